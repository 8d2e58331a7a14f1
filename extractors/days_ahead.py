"""Days to come, as people write them in French, Dutch, German or English: with figures or words, with a year or without."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from extractors.facts.months import NAMES, NUMBERS, ORDINAL
from extractors.facts.number_words import folded

LONGEST = timedelta(days=550)
"""Nobody names a day that is further away: it is misread."""

_YEAR = r"(?:19|20)\d{2}|['\u2019]?\d{2}(?![\d:h])"
_ISO = re.compile(r"(?P<y>(?:19|20)\d{2})-(?P<m>\d{2})-(?P<d>\d{2})")
_FIGURES = re.compile(rf"(?P<d>\d{{1,2}})\s?[./-]\s?(?P<m>\d{{1,2}})(?:\s?[./-]\s?(?P<y>{_YEAR}))?")
_WORDS = re.compile(
    rf"(?P<d>\d{{1,2}}){ORDINAL}\s?(?:of\s)?(?P<name>{NAMES})(?![^\W\d_])\.?(?:,?\s(?P<y>(?:19|20)\d{{2}}))?", re.IGNORECASE
)
_MONTH_FIRST = re.compile(rf"(?P<name>{NAMES})\.?\s(?P<d>\d{{1,2}}){ORDINAL}(?!\d)(?:,?\s(?P<y>(?:19|20)\d{{2}}))?", re.IGNORECASE)
_SHAPES = (_ISO, _FIGURES, _WORDS, _MONTH_FIRST)

BETWEEN = (
    r"[\s:]{1,3}(?:(?:inclus|et y compris|y compris|einschlie(?:ß|ss)lich|inkl\.?|including|met|und mit"
    r"|au|le|la|the|de|den|dem|on|op|am|from|vanaf"
    r"|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|monday|tuesday|wednesday|thursday|friday|saturday|sunday)[,.]?\s{1,2}){0,3}"
)
"""What may stand between a word of coming, staying away or ending and its day."""


def day_at(text: str, start: int, received: date) -> date | None:
    """The day that `text`, which came on the day `received`, names from `start` on; one that is over counts for nothing."""
    return next((day for day, _end in days_at(text, start, received)), None)


def days_at(text: str, start: int, received: date) -> Iterator[tuple[date, int]]:
    """Each way to read a day from `start` on, and where it ends."""
    for shape in _SHAPES:
        found = shape.match(text, start)
        if found and (day := _read(found.groupdict(), received)):
            yield day, found.end()


def _read(said: dict[str, str | None], received: date) -> date | None:
    name = said.get("name")
    month = NUMBERS[folded(name)] if name else int(said["m"] or 0)
    year = (said.get("y") or "").strip("'\u2019")
    years = [int(year) + (2000 if len(year) == 2 else 0)] if year else [received.year, received.year + 1]  # noqa: PLR2004 - figures of a year
    return next((day for one in years if (day := _date(one, month, int(said["d"] or 0), received))), None)


def _date(year: int, month: int, day: int, received: date) -> date | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found if received <= found <= received + LONGEST else None
