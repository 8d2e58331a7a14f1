"""Blobs as files: the embedded store. A file has its name only when all its bytes are on the disk."""

import contextlib
import errno
import os
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from core.content import CHUNK, Content, Spool
from core.errors import Problem, Unavailable, Unreadable
from storage.blobs import Blob, Missing, checked_key, is_key
from storage.blobs.checking import checked

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}
OLD_SECONDS = 24 * 3600
"""No file takes a day to write: a temporary one of that age has no owner."""


class FolderBlobs:
    """The blob abcd... is the file ab/cd/abcd...; files that are being written lie in `incoming`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._incoming = folder / "incoming"
        self._sweep()

    def put(self, content: Content) -> None:
        """Keep the bytes; see `Blobs`."""
        target = self._path(content.sha256)
        with content.open() as source, _ours():
            if _size_of(target) == content.size:
                # Whoever wrote it may have been killed before this.
                _sync_folder(target.parent)
                return
            self._make_folder(self._incoming)
            self._make_folder(target.parent)
            self._write(checked(source, content.sha256, content.size), target)

    def _write(self, source: BinaryIO, target: Path) -> None:
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        try:
            with os.fdopen(descriptor, "wb", buffering=0) as file:
                while piece := source.read(CHUNK):
                    file.write(piece)
                os.fsync(file.fileno())
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(target.parent)

    def open(self, sha256: str) -> BinaryIO:
        """A checked stream; see `Blobs`."""
        with _ours(sha256):
            file = self._path(sha256).open("rb", buffering=0)
            return checked(file, sha256, os.fstat(file.fileno()).st_size)

    def open_range(self, sha256: str, start: int, length: int) -> BinaryIO:
        """A stream of a part; see `Blobs`."""
        with _ours(sha256):
            path = self._path(sha256)
            size = path.stat().st_size
            start = min(start, size)
            return Content(path=path, size=min(length, size - start), sha256="", start=start).open()

    def fetch(self, sha256: str, spool: Spool) -> Content:
        """The bytes as a checked file of the spool; see `Blobs`."""
        with _ours(sha256), self._path(sha256).open("rb", buffering=0) as file, spool.writer() as writer:
            while piece := file.read(CHUNK):
                writer.write(piece)
            content = writer.close()
        if content.sha256 != sha256:
            raise Unreadable(Problem.DAMAGED, sha256)
        return content

    def has(self, sha256: str) -> bool:
        """True when the file is there; see `Blobs`."""
        with _ours():
            return _size_of(self._path(sha256)) is not None

    def size(self, sha256: str) -> int:
        """The size of the file; see `Blobs`."""
        with _ours(sha256):
            return self._path(sha256).stat().st_size

    def all(self) -> Iterator[Blob]:
        """The files, but for those that are being written; see `Blobs`."""
        with _ours():
            for path in self._folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"):
                with contextlib.suppress(FileNotFoundError):
                    if is_key(path.name):
                        yield Blob(sha256=path.name, put_at=datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def delete(self, sha256: str) -> None:
        """Delete the file; see `Blobs`."""
        path = self._path(sha256)
        with _ours():
            if _size_of(path) is not None:
                path.unlink(missing_ok=True)
                _sync_folder(path.parent)

    def _path(self, sha256: str) -> Path:
        key = checked_key(sha256)
        return self._folder / key[:2] / key[2:4] / key

    def _make_folder(self, folder: Path) -> None:
        """Make `folder` and those above it, each named on the disk before anything is put into it."""
        if folder.is_dir():
            return
        if folder != self._folder:
            self._make_folder(folder.parent)
            folder.mkdir(mode=0o700, exist_ok=True)
        else:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sync_folder(folder.parent)

    def _sweep(self) -> None:
        limit = time.time() - OLD_SECONDS
        for left in self._incoming.glob("*"):
            with contextlib.suppress(FileNotFoundError):
                if left.stat().st_mtime < limit:
                    left.unlink()


def _size_of(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _ours(sha256: str = "") -> Iterator[None]:
    """Turn what the disk says into `Unavailable`."""
    try:
        yield
    except FileNotFoundError as error:
        raise Missing(sha256) from error
    except OSError as error:
        code = "blobs_full" if error.errno in FULL else "blobs_refused" if error.errno in REFUSED else "blobs_unreachable"
        raise Unavailable(code, type(error).__name__) from error
