"""Tar archives: ustar, pax (POSIX.1-2008, pax) and those of GNU."""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.containers import opens
from parsers.fitting import Fitting
from parsers.opening import Child, Opened, Opening
from parsers.window import Stretch, window
from parsers.zip_names import decoded

BLOCK = tarfile.BLOCKSIZE
PIECE = 256 * 1024
LARGEST_HEADER = 1024 * 1024
"""Bytes of one extended header that are read; honest ones hold a name and a few dates."""

FAULTS = (tarfile.TarError, OSError, EOFError, ValueError, OverflowError, IndexError, KeyError, RecursionError)
"""What the library raises for bytes that are wrong; RecursionError for long names of long names."""


@opens("application/x-tar")
def open_tar(content: Content, opening: Opening) -> Opened:
    """The files of the archive; symbolic links and devices are none."""
    with content.open() as file:
        return _Archive(content, opening, file).opened()


class _Headers:
    """The archive as the library reads it: never a whole file at once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file

    def read(self, size: int) -> bytes:
        if not 0 <= size <= LARGEST_HEADER:
            raise tarfile.ReadError("no header is that long")
        return self._file.read(size)

    def seek(self, offset: int) -> int:
        return self._file.seek(offset)

    def tell(self) -> int:
        return self._file.tell()


class _Archive:
    """What came out so far."""

    def __init__(self, content: Content, opening: Opening, file: BinaryIO) -> None:
        self._content = content
        self._opening = opening
        self._file = file
        self._meter = opening.meter(content.size)
        self._fitting = Fitting(opening, self._meter)
        self._children: list[Child] = []
        self._by_name: dict[str, Child] = {}
        self._problem: Problem | None = None

    def opened(self) -> Opened:
        try:
            end = self._read_from(0, lenient=False)
            if not self._is_blank(end, end + BLOCK):
                self._problem = Problem.DAMAGED
            if not self._is_blank(end, self._content.size):
                # A header is wrong, or another archive follows: the library looks for the next header that is right.
                self._read_from(end + BLOCK, lenient=True)
        except Unreadable as error:
            self._problem = error.problem
        if self._problem == Problem.DAMAGED and not self._children:
            raise Unreadable(Problem.DAMAGED)
        problem = self._fitting.problem or self._problem
        return Opened(children=tuple(self._children), count=None if problem else len(self._children), problem=problem)

    def _read_from(self, start: int, *, lenient: bool) -> int:
        """Where the reading ended."""
        self._file.seek(start)
        end = start
        try:
            archive = tarfile.TarFile(fileobj=_Headers(self._file), ignore_zeros=lenient, encoding="utf-8")  # type: ignore[arg-type]
            for member in _members(archive):
                end = archive.offset
                self._keep(archive, member)
            end = archive.offset
        except FAULTS as error:
            if isinstance(error, OSError) and error.errno:
                raise  # of the machine
            self._problem = Problem.DAMAGED
        return end

    def _is_blank(self, start: int, end: int) -> bool:
        self._file.seek(start)
        while start < end and (piece := self._file.read(min(CHUNK, end - start))):
            if piece.strip(b"\0"):
                return False
            start += len(piece)
        return True

    def _keep(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> None:
        self._meter.take(0)
        if not (member.isreg() or member.islnk()):
            return
        if len(self._children) >= self._opening.parts_left:
            raise Unreadable(Problem.TOO_MANY_PARTS)
        child = self._linked(member) if member.islnk() else self._child(archive, member)
        self._children.append(child)
        self._by_name[member.name] = child
        self._fitting.note(child.problem)

    def _linked(self, member: tarfile.TarInfo) -> Child:
        """Another name of a file that stands further up, with the same bytes."""
        name = _name(member)
        target = self._by_name.get(member.linkname)
        if target is None:
            return Child(content=self._opening.spool.keep(b""), name=name, problem=Problem.INCOMPLETE)
        place = Stretch(start=0, end=target.content.size)
        kept, problem = window(target.content, place, self._meter)
        return Child(content=kept, name=name, problem=problem or target.problem)

    def _child(self, archive: tarfile.TarFile, member: tarfile.TarInfo) -> Child:
        if member.issparse():
            kept, problem = self._fitting.keep(_pieces(archive, member))
        else:
            place = Stretch(start=member.offset_data, end=member.offset_data + member.size)
            kept, problem = window(self._content, place, self._meter)
            problem = problem or (Problem.TRUNCATED if kept.size < member.size else None)
        return Child(content=kept, name=_name(member), problem=problem)


def _name(member: tarfile.TarInfo) -> str:
    return decoded(member.name.encode("utf-8", "surrogateescape"))


def _members(archive: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    at = -1
    while (member := archive.next()) is not None:
        if archive.offset <= at:
            raise tarfile.ReadError("members without end")
        at = archive.offset
        archive.members = []  # type: ignore[attr-defined] # millions of them may be none of the children
        yield member


def _pieces(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[bytes]:
    try:
        with tarfile.ExFileObject(archive, member) as file:
            while piece := file.read(PIECE):
                yield piece
    except FAULTS as error:
        raise Unreadable(Problem.DAMAGED) from error
