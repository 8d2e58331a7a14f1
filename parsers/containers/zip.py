"""ZIP archives, also locked with ZipCrypto or AES (PKWARE APPNOTE 6.3; WinZip AE-1 and AE-2)."""

import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from dataclasses import replace
from typing import BinaryIO

import pyzipper

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import zip_methods
from parsers.containers import opens
from parsers.fitting import OVER, Fitting
from parsers.opening import Child, Opened, Opening
from parsers.salvage import local_name, salvaged
from parsers.zip_names import UTF_8, entry_name

PIECE = 256 * 1024
LOCKED = 0x1
SPANNED = b"PK\x07\x08"
END = b"PK\x05\x06"
LONGEST_END = 22 + 0xFFFF
"""Bytes of the end record with the longest comment (APPNOTE 4.3.16)."""

PASSWORD_CHARSETS = ("utf-8", "cp1252", "cp850")
"""The format has no charset for passwords: programs take that of their system."""

TRIED = 20
"""Locked files that no word opened, after which the rest of the archive is taken to be locked with the same."""

FAULTS = (
    *(pyzipper.BadZipFile, EOFError, OSError, ValueError, NotImplementedError, OverflowError, LookupError),
    *(lzma.LZMAError, struct.error, zlib.error),
)
"""What the library raises for bytes that are wrong; NotImplementedError for methods it does not know."""

LIMITS = OVER | {Problem.TIMED_OUT}


@opens("application/zip")
def open_zip(content: Content, opening: Opening) -> Opened:
    """The files of the archive; of a damaged one what can be had, of a locked one what a password opens, or the names."""
    with content.open() as file:
        fitting = Fitting(opening, opening.meter(content.size))
        try:
            archive = pyzipper.AESZipFile(file)
        except (*FAULTS, MemoryError):
            opened = _of_damaged(file, content.size, opening, fitting)
        else:
            with archive:
                opened = _Archive(archive, content, opening, fitting).opened()
        if opened.problem not in LIMITS and _is_of_several(file, content.size):
            return replace(opened, count=None, problem=Problem.INCOMPLETE)
        return opened


def _of_damaged(file: BinaryIO, size: int, opening: Opening, fitting: Fitting) -> Opened:
    children: list[Child] = []
    with suppress(Unreadable):
        for found in salvaged(file, size):
            if len(children) >= opening.parts_left:
                return Opened(children=tuple(children), problem=fitting.problem or Problem.TOO_MANY_PARTS)
            kept, problem = fitting.keep(found.pieces)
            if kept.size or problem in OVER | {None}:
                children.append(Child(content=kept, name=found.name, problem=problem))
            if problem == Problem.TIMED_OUT:
                return Opened(children=tuple(children), problem=problem)
    return Opened(children=tuple(children), problem=fitting.problem or Problem.DAMAGED)


def _is_of_several(file: BinaryIO, size: int) -> bool:
    """Whether the archive is one file of several: the first begins with a mark, the last ends with its number (4.3.16, 8.5)."""
    file.seek(0)
    if file.read(len(SPANNED)) == SPANNED:
        return True
    file.seek(max(0, size - LONGEST_END))
    tail = file.read(LONGEST_END)
    end = tail.rfind(END)
    # All ones stand for a number in the record of Zip64.
    return end >= 0 and tail[end + 4 : end + 6] not in {b"", b"\0\0", b"\xff\xff"}


class _Archive:
    """An archive whose directory can be read; finds the password once."""

    def __init__(self, archive: pyzipper.AESZipFile, content: Content, opening: Opening, fitting: Fitting) -> None:
        self._archive = archive
        self._content = content
        self._opening = opening
        self._fitting = fitting
        self._password = b""
        self._word = ""
        self._refused = 0

    def opened(self) -> Opened:
        entries = [entry for entry in self._archive.infolist() if not _is_folder(entry)]
        children: list[Child] = []
        for entry in entries:
            if len(children) >= self._opening.parts_left:
                return self._opened(children, self._fitting.problem or Problem.TOO_MANY_PARTS)
            child = self._locked(entry) if entry.flag_bits & LOCKED else self._child(entry, b"")
            children.append(child)
            if child.problem == Problem.TIMED_OUT:
                return self._opened(children, child.problem)
        locked = any(child.problem == Problem.NEEDS_PASSWORD for child in children)
        return replace(self._opened(children, Problem.NEEDS_PASSWORD if locked else self._fitting.problem), count=len(entries))

    def _opened(self, children: list[Child], problem: Problem | None) -> Opened:
        return Opened(children=tuple(children), password=self._word, problem=problem)

    def _child(self, entry: pyzipper.ZipInfo, password: bytes) -> Child:
        own = entry.compress_type in zip_methods.METHODS and not password
        pieces = zip_methods.unpacked(self._content, entry) if own else self._pieces(entry, password)
        # Whether a locked one is as large as it says, and the word the right one, only unpacking tells.
        kept, problem = self._fitting.keep(pieces, 0 if password else entry.file_size)
        return Child(content=kept, name=entry_name(entry).rstrip("/"), problem=problem)

    def _pieces(self, entry: pyzipper.ZipInfo, password: bytes) -> Iterator[bytes]:
        try:
            with self._archive.open(self._as_named_there(entry), pwd=password) as file:
                while piece := file.read(PIECE):
                    yield piece
        except NotImplementedError as error:
            raise Unreadable(Problem.UNSUPPORTED) from error
        # An attribute of nothing: the library looks for the key of an entry that is locked and says it is not.
        except (*FAULTS, RuntimeError, AttributeError) as error:
            raise Unreadable(Problem.DAMAGED) from error

    def _as_named_there(self, entry: pyzipper.ZipInfo) -> pyzipper.ZipInfo:
        """The entry with the name of its local header: the library opens none whose two names differ."""
        charset = "utf-8" if entry.flag_bits & UTF_8 else "cp437"
        found = copy(entry)
        found.orig_filename = local_name(self._content, entry.header_offset).decode(charset)
        return found

    def _locked(self, entry: pyzipper.ZipInfo) -> Child:
        """The entry, or only its name when none of the passwords opens it."""
        for word, password in self._candidates():
            spent = self._fitting.meter.spent
            child = self._child(entry, password)
            if child.problem == Problem.UNSUPPORTED:
                return child  # nothing came out, so that the word is not proven to be the password
            # The check byte of ZipCrypto lets one wrong password in 256 pass: only the checksum at the end is a proof.
            if child.problem != Problem.DAMAGED:
                self._word, self._password, self._refused = word, password, 0
                return child
            child.content.path.unlink()
            self._fitting.meter.spent = spent
        self._refused += 1
        return Child(content=self._opening.spool.keep(b""), name=entry_name(entry), problem=Problem.NEEDS_PASSWORD)

    def _candidates(self) -> Iterator[tuple[str, bytes]]:
        """What may open the next entry, first what opened the one before."""
        if self._password:
            yield self._word, self._password
        if self._refused < TRIED:
            for word in self._opening.passwords:
                for password in _spelt(word):
                    if password != self._password:
                        yield word, password


def _spelt(word: str) -> Iterator[bytes]:
    """The octets that the word may be."""
    spellings: dict[bytes, None] = {}
    for charset in PASSWORD_CHARSETS:
        with suppress(UnicodeEncodeError):
            spellings[word.encode(charset)] = None
    yield from spellings


def _is_folder(entry: pyzipper.ZipInfo) -> bool:
    # Windows wrote its own sign for a while (4.4.17.1 forbids it).
    return entry.file_size == 0 and str(entry.orig_filename).endswith(("/", "\\"))
