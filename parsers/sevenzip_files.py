"""What py7zr says about the files of a 7z archive, and what it writes them to."""

import lzma
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

from core.content import Content, SpoolWriter
from core.errors import Problem, Unreadable
from parsers.opening import Meter
from parsers.zstd import ZstdError

if TYPE_CHECKING:
    from py7zr import SevenZipFile

AES = b"\x06\xf1\x07\x01"
"""The method of locked blocks."""

FAULTS = (
    *(AssertionError, AttributeError, EOFError, LookupError, OSError, OverflowError, RuntimeError, TypeError, ValueError),
    *(SystemError, struct.error, lzma.LZMAError, zlib.error, ZstdError),
)
"""What py7zr raises for bytes that are wrong, beside its own errors: it trusts its directory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A file of the archive, which py7zr knows by its number from now on."""

    number: int
    name: str
    size: int
    digest: int | None
    folder: Any
    """The block in which it was packed, perhaps with others; `None` of an empty file."""

    @property
    def locked(self) -> bool:
        """Whether a password is needed for it."""
        return self.folder is not None and any(coder["method"] == AES for coder in self.folder.coders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An archive with its directory read."""

    archive: "SevenZipFile"
    word: str
    """The password, "" when none is needed or known."""

    entries: tuple[Entry, ...]


def listing(archive: "SevenZipFile", word: str) -> Listing:
    """The files in the order of the archive; links, folders and sockets are none.

    Each gets its number for a name: py7zr makes paths of names, and refuses some. Checksums are taken over, so that a
    wrong one does not keep the files behind it.
    """
    found = []
    for number, file in enumerate(archive.files):
        if not (file.is_directory or file.is_symlink or file.is_junction or file.is_socket):
            found.append(Entry(number=number, name=file.filename, size=file.uncompressed, digest=file.crc32, folder=file.folder))
        known = file.file_properties()
        known["filename"] = str(number)
        known.pop("digest", None)  # type: ignore[typeddict-item]
    return Listing(archive=archive, word=word, entries=tuple(found))


class Probe:
    """To py7zr a file, but only its checksum is wanted."""

    def __init__(self) -> None:
        self.check = 0

    def create(self, _filename: str) -> Self:
        """This one, whatever the name."""
        return self

    def write(self, piece: bytes) -> int:
        """Count `piece` in."""
        self.check = zlib.crc32(piece, self.check)
        return len(piece)

    def seek(self, offset: int, whence: int = 0) -> int:  # noqa: ARG002 - as py7zr calls it
        """Nothing: py7zr goes back to the beginning for whoever wants to read what it wrote."""
        return offset

    def close(self) -> None:
        """Nothing."""


class Sink(Probe):
    """A file of the spool as py7zr writes to it."""

    def __init__(self, writer: SpoolWriter, meter: Meter) -> None:
        super().__init__()
        self._writer = writer
        self._meter = meter
        self._problem: Problem | None = Problem.DAMAGED

    def write(self, piece: bytes) -> int:
        """Append `piece`.

        Raises:
            Unreadable: that is beyond a limit.
        """
        try:
            self._meter.take(len(piece))
        except Unreadable as error:
            self._problem = error.problem
            raise
        self._writer.write(piece)
        return super().write(piece)

    def close(self) -> None:
        """Note that everything came."""
        self._problem = None

    def content(self) -> Content:
        """What was written."""
        return self._writer.close()

    def problem(self, digest: int | None) -> Problem | None:
        """Why it is not the file whose checksum is `digest`."""
        return self._problem or (Problem.DAMAGED if digest not in {None, self.check} else None)


@contextmanager
def faults() -> Iterator[None]:
    """What py7zr raises in here, as Unreadable."""
    from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError

    try:
        yield
    except UnsupportedCompressionMethodError as error:
        raise Unreadable(Problem.UNSUPPORTED) from error
    except (ArchiveError, PasswordRequired, *FAULTS) as error:
        if isinstance(error, OSError) and error.errno:
            raise  # of the machine
        raise Unreadable(Problem.DAMAGED) from error
