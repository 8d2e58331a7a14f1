"""A stretch of a file as a file of its own, without a copy."""

import hashlib
from dataclasses import dataclass

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.opening import Meter


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Where something lies in a file."""

    start: int
    end: int


def window(content: Content, stretch: Stretch, meter: Meter) -> tuple[Content, Problem | None]:
    """The bytes of the stretch; none of them, and why, when that is more than a limit allows."""
    digest = hashlib.sha256()
    size = max(min(stretch.end, content.size) - stretch.start, 0)
    try:
        meter.take(size)
    except Unreadable as error:
        return Content(path=content.path, start=content.start, size=0, sha256=digest.hexdigest()), error.problem
    with content.open() as file:
        file.seek(min(stretch.start, content.size))
        while piece := file.read(min(CHUNK, size - (file.tell() - stretch.start))):
            digest.update(piece)
    return Content(path=content.path, start=content.start + stretch.start, size=size, sha256=digest.hexdigest()), None
