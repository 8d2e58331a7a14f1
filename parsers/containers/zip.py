"""ZIP archives, also locked with ZipCrypto or AES (PKWARE APPNOTE 6.3; WinZip AE-1 and AE-2)."""

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO

import pyzipper

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.containers import opens
from parsers.opening import Child, Meter, Opened, Opening
from parsers.salvage import salvaged
from parsers.zip_names import entry_name

PIECE = 256 * 1024
LOCKED = 0x1
FAULTS = (pyzipper.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError, KeyError)
"""What the library raises for bytes that are wrong; NotImplementedError for methods it does not know."""


@opens("application/zip")
def open_zip(content: Content, opening: Opening) -> Opened:
    """The files of the archive; of a damaged one what can be had, of a locked one what a password opens."""
    with content.open() as file:
        meter = opening.meter(content.size)
        try:
            archive = pyzipper.AESZipFile(file)
        except FAULTS:
            return _of_damaged(file, content.size, opening, meter)
        with archive:
            return _Archive(archive, opening, meter).opened()


def _of_damaged(file: BinaryIO, size: int, opening: Opening, meter: Meter) -> Opened:
    children: list[Child] = []
    for found in salvaged(file, size):
        if len(children) >= opening.parts_left:
            return Opened(children=tuple(children), problem=Problem.TOO_MANY_PARTS)
        kept, problem = opening.keep(found.pieces, meter)
        if kept.size or problem is None:
            children.append(Child(content=kept, name=found.name, problem=problem))
        if problem in {Problem.TOO_BIG, Problem.TOO_DENSE}:
            return Opened(children=tuple(children), problem=problem)
    return Opened(children=tuple(children), problem=Problem.DAMAGED)


class _Archive:
    """An archive whose directory can be read; finds the password once."""

    def __init__(self, archive: pyzipper.AESZipFile, opening: Opening, meter: Meter) -> None:
        self._archive = archive
        self._opening = opening
        self._meter = meter
        self._password: bytes | None = None

    def opened(self) -> Opened:
        children: list[Child] = []
        problem = None
        for entry in self._entries():
            if len(children) >= self._opening.parts_left:
                return Opened(children=tuple(children), problem=Problem.TOO_MANY_PARTS)
            if entry.flag_bits & LOCKED and not self._unlock(entry):
                problem = Problem.NEEDS_PASSWORD
                continue
            child = self._child(entry)
            children.append(child)
            if child.problem in {Problem.TOO_BIG, Problem.TOO_DENSE}:
                return Opened(children=tuple(children), problem=child.problem)
        return Opened(children=tuple(children), problem=problem)

    def _entries(self) -> Iterable[pyzipper.ZipInfo]:
        return (entry for entry in self._archive.infolist() if not entry.is_dir())

    def _child(self, entry: pyzipper.ZipInfo) -> Child:
        kept, problem = self._opening.keep(self._pieces(entry), self._meter)
        return Child(content=kept, name=entry_name(entry), problem=problem)

    def _pieces(self, entry: pyzipper.ZipInfo) -> Iterator[bytes]:
        try:
            with self._archive.open(entry, pwd=self._password) as file:
                while piece := file.read(PIECE):
                    yield piece
        except NotImplementedError as error:
            raise Unreadable(Problem.UNSUPPORTED) from error
        except (*FAULTS, RuntimeError) as error:
            raise Unreadable(Problem.DAMAGED) from error

    def _unlock(self, entry: pyzipper.ZipInfo) -> bool:
        """Whether one of the passwords opens `entry`; the one that did is tried first for the next."""
        candidates = [word.encode() for word in self._opening.passwords]
        for password in dict.fromkeys([*([self._password] if self._password else []), *candidates]):
            if self._fits(entry, password):
                self._password = password
                return True
        return False

    def _fits(self, entry: pyzipper.ZipInfo, password: bytes) -> bool:
        # The check byte of ZipCrypto lets one wrong password in 256 pass: only the checksum at the end is a proof.
        meter = replace(self._meter)
        try:
            with self._archive.open(entry, pwd=password) as file:
                while piece := file.read(PIECE):
                    meter.take(len(piece))
        except Unreadable:
            # Wrong passwords do not unpack that far; what is too big is said when it is kept.
            return True
        except (*FAULTS, RuntimeError):
            return False
        return True
