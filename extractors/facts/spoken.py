"""Dates with their day or year in words ("le premier juin deux mille vingt-six"), or without a year ("le 14 mars")."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.facts.found import Found
from extractors.facts.months import NAMES, NUMBERS, ORDINAL
from extractors.facts.number_words import compact, days, folded, years
from extractors.facts.sheet import Sheet

MONTH = re.compile(rf"(?<![^\W\d_])({NAMES})(?![^\W\d_])", re.IGNORECASE)
DAY_BEFORE = re.compile(rf"(?<![\w/.,-])(\d{{1,2}}){ORDINAL}[\s-]{{0,2}}$", re.IGNORECASE)
YEAR_BEHIND = re.compile(r"[\s,.-]{0,3}((?:19|20)\d{2})(?!\w)")
LINK = re.compile(r"[\s,.-]{1,3}(?:de l['’]an(?:n[ée]e)?\s+|van het jaar\s+|des jahres\s+|anno\s+|in the year\s+)?", re.IGNORECASE)
NO_YEAR = re.compile(r"\.?(?![\s.,-]{0,3}['’]?\d{2})(?!\s+(?:deux|mil|twee|zwei|negentien|neunzehn|two|twenty|nineteen))", re.IGNORECASE)
REACH = 48
"""Signs in which a day or a year in words can stand."""

IN_WORDS, COMPLETED = 0.93, 0.6


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A day or a year and where it stands."""

    number: int
    start: int
    end: int
    figures: bool = False


def spoken_dates(sheet: Sheet) -> Iterator[Found]:
    """Every date of which a part is in words; a day without a year only where it is known when the document came."""
    for month in MONTH.finditer(sheet.text):
        day = _day(sheet.text, month.start())
        if day is None:
            continue
        year = _year(sheet.text, month.end())
        number = NUMBERS[folded(month[1])]
        if year and not (day.figures and year.figures):
            yield from _found(day, number, year)
        elif not year and sheet.received and NO_YEAR.match(sheet.text, month.end()):
            yield from _last(day, number, month.end(), sheet.received)


def _day(text: str, end: int) -> _Part | None:
    """The day that stands before `end`, the longest that can be read."""
    begin = max(end - REACH, 0)
    before = text[begin:end]
    if match := DAY_BEFORE.search(before):
        return _Part(number=int(match[1]), start=begin + match.start(1), end=end, figures=True)
    for word in re.finditer(r"(?<!\w)(?=[^\W\d_])", before):
        if number := days().get(compact(re.sub(r"\s+(?:of|van)\s*$", "", before[word.start() :]))):
            return _Part(number=number, start=begin + word.start(), end=end)
    return None


def _year(text: str, start: int) -> _Part | None:
    """The year that stands from `start`, the longest that can be read."""
    if match := YEAR_BEHIND.match(text, start):
        return _Part(number=int(match[1]), start=start, end=match.end(), figures=True)
    link = LINK.match(text, start)
    if not link:
        return None
    rest = text[link.end() : link.end() + REACH]
    ends = [match.end() for match in re.finditer(r"[^\W\d_](?![^\W\d_])", rest)]
    for end in reversed(ends):
        if number := years().get(compact(rest[:end])):
            return _Part(number=number, start=link.end(), end=link.end() + end)
    return None


def _found(day: _Part, month: int, year: _Part) -> Iterator[Found]:
    try:
        date = dt.date(year.number, month, day.number)
    except ValueError:
        return
    yield Found(kind="date_eu", value=date.isoformat(), start=day.start, end=year.end, confidence=IN_WORDS)


def _last(day: _Part, month: int, end: int, received: dt.date) -> Iterator[Found]:
    """The last day of that name before the document came, and how it was completed shows in its confidence."""
    for year in (received.year, received.year - 1):
        try:
            date = dt.date(year, month, day.number)
        except ValueError:
            continue
        if date <= received:
            yield Found(kind="date_eu", value=date.isoformat(), start=day.start, end=end, confidence=COMPLETED)
            return
