"""Calendar files (iCalendar, RFC 5545, 3.8.1.1) that hold the files attached to their events."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import BinaryIO

from core.content import Content
from parsers.containers import opens
from parsers.content_lines import Property, holding, pieces
from parsers.gather import gathered
from parsers.opening import Child, Meter, Opened, Opening

NAMED_BY = ("X-FILENAME", "FILENAME", "X-APPLE-FILENAME", "X-ORACLE-FILENAME", "X-LABEL")
"""The standard knows no name of an attached file: every program has its own word for it."""


@opens("text/calendar")
def open_calendar(content: Content, opening: Opening) -> Opened:
    """The files that the entries hold; those that are only named stay where they are."""
    with content.open() as file:
        return gathered(_children(file, opening, opening.meter()), most=opening.parts_left)


def _children(file: BinaryIO, opening: Opening, meter: Meter) -> Iterator[Callable[[], Child]]:
    return (partial(_child, file, found, opening, meter) for found in holding(file, frozenset({"ATTACH"}), meter.take))


def _child(file: BinaryIO, found: Property, opening: Opening, meter: Meter) -> Child:
    kept, problem = opening.keep(pieces(file, found), meter)
    name = next((found.parameters[word] for word in NAMED_BY if found.parameters.get(word)), "")
    return Child(content=kept, name=name, declared_type=(found.media_type or found.parameters.get("FMTTYPE", "")).lower(), problem=problem)
