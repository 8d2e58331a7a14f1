"""Files inside compound files: what programs embed in one another's documents ([MS-OLEDS], [MS-OLE], [MS-CFB])."""

import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from core.errors import Problem, Unreadable
from parsers import types
from parsers.embedded import Collected, Embedded, Pieces
from parsers.flate import inflated
from parsers.mapi.compose import compose
from parsers.mapi.compound import Storage, Stream, read_compound

NATIVE = "\x01Ole10Native"
HOLDERS = ("Package", "EmbeddedOdf", "CONTENTS")
"""Streams that are the embedded file as it was: of Office since 2007, of LibreOffice, of Acrobat."""

MAIL = "__properties_version1.0"
FURNITURE = ("Equation Native", "\x03OCXNAME", "\x03OCXDATA", "PROJECT")
"""Formulas, buttons and macros are part of the document around them."""

PROJECTS = ("Macros", "_VBA_PROJECT_CUR")
"""Storages of the macros of Word and Excel; a presentation keeps them as an object ([MS-OVBA] 2.2.1, [MS-PPT] 2.10.40)."""

MODULES = "VBA"
HEAD = 64 * 1024
TAIL = 16 * 1024
PACKAGE = 2
"""What the native data of the packager begin with."""

OLE_IN_SLIDES = 0x1011
"""ExOleObjStg ([MS-PPT] 2.10.34)."""

PACKED = 1
RECORD = struct.Struct("<HHI")
"""Version and instance, type, length ([MS-PPT] 2.3.1)."""

LARGEST = 1 << 32
SIZE = 4
"""Bytes of the length that native data begin with."""


def embedded(storage: Storage, whole: Pieces) -> Embedded | None:
    """What the storage of an object holds, whose own bytes as a file are `whole`; nothing when it is no file."""
    if any(storage.stream(name) for name in FURNITURE):
        return None
    if native := storage.stream(NATIVE):
        return of_native(native)
    for name in HOLDERS:
        if held := storage.stream(name):
            return Embedded(pieces=held.pieces)
    if storage.stream(MAIL):
        return Embedded(pieces=whole, mail=True)
    # Streams whose names begin with a control sign are a picture of the object and how it was linked.
    own = any(stream.name >= " " for stream in storage.streams)
    return Embedded(pieces=whole) if own else None


def has_macros(root: Storage) -> bool:
    """Whether a document, or an object in one, has macros."""
    return any(storage is not None and storage.storage(MODULES) is not None for storage in (root, *map(root.storage, PROJECTS)))


def in_document(root: Storage) -> Iterator[Embedded]:
    """The files in a document of Word, Excel or PowerPoint as they were before 2007."""
    pool = root.storage("ObjectPool")
    objects = (pool.storages if pool else []) + [found for found in root.storages if found.name.startswith("MBD")]
    for storage in sorted(objects, key=lambda found: found.name):
        if found := embedded(storage, compose(storage).pieces):
            yield found


def in_slides(root: Storage) -> Iterator[Iterator[bytes]]:
    """The compound files that stand among the records of a presentation, each to be read before the next."""
    stream = root.stream("PowerPoint Document")
    reader = Reader(stream.pieces() if stream else iter(()))
    while len(head := reader.read(RECORD.size)) == RECORD.size:
        version, kind, length = RECORD.unpack(head)
        body = reader.whole(length)
        if kind == OLE_IN_SLIDES:
            yield _inflated(body) if version >> 4 == PACKED else body
        for _ in body:
            pass  # what nobody wanted


def add_object(collected: Collected, pieces: Iterator[bytes], name: str = "") -> bool:
    """Keep what a compound file that is an object holds, or the file as it is; whether another may follow."""
    opening = collected.opening
    # The meter of the document counts what comes out of the object, not the object as well.
    kept, problem = opening.keep(pieces, opening.meter(collected.meter.packed))
    found: Embedded | None = Embedded(pieces=kept.chunks, name=name, problem=problem)
    with kept.open() as file:
        if problem is None:
            with suppress(Unreadable):
                root = read_compound(file, kept.size).root
                collected.macros |= has_macros(root)
                found = embedded(root, kept.chunks)
        return collected.add(found) if found else True


def _inflated(body: Iterator[bytes]) -> Iterator[bytes]:
    """The bytes of a packed object: their number, then a zlib stream ([MS-PPT] 2.10.35)."""
    reader = Reader(body)
    reader.read(SIZE)
    return inflated(reader.take(LARGEST))


def of_native(stream: Stream) -> Embedded:
    """The file that the packager took in, or the data of another program as they are ([MS-OLEDS] 2.3.6)."""
    head = stream.head(HEAD)
    try:
        package = _package(head)
    except (struct.error, ValueError):
        return Embedded(pieces=lambda: _part(stream, SIZE, stream.size - SIZE))
    end = package.start + package.size
    tail = b""
    with suppress(Unreadable):  # then the short name must do
        tail = b"".join(_part(stream, end, min(stream.size - end, TAIL)))
    return Embedded(pieces=lambda: _part(stream, package.start, package.size), name=_unicode_label(tail) or package.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Package:
    """Where the file stands in the data of the packager, and its name."""

    name: str
    start: int
    size: int


def _package(head: bytes) -> _Package:
    kind = int.from_bytes(head[SIZE : SIZE + 2], "little")
    if kind != PACKAGE:
        raise ValueError("not of the packager")
    end = head.index(b"\0", SIZE + 2)
    label = head[SIZE + 2 : end]
    end_of_path = head.index(b"\0", end + 1)
    path = head[end + 1 : end_of_path]
    # Two numbers that nobody explains, the length of the path of a temporary copy, and that path.
    at = end_of_path + 1 + 4
    (length,) = struct.unpack_from("<I", head, at)
    at += 4 + length
    (size,) = struct.unpack_from("<I", head, at)
    return _Package(name=_better(_western(label), _western(path)), start=at + 4, size=size)


def _western(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("cp1252", "replace")


def _better(label: str, path: str) -> str:
    """What is shown under the symbol, or the file's name where that says more."""
    return label if types.of_extension(label) or not path else path


def _unicode_label(tail: bytes) -> str:
    """The name in full, which newer packagers add behind the file: copy, label, and path, each with its length."""
    found: list[str] = []
    at = 0
    while len(found) < 3 and len(tail) >= at + 4:  # noqa: PLR2004 - three names
        (length,) = struct.unpack_from("<I", tail, at)
        found.append(tail[at + 4 : at + 4 + 2 * length].decode("utf-16-le", "ignore").rstrip("\0"))
        at += 4 + 2 * length
    return _better(found[1], found[2]) if len(found) == 3 else ""  # noqa: PLR2004


def _part(stream: Stream, start: int, size: int) -> Iterator[bytes]:
    reader = Reader(stream.pieces())
    for _ in reader.take(start):
        pass
    yield from reader.whole(size)


class Reader:
    """Takes counted bytes from pieces of any size but none."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def read(self, count: int) -> bytes:
        """The next `count` bytes, or as many as there are."""
        return b"".join(self.take(count))

    def take(self, count: int) -> Iterator[bytes]:
        """The same in pieces."""
        while count > 0:
            piece = self._rest or next(self._pieces, b"")
            if not piece:
                return
            taken, self._rest = piece[:count], piece[count:]
            count -= len(taken)
            yield taken

    def whole(self, count: int) -> Iterator[bytes]:
        """The same.

        Raises:
            Unreadable: there are fewer.
        """
        left = count
        for piece in self.take(count):
            left -= len(piece)
            yield piece
        if left:
            raise Unreadable(Problem.TRUNCATED)
