"""What stands on a page like a title: short lines near its top, the largest first."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from core.pages import Page
from extractors.facts.sheet import GAP, Sheet

TOP = 0.45
"""Share of the page's height in which titles stand."""

FIRST_LINES = 12
"""Lines in which they stand on a page without boxes."""

LONGEST = 10
"""Words of a title."""

SENTENCE = (".", ",", ";", "!")
"""Titles end in none of these; sentences and salutations do."""

SUBJECT = re.compile(r"^\s*(?:objet|concerne|betreft|betreff|betrifft|subject|re|sujet)\s*[:.]\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A line that may be the title of its page, and its height against that of the page's text."""

    text: str
    size: float = 1.0


def titles_of(page: Page) -> list[Title]:
    """The candidates of `page`, the most prominent first."""
    # Steps of a quarter: the boxes of one font differ with the letters in them.
    return sorted(_candidates(page), key=lambda title: -round(title.size * 4))


def _candidates(page: Page) -> Iterator[Title]:
    sheet = Sheet.of(page)
    usual = median(word.box.y1 - word.box.y0 for word in page.words) if page.words else 1.0
    start = 0
    for number, line in enumerate(sheet.text.split("\n")):
        for segment, at in _segments(line, start):
            box = sheet.box(at, at + len(segment))
            near_top = box.y0 < TOP * page.height if box else number < FIRST_LINES
            text = SUBJECT.sub("", segment).strip()
            if near_top and text and len(text.split()) <= LONGEST and not text.endswith(SENTENCE):
                yield Title(text=text, size=(box.y1 - box.y0) / max(usual, 1.0) if box else 1.0)
        start += len(line) + 1


def _segments(line: str, start: int) -> Iterator[tuple[str, int]]:
    for segment in line.split(GAP):
        yield segment, start
        start += len(segment) + 1
