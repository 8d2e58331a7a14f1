"""Small files of one container, one behind the other in one file of the spool: to make a file costs more than to fill it."""

import hashlib
from collections.abc import Iterable
from types import TracebackType
from typing import BinaryIO, Self

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.opening import Meter, Opening

SMALL = 512 * 1024
"""Bytes that are held in memory until they are written."""


class Shelf:
    """Keeps what comes out of one container; it can be read once the shelf is closed, or at once."""

    def __init__(self, opening: Opening, meter: Meter) -> None:
        self._opening = opening
        self._meter = meter
        self._file: BinaryIO | None = None
        self._place = opening.spool.place()
        self._size = 0

    def keep(self, pieces: Iterable[bytes], *, at_most: int) -> tuple[Content, Problem | None]:
        """As `Opening.keep`, for pieces that have `at_most` so many bytes together."""
        if at_most > SMALL:
            return self._opening.keep(pieces, self._meter)
        gathered: list[bytes] = []
        problem = None
        try:
            for piece in pieces:
                self._meter.take(len(piece))
                gathered.append(piece)
        except Unreadable as error:
            problem = error.problem
        return self._put(b"".join(gathered)), problem

    def _put(self, data: bytes) -> Content:
        if self._file is None:
            self._file = self._place.open("xb")
        self._file.write(data)
        self._file.flush()
        start, self._size = self._size, self._size + len(data)
        return Content(path=self._place, start=start, size=len(data), sha256=hashlib.sha256(data).hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._file:
            self._file.close()
