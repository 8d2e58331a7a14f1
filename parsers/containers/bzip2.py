"""Bzip2 files."""

import bz2

from core.content import Content
from parsers import streams
from parsers.containers import opens
from parsers.opening import Opened, Opening

PACKING = streams.Packing(marks=(b"BZh",), unpacker=bz2.BZ2Decompressor, faults=(OSError,))


@opens("application/x-bzip2")
def open_bzip2(content: Content, opening: Opening) -> Opened:
    """The one file inside; the format has no name for it."""
    return streams.opened(content, opening, PACKING)
