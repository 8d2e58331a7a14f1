"""The leaves of a mail's structure, by offsets."""

from dataclasses import dataclass

from core.errors import Problem
from parsers.mime.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf of the structure: what its header says, and where its body lies."""

    entity: Entity
    start: int
    end: int
    alternative: int = 0
    """The same number for leaves that say the same thing in several forms (multipart/alternative), 0 for the others."""

    last: bool = False
    """It goes to the end of the file, and no boundary ended it."""

    unclosed: bool = False
    """The same, in a multipart that was to have a closing boundary."""

    packed: bytes = b""
    """The header of a multipart that was encoded as a whole: with it, what is decoded is an entity of its own."""

    around: bool = False
    """It stands before, behind or between the parts of a multipart, or behind a file's base64: no part of the mail says it."""

    problem: Problem | None = None


def around(start: int, end: int) -> Leaf:
    """A text that is no part."""
    return Leaf(entity=Entity(media_type="text/plain"), start=start, end=end, around=True)
