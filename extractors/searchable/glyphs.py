"""A font of letters that are not drawn: any character has a code, a width of half its height, and a line in ToUnicode."""

import struct
from typing import TYPE_CHECKING, Any

from extractors.searchable.objects import added, added_stream, as_object
from extractors.searchable.truetype import EM, WIDTH, truetype

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import DictionaryObject, IndirectObject

MOST = 0xFFFE
"""Codes of two bytes, less the one that stands for no letter."""

LOST = "\N{REPLACEMENT CHARACTER}"

BLOCK = 100
"""Lines of ToUnicode that may stand together."""

EMPTY = 1
"""The glyph of every letter; 0 is that of what is missing."""

CMAP = """/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange
{lines}
endcmap CMapName currentdict /CMap defineresource pop end end
"""


class Glyphs:
    """The letters of one document, each with its code; its font stands in `writer` and is complete after `finish`."""

    def __init__(self, writer: "PdfWriter") -> None:
        self._writer = writer
        self._codes: dict[str, int] = {}
        self._font: DictionaryObject = as_object({})
        self.reference: IndirectObject = added(writer, self._font)

    def coded(self, text: str) -> str:
        """`text` in codes, as a PDF writes them."""
        return "".join(f"{self._code(sign):04X}" for sign in text)

    def _code(self, sign: str) -> int:
        full = len(self._codes) >= MOST - 1 and sign not in self._codes
        known = LOST if full or "\ud800" <= sign <= "\udfff" else sign
        return self._codes.setdefault(known, len(self._codes) + 1)

    def finish(self) -> None:
        """Complete the font (ISO 32000-1, 9.7)."""
        inner = {
            "/Type": "/Font",
            "/Subtype": "/CIDFontType2",
            "/BaseFont": "/Glyphless",
            "/CIDSystemInfo": {"/Registry": b"Adobe", "/Ordering": b"Identity", "/Supplement": 0},
            "/DW": WIDTH,
            "/CIDToGIDMap": added_stream(self._writer, struct.pack(">H", EMPTY) * (len(self._codes) + 1)),
            "/FontDescriptor": added(self._writer, self._descriptor()),
        }
        outer = {
            "/Type": "/Font",
            "/Subtype": "/Type0",
            "/BaseFont": "/Glyphless",
            "/Encoding": "/Identity-H",
            "/DescendantFonts": [added(self._writer, inner)],
            "/ToUnicode": added_stream(self._writer, self._to_unicode().encode("ascii")),
        }
        self._font.update(as_object(outer))

    def _descriptor(self) -> dict[str, Any]:
        return {
            "/Type": "/FontDescriptor",
            "/FontName": "/Glyphless",
            "/Flags": 5,  # of fixed width, with signs of its own
            "/FontBBox": [0, 0, WIDTH, EM],
            "/ItalicAngle": 0,
            "/Ascent": EM,
            "/Descent": 0,
            "/CapHeight": EM,
            "/StemV": 80,
            "/FontFile2": added_stream(self._writer, truetype()),
        }

    def _to_unicode(self) -> str:
        pairs = [f"<{code:04X}> <{sign.encode('utf-16-be').hex().upper()}>" for sign, code in self._codes.items()]
        blocks = (pairs[start : start + BLOCK] for start in range(0, len(pairs), BLOCK))
        written = (f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
        return CMAP.format(lines="\n".join(written))
