"""What a PDF may hold, seen without parsing it: most have nothing attached, and should cost next to nothing."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.content import CHUNK, Content

DELIMITER = rb"(?=[\s\0/<>\[\](%])"
EMBEDDED = re.compile(rb"/EF" + DELIMITER)
"""Without this key a file specification has no file in it (ISO 32000-2, table 43)."""

ENCRYPT = re.compile(rb"/Encrypt" + DELIMITER)
PACKED = re.compile(rb"/ObjStm")
STREAM = re.compile(rb"stream\r?\n")
OVERLAP = 32
DICTIONARY = 4096
"""Bytes behind its type within which the data of an object stream must begin."""

PACKED_MOST = 10_000
PIECE = 64 * 1024
UNPACKED_MOST = 8 * 1024 * 1024
"""Object streams are some kilobytes each; what is more than this is left to the parser, which has limits of its own."""

IN_ALL_MOST = 64 * 1024 * 1024
"""The same for all of them together: whoever looks has no time limit of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What may be in the file; false is certain, true is to be looked at."""

    attached: bool
    encrypted: bool


def marks(content: Content) -> Marks:
    """What the words that stand in the file speak for, those packed in object streams included."""
    attached = encrypted = False
    places: dict[int, None] = {}
    with content.open() as file:
        for at, piece in _pieces(file):
            attached = attached or EMBEDDED.search(piece) is not None
            encrypted = encrypted or ENCRYPT.search(piece) is not None
            places.update((at + match.start(), None) for match in PACKED.finditer(piece))
        # What is packed may be encrypted too.
        attached = attached or (encrypted and bool(places)) or _is_packed(file, places)
    return Marks(attached=attached, encrypted=encrypted)


def _pieces(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    at = 0
    before = b""
    while read := file.read(CHUNK):
        yield at - len(before), before + read
        at += len(read)
        before = read[-OVERLAP:]


def _is_packed(file: BinaryIO, places: dict[int, None]) -> bool:
    """Whether an object stream holds the key, or may hold it where it cannot be unpacked."""
    if len(places) > PACKED_MOST:
        return True
    left = IN_ALL_MOST
    for place in places:
        file.seek(place)
        head = file.read(DICTIONARY)
        start = STREAM.search(head)
        if start is None:
            continue
        file.seek(place + start.end())
        size = _size_without_key(file)
        if size is None or size > left:
            return True
        left -= size
    return False


def _size_without_key(file: BinaryIO) -> int | None:
    """How much an object stream unpacks to, `None` when the key is in it, or may be."""
    unpacker = zlib.decompressobj()
    before = b""
    size = 0
    try:
        while not unpacker.eof and (packed := file.read(PIECE)):
            piece = before + unpacker.decompress(packed, UNPACKED_MOST)
            size += len(piece)
            if EMBEDDED.search(piece) or size >= UNPACKED_MOST:
                return None
            before = piece[-OVERLAP:]
    except zlib.error:
        return None
    return size
