"""7z archives (7zFormat.txt of the LZMA SDK), also locked ones."""

import struct
import zlib
from contextlib import suppress
from typing import BinaryIO

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import archives
from parsers.containers import opens_apart
from parsers.fitting import OVER
from parsers.opening import Child, Meter, Opened, Opening
from parsers.sevenzip_files import Entry, Listing, Probe, Sink, faults, listing

START = struct.Struct("<6s2xIQQI")
"""Signature, checksum, and where the directory stands behind this."""

MOST_FAULTS = 20
"""Blocks that may be damaged before the rest of the archive counts as damaged too."""

BY_LIBARCHIVE = archives.Format(name="7zip", solid=True)


@opens_apart("application/x-7z-compressed")
def open_sevenzip(content: Content, opening: Opening) -> Opened:
    """The files of the archive; of a locked one what a password opens, or their names."""
    _look_at_start(content)
    try:
        with content.open() as file:
            listed = _unlocked(file, opening.passwords)
            opened = _Archive(listed, opening, opening.meter(content.size)).opened()
    except Unreadable as error:
        opened = Opened(problem=error.problem)
    if opened.problem == Problem.UNSUPPORTED:
        # Methods that py7zr does not know, libarchive mostly does.
        return archives.read(content, opening, BY_LIBARCHIVE).opened()
    if opened.problem and not opened.children:
        raise Unreadable(opened.problem)
    return opened


def _look_at_start(content: Content) -> None:
    """Raise Unreadable when the directory stands beyond the end: in another file of several, or it was cut off."""
    start = content.head(START.size)
    if len(start) < START.size:
        raise Unreadable(Problem.TRUNCATED)
    _signature, check, offset, length, _check = START.unpack(start)
    if zlib.crc32(start[12:]) != check:
        raise Unreadable(Problem.DAMAGED)
    if START.size + offset + length > content.size:
        raise Unreadable(Problem.INCOMPLETE)


def _unlocked(file: BinaryIO, words: tuple[str, ...]) -> Listing:
    """The archive, open with whichever of the words fits; without one when none does and only its files are locked.

    Raises:
        Unreadable: it is damaged, or locked as a whole.
    """
    with faults():
        shut = _open(file, "")
    if shut and not any(entry.locked for entry in shut.entries):
        return shut
    for word in words:
        with suppress(Unreadable), faults():
            opened = _open(file, word)
            if opened and _fits(opened):
                return opened
    if shut is None:
        raise Unreadable(Problem.NEEDS_PASSWORD)
    return shut


def _open(file: BinaryIO, word: str) -> Listing | None:
    """The archive, `None` when its directory is locked."""
    from py7zr import SevenZipFile
    from py7zr.exceptions import PasswordRequired

    file.seek(0)
    try:
        return listing(SevenZipFile(file, password=word or None), word)
    except PasswordRequired:
        return None


def _fits(listed: Listing) -> bool:
    """Whether the password is right, by the checksum of the smallest file that stands at the beginning of a block."""
    firsts = {id(entry.folder): entry for entry in reversed(listed.entries) if entry.locked}
    # None when only the directory was locked: that it is open is proof.
    least = min(firsts.values(), key=lambda entry: entry.size, default=None)
    probe = Probe()
    listed.archive.extract(targets=[str(least.number)] if least else [], factory=probe)  # type: ignore[arg-type]
    listed.archive.reset()
    return (least.digest if least else None) in {None, probe.check}


class _Archive:
    """What came out so far; to py7zr, what makes the files that it writes to."""

    def __init__(self, listed: Listing, opening: Opening, meter: Meter) -> None:
        self._listed = listed
        self._opening = opening
        self._meter = meter
        self._sinks: dict[int, Sink] = {}
        self._problem: Problem | None = None

    def create(self, filename: str) -> Sink:
        sink = Sink(self._opening.spool.writer(), self._meter)
        self._sinks[int(filename)] = sink
        return sink

    def opened(self) -> Opened:
        listed, word = self._listed.entries, self._listed.word
        files = listed[: self._opening.parts_left]
        shut = {entry.number for entry in files if entry.locked and not word}
        self._extract([entry for entry in files if entry.number not in shut])
        stopped = self._problem in archives.STOPS
        shown = (entry for entry in files if entry.number in self._sinks or self._problem != Problem.TIMED_OUT)
        # Behind what is beyond a limit the rest would have to be unpacked as well: only its names are had.
        otherwise = self._problem if self._problem in OVER else Problem.DAMAGED
        children = tuple(self._child(entry, Problem.NEEDS_PASSWORD if entry.number in shut else otherwise) for entry in shown)
        if shut and not stopped:
            self._problem = Problem.NEEDS_PASSWORD
        elif len(files) < len(listed):
            self._problem = self._problem or Problem.TOO_MANY_PARTS
        count = None if self._problem else len(listed)
        return Opened(children=children, count=count, password=word, problem=self._problem)

    def _extract(self, files: list[Entry]) -> None:
        """Write out what can be had: behind a damaged block the next ones are tried."""
        for _ in range(MOST_FAULTS):
            before = len(self._sinks)
            try:
                with faults():
                    self._listed.archive.extract(targets=[str(entry.number) for entry in files], factory=self)  # type: ignore[arg-type]
            except Unreadable as error:
                self._problem = error.problem
            if self._problem != Problem.DAMAGED or len(self._sinks) == before:
                return
            # What stands behind the damage in the same block is lost with it.
            broken = next(entry.folder for entry in files if entry.number == list(self._sinks)[-1])
            files = [entry for entry in files if entry.number not in self._sinks and entry.folder is not broken]
            self._listed.archive.reset()

    def _child(self, entry: Entry, otherwise: Problem) -> Child:
        sink = self._sinks.get(entry.number)
        if sink is None:
            return Child(content=self._opening.spool.keep(b""), name=entry.name, problem=otherwise)
        return Child(content=sink.content(), name=entry.name, problem=sink.problem(entry.digest))
