"""A page as the search for the beginnings of papers looks at it."""

import re
from dataclasses import dataclass
from functools import cached_property

from core.pages import Page, Source
from extractors.classify import Ranked, ranked
from extractors.evidence import Evidence, Place, evidence_of
from extractors.facts.sheet import Sheet
from extractors.language import language_of
from extractors.types import UNKNOWN

LIKELY = 0.5
"""Likelihood of a type from which on it is that of a page."""

HEAD_LINES, FOOT_LINES = 9, 6
"""Lines in which letterheads and subjects stand, and those in which papers end."""

ENOUGH_FOR_LANGUAGE = 80
"""Letters from which on the language of a page says something."""

FEW_WORDS = 6
"""A page with fewer is a sheet put between papers, where it says so."""

NUMBERED = re.compile(
    r"(?:page|pagina|blad|bladzijde|seite|blatt|p\.|pg\.?)\s*[:.]?\s*(\d{1,3})(?:\s*(?:/|sur|van|von|of|de)\s*(\d{1,3}))?\s*$"
    r"|^\W{0,3}(\d{1,3})\s*(?:/|sur|van|von|of)\s*(\d{1,3})\W{0,3}$|^\s*[-–]\s*(\d{1,3})\s*[-–]\s*$",
    re.IGNORECASE | re.MULTILINE,
)
SHEET_BETWEEN = re.compile(
    r"\bs[ée]parat(?:eur|or|rice)|feuille de s[ée]paration|scheidings(?:blad|vel)|trennblatt|intercalaire|tussenblad"
    r"|\bpatch\s*(?:2|t|code)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"(?<![\w/.-])[A-Z0-9][A-Z0-9/.-]{5,40}\b")
FEWEST_DIGITS = 3


@dataclass(frozen=True, kw_only=True)
class Leaf:
    """A page with what the search for beginnings looks at."""

    page: Page

    @cached_property
    def lines(self) -> list[str]:
        """Its lines as the eye reads them, without empty ones."""
        return [line.strip() for line in Sheet.of(self.page).text.split("\n") if line.strip()]

    @cached_property
    def head(self) -> list[str]:
        """The first lines."""
        return self.lines[:HEAD_LINES]

    @cached_property
    def foot(self) -> list[str]:
        """The last lines."""
        return self.lines[-FOOT_LINES:]

    @cached_property
    def evidence(self) -> Evidence:
        """What speaks for each type, on this page alone."""
        return evidence_of([self.page])

    @cached_property
    def ranking(self) -> list[Ranked]:
        """The types that this page alone may be of."""
        return ranked(self.evidence)

    @cached_property
    def language(self) -> str:
        """Its language, "" where it has too few words to tell."""
        text = " ".join(self.lines)
        return language_of(text) if len(text) >= ENOUGH_FOR_LANGUAGE else ""

    @cached_property
    def numbers(self) -> frozenset[str]:
        """What on it looks like a reference of anything."""
        found = NUMBER.findall("\n".join(self.lines))
        return frozenset(number for number in found if sum(sign.isdigit() for sign in number) >= FEWEST_DIGITS)

    @cached_property
    def kind(self) -> str:
        """The likeliest type, "" where none is likely."""
        best = self.ranking[0]
        return best.id if best.id != UNKNOWN and best.confidence >= LIKELY else ""

    @property
    def headed(self) -> bool:
        """Whether a heading names a type."""
        return any(signs.points.get(Place.HEAD, 0) > 0 for kind, signs in self.evidence.signs.items() if kind != UNKNOWN)

    @cached_property
    def number(self) -> int:
        """The number that it bears as a page, 0 for none."""
        for line in (*self.lines[:2], *reversed(self.lines[-3:])):
            if found := NUMBERED.search(line):
                return int(found[1] or found[3] or found[5])
        return 0


def is_blank(page: Page) -> bool:
    """Whether nothing stands on it that a person would want to see."""
    return page.source == Source.OCR and not page.text.strip() and page.problem is None and page.confidence == 1.0


def is_between(page: Page) -> bool:
    """Whether it is a sheet that was put between papers."""
    return len(page.text.split()) < FEW_WORDS and bool(SHEET_BETWEEN.search(page.text))
