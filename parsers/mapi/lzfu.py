"""Compressed RTF ([MS-OXRTFCP]): an LZ77 with a dictionary of 4,096 bytes that begins full of common RTF."""

import struct
import zlib
from collections.abc import Iterator

from core.errors import Problem, Unreadable
from parsers.mapi.compound import Stream, between

COMPRESSED = b"LZFu"
UNCOMPRESSED = b"MELA"
HEADER = struct.Struct("<II4sI")
SIZE = 4096
BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
PIECE = 64 * 1024


def decompressed(stream: Stream) -> Iterator[bytes]:
    """The RTF in pieces.

    Raises:
        Unreadable: the stream is none of these, or ends too early; what came before is right.
    """
    header = stream.head(HEADER.size)
    if len(header) < HEADER.size:
        raise Unreadable(Problem.DAMAGED)
    size, raw_size, kind, checksum = HEADER.unpack(header)
    # The size counts all but itself ([MS-OXRTFCP] 2.1.3.1.1).
    source = _Source(stream, HEADER.size, size + 4)
    if kind == UNCOMPRESSED:
        yield from source.rest(raw_size)
    elif kind == COMPRESSED:
        yield from _unpacked(source)
        if source.final_checksum() != checksum:
            raise Unreadable(Problem.DAMAGED)
    else:
        raise Unreadable(Problem.DAMAGED)


class _Source:
    """Reads a stream between two offsets byte by byte; knows the checksum of what it has read."""

    def __init__(self, stream: Stream, start: int, end: int) -> None:
        self._pieces = between(stream.pieces(), start, end)
        self._piece = b""
        self._at = 0
        # zlib turns the sum over before and after; here it is not turned ([MS-OXRTFCP] 2.1.3.2).
        self._checksum = 0xFFFFFFFF

    def take(self, count: int) -> bytes:
        """The next `count` bytes, fewer at the end."""
        found = self._piece[self._at : self._at + count]
        self._at += len(found)
        while len(found) < count and self._load():
            self._at = min(count - len(found), len(self._piece))
            found += self._piece[: self._at]
        return found

    def rest(self, size: int) -> Iterator[bytes]:
        """What follows, `size` bytes at most."""
        while size > 0 and (piece := self.take(min(size, PIECE))):
            size -= len(piece)
            yield piece

    def final_checksum(self) -> int:
        """The sum over everything, what was not taken included."""
        while self._load():
            pass
        return self._checksum ^ 0xFFFFFFFF

    def _load(self) -> bool:
        self._piece = next(self._pieces, b"")
        self._at = 0
        self._checksum = zlib.crc32(self._piece, self._checksum)
        return bool(self._piece)


def _unpacked(source: _Source) -> Iterator[bytes]:
    ring = bytearray(BEGINNING.ljust(SIZE, b"\0"))
    at = len(BEGINNING)
    out = bytearray()
    while control := source.take(1):
        for bit in range(8):
            run = _referred(ring, at, source.take(2)) if control[0] >> bit & 1 else source.take(1)
            if run is None:
                yield bytes(out)
                return
            ring[at : at + len(run)] = run
            at += len(run)
            if at >= SIZE:
                at -= SIZE
                ring[:at] = ring[SIZE:]
                del ring[SIZE:]
            out += run
        if len(out) >= PIECE:
            yield bytes(out)
            out.clear()
    yield bytes(out)


def _referred(ring: bytearray, at: int, pair: bytes) -> bytes | None:
    """The bytes that a reference means, `None` for the end; those that are only being written repeat what came before them."""
    offset, length = int.from_bytes(pair, "big") >> 4, pair[-1:]
    # A reference to the place of writing ends the stream ([MS-OXRTFCP] 2.1.3.1.4).
    if not length or offset == at:
        return None
    count = (length[0] & 15) + 2
    period = (at - offset) % SIZE
    found = bytes(ring[(offset + index) % SIZE] for index in range(min(count, period)))
    return (found * (count // period + 1))[:count]
