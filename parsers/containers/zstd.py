"""Zstandard files (RFC 8878)."""

from core.content import Content
from parsers import streams
from parsers.containers import opens
from parsers.opening import Opened, Opening
from parsers.zstd import ZstdDecompressor, ZstdError

SKIPPABLE = tuple(bytes((0x50 + number, 0x2A, 0x4D, 0x18)) for number in range(16))
"""Frames that hold no data (RFC 8878, 3.1.2)."""

PACKING = streams.Packing(
    marks=(b"\x28\xb5\x2f\xfd", *SKIPPABLE),
    unpacker=ZstdDecompressor,
    faults=(ZstdError,),
)


@opens("application/zstd")
def open_zstd(content: Content, opening: Opening) -> Opened:
    """The one file inside; the format has no name for it."""
    return streams.opened(content, opening, PACKING)
