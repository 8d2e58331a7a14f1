"""Dates in figures and words, day first, in French, Dutch, German and English; the value is ISO 8601."""

import datetime as dt
import re
from collections.abc import Iterator
from itertools import chain

from extractors.facts import Found, finds
from extractors.facts.foreign import foreign_dates
from extractors.facts.months import NAMES, NUMBERS, ORDINAL
from extractors.facts.number_words import folded
from extractors.facts.sheet import MASK, Sheet
from extractors.facts.spoken import spoken_dates

YEAR = r"(?:19|20)\d{2}"

# No digit, letter or separator of a longer number may touch a date.
# A word that announces a date may, where OCR dropped the space.
GLUE = "".join(
    f"|(?<={word})" for word in (r"\ble", r"\bLe", r"\bdu", r"\bop", r"\bam", "vom", "date", "Date", "DATE", "datum", "Datum", "DATUM")
)
FREE = rf"(?:(?<![\w/.,-]){GLUE})"
BEFORE = rf"(?:(?<![\w/.,-])(?<!\d[ ]){GLUE})"
AFTER = r"(?![\w/-])(?![.,]\d)"
AFTER_YEAR = r"(?![\d/_-])(?![A-Za-z]{0,3}\d)(?![.,]\d)"
# A figure that OCR took for a letter.
D = r"[0-9OoIl]"

ISO = re.compile(rf"(?<![\w/.-])({YEAR})-(\d{{2}})-(\d{{2}})(?=T[\d{MASK}]|{AFTER})")
YEAR_FIRST = re.compile(rf"(?<![\w/.-])({YEAR})[/.](\d{{2}})[/.](\d{{2}}){AFTER}")
FIGURES = re.compile(rf"{FREE}({D}{{1,2}})( ?[./-] ?)({D}{{1,2}})\2({D}{{4}}){AFTER_YEAR}")
SHORT = re.compile(rf"{BEFORE}(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{2}}){AFTER}(?! ?\d)")
SPACED = re.compile(rf"(?<!\w)(\d{{2}}) (\d{{2}}) ({YEAR})(?![\w/.-])")
SPACED_CUE = re.compile(r"(?:date|datum|le|op|am|du|vom|on)[ .:]{1,3}$", re.IGNORECASE)
WORDS = re.compile(
    rf"{FREE}(\d{{1,2}}){ORDINAL}[\s-]{{0,2}}(?:of )?({NAMES})(?![^\W\d_])\.?,?[\s-]{{0,2}}({YEAR}|'\d{{2}}){AFTER_YEAR}", re.IGNORECASE
)
MONTH_FIRST = re.compile(rf"\b({NAMES})\.? (\d{{1,2}}){ORDINAL},? ({YEAR})(?!\w)", re.IGNORECASE)

SURE, MISREAD, SHORT_YEAR, AMERICAN = 0.97, 0.75, 0.8, 0.6
CENTURY = 50
"""Two figures from here on are of the last century."""


@finds("date_eu")
def find_dates(sheet: Sheet) -> Iterator[Found]:
    """Every date that the calendar has."""
    text = sheet.text
    for match in chain(ISO.finditer(text), YEAR_FIRST.finditer(text)):
        yield from _found(match, match[1], match[2], match[3])
    for match in FIGURES.finditer(text):
        yield from _in_figures(match)
    for match in SHORT.finditer(text):
        yield from _found(match, _four_figures(match[4]), match[3], match[1], SHORT_YEAR)
    for match in SPACED.finditer(text):
        if SPACED_CUE.search(text[: match.start()]):
            yield from _found(match, match[3], match[2], match[1], SHORT_YEAR)
    yield from _in_words(text)
    yield from spoken_dates(sheet)
    yield from foreign_dates(text)


def _in_words(text: str) -> Iterator[Found]:
    for match in WORDS.finditer(text):
        yield from _found(match, _four_figures(match[3].strip("'")), str(NUMBERS[folded(match[2])]), match[1])
    for match in MONTH_FIRST.finditer(text):
        yield from _found(match, match[3], str(NUMBERS[folded(match[1])]), match[2])


def _in_figures(match: re.Match[str]) -> Iterator[Found]:
    day, month, year = (re.sub("[Oo]", "0", re.sub("[Il]", "1", match[group])) for group in (1, 3, 4))
    if sum(sign.isdigit() for sign in match[0]) < 5:  # noqa: PLR2004 - a word, not a date
        return
    misread = match[0] != match[0].translate(str.maketrans("", "", "OoIl"))
    if int(month) > 12 >= int(day):  # noqa: PLR2004 - only an American can have meant it
        yield from _found(match, year, day, month, AMERICAN)
        return
    yield from _found(match, year, month, day, MISREAD if misread else SURE)


def _four_figures(year: str) -> str:
    if len(year) == 4:  # noqa: PLR2004
        return year
    return f"{19 if int(year) >= CENTURY else 20}{year}"


def _found(match: re.Match[str], year: str, month: str, day: str, confidence: float = SURE) -> Iterator[Found]:
    if not 1900 <= int(year) < 2100:  # noqa: PLR2004 - what a claim can be about
        return
    try:
        date = dt.date(int(year), int(month), int(day))
    except ValueError:
        return
    yield Found(kind="date_eu", value=date.isoformat(), start=match.start(), end=match.end(), confidence=confidence)
