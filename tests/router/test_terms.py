"""What a contract asks of a task: its clocks that the task is there to stop, in the country that it counts for."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from router.book import Book
from router.contracts import read
from router.options import Options
from router.protocols import State
from router.tasks import TaskPlan
from tests.router.test_contracts import contracts_of
from tests.router.world import WEDNESDAY, claim, decided, part, reading, tree, unit

CONTRACTS = """
contracts:
  Ville:
    clients: [Ville]
    clocks: {report_copy: {target: PT8H}, ack: {target: PT1H}, triage: {target: PT1OH}}
  Flotte:
    clients: [Flotte]
    country: FR
    clocks: {offer: {target: P1D}, report_copy: none}
"""
EIGHT_HOURS, TWO_DAYS, TOMORROW = "2026-03-04T18:11:00+01:00", "2026-03-06T17:00:00+01:00", "2026-03-05T23:59:59+01:00"


def _house(folder: Path, text: str = CONTRACTS) -> Options:
    return Options(contracts=read(contracts_of(text, folder)))


def _task(options: Options, *, client: str, now: datetime = WEDNESDAY, **paper: str) -> TaskPlan:
    register = Book([claim("C502100001", client=client, state=State(paper.get("state", "open")))])
    readings = {"0.1": reading(paper.get("text", ""), kind=paper["kind"])}
    mail = tree(unit(subject="*C502100001* DUPONT"), part("0.1", paper.get("name", "a.pdf")))
    (task,) = decided(mail, readings=readings, register=register, options=options, now=now).tasks
    return task


@pytest.mark.parametrize(
    ("client", "paper", "because", "due"),
    [
        ("Ville", {"kind": "rapport_expertise"}, "report_copy", EIGHT_HOURS),
        ("VILLE ", {"kind": "rapport_expertise", "text": "Rapport définitif, après le rapport provisoire"}, "report_copy", EIGHT_HOURS),
        ("Flotte", {"kind": "rapport_expertise"}, "offer", TOMORROW),
        ("", {"kind": "rapport_expertise"}, "rapport_expertise", TWO_DAYS),
        ("Other", {"kind": "rapport_expertise"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "rapport_expertise", "name": "rapport_provisoire.pdf"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "rapport_expertise", "text": "Voorlopig verslag"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "rapport_expertise", "text": "Vorläufiges Gutachten"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "rapport_expertise", "text": "Interim report"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "rapport_expertise", "state": "closed"}, "rapport_expertise", TWO_DAYS),
        ("Ville", {"kind": "devis"}, "devis", TWO_DAYS),
    ],
)
def test_of_the_type_and_the_clocks_of_the_contract_the_stricter_wins(
    client: str, paper: dict[str, str], because: str, due: str, tmp_path: Path
) -> None:
    task = _task(_house(tmp_path), client=client, **paper)

    assert (task.because, task.due_at.isoformat()) == (because, due)


@pytest.mark.parametrize(("client", "day"), [("", 15), ("Ville", 15), ("Flotte", 16)])
def test_the_holidays_of_the_contracts_country_count(client: str, day: int, tmp_path: Path) -> None:
    before_the_fourteenth = datetime(2026, 7, 13, 9, 11, tzinfo=UTC)

    task = _task(_house(tmp_path), client=client, kind="devis", now=before_the_fourteenth)

    assert task.due_at.isoformat() == f"2026-07-{day}T17:00:00+02:00"


@pytest.mark.parametrize(
    ("clocks", "text", "because", "due"),
    [
        ("{}", "photos", "triage", "2026-03-04T14:11:00+01:00"),
        ("{triage: {target: PT2OH}}", "photos", "triage", "2026-03-04T12:11:00+01:00"),
        ("{triage: none}", "photos", "triage", "2026-03-04T14:11:00+01:00"),
        ("{}", "Merci de résilier le contrat", "contract_change", "2026-03-05T10:11:00+01:00"),
        ("{contract_change: {target: PT6H}}", "Merci de résilier le contrat", "contract_change", "2026-03-04T16:11:00+01:00"),
        ("{contract_change: none}", "Merci de résilier le contrat", "contract_change", "2026-03-05T10:11:00+01:00"),
    ],
)
def test_what_waits_for_an_operator_has_the_times_of_the_house(clocks: str, text: str, because: str, due: str, tmp_path: Path) -> None:
    options = _house(tmp_path, f"default: {{clocks: {clocks}}}")

    (task,) = decided(tree(unit(subject=text, own_text=text)), options=options).tasks

    assert (task.because, task.due_at.isoformat()) == (because, due)


def test_a_split_has_the_contract_of_each_claim(tmp_path: Path) -> None:
    register = Book([claim("C502100001", client="Ville"), claim("C502100017", client="Flotte")])
    mail = tree(unit(subject="documents"), part("0.1", "C502100001_rapport.pdf"), part("0.2", "C502100017_rapport.pdf"))
    reports = {path: reading(kind="rapport_expertise") for path in ("0.1", "0.2")}

    tasks = decided(mail, readings=reports, register=register, options=_house(tmp_path)).tasks

    assert [(task.claim, task.because) for task in tasks] == [("C502100001", "report_copy"), ("C502100017", "offer")]
