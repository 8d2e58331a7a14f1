"""Compound files, written: version 3, the same bytes for the same storage ([MS-CFB])."""

import struct
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from core.errors import Problem, Unreadable
from parsers.mapi.compound import END, ENTRY, FREE, ROOT, SIGNATURE, STORAGE, STREAM, Storage, Stream

SECTOR = 512
MINI = 64
CUTOFF = 4096
IN_HEADER = 109
"""Sectors of the allocation table that the header names; more stand in lists of their own."""

PER_SECTOR = SECTOR // 4

TABLE = 0xFFFFFFFD
LIST = 0xFFFFFFFC
RED, BLACK = 0, 1
LARGEST = (1 << 31) - 1
"""Bytes of a version 3 file ([MS-CFB] 2.6.1)."""


@dataclass(slots=True)
class _Row:
    """One entry of the directory, to be filled in."""

    item: Storage | Stream
    kind: int
    colour: int = BLACK
    left: int = FREE
    right: int = FREE
    child: int = FREE
    start: int = 0

    def size(self) -> int:
        return self.item.size if isinstance(self.item, Stream) else 0


@dataclass(slots=True)
class Composed:
    """A file to be written piece by piece; `problem` is set when a stream turned out shorter than announced."""

    _rows: list[_Row]
    problem: Problem | None = None
    _mini: list[_Row] = field(default_factory=list)
    _large: list[_Row] = field(default_factory=list)

    def pieces(self) -> Iterator[bytes]:
        """The bytes of the file, in order.

        Raises:
            Unreadable: it would be larger than the format allows.
        """
        self._mini = [row for row in self._rows if 0 < row.size() < CUTOFF]
        self._large = [row for row in self._rows if row.size() >= CUTOFF]
        minis = _placed(self._mini, MINI, 0)
        lengths = [_sectors(len(self._rows) * ENTRY), _sectors(minis * 4), _sectors(minis * MINI)]
        lengths += [_sectors(row.size()) for row in self._large]
        tables, lists = _table_lengths(sum(lengths))
        if (sum(lengths) + tables + lists) * SECTOR > LARGEST:
            raise Unreadable(Problem.TOO_BIG)
        directory = tables + lists
        mini_table = directory + lengths[0]
        self._rows[0].start = mini_table + lengths[1] if minis else END
        _placed(self._large, SECTOR, mini_table + lengths[1] + lengths[2])
        yield _header(tables, lists, directory, mini_table if minis else END, lengths[1])
        yield from _tables(tables, lists, lengths)
        yield _padded(b"".join(_packed(row, minis * MINI) for row in self._rows), SECTOR, filler=_packed(None, 0))
        yield _padded(_chains(self._mini, MINI), SECTOR, filler=b"\xff")
        yield from self._streams(self._mini, MINI)
        yield bytes(-minis * MINI % SECTOR)
        yield from self._streams(self._large, SECTOR)

    def _streams(self, rows: Iterable[_Row], unit: int) -> Iterator[bytes]:
        for row in rows:
            left = row.size()
            try:
                for piece in row.item.pieces():  # type: ignore[union-attr]  # only streams have a size
                    yield piece[:left]
                    left -= min(len(piece), left)
            except Unreadable as error:
                self.problem = error.problem
            for start in range(0, left, 1 << 20):
                yield bytes(min(left - start, 1 << 20))
            yield bytes(-row.size() % unit)


def compose(root: Storage) -> Composed:
    """`root` and everything in it as a file."""
    rows = [_Row(root, ROOT)]
    at = 0
    while at < len(rows):
        row = rows[at]
        at += 1
        if not isinstance(row.item, Storage):
            continue
        inner = [_Row(item, STORAGE) for item in row.item.storages] + [_Row(item, STREAM) for item in row.item.streams]
        inner.sort(key=_order)
        row.child = _linked(inner, len(rows))
        rows += inner
    return Composed(rows)


def _order(row: _Row) -> tuple[int, str]:
    # [MS-CFB] 2.6.4: the shorter name first, then by its capitals.
    return len(row.item.name.encode("utf-16-le", "replace")), row.item.name.upper()


def _linked(rows: list[_Row], first: int) -> int:
    """Number of the top of a red-black tree over the sorted `rows`, whose numbers begin at `first`."""
    if not rows:
        return FREE
    # Of a tree halved again and again only the lowest level has gaps: its rows are red ([MS-CFB] 2.6.4).
    lowest = len(rows).bit_length() - 1
    waiting = [(0, len(rows), 0)]
    while waiting:
        start, end, depth = waiting.pop()
        middle = (start + end) // 2
        row = rows[middle]
        row.colour = RED if depth == lowest and depth else BLACK
        if start < middle:
            row.left = first + (start + middle) // 2
            waiting.append((start, middle, depth + 1))
        if middle + 1 < end:
            row.right = first + (middle + 1 + end) // 2
            waiting.append((middle + 1, end, depth + 1))
    return first + len(rows) // 2


def _sectors(size: int) -> int:
    return -(-size // SECTOR)


def _placed(rows: list[_Row], unit: int, at: int) -> int:
    """Give every row its first unit; the unit after the last comes back."""
    for row in rows:
        row.start = at
        at += -(-row.size() // unit)
    return at


def _table_lengths(others: int) -> tuple[int, int]:
    """Sectors of the allocation table and of the lists that name it, for a file with `others` beside them."""
    tables = lists = 0
    while True:
        needed = _sectors((others + tables + lists) * 4)
        listed = -(-max(needed - IN_HEADER, 0) // (PER_SECTOR - 1))
        if (needed, listed) == (tables, lists):
            return tables, lists
        tables, lists = needed, listed


def _header(tables: int, lists: int, directory: int, mini_table: int, mini_tables: int) -> bytes:
    named = list(range(min(tables, IN_HEADER))) + [FREE] * max(IN_HEADER - tables, 0)
    # [MS-CFB] 2.2: version 3, little endian, sectors of 512 and 64 bytes.
    start = struct.pack("<8s16x5H6x", SIGNATURE, 0x3E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<9I", 0, tables, directory, 0, CUTOFF, mini_table, mini_tables, tables if lists else END, lists)
    return start + counts + struct.pack(f"<{IN_HEADER}I", *named)


def _tables(tables: int, lists: int, lengths: list[int]) -> Iterator[bytes]:
    numbers = array("I", [TABLE] * tables + [LIST] * lists)
    for length in lengths:
        numbers.extend(_run(len(numbers), length))
    yield _padded(_little(numbers), SECTOR, filler=b"\xff")
    for index in range(lists):
        first = IN_HEADER + index * (PER_SECTOR - 1)
        named = list(range(first, min(first + PER_SECTOR - 1, tables)))
        named += [FREE] * (PER_SECTOR - 1 - len(named))
        yield struct.pack(f"<{PER_SECTOR}I", *named, tables + index + 1 if index + 1 < lists else END)


def _run(start: int, length: int) -> Iterable[int]:
    return [*range(start + 1, start + length), END] if length else []


def _chains(rows: list[_Row], unit: int) -> bytes:
    numbers = array("I")
    for row in rows:
        numbers.extend(_run(row.start, -(-row.size() // unit)))
    return _little(numbers)


def _little(numbers: "array[int]") -> bytes:
    return struct.pack(f"<{len(numbers)}I", *numbers)


def _packed(row: _Row | None, mini_size: int) -> bytes:
    if row is None:
        return struct.pack("<68x3I48x", FREE, FREE, FREE)
    name = "Root Entry" if row.kind == ROOT else row.item.name
    coded = name.encode("utf-16-le", "replace")[:62]
    clsid = row.item.clsid if isinstance(row.item, Storage) else bytes(16)
    size = mini_size if row.kind == ROOT else row.size()
    start = END if row.kind == STREAM and not size else row.start
    return struct.pack("<64sHBB3I16s20xIQ", coded, len(coded) + 2, row.kind, row.colour, row.left, row.right, row.child, clsid, start, size)


def _padded(data: bytes, unit: int, *, filler: bytes) -> bytes:
    missing = -len(data) % unit
    return data + filler * (missing // len(filler))
