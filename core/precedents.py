"""Earlier mails that a person gave to a claim, and what ties a new one to them."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedent:
    """An earlier mail of the same sender that a person gave to a claim."""

    claim: str
    actor: str
    at: datetime
    unit: int
    """Id of the mail's unit."""
    tie: str
    """What ties the mails: `thread`, or `their_reference`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """The earlier mails that are like one, newest first; not `complete` when the sender wrote more than were looked at."""

    found: tuple[Precedent, ...] = ()
    complete: bool = True
