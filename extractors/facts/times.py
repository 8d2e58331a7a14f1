"""Times of the day: "14:30", "14h30", "14u30", "17 h 45", "14.30 Uhr"; the value is "14:30"."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

HOUR = r"(?P<hour>[01]?\d|2[0-3])"
MINUTE = r"(?P<minute>[0-5]\d)"
END = r"(?![\d/])(?![.,:]\d{3})"
# Behind a number stands no hour, unless the number is the year of a day.
START = r"(?<![\d.,:/+-])(?:(?<!\d )|(?<=[./ -]20\d\d ))"
MARKED = re.compile(rf"{START}{HOUR}(?:(?P<colon>:)| ?[hHuU] ?){MINUTE}(?::[0-5]\d(?:[.,]\d+)?)?{END}(?! ?%)(?![.,]\d)")
DOTTED = re.compile(rf"{START}{HOUR}[.:]{MINUTE} ?(?:Uhr|uur|heures?|h\b|u\b){END}")
CUED = re.compile(rf"(?i:\b(?:heure|uur|uhrzeit|tijdstip|time)\b)[^\n\d]{{0,12}}{HOUR}[.]{MINUTE}(?![\w.,/])")
# "9:05" is a time only beside such a word: "1:50" is also a scale.
BEFORE = re.compile(
    r"(?:\bà|vers|heures?|om|um|uur|uhrzeit|zeit|tijdstip|at|time|around|rond|gegen|depuis|jusqu['’]à|\d)[\s:=-]{0,4}$", re.IGNORECASE
)
BEHIND = re.compile(r"\s?(?:uhr|uur|h\b|u\b|[ap]\.?m\b|-\s?\d)", re.IGNORECASE)
HALF = re.compile(r"\s?([ap])\.?m\b", re.IGNORECASE)
NOON = 12
SURE, PLAIN = 0.95, 0.9


@finds("time_24h")
def find_times(sheet: Sheet) -> Iterator[Found]:
    """Every hour with its minutes."""
    taken: list[tuple[int, int]] = []
    for pattern in (MARKED, DOTTED, CUED):
        for match in pattern.finditer(sheet.text):
            start, end = match.start("hour"), match.end()
            if any(start < after and end > before for before, after in taken):
                continue
            taken.append((start, end))
            if match.groupdict().get("colon") and len(match["hour"]) == 1 and not _said(sheet.text, start, end):
                continue
            confidence = PLAIN if pattern is MARKED and len(match["hour"]) == 1 else SURE
            value = f"{_hour(match, end):02}:{match['minute']}"
            yield Found(kind="time_24h", value=value, start=start, end=end, confidence=confidence)


def _hour(match: re.Match[str], end: int) -> int:
    """The hour of the day, also where English counts to twelve."""
    hour, half = int(match["hour"]), HALF.match(match.string, end)
    return hour % 12 + (12 if half[1] in "pP" else 0) if half and hour <= NOON else hour


def _said(text: str, start: int, end: int) -> bool:
    return bool(BEFORE.search(text[max(start - 24, 0) : start]) or BEHIND.match(text, end))
