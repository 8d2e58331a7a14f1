"""Flate streams (RFC 1950 and 1951), unpacked piece by piece."""

import zlib
from collections.abc import Iterable, Iterator

from core.content import CHUNK
from core.errors import Problem, Unreadable

RAW = -zlib.MAX_WBITS
"""Without the header and the checksum of RFC 1950."""


def inflated(pieces: Iterable[bytes | memoryview], bits: int = zlib.MAX_WBITS) -> Iterator[bytes]:
    """What the pieces unpack to, up to the end of the stream.

    Raises:
        Unreadable: they cannot be unpacked (DAMAGED), or end too early (TRUNCATED).
    """
    unpacker = zlib.decompressobj(bits)
    try:
        for piece in pieces:
            left: bytes | memoryview = piece
            # At its end the library leaves in the tail what it left there before.
            while left and not unpacker.eof:
                yield unpacker.decompress(left, CHUNK)
                left = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise Unreadable(Problem.DAMAGED) from error
    if not unpacker.eof:
        raise Unreadable(Problem.TRUNCATED)
