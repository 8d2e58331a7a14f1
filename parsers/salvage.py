"""Files of a ZIP archive without a usable directory, by their local headers (APPNOTE 4.3.7)."""

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.zip_names import UTF_8, decoded, unicode_path

SIGNATURE = b"PK\x03\x04"
HEADER = struct.Struct("<4s5H3I2H")
STORED, DEFLATED = 0, 8
LOCKED = 0x1


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvaged:
    """A file that was found: its name, and its bytes for as far as they go."""

    name: str
    pieces: Iterator[bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Local:
    name: str
    method: int
    packed: int
    start: int
    is_empty: bool


def salvaged(file: BinaryIO, size: int) -> Iterator[Salvaged]:
    """Every file whose local header can be read, in the order of the archive."""
    at = _find(file, 0, size)
    while at >= 0:
        local = _local(file, at)
        if local and not (local.name.endswith("/") and local.is_empty):
            yield Salvaged(name=local.name.rstrip("/"), pieces=_pieces(file, local, size))
        at = _find(file, at + len(SIGNATURE), size)


def local_name(content: Content, at: int) -> bytes:
    """The name in the local header that begins at `at`, as it stands there."""
    with content.open() as file:
        file.seek(at)
        head = file.read(HEADER.size)
        return file.read(HEADER.unpack(head)[9]) if len(head) == HEADER.size else b""


def _local(file: BinaryIO, at: int) -> _Local | None:
    file.seek(at)
    head = file.read(HEADER.size)
    if len(head) < HEADER.size:
        return None
    _mark, _version, flags, method, _time, _date, _crc, packed, unpacked, name_length, extra_length = HEADER.unpack(head)
    name, extra = file.read(name_length), file.read(extra_length)
    if flags & LOCKED or method not in {STORED, DEFLATED} or not name:
        return None
    shown = name.decode("utf-8", "replace") if flags & UTF_8 else unicode_path(extra) or decoded(name)
    return _Local(name=shown, method=method, packed=packed, start=at + HEADER.size + name_length + extra_length, is_empty=not unpacked)


def _pieces(file: BinaryIO, local: _Local, size: int) -> Iterator[bytes]:
    if local.method == STORED:
        yield from _stored(file, local)
        return
    at = local.start
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    while not inflate.eof and at < size:
        file.seek(at)
        piece = file.read(CHUNK)
        at += len(piece)
        try:
            while piece and not inflate.eof:
                yield inflate.decompress(piece, CHUNK)
                piece = inflate.unconsumed_tail
        except zlib.error as error:
            raise Unreadable(Problem.DAMAGED) from error
    if not inflate.eof:
        raise Unreadable(Problem.TRUNCATED)


def _stored(file: BinaryIO, local: _Local) -> Iterator[bytes]:
    at, end = local.start, local.start + local.packed
    while at < end:
        file.seek(at)
        piece = file.read(min(CHUNK, end - at))
        if not piece:
            raise Unreadable(Problem.TRUNCATED)
        at += len(piece)
        yield piece


def _find(file: BinaryIO, start: int, size: int) -> int:
    while start < size:
        file.seek(start)
        block = file.read(CHUNK + len(SIGNATURE) - 1)
        found = block.find(SIGNATURE)
        if found >= 0:
            return start + found
        start += CHUNK
    return -1
