"""Small things that rows and cards of the desk need: a look-up, a time in few words, initials, pieces of a text."""

import mimetypes
from collections.abc import Mapping, Sequence
from datetime import datetime

from django import template
from django.utils.formats import date_format, time_format
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from core.values import Address
from storage.desk import TypeCount
from storage.models import Item
from web import words
from web.tree import LINKS
from web.words import answers, clocks, codes, privacy, reasons

register = template.Library()

TONES = {"L": "good", "O": "warn", "U": "warn", "X": "bad"}


@register.filter
def of(counts: Mapping[int, Sequence[TypeCount]], task_id: int) -> Sequence[TypeCount]:
    """The documents of one task, counted by type."""
    return counts.get(task_id, ())


@register.simple_tag
def received(at: datetime, now: datetime) -> str:
    """A moment in as few signs as tell it: the time today, else the day."""
    here, today = localtime(at), localtime(now).date()
    if here.date() == today:
        return time_format(here, "H:i")
    if (today - here.date()).days == 1:
        return _("yesterday %(time)s") % {"time": time_format(here, "H:i")}
    return date_format(here, "MONTH_DAY_FORMAT" if here.year == today.year else "SHORT_DATE_FORMAT")


@register.simple_tag
def late(due: datetime, now: datetime) -> str:
    """For how long something is overdue, in its largest unit."""
    return timesince(due, now, depth=1)


@register.filter
def initials(address: Address) -> str:
    """One or two letters for a sender."""
    parts = [part for part in (address.name or address.address).replace(".", " ").split() if part[0].isalpha()]
    return "".join(part[0] for part in parts[:2]).upper() or "?"


@register.filter
def person(address: Address) -> str:
    """A sender or recipient with name and address."""
    return f"{address.name} <{address.address}>" if address.name and address.address else address.name or address.address


@register.filter
def sender_tone(code: str) -> str:
    """The colour of a sender's badge."""
    return TONES.get(code, "calm")


@register.filter
def head(text: str, limit: int) -> str:
    """The first `limit` characters, to the last whole word."""
    return text if len(text) <= limit else text[: _cut(text, limit)]


@register.filter
def tail(text: str, limit: int) -> str:
    """What `head` left."""
    return "" if len(text) <= limit else text[_cut(text, limit) :].lstrip()


def _cut(text: str, limit: int) -> int:
    space = max(text.rfind(" ", 0, limit), text.rfind("\n", 0, limit))
    return space if space > limit // 2 else limit


@register.filter
def short_type(item: Item) -> str:
    """What kind of file an item is, in a few letters."""
    if item.media_type == LINKS:
        return _("External link")
    _stem, dot, extension = item.name.rpartition(".")
    if dot and extension.isalnum() and len(extension) <= len("numbers"):
        return extension.upper()
    return (mimetypes.guess_extension(item.media_type) or item.media_type.rpartition("/")[2]).lstrip(".").upper()


@register.filter
def event_reason(code: str) -> str:
    """Why something happened: a reason, a problem, or the kind of a task."""
    for table in (
        reasons.REASONS,
        privacy.OPENINGS,
        answers.REASONS,
        codes.PROBLEMS,
        codes.MAILBOX_ERRORS,
        codes.TASK_KINDS,
        clocks.STAMPS,
    ):
        if code in table:
            return words.word(table, code)
    return code


@register.filter
def plain(number: float) -> str:
    """A number as HTML wants it, whatever the reader's language."""
    return f"{number:.3f}"
