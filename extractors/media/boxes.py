"""When a film was made, as its container says: the movie header of MP4, QuickTime and 3GP (ISO/IEC 14496-12, 8.2.2)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from core.content import Content
from core.media import is_believed

BOX, LONG = struct.Struct(">I4s"), struct.Struct(">Q")
MOST_BOXES = 1000
"""Boxes of one level that are looked at: what lies is not followed for ever."""

EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
MADE_AT = {0: struct.Struct(">I"), 1: LONG}
"""How the moment is written, by the version of the header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    kind: bytes
    start: int
    """Of what is in it."""

    end: int


def made_at(content: Content) -> datetime | None:
    """The moment, which the standard wants in UTC; not every camera keeps to it."""
    with content.open() as file:
        movie = next((box for box in _boxes(file, 0, content.size) if box.kind == b"moov"), None)
        if movie is None:
            return None
        header = next((box for box in _boxes(file, movie.start, movie.end) if box.kind == b"mvhd"), None)
        return _moment(file, header) if header else None


def _boxes(file: BinaryIO, start: int, end: int) -> Iterator[_Box]:
    for _ in range(MOST_BOXES):
        file.seek(start)
        head = file.read(BOX.size)
        if start >= end or len(head) < BOX.size:
            return
        size, kind = BOX.unpack(head)
        inside = start + BOX.size
        if size == 1 and len(longer := file.read(LONG.size)) == LONG.size:
            (size,) = LONG.unpack(longer)
            inside += LONG.size
        last = end if size == 0 else start + size
        if not inside <= last <= end:
            return
        yield _Box(kind=kind, start=inside, end=last)
        start = last


def _moment(file: BinaryIO, header: _Box) -> datetime | None:
    file.seek(header.start)
    form = MADE_AT.get(int.from_bytes(file.read(1), "big"))
    file.seek(header.start + 4)
    written = file.read(form.size) if form else b""
    if form is None or len(written) < form.size:
        return None
    (seconds,) = form.unpack(written)
    try:
        moment = EPOCH + timedelta(seconds=seconds)
    except OverflowError:
        return None
    return moment if is_believed(moment) else None
