"""The cards of the supervisor's page: each a chart of a sheet of the statistics, and the sheet itself as a table."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.sheets import Cell, Column, Sheet
from storage.load_figures import AGES
from web import charts, sheets, words
from web.charts import Bar, Part
from web.words import statistics, supervision
from web.words.supervision import count, duration, percent

Row = tuple[Cell, ...]
Rows = Sequence[Row]

DAYS = 14
"""Days of the chart of mails per day."""

_WEEKS_NAMED = 8
"""Weeks at whose foot there is a number, about."""

_NOON = 6
"""Hours between two that are named."""

_SHARE = 0.01

_AGES = (Column(code="age"), Column(code="open"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A chart, what its colours mean, and its numbers; `file` is the sheet that holds them all."""

    code: str
    file: str
    chart: SafeString
    columns: tuple[Column, ...]
    rows: list[list[sheets.Shown]]
    more: int = 0
    """Rows that the card does not show."""

    legend: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What the card is called."""
        return words.word(supervision.CARDS, self.code)

    @property
    def note(self) -> str:
        """What the card shows."""
        return words.word(supervision.NOTES, self.code)


def load(sheet: Sheet, rows: Rows, most: int) -> Card:
    """Who has how many open tasks."""
    shown = rows[:most]
    found = [_load_bar(row) for row in shown]
    return _card("load", sheet, shown, charts.bars(_named("load"), found), legend=("late", "open"), more=len(rows) - len(shown))


def _load_bar(row: Row) -> Bar:
    handler, opened, late = statistics.said("handler", str(row[0])), _number(row[1]), _number(row[2])
    values = {"open": count(opened), "late": count(late), "day": _day(row[3]), "handler": handler}
    return Bar(
        label=handler,
        parts=(Part(value=late, tone="late"), Part(value=opened - late, tone="open")),
        said=_("%(open)s open, since %(day)s") % values,
        whole=_("%(handler)s: %(open)s open, %(late)s overdue, the oldest since %(day)s") % values,
    )


def ages(sheet: Sheet, rows: Rows) -> Card:
    """For how long tasks have been open."""
    counts = [sum(_number(row[-len(AGES) + at]) for row in rows) for at in range(len(AGES))] if rows else []
    names = [words.word(statistics.COLUMNS, f"age_{days}") for days in AGES]
    feet = ["< 1", *(f"{days}–{until - 1}" for days, until in pairwise(AGES[1:])), f"≥ {AGES[-1]}"]
    found = _columns([*zip(feet, names, counts, strict=False)])
    table = Sheet(code=sheet.code, columns=_AGES, rows=())
    return _card("ages", table, [*zip(names, map(int, counts), strict=False)], charts.columns(_named("ages"), found, count))


def hours(sheet: Sheet, rows: Rows) -> Card:
    """At which hours mail comes."""
    places = [(str(row[0]) if _number(row[0]) % _NOON == 0 else "", f"{row[0]}:00", _number(row[1])) for row in rows]
    return _card("hours", sheet, rows, charts.columns(_named("hours"), _columns(places), count))


def days(sheet: Sheet, rows: Rows, today: date) -> Card:
    """How much mail came on each of the last days, those without any too."""
    found = {row[0]: _number(row[1]) for row in rows}
    every = [today - timedelta(days=ago) for ago in reversed(range(DAYS))]
    places = [(date_format(day, "j"), date_format(day, "SHORT_DATE_FORMAT"), found.get(day, 0)) for day in every]
    return _card("days", sheet, rows, charts.columns(_named("days"), _columns(places), count))


def weeks(sheet: Sheet, rows: Rows) -> Card:
    """How much of the mail waited for a person."""
    step = -(-len(rows) // _WEEKS_NAMED) or 1
    found = []
    for number, (week, units, triage, share) in enumerate(rows):
        values = {"week": _day(week), "share": percent(_number(share)), "some": count(_number(triage))}
        whole = _("Week from %(week)s: %(share)s, %(some)s of %(all)s") % {**values, "all": count(_number(units))}
        found.append(charts.Column(label=_day(week, "W") if number % step == 0 else "", value=_number(share), whole=whole))
    return _card("weeks", sheet, rows, charts.columns(_named("weeks"), found, percent, _SHARE))


def triage(sheet: Sheet, rows: Rows, most: int) -> Card:
    """Why mails waited for a person, and for how long; the last row is about all of them."""
    reasons = rows[:-1]
    shown = reasons[:most]
    chart = charts.bars(_named("triage"), [_reason_bar(row) for row in shown])
    return _card("triage", sheet, shown, chart, legend=("waiting", "decided"), more=len(reasons) - len(shown))


def _reason_bar(row: Row) -> Bar:
    label, units, waiting = statistics.said("reason", str(row[0])), _number(row[1]), _number(row[2])
    median = duration(row[3] if isinstance(row[3], float) else None)
    values = {"units": count(units), "waiting": count(waiting), "median": median, "reason": label}
    return Bar(
        label=label,
        parts=(Part(value=waiting, tone="waiting"), Part(value=units - waiting, tone="decided")),
        said=f"{count(units)} · {median}",
        whole=_("%(reason)s: %(units)s, %(waiting)s of them still wait; median time %(median)s") % values,
    )


def senders(sheet: Sheet, rows: Rows, most: int) -> Card:
    """Who leaves the reference out: those without a fault have no bar."""
    faulty = [row for row in rows if row[2]]
    shown = faulty[:most]
    found = [_share_bar(str(row[0]), _number(row[2]), _number(row[1]), "missed") for row in shown]
    return _card("senders", sheet, shown, charts.bars(_named("senders"), found, 1), more=len(faulty) - len(shown))


def types(sheet: Sheet, rows: Rows, most: int) -> Card:
    """How often the type of a document was right."""
    shown = rows[:most]
    found = [_share_bar(statistics.said("type", str(row[0])), _number(row[1]) - _number(row[2]), _number(row[1]), "met") for row in shown]
    return _card("types", sheet, shown, charts.bars(_named("types"), found, 1), more=len(rows) - len(shown))


def clocks(sheet: Sheet, rows: Rows, most: int) -> Card:
    """How the clocks of the service level went."""
    shown = rows[:most]
    chart = charts.bars(_named("clocks"), [_clock_bar(row) for row in shown])
    return _card("clocks", sheet, shown, chart, legend=("met", "missed", "running"), more=len(rows) - len(shown))


def _clock_bar(row: Row) -> Bar:
    contract, name = str(row[0]), statistics.said("clock", str(row[1]))
    counts = dict(zip(("met", "missed", "running"), map(_number, row[2:5]), strict=True))
    over = counts["met"] + counts["missed"]
    label = f"{name} · {contract}" if contract else name
    told = ", ".join(f"{count(number)} {words.word(supervision.TONES, tone)}" for tone, number in counts.items())
    said = _("%(share)s in time") % {"share": percent(counts["met"] / over if over else None)}
    return Bar(
        label=label, parts=tuple(Part(value=number, tone=tone) for tone, number in counts.items()), said=said, whole=f"{label}: {told}"
    )


def _share_bar(label: str, part: float, whole: float, tone: str) -> Bar:
    share = part / whole if whole else 0
    said = _("%(part)s of %(whole)s · %(share)s") % {"part": count(part), "whole": count(whole), "share": percent(share)}
    return Bar(label=label, parts=(Part(value=share, tone=tone),), said=said, whole=f"{label}: {said}")


def _columns(places: Sequence[tuple[str, str, float]]) -> list[charts.Column]:
    return [charts.Column(label=foot, value=value, whole=f"{name}: {count(value)}") for foot, name, value in places]


def _card(code: str, sheet: Sheet, rows: Rows, chart: SafeString, *, legend: tuple[str, ...] = (), more: int = 0) -> Card:
    shown = [sheets.shown(sheet.columns, row) for row in rows]
    return Card(code=code, file=sheet.code, chart=chart, columns=sheet.columns, rows=shown, more=more, legend=legend)


def _named(code: str) -> charts.Words:
    return charts.Words(id=f"chart-{code}", title=words.word(supervision.CARDS, code), description=words.word(supervision.NOTES, code))


def _number(cell: Cell) -> float:
    """A cell that holds a number."""
    return float(cell) if isinstance(cell, int | float) else 0.0


def _day(cell: Cell, form: str = "SHORT_DATE_FORMAT") -> str:
    """A cell that holds a day, as the reader writes it."""
    return date_format(cell, form) if isinstance(cell, date) else ""


def between(arrived: Counter[tuple[date, int]], first: date) -> Counter[tuple[date, int]]:
    """Of mails by day and hour, those from a day on."""
    return Counter({(day, hour): number for (day, hour), number in arrived.items() if day >= first})
