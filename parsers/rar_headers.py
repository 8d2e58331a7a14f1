"""The directory of a RAR archive: what is locked or goes on elsewhere (RAR 5.0 archive format; technote.txt of RAR 4)."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from parsers.archives import Expected
from parsers.zip_names import decoded

OLD = b"Rar!\x1a\x07\x00"
NEW = b"Rar!\x1a\x07\x01\x00"
OLD_BLOCK = struct.Struct("<HBHH")
OLD_FILE = struct.Struct("<IIxI4x2BHI")
"""Sizes, checksum, version, method, and the length of the name behind them."""

OLD_MAIN, OLD_ENTRY, MAIN, ENTRY, LOCK = 0x73, 0x74, 1, 2, 4
VOLUME, SOLID, OLD_SOLID, OLD_LOCKED = 0x0001, 0x0004, 0x0008, 0x0080
OLD_GOES_ON, OLD_ENTRY_LOCKED, OLD_LARGE, OLD_UNICODE, OLD_HAS_DATA = 0x0003, 0x0004, 0x0100, 0x0200, 0x8000
FOLDER, OLD_FOLDER = 0x0001, 0x00E0
HAS_EXTRA, HAS_DATA, GOES_ON = 0x0001, 0x0002, 0x0018
HAS_TIME, HAS_CHECK = 0x0002, 0x0004
LONGEST = 2 * 1024 * 1024
"""Bytes of a header; the format has no longer ones."""

MOST_BITS = 63
LOCKED_FILE, LINK = 1, 5
"""The records of an extra area by which a file is locked, or only another name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A file, link or folder of the directory."""

    name: str
    expected: Expected
    is_file: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """What the headers say."""

    locked: bool = False
    """The headers themselves are locked."""

    volume: bool = False
    """It is one of several."""

    solid: bool = False
    """To pass over a file is to unpack it."""

    entries: tuple[Listed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    kind: int
    flags: int
    fields: BinaryIO
    """The header from where its kind begins to matter."""

    extra: int = 0


def directory(file: BinaryIO, size: int) -> Directory:
    """The directory for as far as it can be read."""
    new = file.read(len(NEW)) == NEW
    file.seek(len(NEW if new else OLD))
    marks = 0
    entries: list[Listed] = []
    for block in _blocks(file, size) if new else _old_blocks(file, size):
        if block.kind == LOCK or (block.kind == OLD_MAIN and block.flags & OLD_LOCKED):
            return Directory(locked=True)
        if block.kind in {MAIN, OLD_MAIN}:
            marks = _number(block.fields) if new else block.flags
        elif block.kind in {ENTRY, OLD_ENTRY}:
            entries.append(_entry(block) if new else _old_entry(block))
    return Directory(volume=bool(marks & VOLUME), solid=bool(marks & (SOLID if new else OLD_SOLID)), entries=tuple(entries))


def _old_blocks(file: BinaryIO, whole: int) -> Iterator[_Block]:
    """Every header of an archive before RAR 5, up to the end or to where it makes no sense."""
    while len(head := file.read(OLD_BLOCK.size)) == OLD_BLOCK.size:
        _check, kind, flags, size = OLD_BLOCK.unpack(head)
        if size < OLD_BLOCK.size:
            return
        fields = file.read(size - OLD_BLOCK.size)
        data = int.from_bytes(fields[:4], "little") if flags & OLD_HAS_DATA else 0
        if kind == OLD_ENTRY and flags & OLD_LARGE:
            data += int.from_bytes(fields[OLD_FILE.size : OLD_FILE.size + 4], "little") << 32
        end = file.tell() + data
        yield _Block(kind=kind, flags=flags, fields=io.BytesIO(fields))
        file.seek(min(end, whole))


def _old_entry(block: _Block) -> Listed:
    head = block.fields.read(OLD_FILE.size).ljust(OLD_FILE.size, b"\0")
    _packed, _unpacked, check, _version, _method, length, _attributes = OLD_FILE.unpack(head)
    block.fields.read(8 if block.flags & OLD_LARGE else 0)
    # Behind a zero the name stands again, in a packing of its own for what is not ASCII.
    name = block.fields.read(length).split(b"\0")[0]
    expected = Expected(locked=bool(block.flags & OLD_ENTRY_LOCKED), goes_on=bool(block.flags & OLD_GOES_ON), check=check)
    shown = "" if block.flags & OLD_UNICODE and not name.isascii() else decoded(name).replace("\\", "/")
    return Listed(name=shown, expected=expected, is_file=block.flags & OLD_FOLDER != OLD_FOLDER)


def _blocks(file: BinaryIO, whole: int) -> Iterator[_Block]:
    """Every header, up to the end or to where it makes no sense."""
    while len(file.read(4)) == 4:  # noqa: PLR2004 - the checksum, which libarchive looks at
        size = _number(file)
        if not 0 < size <= LONGEST:
            return
        fields = io.BytesIO(file.read(size))
        kind, flags = _number(fields), _number(fields)
        extra = _number(fields) if flags & HAS_EXTRA else 0
        data = _number(fields) if flags & HAS_DATA else 0
        end = file.tell() + data
        yield _Block(kind=kind, flags=flags, extra=extra, fields=fields)
        file.seek(min(end, whole))


def _entry(block: _Block) -> Listed:
    fields = block.fields
    flags, _unpacked, _attributes = _number(fields), _number(fields), _number(fields)
    fields.read(4 if flags & HAS_TIME else 0)
    check = int.from_bytes(fields.read(4), "little") if flags & HAS_CHECK else None
    _packing, _system, length = _number(fields), _number(fields), _number(fields)
    name = fields.read(min(length, LONGEST)).decode("utf-8", "replace")
    records = set(_records(fields.read(min(block.extra, LONGEST))))
    expected = Expected(locked=LOCKED_FILE in records, goes_on=bool(block.flags & GOES_ON), check=check)
    return Listed(name=name, expected=expected, is_file=not flags & FOLDER and LINK not in records)


def _records(area: bytes) -> Iterator[int]:
    """The kinds of the records in an extra area."""
    fields = io.BytesIO(area)
    while size := _number(fields):
        end = fields.tell() + size
        yield _number(fields)
        fields.seek(min(end, len(area)))


def _number(file: BinaryIO) -> int:
    """A number in groups of seven bits, the lowest first; what is cut off counts as zeros."""
    value = shift = 0
    while shift < MOST_BITS and (byte := file.read(1)):
        value |= (byte[0] & 0x7F) << shift
        shift += 7
        if byte[0] < 0x80:  # noqa: PLR2004 - the last group
            break
    return value
