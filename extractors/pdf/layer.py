"""The text layer of a page: characters from pdfium, put together to words and lines, and judged."""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.pages import Word
from extractors.lines import Line, around, level
from extractors.pdf.characters import Characters

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

    from extractors.pdf.characters import Numbers, Place

VOWELS = re.compile(r"[aeiouyàáâäæèéêëìíîïòóôöœùúûüÿ]", re.IGNORECASE)
UNUSUAL = re.compile(r"[^\w\s.,;:!?'’\u2018“”\"«»()\[\]{}/\\&%€$£@#*+=°§<>|_–—…•·²³-]+")

PRECISION = 1000
"""Steps per point that pdfium maps a page with: its own mapping answers in whole numbers."""

LARGEST = 2**30
"""Steps across a page at most: what pdfium counts with holds twice as many."""

FEW_CHARACTERS = 16
LITTLE_TEXT = 150
"""Characters under which a page that a picture covers was scanned, and the text is a stamp or a page number."""

SAMPLE = 60
"""Characters whose direction is looked at."""

LONG_WORD = 4
MISREAD = 0.12
"""Share of long words that no language writes so, from which the text under a scan came from poor OCR."""

STRANGE = re.compile(r"[^\W\d_][\d|!\[\]{}~*^\\<>@#=][^\W\d_]|[a-zà-ÿ][A-ZÀ-Ý]")
"""A sign or a figure between letters, a capital behind a small letter."""

ADDRESS = re.compile(r"[@/]|\.\w")

NEARLY_ALL = 0.8
COVERED = 0.75
HALF_COVERED = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """The lines of a page's text, and how many characters carried no meaning."""

    lines: tuple[Line, ...]
    lost: int = 0
    filled: int = 0
    """How many of the signs are not the page's own: they were filled into its form."""

    turn: int = 0
    """Degrees by which the page as shown must be turned clockwise for its text to stand upright; `lines` are so turned."""

    def good(self, *, covered: float) -> bool:
        """Whether this is the text of the page, when pictures cover the share `covered` of it."""
        text = "".join(word.text for line in self.lines for word in line.words)
        if not text or _garbled(text, self.lost):
            return False
        if covered >= COVERED:
            # What was filled into the picture of a form says nothing without the form.
            return len(text) - self.filled >= LITTLE_TEXT and not _misread([word.text for line in self.lines for word in line.words])
        return covered < HALF_COVERED or len(text) >= FEW_CHARACTERS


@dataclass(slots=True)
class _Lines:
    """Lines in the making."""

    found: list[list[Word]] = field(default_factory=list)

    def add(self, words: list[Word]) -> None:
        """Append `words`: to the line before when they go on at its right, as the cells of a table do."""
        if not words:
            return
        last = self.found[-1] if self.found else []
        if last and level(last[-1].box, words[0].box) and words[0].box.x0 >= last[-1].box.x1 - 1:
            last.extend(words)
        else:
            self.found.append(words)

    def fill_in(self, words: list[Word]) -> None:
        """Put `words` where they stand: right of what is printed on their line, or between the lines."""
        box = around(word.box for word in words)
        beside = [line for line in self.found if level(around(word.box for word in line), box) and line[0].box.x0 <= box.x0]
        if beside:
            line = max(beside, key=lambda line: line[0].box.x0)
            line.extend(words)
            line.sort(key=lambda word: word.box.x0)
            return
        above = [index for index, line in enumerate(self.found) if line[0].box.y1 <= box.y1]
        self.found.insert(above[-1] + 1 if above else 0, words)


def text_layer(page: "PdfPage", *, printed: int) -> Layer:
    """What the text layer of `page` says; the first `printed` characters are its own, the rest was filled in."""
    textpage = page.get_textpage()
    try:
        characters = Characters(textpage)
        turn = _turn(page, characters)
        place = turned(placing(page), turn, page)
        own, count = min(printed, len(characters.text)), len(characters.text)
        lines, filled = _Lines(), 0
        for words in characters.lines(0, own, place):
            lines.add(words)
        for words in characters.lines(own, count, place):
            filled += sum(len(word.text) for word in words)
            for run in _runs(words):
                lines.fill_in(run)
    finally:
        textpage.close()
    return Layer(lines=tuple(Line(words=tuple(words)) for words in lines.found), turn=turn, lost=characters.lost, filled=filled)


def _runs(words: list[Word]) -> Iterator[list[Word]]:
    """`words` as they stand: one field's value ends where the next stands higher or lower."""
    start = 0
    for index in range(1, len(words) + 1):
        if index == len(words) or not level(words[index - 1].box, words[index].box):
            yield words[start:index]
            start = index


def placing(page: "PdfPage") -> "Place":
    """From the coordinates of the PDF to points from the upper left corner of the page as it is shown (/Rotate, /CropBox)."""
    from pypdfium2 import raw

    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    precision = min(PRECISION, LARGEST / max(width, height, 1.0))

    def map_point(x: float, y: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page, 0, 0, round(width * precision), round(height * precision), 0, x, y, across, down)
        return across.value / precision, down.value / precision

    x0, y0 = map_point(0, 0)
    xx, xy = ((value - start) / 100 for value, start in zip(map_point(100, 0), (x0, y0), strict=True))
    yx, yy = ((value - start) / 100 for value, start in zip(map_point(0, 100), (x0, y0), strict=True))
    return lambda x, y: (x0 + x * xx + y * yx, y0 + x * xy + y * yy)


def _turn(page: "PdfPage", characters: Characters) -> int:
    """How far the page as it is shown must be turned clockwise, by the direction that nearly all its text runs in."""
    text = characters.text
    sample = [index for index in range(0, len(text), max(len(text) // SAMPLE, 1)) if not text[index].isspace()]
    quarters: Counter[int] = Counter()
    for angle, times in Counter(characters.angles(sample)).items():
        quarters[round(angle / (math.pi / 2)) % 4] += times
    if not quarters:
        return 0
    ((quarter, common),) = quarters.most_common(1)
    if common < NEARLY_ALL * quarters.total():
        return 0
    degrees: int = -(quarter * 90 + page.get_rotation()) % 360
    return degrees


def turned(place: "Place", turn: int, page: "PdfPage") -> "Place":
    """`place` on the page turned clockwise by `turn` degrees."""
    width, height = page.get_size()

    def turn_points(x: "Numbers", y: "Numbers") -> "tuple[Numbers, Numbers]":
        across, down = place(x, y)
        return {90: (height - down, across), 180: (width - across, height - down), 270: (down, width - across)}[turn]

    return turn_points if turn else place


def _garbled(text: str, lost: int) -> bool:
    """Whether `text` is signs without sense: a font without a table of characters, or with a wrong one."""
    if lost * 10 > len(text) + lost:
        return True
    ordinary = len(text) - sum(map(len, UNUSUAL.findall(text)))
    if ordinary < 0.8 * len(text):
        return True
    letters = sum(map(str.isalpha, text))
    # The four languages have 36 to 46 vowels in 100 letters; a shifted alphabet has half of that.
    return letters >= 80 and len(VOWELS.findall(text)) < 0.22 * letters  # noqa: PLR2004


def _misread(words: Sequence[str]) -> bool:
    """Whether too many of the long words are none."""
    long = [word for word in words if sum(sign.isalpha() for sign in word) >= LONG_WORD and not ADDRESS.search(word)]
    return bool(long) and sum(bool(STRANGE.search(word)) for word in long) > MISREAD * len(long)
