"""Reads one document: its pages by the reader of its format, then language, facts and type."""

import time
from dataclasses import replace
from typing import Any

from core import codec
from core.content import Content
from core.errors import Problem, Unreadable
from core.values import Reading
from extractors.context import RESERVE, Context
from extractors.readers import READERS, Sheets

__all__ = ["Context", "read", "read_in_child", "readable"]


def readable(media_type: str) -> bool:
    """Whether there is a reader for `media_type`."""
    return READERS.get(media_type) is not None


def read_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data, both ways
    """`read` for a child process: takes and returns JSON data."""
    reading = read(
        codec.load(Content, data["content"]),
        name=data["name"],
        media_type=data["media_type"],
        context=codec.load(Context, data["context"]),
    )
    return codec.dump(reading)


def read(content: Content, *, name: str, media_type: str, context: Context) -> Reading:
    """What `content` says; whatever is wrong with it becomes the problem of the reading or of a page.

    Raises:
        Unavailable: what the reader needs is not installed.
    """
    reader = READERS.get(media_type)
    if reader is None:
        return Reading(media_type=media_type, problem=Problem.UNSUPPORTED)
    started = replace(context, deadline=time.monotonic() + context.limits.read_seconds * RESERVE)
    try:
        sheets = reader(content, started)
    except Unreadable as error:
        sheets = Sheets(pages=(), problem=error.problem)
    return Reading(media_type=media_type, pages=sheets.pages, problem=sheets.problem)
