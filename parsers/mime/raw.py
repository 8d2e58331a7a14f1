"""Random access to a mail that lies in a file, one cached block at a time."""

from typing import BinaryIO

BLOCK = 1024 * 1024
OVERLAP = 4
"""Bytes that a block shares with the next one, so that a short needle is never cut in two."""


class Raw:
    """`size` bytes of an open file, found and read by offset; memory holds one block."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._number = -1
        self._block = b""
        self.size = size

    def at(self, offset: int, count: int) -> bytes:
        """The bytes from `offset`, at most `count`, fewer at the end."""
        within = offset % BLOCK
        count = min(count, self.size - offset)
        if count <= 0:
            return b""
        block = self._load(offset // BLOCK)
        if within + count <= len(block):
            return block[within : within + count]
        self._file.seek(offset)
        return self._file.read(count)

    def find(self, needle: bytes, start: int, end: int) -> int:
        """Where `needle`, not longer than the overlap, begins first in [start, end), or -1."""
        last = needle[-1:]
        while start < end:
            number = start // BLOCK
            base = number * BLOCK
            block = self._load(number)
            # One sign alone is found many times faster than three, and base64 has no dashes.
            nearest = block.find(last, start - base, end - base)
            if nearest >= 0:
                found = block.find(needle, max(nearest - OVERLAP, start - base), end - base)
                if found >= 0:
                    return base + found
            start = base + BLOCK
        return -1

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(number * BLOCK)
            self._block = self._file.read(BLOCK + OVERLAP)
            self._number = number
        return self._block


class Dashes:
    """The places in a mail where a line begins with two dashes, in order: where a boundary may stand."""

    NEEDLES = (b"\n--", b"\r--")

    def __init__(self, raw: Raw, end: int) -> None:
        self._raw = raw
        self._end = end
        # One cursor a needle, moved only when it is used up: a mail of nothing but dashes stays linear.
        self._next = [-1 for _ in self.NEEDLES]
        self._known = [False for _ in self.NEEDLES]

    def after(self, at: int) -> int:
        """Offset of the first line from `at` on that begins with two dashes, or -1."""
        if self._raw.at(at, 2) == b"--" and at + 2 <= self._end and (at == 0 or self._raw.at(at - 1, 1) in {b"\n", b"\r"}):
            return at
        found = [place for index in range(len(self.NEEDLES)) if (place := self._cursor(index, at)) >= 0]
        return min(found) + 1 if found else -1

    def _cursor(self, index: int, at: int) -> int:
        if not self._known[index] or 0 <= self._next[index] < at:
            self._next[index] = self._raw.find(self.NEEDLES[index], at, self._end)
            self._known[index] = True
        return self._next[index]
