"""Compound files, read where they lie: storages and streams ([MS-CFB]); every chain is bounded by the size of the file."""

import struct
from array import array
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO

from core.errors import Problem, Unreadable
from parsers.mime.raw import Raw

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER = 512
SHIFTS = {9, 12}
MINI_SHIFT = 6
ENTRY = 128
MOST_ENTRIES = 200_000
"""Entries of a directory that are looked at: a mail with two thousand attachments has a quarter of that."""

STORAGE, STREAM, ROOT = 1, 2, 5
FREE = 0xFFFFFFFF
END = 0xFFFFFFFE
SPECIAL = 0xFFFFFFFA
"""From here on numbers are marks, no sectors ([MS-CFB] 2.1)."""

RUN = 2048
"""Sectors that are read at once where they lie side by side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """A stream: its announced size, and its bytes, which end with Unreadable when they are fewer."""

    name: str
    size: int
    pieces: Callable[[], Iterator[bytes]] = field(repr=False)

    def head(self, count: int) -> bytes:
        """The first `count` bytes, or as many as there are."""
        found = bytearray()
        try:
            for piece in self.pieces():
                found += piece
                if len(found) >= count:
                    break
        except Unreadable:
            pass  # what came so far must do
        return bytes(found[:count])

    def behind(self, count: int) -> "Stream":
        """The same without its first `count` bytes."""
        return Stream(name=self.name, size=max(self.size - count, 0), pieces=lambda: between(self.pieces(), count, self.size))


def between(pieces: Iterator[bytes], start: int, end: int) -> Iterator[bytes]:
    """The bytes from `start` to `end` of all pieces together."""
    at = 0
    for piece in pieces:
        if wanted := piece[max(start - at, 0) : max(end - at, 0)]:
            yield wanted
        at += len(piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """A folder of streams and further storages."""

    name: str = ""
    clsid: bytes = bytes(16)
    storages: list["Storage"] = field(default_factory=list)
    streams: list[Stream] = field(default_factory=list)

    def storage(self, name: str) -> "Storage | None":
        """The storage in it with that name, whatever its case."""
        return next((found for found in self.storages if found.name.lower() == name.lower()), None)

    def stream(self, name: str) -> Stream | None:
        """The stream in it with that name, whatever its case."""
        return next((found for found in self.streams if found.name.lower() == name.lower()), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compound:
    """What the directory of a file names, and why it may not be all."""

    root: Storage
    problem: Problem | None = None


def read_compound(file: BinaryIO, size: int) -> Compound:
    """The directory of the open `file`; its streams are read later, as long as the file stays open.

    Raises:
        Unreadable: this is no compound file, or its directory cannot be found.
    """
    sectors = _Sectors(Raw(file, size))
    entries = sectors.entries()
    if not entries or entries[0].kind != ROOT:
        raise Unreadable(Problem.DAMAGED)
    sectors.mini_stream(entries[0])
    return Compound(root=_tree(entries, sectors), problem=sectors.problem)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the directory ([MS-CFB] 2.6.1)."""

    name: str
    kind: int
    left: int
    right: int
    child: int
    clsid: bytes
    start: int
    size: int


def _entry(data: bytes, *, wide: bool) -> _Entry:
    length, kind, left, right, child, clsid = struct.unpack_from("<HBxIII16s", data, 64)
    start, size = struct.unpack_from("<IQ", data, 116)
    name = data[: max(min(length, 64) - 2, 0)].decode("utf-16-le", "replace")
    # Version 3 files may leave rubbish in the upper half of the size.
    return _Entry(name, kind, left, right, child, clsid, start, size if wide else size & 0xFFFFFFFF)


def _tree(entries: list[_Entry], sectors: "_Sectors") -> Storage:
    root = Storage(clsid=entries[0].clsid)
    seen = {0}
    waiting = [(entries[0].child, root)]
    while waiting:
        number, into = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        waiting += [(entry.left, into), (entry.right, into)]
        if entry.kind == STREAM:
            into.streams.append(sectors.stream(entry))
        elif entry.kind == STORAGE:
            inner = Storage(name=entry.name, clsid=entry.clsid)
            into.storages.append(inner)
            waiting.append((entry.child, inner))
    return root


class _Sectors:
    """The sectors of a file and the chains they form; knows both allocation tables."""

    def __init__(self, raw: Raw) -> None:
        header = raw.at(0, HEADER)
        if len(header) < HEADER or not header.startswith(SIGNATURE):
            raise Unreadable(Problem.DAMAGED)
        self._raw = raw
        (self._shift,) = struct.unpack_from("<H", header, 30)
        if self._shift not in SHIFTS:
            raise Unreadable(Problem.DAMAGED)
        self._directory, _signature, self._cutoff, self._mini_start = struct.unpack_from("<4I", header, 48)
        self._count = (raw.size - 1) >> self._shift
        self.problem: Problem | None = None
        self._fat = self._table(header)
        self._mini_fat: array[int] = array("I")
        self._mini: list[int] = []

    def entries(self) -> list[_Entry]:
        """The directory, as far as its chain goes."""
        found: list[_Entry] = []
        wide = self._shift != min(SHIFTS)
        sector = self._directory
        for sector in self._chain(self._directory, self._count):
            data = self._sector(sector)
            found += [_entry(data[at : at + ENTRY], wide=wide) for at in range(0, len(data) - ENTRY + 1, ENTRY)]
            if len(found) > MOST_ENTRIES:
                self.problem = Problem.TOO_MANY_PARTS
                return found
        if found and self._fat[sector] != END:
            self.problem = self.problem or Problem.DAMAGED
        return found

    def mini_stream(self, root: _Entry) -> None:
        """Learn where the small streams lie together."""
        for sector in self._chain(self._mini_start, self._count):
            self._mini_fat.extend(self._numbers(self._sector(sector)))
        self._mini = list(self._chain(root.start, min(-(-root.size >> self._shift), self._count)))

    def stream(self, entry: _Entry) -> Stream:
        """The stream that `entry` names."""
        read = self._small if entry.size < self._cutoff else self._large
        return Stream(name=entry.name, size=entry.size, pieces=lambda: _whole(read(entry.start, entry.size), entry.size))

    def _table(self, header: bytes) -> "array[int]":
        """The allocation table ([MS-CFB] 2.3), no longer than the file has sectors; a chain that leads beyond them lost its end."""
        found: array[int] = array("I")
        missing = array("I", [FREE]) * (1 << self._shift - 2)
        for sector in self._table_sectors(header):
            if len(found) >= self._count:
                break
            numbers = self._numbers(self._sector(sector))
            found += numbers + missing[len(numbers) :]
        if len(found) < self._count or any(self._count <= number < SPECIAL for number in found):
            self.problem = Problem.TRUNCATED
        return found[: self._count]

    def _table_sectors(self, header: bytes) -> Iterator[int]:
        """Where the table itself lies: named by the header, then by a list of sectors ([MS-CFB] 2.5)."""
        numbers = self._numbers(header[76:])
        (next_list,) = struct.unpack_from("<I", header, 68)
        for _ in range(self._count + 1):
            yield from (number for number in numbers if number < SPECIAL)
            if next_list >= self._count:
                return
            listed = self._numbers(self._sector(next_list))
            if not listed:
                return
            numbers, next_list = listed[:-1], listed[-1]

    def _chain(self, start: int, most: int) -> Iterator[int]:
        return islice(_follow(self._fat, start), most)

    def _sector(self, number: int) -> bytes:
        return self._raw.at((number + 1) << self._shift, 1 << self._shift)

    @staticmethod
    def _numbers(data: bytes) -> "array[int]":
        return array("I", struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _large(self, start: int, size: int) -> Iterator[bytes]:
        first = count = 0
        for sector in self._chain(start, -(-size >> self._shift)):
            if count and sector == first + count and count < RUN:
                count += 1
                continue
            if count:
                yield self._raw.at((first + 1) << self._shift, count << self._shift)
            first, count = sector, 1
        if count:
            yield self._raw.at((first + 1) << self._shift, count << self._shift)

    def _small(self, start: int, size: int) -> Iterator[bytes]:
        for number in islice(_follow(self._mini_fat, start), -(-size >> MINI_SHIFT)):
            at = number << MINI_SHIFT
            index, within = at >> self._shift, at & ((1 << self._shift) - 1)
            if index >= len(self._mini):
                return
            yield self._raw.at(((self._mini[index] + 1) << self._shift) + within, 1 << MINI_SHIFT)


def _follow(table: "array[int]", sector: int) -> Iterator[int]:
    # A chain that bites its own tail ends where no file could be longer.
    for _ in range(len(table)):
        if sector >= len(table):
            return
        yield sector
        sector = table[sector]


def _whole(pieces: Iterator[bytes], size: int) -> Iterator[bytes]:
    """The pieces, `size` bytes in all.

    Raises:
        Unreadable: they are fewer.
    """
    left = size
    for piece in pieces:
        yield piece[:left]
        left -= min(len(piece), left)
    if left:
        raise Unreadable(Problem.TRUNCATED)
