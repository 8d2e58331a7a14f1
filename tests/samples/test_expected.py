"""What must happen to each sample happens: its verdicts, its papers, its answer."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.values import Reading
from ingest.options import options
from router.mail import MailDecision, decide_mail
from router.systems.claims_csv import connect
from tests.samples.made import NOW
from web.cli.decide import NoHistory, readings_of
from web.cli.opening import Workbench, open_file, workbench
from web.demo.results import differs
from web.demo.samples import MAILS
from web.demo.values import Sample


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    decision: MailDecision
    readings: tuple[Reading, ...]


@pytest.fixture(scope="module")
def bench() -> Iterator[Workbench]:
    with workbench() as made:
        yield made


@pytest.fixture(scope="module")
def decided(samples: dict[str, Sample], register: Path, bench: Workbench) -> dict[str, Decided]:
    return {name: decide(sample, register, bench) for name, sample in samples.items()}


def decide(sample: Sample, register: Path, bench: Workbench) -> Decided:
    tree = open_file(sample.path, bench)
    readings = readings_of(tree, bench, received_at=NOW)
    decision = decide_mail(tree, readings, connect(str(register)), NoHistory(), options(bench.settings), now=NOW)
    return Decided(decision=decision, readings=tuple(readings.values()))


def test_every_verdict_is_the_expected_one(samples: dict[str, Sample], decided: dict[str, Decided]) -> None:
    surprises = {
        f"{name} {verdict.path}": difference
        for name, sample in samples.items()
        for verdict, expected in zip(decided[name].decision.units, sample.expected, strict=True)
        if (difference := differs(verdict, expected))
    }

    assert len(decided) == len(MAILS)
    assert surprises == {}


def test_every_paper_is_recognised(samples: dict[str, Sample], decided: dict[str, Decided]) -> None:
    found = {
        name: {kind for one in each.readings for kind in (one.type.id, *(paper.type.id for paper in one.documents))}
        for name, each in decided.items()
    }
    # A film has no text to read; its media type tells.
    missing = {name: set(sample.types) - found[name] - {"video"} for name, sample in samples.items()}

    assert {name: types for name, types in missing.items() if types} == {}


def test_every_answer_is_the_expected_one(samples: dict[str, Sample], decided: dict[str, Decided]) -> None:
    answers = {name: each.decision.acknowledgement for name, each in decided.items()}

    assert {name: answer.kind if answer.send else "" for name, answer in answers.items()} == {
        name: sample.acknowledged for name, sample in samples.items()
    }


def test_a_task_has_a_handler_and_a_time_where_a_claim_is_sure(decided: dict[str, Decided]) -> None:
    tasks = [task for each in decided.values() for task in each.decision.tasks if task.claim]

    assert len(tasks) > 20
    assert all(task.handler and task.due_at > NOW for task in tasks)
