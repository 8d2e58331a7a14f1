"""Files of xz (The .xz File Format 1.2) and of the older LZMA (lzma-file-format of the LZMA SDK)."""

import lzma
from functools import partial

from core.content import Content
from core.errors import Problem
from core.limits import Limits
from parsers import streams
from parsers.containers import opens
from parsers.opening import Opened, Opening

MARK = b"\xfd7zXZ\0"


@opens("application/x-xz", "application/x-lzma")
def open_xz(content: Content, opening: Opening) -> Opened:
    """The one file inside; the formats have no name for it."""
    return streams.opened(content, opening, _packing(content.head(len(MARK)), opening.limits))


def _packing(head: bytes, limits: Limits) -> streams.Packing:
    # The header names the memory that unpacking takes, up to 4 GiB.
    memory = limits.part_memory_bytes // 2
    old = head != MARK
    unpacker = partial(lzma.LZMADecompressor, lzma.FORMAT_ALONE if old else lzma.FORMAT_XZ, memlimit=memory)
    return streams.Packing(marks=() if old else (MARK,), unpacker=unpacker, faults=(lzma.LZMAError,), problem=_problem)


def _problem(error: Exception) -> Problem:
    return Problem.OUT_OF_MEMORY if "limit" in str(error) else Problem.DAMAGED
