"""Packings of ZIP entries that the library does not know, or unpacks into memory (APPNOTE 4.4.5 and 5.8)."""

import bz2
import lzma
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, BinaryIO

import inflate64
import pyzipper

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.streams import PIECE, Unpacker, stream
from parsers.zstd import ZstdDecompressor, ZstdError

LOCAL = struct.Struct("<4s22x2H")
"""A local header for as far as it says where the data begin: behind its name and its extra field (4.3.7)."""

DEFLATE64, BZIP2, LZMA, ZSTD, OLD_ZSTD, XZ = 9, 12, 14, 93, 20, 95
METHODS = frozenset({DEFLATE64, BZIP2, LZMA, ZSTD, OLD_ZSTD, XZ})
"""PPMd (98) is not among them: pyppmd 1.3 breaks down with the whole process on damaged bytes."""

SMALL = 256
"""Bytes that Deflate64 is handed at once: a byte may stand for thirty thousand, and all that come out come together."""

MEMORY = 512 * 1024 * 1024
ENDS_BY_ITSELF = 0x2
"""The flag of LZMA whose end is marked in the data (4.4.4)."""

FAULTS = (OSError, ValueError, lzma.LZMAError, ZstdError)


def unpacked(content: Content, entry: pyzipper.ZipInfo) -> Iterator[bytes]:
    """The bytes of the entry, which is not locked.

    Raises:
        Unreadable: they are damaged, or not all there.
    """
    check = 0
    try:
        with _packed(content, entry).open() as file:
            data = _lzma_head(file, entry) if entry.compress_type == LZMA else file.read(PIECE)
            for piece in stream(_unpacker(entry.compress_type), file, data):
                check = zlib.crc32(piece, check)
                yield piece
    except FAULTS as error:
        raise Unreadable(Problem.DAMAGED) from error
    if check != entry.CRC:
        raise Unreadable(Problem.DAMAGED)


def _packed(content: Content, entry: pyzipper.ZipInfo) -> Content:
    with content.open() as file:
        file.seek(entry.header_offset)
        head = file.read(LOCAL.size)
    signature, name, extra = LOCAL.unpack(head.ljust(LOCAL.size, b"\0"))
    if signature != b"PK\x03\x04":
        raise Unreadable(Problem.DAMAGED)
    start = entry.header_offset + LOCAL.size + name + extra
    return replace(content, start=content.start + start, size=max(0, min(entry.compress_size, content.size - start)))


def _unpacker(method: int) -> Unpacker:
    if method == DEFLATE64:
        return _Inflater64()
    if method == BZIP2:
        return bz2.BZ2Decompressor()
    if method in {LZMA, XZ}:
        return lzma.LZMADecompressor(lzma.FORMAT_ALONE if method == LZMA else lzma.FORMAT_XZ, memlimit=MEMORY)
    return ZstdDecompressor()


def _lzma_head(file: BinaryIO, entry: pyzipper.ZipInfo) -> bytes:
    """The head of the same stream as a file of its own: the properties that stand behind version and length, and the size."""
    properties = file.read(9)[4:]
    size = -1 if entry.flag_bits & ENDS_BY_ITSELF else entry.file_size
    return properties + size.to_bytes(8, "little", signed=True) + file.read(PIECE)


class _Inflater64:
    """Deflate64 (APPNOTE 4.4.5, method 9), called as the other unpackers are."""

    unused_data = b""

    def __init__(self) -> None:
        self._inflater: Any = inflate64.Inflater()
        self._waiting = memoryview(b"")
        # The library never lets go of what it is handed (1.0.4): it always gets the same few bytes, written anew.
        self._piece = bytearray(SMALL)

    @property
    def eof(self) -> bool:
        return bool(self._inflater.eof)

    @property
    def needs_input(self) -> bool:
        return not self._waiting

    def decompress(self, data: bytes, max_length: int) -> bytes:
        """About `max_length` bytes more, or what comes of all that was handed in."""
        if data:
            self._waiting = memoryview(data)
        found = bytearray()
        while self._waiting and not self.eof and len(found) < max_length:
            piece, self._waiting = self._waiting[:SMALL], self._waiting[SMALL:]
            self._piece[: len(piece)] = piece
            found += self._inflater.inflate(memoryview(self._piece)[: len(piece)] if len(piece) < SMALL else self._piece)
        return bytes(found)
