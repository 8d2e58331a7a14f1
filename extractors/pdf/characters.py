"""The characters of a page as pdfium tells them, put together to words; a place is worked out once a word."""

import ctypes
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from core.pages import Box, Word

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

Place = Callable[[float, float], tuple[float, float]]
"""From the coordinates of the PDF to points from the upper left corner."""

SOFT_HYPHENS = frozenset("\u00ad\u0002\ufffe")
"""The last is what pdfium makes of a hyphen at the end of a line."""

LINE_ENDS = frozenset(map(ord, "\r\n\u2028\u2029\f\v"))
LAST = ord("\n")
SPACES = frozenset(code for code in range(0x3001) if chr(code).isspace())
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}
LOST = re.compile(r"[\ufffd\ue000-\uf8ff\x00-\x1f\x7f-\x9f]")
SURROGATES = range(0xD800, 0xE000)
NOWHERE = (float("inf"), float("inf"), float("-inf"), float("-inf"))


class Characters:
    """The characters of `textpage`; `lost` counts those that carried no meaning."""

    def __init__(self, textpage: "PdfTextPage", place: Place) -> None:
        self._textpage = textpage
        self._place = place
        self.lost = 0

    def lines(self, start: int, end: int) -> Iterator[list[Word]]:
        """The words of each line, of the characters from `start` to `end`."""
        from pypdfium2 import raw

        # Called for every character of every page: what is looked up here is not looked up there.
        code_of, box_of, handle = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox, self._textpage.raw
        box = raw.FS_RECTF()
        pointer = ctypes.byref(box)
        line: list[Word] = []
        codes: list[int] = []
        x0, y0, x1, y1 = NOWHERE
        for index in range(start, end + 1):
            code = code_of(handle, index) if index < end else LAST
            if code not in SPACES:
                codes.append(code)
                if box_of(handle, index, pointer):
                    left, bottom, right, top = box.left, box.bottom, box.right, box.top
                    # Four calls of min and max for every character would be a quarter of the whole.
                    x0 = left if left < x0 else x0  # noqa: FURB136
                    y0 = bottom if bottom < y0 else y0  # noqa: FURB136
                    x1 = right if right > x1 else x1  # noqa: FURB136
                    y1 = top if top > y1 else y1  # noqa: FURB136
                continue
            if codes:
                self._end(line, codes, (x0, y0, x1, y1))
                codes, (x0, y0, x1, y1) = [], NOWHERE
            if code in LINE_ENDS and line:
                yield line
                line = []

    def _end(self, line: list[Word], codes: list[int], around: tuple[float, float, float, float]) -> None:
        """Append the word of `codes`, which stands in `around`, to `line`."""
        text = self._text(codes)
        if not text or around == NOWHERE:
            return
        ax, ay = self._place(around[0], around[3])
        bx, by = self._place(around[2], around[1])
        box = Box(x0=round(min(ax, bx), 2), y0=round(min(ay, by), 2), x1=round(max(ax, bx), 2), y1=round(max(ay, by), 2))
        line.append(Word(box=box, text=text))

    def _text(self, codes: list[int]) -> str:
        try:
            written = "".join(map(chr, codes))
        except ValueError:
            written = "".join(map(_character, codes))
        if written.isascii() and written.isprintable():
            return written
        written = "".join(map(_character, codes))
        self.lost += sum(1 for sign in LOST.findall(written) if sign not in SOFT_HYPHENS)
        hyphened = "".join("-" if sign in SOFT_HYPHENS else sign for sign in written)
        return unicodedata.normalize("NFC", LOST.sub("", hyphened).translate(LIGATURES))


def _character(code: int) -> str:
    # A lone surrogate is no character; nothing that is kept as UTF-8 could hold it.
    return "\ufffd" if code in SURROGATES or code > 0x10FFFF else chr(code)  # noqa: PLR2004 - Unicode's own numbers
