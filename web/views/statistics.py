"""The statistics: one sheet at a time on the page, all of them as a file."""

import tempfile
from datetime import date
from itertools import islice

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from core.errors import Unavailable
from core.sheets import Cell, Column, Period
from ingest import services, statistics
from storage import events
from web import sheets
from web.views.mailboxes import supervisor
from web.views.page import show
from web.words.statistics import said

FIRST_YEAR = 2000
FORMATS = {"xlsx": sheets.workbook, "zip": sheets.zipped}


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One sheet of one year."""
    who = supervisor(request)
    year, code = _year(request), request.GET.get("sheet", "months")
    if code not in statistics.codes():
        raise Http404
    here = services.current()
    limits = here.settings.limits
    sheet = statistics.sheet(code, _of(year), here)
    rows, problem = [], ""
    try:
        rows = [_shown(sheet.columns, row) for row in islice(sheet.rows, limits.statistics_rows + 1)]
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
            "sheets": statistics.codes(),
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
    if kind not in FORMATS:
        raise Http404
    every = (statistics.sheet(code, _of(year), here) for code in statistics.codes())
    here.spool_folder.mkdir(parents=True, exist_ok=True)
    made = tempfile.TemporaryFile(dir=here.spool_folder)  # noqa: SIM115 - the answer closes it
    try:
        FORMATS[kind](every, made)
    except Unavailable:
        made.close()
        return HttpResponse(_("The claims system does not answer. Try again later."), status=503, content_type="text/plain; charset=utf-8")
    made.seek(0)
    if request.method != "HEAD":
        events.record("exported", actor=who.name, at=timezone.now(), why="statistics", data={"year": year, "as": kind})
    return FileResponse(made, as_attachment=True, filename=f"claimpost-{year}.{kind}")


def _year(request: HttpRequest) -> int:
    asked, this = request.GET.get("year", ""), timezone.localdate().year
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == len("2026") else this
    return year if FIRST_YEAR <= year <= this else this


def _of(year: int) -> Period:
    return statistics.period(date(year, 1, 1), date(year, 12, 31), services.current().settings.time_zone)


def _shown(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> list[sheets.Shown]:
    return [
        sheets.Shown(column=column, value=said(column.words, value) if isinstance(value, str) else value)
        for column, value in zip(columns, row, strict=True)
    ]
