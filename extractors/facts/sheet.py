"""The text of a page in rows, as the eye reads a form: what stands on one height is one line, whatever the columns."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Self

from core.pages import Box, Page, Source, Word
from extractors.lines import around, level

GAP = "\t"
WIDE = 2.5
"""Space between two words, in heights of the first, from which they belong to different columns."""

MASK = "\N{FULL BLOCK}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The rows of a page as one text, and where each word stands in it."""

    text: str
    page: int = 1
    language: str = ""
    received: date | None = None
    """When the document came, where that is known."""
    words: tuple[Word, ...] = ()
    starts: tuple[int, ...] = ()
    """Where the words begin in `text`; empty for a page without boxes."""

    @classmethod
    def of(cls, page: Page, *, language: str = "", received: date | None = None) -> Self:
        """The sheet of `page`."""
        if not page.words:
            return cls(text=page.text, page=page.number, language=language, received=received)
        text, starts, words = "", [], []
        for row in _rows_of(page):
            for before, word in zip((None, *row), row, strict=False):
                text += _between(before, word)
                starts.append(len(text))
                text += word.text
                words.append(word)
            text += "\n"
        return cls(text=text, page=page.number, language=language, received=received, words=tuple(words), starts=tuple(starts))

    def without(self, start: int, end: int) -> Self:
        """The same sheet with the text from `start` to `end` masked."""
        return replace(self, text=self.text[:start] + MASK * (end - start) + self.text[end:])

    def box(self, start: int, end: int) -> Box | None:
        """The rectangle around the words from `start` to `end`."""
        words = self._words(start, end)
        return around(word.box for word in words) if words else None

    def confidence(self, start: int, end: int) -> float:
        """How surely the least sure of the words from `start` to `end` was read."""
        return min((word.confidence for word in self._words(start, end)), default=1.0)

    def _words(self, start: int, end: int) -> tuple[Word, ...]:
        first = max(bisect_right(self.starts, start) - 1, 0)
        return self.words[first : bisect_left(self.starts, end)]


def _rows_of(page: Page) -> list[list[Word]]:
    """The rows of `page`; what OCR read in one row is one, however the page lay under the camera."""
    lines = [line.split(" ") for line in page.text.split("\n")]
    words = iter(page.words)
    if page.source != Source.OCR or sum(map(len, lines)) != len(page.words):
        return _rows(page.words)
    return [list(islice(words, len(line))) for line in lines]


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    """The words by height and, within a row, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda word: word.box.y0 + word.box.y1):
        # Only the last rows can reach down to this word.
        row = next((row for row in reversed(rows[-4:]) if level(row[-1].box, word.box)), None)
        if row is None:
            rows.append([word])
        else:
            row.append(word)
    for row in rows:
        row.sort(key=lambda word: word.box.x0)
    return rows


def _between(before: Word | None, word: Word) -> str:
    if before is None:
        return ""
    height = max(before.box.y1 - before.box.y0, 1.0)
    return GAP if word.box.x0 - before.box.x1 > WIDE * height else " "
