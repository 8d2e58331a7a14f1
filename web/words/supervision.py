"""What the supervisor's page is made of, in words: its cards, its periods, and the sentences on its charts."""

from collections.abc import Mapping

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CARDS: Mapping[str, str | Promise] = {
    "load": gettext_lazy("Load per handler"),
    "ages": gettext_lazy("Age of open tasks"),
    "clocks": gettext_lazy("Clocks in time and too late"),
    "hours": gettext_lazy("Mails by hour of the day"),
    "days": gettext_lazy("Mails per day, last 14 days"),
    "weeks": gettext_lazy("Share of triage per week"),
    "triage": gettext_lazy("Why mails waited, and how long"),
    "senders": gettext_lazy("Senders without a usable reference"),
    "types": gettext_lazy("Types of document that were right"),
}

NOTES: Mapping[str, str | Promise] = {
    "load": gettext_lazy("Open tasks at this moment, with those that are overdue first."),
    "ages": gettext_lazy("Open tasks at this moment, by the days since they were opened."),
    "clocks": gettext_lazy("Clocks that started in the period; what runs past its end is too late."),
    "hours": gettext_lazy("All mails of the period, by the hour in which they came."),
    "days": gettext_lazy("Always the last 14 days, whatever period is chosen."),
    "weeks": gettext_lazy("Of the mails that are not automatic, those that waited for a person, by week of the year."),
    "triage": gettext_lazy("Mails of the period that waited for a person; the time is the median until somebody decided."),
    "senders": gettext_lazy("Domains with the most mails whose number was missing or wrong, and their share of all mails from there."),
    "types": gettext_lazy("A type that nobody changed on a task’s page counts as right."),
}

TONES: Mapping[str, str | Promise] = {
    "met": gettext_lazy("in time"),
    "missed": gettext_lazy("too late"),
    "running": gettext_lazy("running"),
    "late": gettext_lazy("late"),
    "open": gettext_lazy("not late"),
    "waiting": gettext_lazy("still waiting"),
    "decided": gettext_lazy("decided"),
}
"""What the pieces of bars stand for."""

PERIODS: Mapping[int, str | Promise] = {
    7: gettext_lazy("7 days"),
    30: gettext_lazy("30 days"),
    90: gettext_lazy("90 days"),
    365: gettext_lazy("1 year"),
}

_HOURS_AS_DAYS = 72


def count(number: float) -> str:
    """A number as the reader writes it."""
    return number_format(round(number), force_grouping=True)


def percent(share: float | None) -> str:
    """A share as a percentage; "–" of nothing."""
    if share is None:
        return "–"
    tenths = round(1000 * share)
    return f"{number_format(tenths / 10, 1 if tenths % 10 else 0)} %"


def duration(hours: float | None) -> str:
    """How long something took, in its fitting unit; "–" where nothing did."""
    if hours is None:
        return "–"
    if hours < 1:
        return _("%(minutes)s min") % {"minutes": round(hours * 60)}
    if hours < _HOURS_AS_DAYS:
        return _("%(hours)s h") % {"hours": number_format(hours, 1)}
    return _("%(days)s days") % {"days": number_format(hours / 24, 1)}
