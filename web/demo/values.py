"""A sample mail, and beside it what must happen to it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from core.values import Outcome
from web.demo.claims import BY_NUMBER
from web.demo.papers.reports import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What must happen to one mail, or to one mail inside it."""

    outcome: Outcome
    claims: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    """Reasons that must be given; there may be more."""

    proposed: str = ""
    """The claim that the operator must find on top of the proposals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One mail of the demonstration."""

    name: str
    shows: str
    """What is special about it, in one line."""

    at: datetime
    """When it came."""

    raw: bytes
    expected: tuple[Expected, ...]
    """One for each unit, in reading order."""

    types: tuple[str, ...] = ()
    """Types of papers that must be recognised in it."""

    acknowledged: str = ""
    """`full`, `neutral`, or "" when no answer may go out."""

    path: Path = Path()

    @property
    def file_name(self) -> str:
        """Its name as a file."""
        return f"{self.name}.eml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """The moment from which all dates of the samples count back."""

    now: datetime

    def ago(self, hours: float) -> datetime:
        """So many hours earlier, to the second."""
        return (self.now - timedelta(hours=hours)).replace(microsecond=0)

    def case(self, number: str, *, written_days_ago: int = 1) -> Case:
        """What papers say about the claim."""
        return BY_NUMBER[number].case(self.now, written_days_ago=written_days_ago)


def route(claim: str) -> tuple[Expected, ...]:
    """Straight to the claim, nothing to warn of."""
    return (Expected(outcome=Outcome.ROUTE, claims=(claim,)),)


def warn(claim: str, *why: str) -> tuple[Expected, ...]:
    """To the claim, with warnings."""
    return (Expected(outcome=Outcome.ROUTE_WARN, claims=(claim,), why=why),)


def triage(*why: str, claims: tuple[str, ...] = (), proposed: str = "") -> tuple[Expected, ...]:
    """To the operator."""
    return (Expected(outcome=Outcome.TRIAGE, claims=claims, why=why, proposed=proposed),)
