"""The numbers of mailboxes, what failed, and the statistics; for who looks after them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router
from pydantic import Field

from core.sheets import Cell
from ingest import operations, services, statistics
from storage import desk, events, models, outbox
from storage.desk import Viewer
from storage.numbers import numbers
from web.api.door import Bearer, caller
from web.api.paging import PER_PAGE, Limit
from web.api.problems import forbidden, not_found
from web.api.values import Answered, Id
from web.views.statistics import codes_for

router = Router(tags=["Numbers and failures"])
READ, RETRY = Bearer("numbers:read"), Bearer("failures:write")
FIRST_YEAR = 2000
MOST_SKIPPED = 10_000_000

Sort = Literal["job", "delivery", "answer"]
Plain = str | int | float | bool | None


class Mailbox(Answered):
    """A mailbox: `on_server` is `held` and `waiting` and `quarantined` together where it is `balanced`."""

    name: str
    enabled: bool
    on_server: int
    held: int
    waiting: int
    quarantined: int
    moved: int
    gone: int
    balanced: bool
    last_success_at: datetime | None
    last_error: str


class Mailboxes(Answered):
    """Every mailbox that is polled."""

    mailboxes: list[Mailbox]


class Failure(Answered):
    """Something that waits for a person: a `job`, a `delivery` in quarantine, or an `answer` that did not arrive."""

    sort: Sort
    id: int
    what: str
    problem: str
    since: datetime


class Failures(Answered):
    """The newest of each sort; not `complete` when there are more."""

    failures: list[Failure]
    complete: bool


class Retried(Answered):
    """What will be tried again."""

    sort: Sort
    id: int


class Sheets(Answered):
    """The sheets that there are."""

    sheets: list[str]


class Sheet(Answered):
    """A table of figures; not `complete` when rows follow."""

    sheet: str
    year: int
    columns: list[str]
    rows: list[list[Plain]]
    complete: bool


@router.get("/mailboxes", auth=READ, response=Mailboxes)
def list_mailboxes(request: HttpRequest) -> Mailboxes:
    """What each mailbox holds for us, counted by the server and by us."""
    _overseer(request)
    return Mailboxes(mailboxes=[_mailbox(row) for row in desk.mailboxes()])


@router.get("/failures", auth=READ, response=Failures)
def list_failures(request: HttpRequest, limit: Limit = PER_PAGE) -> Failures:
    """What failed and does not go on by itself."""
    _overseer(request)
    most = min(limit, services.current().settings.api.rows)
    jobs, held, answers = list(desk.stuck()[: most + 1]), list(desk.quarantined()[: most + 1]), list(outbox.troubles()[: most + 1])
    found = [
        *(Failure(sort="job", id=row.pk, what=row.step, problem=row.problem, since=row.due_at) for row in jobs[:most]),
        *(Failure(sort="delivery", id=row.pk, what="fetch", problem=row.problem, since=row.seen_at) for row in held[:most]),
        *(Failure(sort="answer", id=row.pk, what=row.state, problem=row.problem, since=row.planned_at) for row in answers[:most]),
    ]
    return Failures(failures=found, complete=max(len(jobs), len(held), len(answers)) <= most)


@router.post("/failures/{sort}/{failure_id}/retry", auth=RETRY, response=Retried)
def retry_failure(request: HttpRequest, sort: Sort, failure_id: Id) -> Retried:
    """Try again what failed, now and from the start."""
    who = _overseer(request)
    if sort == "delivery" and not models.Delivery.objects.filter(pk=failure_id).exists():
        raise not_found()
    operations.retry(sort, failure_id, who.name, services.current())
    return Retried(sort=sort, id=failure_id)


@router.get("/statistics", auth=READ, response=Sheets)
def list_sheets(request: HttpRequest) -> Sheets:
    """The sheets of the statistics."""
    return Sheets(sheets=list(codes_for(_overseer(request))))


@router.get("/statistics/{sheet}", auth=READ, response=Sheet)
def get_sheet(
    request: HttpRequest,
    sheet: str,
    year: Annotated[int, Field(ge=FIRST_YEAR, le=9998)],
    limit: Limit = PER_PAGE,
    skip: Annotated[int, Field(ge=0, le=MOST_SKIPPED)] = 0,
) -> Sheet:
    """One sheet of one year. Durations are hours, shares are from 0 to 1; that it was taken is recorded."""
    who, here = _overseer(request), services.current()
    if sheet not in codes_for(who):
        raise not_found()
    most = min(limit, here.settings.api.rows)
    period = statistics.period(date(year, 1, 1), date(year, 12, 31), here.settings.time_zone)
    table = statistics.sheet(sheet, period, here)
    rows = [_plain(row) for row in islice(table.rows, skip, skip + most + 1)]
    events.record("exported", actor=who.name, at=timezone.now(), why="statistics", data={"year": year, "sheet": sheet})
    columns = [column.code for column in table.columns]
    return Sheet(sheet=sheet, year=year, columns=columns, rows=rows[:most], complete=len(rows) <= most)


def _overseer(request: HttpRequest) -> Viewer:
    who = caller(request).who
    if not who.runs:
        raise forbidden()
    return who


def _mailbox(row: models.Mailbox) -> Mailbox:
    found = numbers(row.pk)
    return Mailbox(
        name=row.name,
        enabled=row.enabled,
        on_server=found.on_server,
        held=found.held,
        waiting=found.waiting,
        quarantined=found.quarantined,
        moved=found.moved,
        gone=found.gone,
        balanced=found.balanced,
        last_success_at=found.last_success_at,
        last_error=found.last_error,
    )


def _plain(row: Sequence[Cell]) -> list[Plain]:
    return [str(cell) if isinstance(cell, date | Decimal) else cell for cell in row]
