"""Runs the set through parser and router as `claimpost decide` does, and sets each verdict against its truth."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from core.content import Spool
from core.limits import Limits
from core.pages import Page
from core.papers import Received
from core.precedents import Earlier
from core.values import Kind, Outcome, Reading, Tree, Unit, Verdict
from parsers.tree import Source, walk
from router.mail import decide_mail
from router.options import Options
from router.protocols import Register
from router.systems import connect
from tests.mails import claims
from tests.mails.make import Sample, samples
from tests.mails.scene import NOBODYS, Place, Truth

MORNING = datetime(2026, 3, 4, 9, 11, tzinfo=UTC)
PLACED = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN, Outcome.SPLIT})
_OURS = re.compile(r"<?ack-(C\d{9})@")


class Result(StrEnum):
    """What a verdict came to."""

    RIGHT = "right"
    WRONG = "wrong"
    """On a claim that it is not about, but the handler is warned."""
    SILENT = "silent"
    """The same, and nothing is said."""
    WAITS = "waits"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One mail, outer or attached, with its truth and its verdict."""

    sample: Sample
    truth: Truth
    verdict: Verdict
    result: Result
    rank: int
    """Place of the right claim among those proposed, from 1; 0 when it is not there or nothing had to be proposed."""

    answer: str = ""
    """How the outer mail is acknowledged: full, neutral, or not at all."""


class Threads:
    """A history that knows what we wrote: the number stands in the Message-ID."""

    def thread_claims(self, message_ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(found[1] for one in message_ids if (found := _OURS.match(one))))

    def received(self, numbers: Iterable[str]) -> Received:  # noqa: ARG002 - nothing came before
        return Received()

    def assigned(self, **about: object) -> Earlier:  # noqa: ARG002 - nobody assigned anything
        return Earlier()


def judged(seed: int, folder: Path, count: int, *, since: int = 0) -> list[Judged]:
    """Every mail of a set but the first `since`, decided against the register that was written into the folder."""
    register = connect(claims.write(folder / "claims.csv", claims.claims(seed)))
    return [one for sample in samples(seed, count, since=since) for one in judge(sample, register)]


def judge(sample: Sample, register: Register) -> Iterator[Judged]:
    """The verdicts on one mail and on those in it."""
    with Spool() as spool:
        tree = opened(sample.data, spool)
        decision = decide_mail(tree, readings(tree, sample.papers), register, Threads(), Options(), now=MORNING)
    answer = decision.acknowledgement.kind if decision.acknowledgement.send else ""
    for unit, verdict in zip(tree.units, decision.units, strict=True):
        truth = _truth(sample, unit)
        rank = _rank(truth, verdict) if truth.told and verdict.outcome is Outcome.TRIAGE else 0
        yield Judged(sample=sample, truth=truth, verdict=verdict, result=_result(truth, verdict, tree), rank=rank, answer=answer)


def opened(data: bytes, spool: Spool) -> Tree:
    """The mail taken apart."""
    return walk(Source(content=spool.keep(data), name="mail.eml", declared_type="message/rfc822"), spool=spool, limits=Limits())


def readings(tree: Tree, papers: Mapping[str, str]) -> dict[str, Reading]:
    """What a reader makes of the files: their words, and nothing that is in doubt."""
    named = [part for part in tree.parts if part.kind is Kind.DOCUMENT and papers.get(part.original_name, ".") != "."]
    pages = {part.path: Page(number=1, text=papers[part.original_name]) for part in named}
    return {path: Reading(media_type="text/plain", pages=(page,)) for path, page in pages.items()}


def _truth(sample: Sample, unit: Unit) -> Truth:
    return sample.truths.get(unit.message_id.strip("<>"), NOBODYS)


def _result(truth: Truth, verdict: Verdict, tree: Tree) -> Result:
    if verdict.outcome not in PLACED:
        return Result.WAITS
    if truth.place is not Place.NEVER and set(verdict.claims) == set(truth.claims) and _files_right(truth, verdict, tree):
        return Result.RIGHT
    return Result.SILENT if verdict.outcome is Outcome.ROUTE and not verdict.in_doubt else Result.WRONG


def _files_right(truth: Truth, verdict: Verdict, tree: Tree) -> bool:
    """Whether each file of a split went to its claim."""
    names = {part.path: part.original_name for part in tree.parts}
    return all(truth.files.get(names[path]) == share.claim for share in verdict.assignments for path in share.items)


def _rank(truth: Truth, verdict: Verdict) -> int:
    """Where the last of the right claims stands; of several, any order among the first will do."""
    places = [at for at, candidate in enumerate(verdict.candidates, start=1) if candidate.number in truth.claims]
    return max(places) - len(truth.claims) + 1 if len(places) == len(truth.claims) else 0
