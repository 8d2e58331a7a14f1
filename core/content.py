"""Bytes as a handle: a file, or a window of one, with its size and SHA-256; never `bytes` of unknown size."""

import hashlib
import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from core.errors import Problem, Unreadable

CHUNK = 1024 * 1024
NUMBERS = count(1)
"""Of the files that this process makes in spools."""


class _Window(io.RawIOBase):
    """A readable, seekable view of `size` bytes of a file from `start`."""

    def __init__(self, path: Path, start: int, size: int) -> None:
        super().__init__()
        self._file = path.open("rb", buffering=0)
        self._start = start
        self._size = size
        self._at = 0
        self._file.seek(start)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        room = min(len(buffer), self._size - self._at)
        if room <= 0:
            return 0
        count = self._file.readinto(memoryview(buffer)[:room]) or 0
        self._at += count
        return count

    def read(self, size: int | None = -1) -> bytes:
        """As of any raw file, but `size` bytes come at once unless the window ends."""
        left = self._size - self._at
        left = max(left if size is None or size < 0 else min(size, left), 0)
        pieces = []
        while left > 0 and (piece := self._file.read(left)):
            pieces.append(piece)
            left -= len(piece)
            self._at += len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        if base + offset < 0:
            raise OSError("seek before the start")
        self._at = base + offset
        self._file.seek(self._start + self._at)
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        self._file.close()
        super().close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """`size` bytes of the file at `path` from `start`, whose SHA-256 in hex is `sha256`."""

    path: Path
    size: int
    sha256: str
    start: int = 0

    def open(self) -> BinaryIO:
        """A buffered reader over exactly these bytes; the caller closes it."""
        return io.BufferedReader(_Window(self.path, self.start, self.size), CHUNK)

    def head(self, count: int) -> bytes:
        """The first `count` bytes, or all when there are fewer."""
        # Without a window and a buffer: every part's head is looked at, and most are small.
        with self.path.open("rb", buffering=0) as file:
            file.seek(self.start)
            left = min(count, self.size)
            pieces = []
            while left > 0 and (piece := file.read(left)):
                pieces.append(piece)
                left -= len(piece)
            return b"".join(pieces)

    def read(self, limit: int) -> bytes:
        """All bytes.

        Raises:
            Unreadable: there are more than `limit`.
        """
        if self.size > limit:
            raise Unreadable(Problem.TOO_BIG)
        return self.head(self.size)

    def chunks(self, size: int = CHUNK) -> Iterator[bytes]:
        """The bytes in pieces of at most `size`."""
        with self.open() as file:
            while piece := file.read(size):
                yield piece


class SpoolWriter:
    """Writes one file of a spool and hashes it on the way; `content` is the handle when it is closed."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self._path = path
        self.size = 0

    def write(self, piece: bytes | bytearray | memoryview) -> int:
        """Append `piece`; its length comes back."""
        self._file.write(piece)
        self._hash.update(piece)
        self.size += len(piece)
        return len(piece)

    def close(self) -> Content:
        """Close the file and return its handle."""
        self._file.close()
        return Content(path=self._path, size=self.size, sha256=self._hash.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


class Spool:
    """A folder of temporary files, gone when the spool is closed."""

    def __init__(self, parent: Path | None = None) -> None:
        if parent:
            parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix="claimpost-", dir=parent))

    @classmethod
    def within(cls, folder: Path) -> Self:
        """The spool of another process, whose folder this is; that process closes it."""
        spool = cls.__new__(cls)
        spool.folder = folder
        return spool

    def writer(self) -> SpoolWriter:
        """A writer for a new file in the spool."""
        return SpoolWriter(self.place())

    def place(self) -> Path:
        """Where no file is yet, and no other process makes one."""
        return self.folder / f"{os.getpid()}-{next(NUMBERS)}"

    def keep(self, content: bytes) -> Content:
        """A handle for bytes that are already in memory."""
        writer = self.writer()
        writer.write(content)
        return writer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Delete the folder and everything in it."""
        shutil.rmtree(self.folder, ignore_errors=True)


def of_file(path: Path) -> Content:
    """A handle for a file that exists, hashed in one pass."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as file:
        while piece := file.read(CHUNK):
            digest.update(piece)
            size += len(piece)
    return Content(path=path, size=size, sha256=digest.hexdigest())
