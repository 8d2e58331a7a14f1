"""Gzip files (RFC 1952)."""

import zlib

from core.content import Content
from parsers import streams
from parsers.containers import opens
from parsers.opening import Opened, Opening
from parsers.zip_names import decoded

MARK = b"\x1f\x8b"
FIXED = 10
"""Bytes of a header before its optional fields."""

EXTRA, NAME = 0x04, 0x08
HEAD = 70_000
"""Bytes that hold the longest extra field and a name."""


class _Inflater:
    """`zlib`'s object with the words of the others."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(zlib.MAX_WBITS | 16)

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        return self._inflate.decompress(self._inflate.unconsumed_tail + data, max_length)


PACKING = streams.Packing(marks=(MARK,), unpacker=_Inflater, faults=(zlib.error,))


@opens("application/gzip")
def open_gzip(content: Content, opening: Opening) -> Opened:
    """The one file inside, under the name that the header gives."""
    return streams.opened(content, opening, PACKING, name=_name(content.head(HEAD)))


def _name(head: bytes) -> str:
    # RFC 1952, 2.3: an extra field with its length before it, then the name up to a zero.
    flags = head[3] if len(head) > FIXED else 0
    start = FIXED + (2 + int.from_bytes(head[FIXED : FIXED + 2], "little") if flags & EXTRA else 0)
    end = head.find(b"\0", start)
    return decoded(head[start:end]) if flags & NAME and end > start else ""
