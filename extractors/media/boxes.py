"""When and where a film was made, as its container says: MP4, QuickTime and 3GP (ISO/IEC 14496-12). Neither is ever logged."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import BinaryIO

from core.content import Content
from core.media import Place, is_believed
from extractors.media.places import place_at, place_said

BOX, LONG = struct.Struct(">I4s"), struct.Struct(">Q")
MOST_BOXES = 1000
"""Boxes of one level that are looked at: what lies is not followed for ever."""

EPOCH = datetime(1904, 1, 1, tzinfo=UTC)
MADE_AT = {0: struct.Struct(">I"), 1: LONG}
"""How the moment is written, by the version of the header."""


XYZ = b"\xa9xyz"
"""The place in ISO 6709, behind its length and language (QuickTime File Format, user data)."""

KEY = b"mdtacom.apple.quicktime.location.ISO6709"
"""The same among keys and values (QuickTime File Format, metadata)."""

LOCI = struct.Struct(">2i")
"""Longitude and latitude in degrees, of 16 bits before the point and 16 after it (3GPP TS 26.244, 8.10)."""

LONGEST = 4096
"""Bytes of one box that are looked at for a place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    kind: bytes
    start: int
    """Of what is in it."""

    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a container says: the moment, which the standard wants in UTC, though not every camera keeps to it, and the place."""

    made_at: datetime | None = None
    place: Place | None = None


def told_by(content: Content) -> Told:
    """What there is of the two."""
    with content.open() as file:
        movie = _first(file, _Box(kind=b"", start=0, end=content.size), b"moov")
        if movie is None:
            return Told()
        header = _first(file, movie, b"mvhd")
        return Told(made_at=_moment(file, header) if header else None, place=_place(file, movie))


def _place(file: BinaryIO, movie: _Box) -> Place | None:
    user = _first(file, movie, b"udta")
    said, located = _first(file, user, XYZ), _first(file, user, b"loci")
    meta = _first(file, movie, b"meta") or _first(file, user, b"meta")
    return (
        (said and place_said(_inside(file, said)[4:].decode("ascii", "replace")))
        or (located and _by_3gpp(_inside(file, located)))
        or (meta and _by_key(file, meta))
        or None
    )


def _by_3gpp(data: bytes) -> Place | None:
    # Behind version, flags and language a name that ends with a nought, in UTF-8 or UTF-16, and what the place is to the film.
    wide = data[6:8] in {b"\xfe\xff", b"\xff\xfe"}
    step, nought = (2, bytes(2)) if wide else (1, bytes(1))
    end = next((at for at in range(6, len(data), step) if data[at : at + step] == nought), len(data))
    written = data[end + step + 1 : end + step + 1 + LOCI.size]
    if len(written) < LOCI.size:
        return None
    longitude, latitude = LOCI.unpack(written)
    return place_at(latitude / (1 << 16), longitude / (1 << 16))


def _by_key(file: BinaryIO, meta: _Box) -> Place | None:
    # ISO has a version and flags before the boxes in it, QuickTime has not.
    for start in (meta.start, meta.start + 4):
        inside = _Box(kind=meta.kind, start=start, end=meta.end)
        keys, values = _first(file, inside, b"keys"), _first(file, inside, b"ilst")
        if keys and values:
            return _keyed(file, keys, values)
    return None


def _keyed(file: BinaryIO, keys: _Box, values: _Box) -> Place | None:
    """The value whose kind is the number of the key, counted from 1; type and place in the world stand before its text."""
    names = list(_boxes(file, keys.start + 8, keys.end))
    number = next((at for at, name in enumerate(names, 1) if name.kind + _inside(file, name) == KEY), 0)
    value = _first(file, values, number.to_bytes(4, "big")) if number else None
    data = _first(file, value, b"data")
    return place_said(_inside(file, data)[8:].decode("ascii", "replace")) if data else None


def _first(file: BinaryIO, around: _Box | None, kind: bytes) -> _Box | None:
    found = _boxes(file, around.start, around.end) if around else iter(())
    return next((box for box in found if box.kind == kind), None)


def _inside(file: BinaryIO, box: _Box) -> bytes:
    file.seek(box.start)
    return file.read(min(box.end - box.start, LONGEST))


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
