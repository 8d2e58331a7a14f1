"""Random access to a mail that lies in a file, one cached block at a time."""

import io
import re
from typing import BinaryIO

BLOCK = 1024 * 1024
OVERLAP = 4 * 1024
"""Bytes that a block shares with the next one, so that no boundary line is cut in two, nor the header below it."""

DASHED = 3
"""Bytes of a line end and two dashes."""


class Raw:
    """`size` bytes of an open file, found and read by offset; memory holds one block."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        # Every block overlaps the next: a buffer would read half of the file twice.
        self._file: BinaryIO = file.raw if isinstance(file, io.BufferedReader) else file
        self._number = -1
        self._block = b""
        self.size = size

    def at(self, offset: int, count: int) -> bytes:
        """The bytes from `offset`, at most `count`, fewer at the end."""
        within = offset % BLOCK
        count = min(count, self.size - offset)
        if count <= 0:
            return b""
        number = offset // BLOCK
        # Most of what is read lies where something was read just before.
        block = self._block if number == self._number else self._load(number)
        if within + count <= len(block):
            return block[within : within + count]
        self._file.seek(offset)
        return self._file.read(count)

    def find(self, needle: bytes, start: int, end: int) -> int:
        """Where `needle`, no longer than `OVERLAP`, begins first in [start, end), or -1."""
        while start < end:
            number = start // BLOCK
            base = number * BLOCK
            found = self._load(number).find(needle, start - base, min(end - base, BLOCK) + len(needle) - 1)
            if found >= 0:
                return base + found
            start = base + BLOCK
        return -1

    def search_dashed(self, pattern: re.Pattern[bytes], start: int, end: int) -> int:
        """Where a line end and two dashes begin first in [start, end) that `pattern` matches, or -1."""
        while start < end:
            number = start // BLOCK
            base = number * BLOCK
            block = self._load(number)
            # One sign alone is found many times faster than a pattern, and base64 has no dashes.
            nearest = block.find(b"-", start - base)
            found = pattern.search(block, max(nearest - 1, start - base)) if nearest >= 0 else None
            if found and found.start() < BLOCK:
                return base + found.start() if base + found.start() + DASHED <= end else -1
            start = base + BLOCK
        return -1

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._file.seek(number * BLOCK)
            self._block = self._file.read(BLOCK + OVERLAP)
            self._number = number
        return self._block
