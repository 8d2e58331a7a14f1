"""The supervisor's page: how the desk stands and how a period went, as charts; each sheet of it as a file."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.errors import Unavailable
from core.sheets import Period
from ingest import services, statistics
from ingest.services import Services
from storage import figures, numbers
from storage.desk import Viewer
from web import supervision
from web.supervision import Card, Row
from web.views.page import show, viewer
from web.views.statistics import Taken, taken
from web.words.supervision import PERIODS, duration

DAYS = 30
"""The period that nobody chose."""

FILES = ("load", "weeks", "days", "hours", "senders", "types", "triage", "mailboxes", "clocks")
KINDS = ("csv", "xlsx")


class Office:
    """What the page asks of a period that ends today: every sheet once."""

    def __init__(self, length: int, here: Services, today: date) -> None:
        self._here, self._today, self._zone = here, today, here.settings.time_zone
        self.first = today - timedelta(days=length - 1)
        self.period = self._since(self.first)
        arrived = figures.arrivals(self._since(min(self.first, today - timedelta(days=supervision.DAYS - 1))))
        self.lately = supervision.between(arrived, today - timedelta(days=supervision.DAYS - 1))
        self.arrived = supervision.between(arrived, self.first)
        self.load = self.rows("load")
        self.triage = self.rows("triage")

    def _since(self, first: date) -> Period:
        return statistics.period(first, self._today, self._zone)

    def rows(self, code: str) -> list[Row]:
        """Every row of a sheet."""
        return list(statistics.sheet(code, self.period, self._here).rows)

    def cards(self) -> list[Card]:
        """The charts, but for that of the clocks."""
        most = max(self._here.settings.limits.chart_rows, 1)
        sheets = {code: statistics.sheet(code, self.period, self._here) for code in FILES}
        return [
            supervision.load(sheets["load"], self.load, most),
            supervision.ages(sheets["load"], self.load),
            supervision.days(sheets["days"], list(figures.days(self.lately)), self._today),
            supervision.hours(sheets["hours"], list(figures.hours(self.arrived))),
            supervision.weeks(sheets["weeks"], self.rows("weeks")),
            supervision.triage(sheets["triage"], self.triage, most),
            supervision.senders(sheets["senders"], self.rows("senders"), most),
            supervision.types(sheets["types"], self.rows("types"), most),
        ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How the desk stands, and how a period went."""
    who, here = _overseer(request), services.current()
    length = _length(request)
    office = Office(length, here, timezone.localdate())
    context = {
        **_standing(office),
        "cards": office.cards(),
        "boxes": numbers.every(),
        "now": here.now(),
        "at_once": office.arrived.total() <= here.settings.limits.clock_mails,
    }
    return show(request, "supervision.html", who, {"length": length, "periods": PERIODS, **context})


def _standing(office: Office) -> dict[str, object]:
    """The figures at the head of the page; how many wait in triage, every page knows."""
    median = office.triage[-1][3] if office.triage else None
    opened, late = (sum(int(str(row[at])) for row in office.load) for at in (1, 2))
    return {"open": opened, "late": late, "median": duration(median if isinstance(median, float) else None)}


@require_safe
def clocks(request: HttpRequest) -> HttpResponse:
    """The clocks of a period, on a page of their own: they ask the register, and take their time."""
    who, here = _overseer(request), services.current()
    length = _length(request)
    sheet = statistics.sheet("clocks", _period(length, here), here)
    card, problem = None, ""
    try:
        card = supervision.clocks(sheet, list(sheet.rows), max(here.settings.limits.chart_rows, 1))
    except Unavailable as error:
        problem = error.code
    return show(request, "supervision_clocks.html", who, {"card": card, "problem": problem, "length": length, "periods": PERIODS})


@require_safe
def file(request: HttpRequest, code: str, kind: str) -> HttpResponseBase:
    """One sheet of a period as a file; that it was taken is recorded."""
    who, here, length = _overseer(request), services.current(), _length(request)
    if code not in FILES or kind not in KINDS:
        raise Http404
    sheet = statistics.sheet(code, _period(length, here), here)
    data = {"sheet": code, "days": length, "as": kind}
    return taken(request, [sheet], Taken(who=who, why="supervision", data=data, name=f"claimpost-{code}-{timezone.localdate()}.{kind}"))


def _period(length: int, here: Services) -> Period:
    today = timezone.localdate()
    return statistics.period(today - timedelta(days=length - 1), today, here.settings.time_zone)


def _length(request: HttpRequest) -> int:
    """The days that the address asks for, of those that are offered."""
    return next((days for days in PERIODS if request.GET.get("days") == str(days)), DAYS)


def _overseer(request: HttpRequest) -> Viewer:
    """The person behind a request, who must see everybody's tasks: the page names handlers and senders.

    Raises:
        PermissionDenied: the person does not.
    """
    who = viewer(request)
    if not who.sees_all:
        raise PermissionDenied
    return who
