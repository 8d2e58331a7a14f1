"""Calendar files: the events of an invitation (iCalendar, RFC 5545), a page for each."""

import re
from collections.abc import Iterator

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.readers import Sheets, reads
from extractors.readers.text import decode

FOLD = re.compile(r"\n[ \t]")
PROPERTY = re.compile(r"(?P<name>[A-Z-]+)(?:;(?:\"[^\"]*\"|[^\":])*)?:(?P<value>.*)", re.IGNORECASE)
MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T(\d{2})(\d{2})\d{2}(Z?))?")
ESCAPED = re.compile(r"\\([\\;,nN])")
SHOWN = ("SUMMARY", "DTSTART", "LOCATION", "DESCRIPTION", "ORGANIZER")
"""Properties that a person reads, in the order of the page."""


@reads("text/calendar")
def read_calendar(content: Content, context: Context) -> Sheets:
    """What each event says: its title, when, where, and the words about it."""
    limit = context.limits.text_bytes
    text = FOLD.sub("", decode(content.head(limit)))
    if "BEGIN:VCALENDAR" not in text.upper():
        raise Unreadable(Problem.DAMAGED)
    events = [page for page in map(_page, _events(text)) if page]
    left_out = len(events) > context.limits.pages or content.size > limit
    pages = tuple(Page(number=number, text=page) for number, page in enumerate(events[: context.limits.pages], 1))
    return Sheets(pages=pages, problem=Problem.TOO_BIG if left_out else None)


def _events(text: str) -> Iterator[dict[str, str]]:
    """The properties of each event by name, the first of each; those of alarms and other things inside it are left out."""
    event: dict[str, str] | None = None
    inside: list[str] = []
    for line in text.split("\n"):
        found = PROPERTY.fullmatch(line)
        if found is None:
            continue
        name, value = found["name"].upper(), found["value"].strip()
        if name == "BEGIN":
            inside.append(value.upper())
            event = {} if value.upper() == "VEVENT" else event
        elif name == "END":
            if inside and inside.pop() == "VEVENT" and event is not None:
                yield event
                event = None
        elif event is not None and inside[-1:] == ["VEVENT"]:
            event.setdefault(name, value)


def _page(event: dict[str, str]) -> str:
    lines = (_words(name, event[name]) for name in SHOWN if event.get(name))
    return "\n".join(lines)


def _words(name: str, value: str) -> str:
    if name == "DTSTART":
        return MOMENT.sub(_moment, value)
    if name == "ORGANIZER":
        return re.sub("^mailto:", "", value, flags=re.IGNORECASE)
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)


def _moment(found: re.Match[str]) -> str:
    """As dates and times are written here: `10/03/2026 09:30`."""
    year, month, day, hour, minute, utc = found.groups()
    return f"{day}/{month}/{year}" + (f" {hour}:{minute}{' UTC' if utc else ''}" if hour else "")
