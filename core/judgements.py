"""What a person says of something that was read: that it is right, what it should be, or that it is not there at all."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Opinion(StrEnum):
    """What is said of a fact."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a person said last of one fact of a reading, by its number there."""

    fact: int
    opinion: Opinion
    actor: str
    at: datetime
    correction: str = ""
    """What the value should be, where it was corrected."""
