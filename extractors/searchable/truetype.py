"""A TrueType font of two glyphs, one empty, one a line: no more tables than a PDF asks for (ISO 32000-1, 9.9; OpenType 1.9)."""

import struct

EM, WIDTH = 1000, 500
"""Units of the square that a letter stands in, and how wide each letter is."""

GLYPHS = 2
MAGIC, WHOLE = 0x5F0F3CF5, 0xB1B0AFBA
"""What marks a head, and what all of a font adds up to."""

VERSION_1 = 0x00010000
ON_CURVE = 1
ADJUSTMENT = 8
"""Where in the head the sum is set right."""


def truetype() -> bytes:
    """The font as a file."""
    # A line from corner to corner: it has no area, but the extent by which readers place what is selected.
    letter = struct.pack(">5h2H2B4h", 1, 0, 0, WIDTH, EM, 1, 0, ON_CURVE, ON_CURVE, 0, WIDTH, 0, EM)
    tables = {
        b"glyf": letter,
        b"head": struct.pack(">2H3I2H2q4h2H3h", 1, 0, VERSION_1, 0, MAGIC, 0, EM, 0, 0, 0, 0, WIDTH, EM, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">2H3hH11hH", 1, 0, EM, 0, 0, WIDTH, *[0] * 3, 1, *[0] * 7, GLYPHS),
        b"hmtx": struct.pack(">HhHh", WIDTH, 0, WIDTH, 0),
        b"loca": struct.pack(">3H", 0, 0, len(letter) // 2),
        b"maxp": struct.pack(">I14H", VERSION_1, GLYPHS, 2, 1, 0, 0, 1, *[0] * 8),
    }
    font = bytearray(struct.pack(">I4H", VERSION_1, len(tables), 64, 2, 16 * len(tables) - 64))
    at = len(font) + 16 * len(tables)
    for name, table in tables.items():
        font += struct.pack(">4s3I", name, _sum(table), at, len(table))
        at += len(_padded(table))
    head = len(font) + len(_padded(tables[b"glyf"]))
    font += b"".join(map(_padded, tables.values()))
    struct.pack_into(">I", font, head + ADJUSTMENT, (WHOLE - _sum(bytes(font))) % (1 << 32))
    return bytes(font)


def _padded(table: bytes) -> bytes:
    return table + bytes(-len(table) % 4)


def _sum(table: bytes) -> int:
    padded = _padded(table)
    return sum(int.from_bytes(padded[at : at + 4]) for at in range(0, len(padded), 4)) % (1 << 32)
