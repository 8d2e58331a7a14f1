"""Rich text: the files that are embedded in it (RTF 1.9.1, "Objects"; [MS-OLEDS] 2.2.5)."""

import re
import struct
from collections.abc import Iterator
from itertools import chain

from core.content import CHUNK, Content
from parsers.containers import opens_apart
from parsers.embedded import Collected
from parsers.mapi.compound import Stream
from parsers.ole_objects import Reader, add_object, of_native
from parsers.opening import Opened, Opening

OBJECT = re.compile(rb"\\objdata(?![a-z])")
OVERLAP = 16
SPACES = b" \t\r\n"
END = re.compile(rb"[^0-9A-Fa-f]")
EMBEDDED = 2
LONGEST_NAME = 4096
PACKAGE = b"Package"


@opens_apart("application/rtf")
def open_rtf(content: Content, opening: Opening) -> Opened:
    """The embedded files; pictures are part of the text."""
    collected = Collected(opening, opening.meter(content.size))
    for place in _places(content):
        if not _add(collected, Reader(_octets(content, place))):
            break
    return collected.opened()


def _places(content: Content) -> Iterator[int]:
    """Where the data of objects begin."""
    at = 0
    before = b""
    last = -1
    for piece in content.chunks():
        held = before + piece
        for found in OBJECT.finditer(held):
            place = at - len(before) + found.end()
            if place > last:
                yield place
                last = place
        at += len(piece)
        before = held[-OVERLAP:]


def _octets(content: Content, place: int) -> Iterator[bytes]:
    """What stands there in hexadecimal digits, up to the first sign that is none."""
    half = b""
    with content.open() as file:
        file.seek(place)
        while piece := file.read(CHUNK):
            digits = half + piece.translate(None, SPACES)
            end = END.search(digits)
            digits = digits[: end.start()] if end else digits
            whole = len(digits) // 2 * 2
            if whole:
                yield bytes.fromhex(digits[:whole].decode("ascii"))
            if end:
                return
            half = digits[whole:]


def _add(collected: Collected, reader: Reader) -> bool:
    """Keep the file in one object; whether another may follow."""
    head = reader.read(8)
    if len(head) < 8 or struct.unpack("<I", head[4:])[0] != EMBEDDED:  # noqa: PLR2004 - version and format
        return True
    kind = _string(reader)
    _string(reader)
    _string(reader)
    size = _number(reader)
    if not size:
        return True
    if kind != PACKAGE:
        return add_object(collected, reader.whole(size))
    # In a compound file the length of the data stands before them as well.
    kept, _problem = collected.opening.keep(reader.take(size), collected.opening.meter(collected.meter.packed))
    length = struct.pack("<I", size)
    stream = Stream(name="", size=len(length) + kept.size, pieces=lambda: chain((length,), kept.chunks()))
    return collected.add(of_native(stream))


def _number(reader: Reader) -> int:
    return int.from_bytes(reader.read(4), "little")


def _string(reader: Reader) -> bytes:
    return reader.read(min(_number(reader), LONGEST_NAME)).rstrip(b"\0")
