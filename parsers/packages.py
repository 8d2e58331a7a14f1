"""Office files since 2007 and OpenDocument are ZIP archives: taking files out of them (ECMA-376-2, ODF 1.3 part 2)."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers import types
from parsers.embedded import Collected, Embedded
from parsers.mapi.compound import SIGNATURE
from parsers.ole_objects import add_object

FAULTS = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, OverflowError, KeyError, RuntimeError),
    *(AttributeError, IndexError),
)
"""What the library raises for bytes that are wrong; RuntimeError for entries that are locked."""

DIGITS = re.compile(r"(\d{1,9})", re.ASCII)


@contextmanager
def archive(content: Content) -> Iterator[zipfile.ZipFile | None]:
    """The archive, `None` when it is none: the reader of the document says that it is damaged."""
    with content.open() as file:
        try:
            found = zipfile.ZipFile(file)
        except FAULTS:
            yield None
            return
        with found:
            yield found


def natural(name: str) -> list[tuple[str, int]]:
    """A key by which the tenth comes after the ninth."""
    pieces = DIGITS.split(name)
    return [(text, int(number or 0)) for text, number in zip(pieces[::2], [*pieces[1::2], "0"], strict=True)]


def is_film(name: str) -> bool:
    """Whether the name is one of a video or a sound."""
    return types.of_extension(name).startswith(("video/", "audio/"))


def add(collected: Collected, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Keep an entry, or what it is the wrapping of; whether another may follow."""
    if _head(package, entry) == SIGNATURE:
        return add_object(collected, entry_pieces(package, entry), name=entry.filename)
    return collected.add(Embedded(pieces=lambda: entry_pieces(package, entry), name=entry.filename))


def entry_pieces(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of an entry.

    Raises:
        Unreadable: it is damaged.
    """
    try:
        with package.open(entry) as file:
            while piece := file.read(CHUNK):
                yield piece
    except FAULTS as error:
        raise Unreadable(Problem.DAMAGED) from error


def _head(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    try:
        with package.open(entry) as file:
            return file.read(len(SIGNATURE))
    except FAULTS:
        return b""
