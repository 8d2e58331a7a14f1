"""One module a document format; each holds one function marked with `reads`.

A reader takes what it reads and the context, and brings back the sheets. It imports its library when it is
called, not before: `readable` looks at every module.
"""

from collections.abc import Callable
from dataclasses import dataclass

from core.content import Content
from core.errors import Problem
from core.media import Photo, Video
from core.pages import Fact, Page
from core.registry import Registry
from extractors.context import Context


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """What a reader brings back."""

    pages: tuple[Page, ...]
    camera: bool = False
    """A camera made the picture, by what it wrote into it."""

    stated: tuple[Fact, ...] = ()
    """What the file says in data of its own, for machines: an invoice in XML. It outranks what its pages say."""

    photo: Photo | None = None
    video: Video | None = None
    problem: Problem | None = None
    """What kept the reader from reading all of it."""


def problem_of(pages: tuple[Page, ...]) -> Problem | None:
    """The problem of the document when none of its pages could be read."""
    return pages[0].problem if pages and all(page.problem for page in pages) else None


Reader = Callable[[Content, Context], Sheets]
"""Raises Unreadable when there is nothing to bring back, Unavailable when it needs what is not installed."""

READERS: Registry[Reader] = Registry("extractors.readers")
reads = READERS.register
