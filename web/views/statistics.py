"""The statistics: one sheet at a time on the page, all of them as a file."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import Unavailable
from core.sheets import Period, Sheet
from ingest import services, statistics
from storage import events
from storage.desk import Viewer
from web import sheets
from web.views.mailboxes import supervisor
from web.views.page import show

FIRST_YEAR = 2000
FORMATS = {"xlsx": sheets.workbook, "zip": sheets.zipped, "csv": sheets.written}
WHOLE = ("xlsx", "zip")
"""Formats that hold several sheets."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One sheet of one year."""
    who = supervisor(request)
    year, code, codes = _year(request), request.GET.get("sheet", "months"), codes_for(who)
    if code not in codes:
        raise Http404
    here = services.current()
    limits = here.settings.limits
    sheet = statistics.sheet(code, _of(year), here)
    rows, problem = [], ""
    try:
        rows = [sheets.shown(sheet.columns, row) for row in islice(sheet.rows, limits.statistics_rows + 1)]
    except Unavailable as error:
        problem = error.code
    this = timezone.localdate().year
    return show(
        request,
        "statistics.html",
        who,
        {
            "year": year,
            "years": range(this, this - limits.statistics_years, -1),
            "sheet": sheet,
            "sheets": codes,
            "rows": rows[: limits.statistics_rows],
            "more": len(rows) > limits.statistics_rows,
            "problem": problem,
        },
    )


@require_safe
def file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Every sheet of one year as a file; that it was taken is recorded."""
    who = supervisor(request)
    year, here = _year(request), services.current()
    if kind not in WHOLE:
        raise Http404
    every = (statistics.sheet(code, _of(year), here) for code in codes_for(who))
    return taken(request, every, Taken(who=who, why="statistics", data={"year": year, "as": kind}, name=f"claimpost-{year}.{kind}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Who takes a file, what of, and what it is called: its ending says how it is written."""

    who: Viewer
    why: str
    data: Mapping[str, object]
    name: str


def taken(request: HttpRequest, every: Iterable[Sheet], what: Taken) -> HttpResponseBase:
    """The answer with these sheets as a file; that it was taken is recorded."""
    folder = services.current().spool_folder
    folder.mkdir(parents=True, exist_ok=True)
    made = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the answer closes it
    try:
        FORMATS[what.name.rpartition(".")[2]](every, made)
    except Unavailable:
        made.close()
        return HttpResponse(_("The claims system does not answer. Try again later."), status=503, content_type="text/plain; charset=utf-8")
    made.seek(0)
    if request.method != "HEAD":
        events.record("exported", actor=what.who.name, at=timezone.now(), why=what.why, data=dict(what.data))
    return FileResponse(made, as_attachment=True, filename=what.name)


def codes_for(who: Viewer) -> tuple[str, ...]:
    """The sheets that a person sees: what the register says of claims is nothing for an administrator."""
    return statistics.codes() if who.sees_all else statistics.codes_without_claims()


def _year(request: HttpRequest) -> int:
    asked, this = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == len("2026") else this
    return year if FIRST_YEAR <= year <= this else this


def _of(year: int) -> Period:
    return statistics.period(date(year, 1, 1), date(year, 12, 31), services.current().settings.time_zone)
