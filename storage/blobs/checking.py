"""A stream that checks what it hands out."""

import hashlib
import io
from typing import BinaryIO, Protocol

from core.content import CHUNK
from core.errors import Problem, Unreadable


class Source(Protocol):
    """Where bytes come from."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""

    def close(self) -> None:
        """Let go of it."""


class _Checked(io.RawIOBase):
    def __init__(self, source: Source, sha256: str, size: int) -> None:
        super().__init__()
        self._source = source
        self._sha256 = sha256
        self._left = size
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        piece = self._source.read(min(len(buffer), self._left)) if self._left else b""
        self._hash.update(piece)
        self._left -= len(piece)
        if not piece or not self._left:
            self._check()
        buffer[: len(piece)] = piece
        return len(piece)

    def _check(self) -> None:
        if self._left or self._hash.hexdigest() != self._sha256:
            raise Unreadable(Problem.DAMAGED, self._sha256)

    def close(self) -> None:
        if not self.closed:
            self._source.close()
        super().close()


def checked(source: Source, sha256: str, size: int) -> BinaryIO:
    """The `size` bytes of `source`; the last of them come only when all together have that SHA-256, else `Unreadable`."""
    return io.BufferedReader(_Checked(source, sha256, size), CHUNK)
