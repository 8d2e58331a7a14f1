"""Lists of tasks: what a person asks for, as far as he may see it, in an order that an index has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet

from core.finding import Query
from core.values import Kind
from storage import desk, search
from storage.desk import INTENTS, Newest, Viewer
from storage.joining import has_seen
from storage.models import Task
from storage.search import Codes

NOTHING = Codes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; what is "" or `None` narrows nothing."""

    claim: str = ""
    """How the number of the claim begins."""

    priority: str = ""
    unread: bool = False
    """Those that the viewer has not opened."""

    due_from: datetime | None = None
    due_until: datetime | None = None
    codes: Codes = NOTHING


def listed(viewer: Viewer, filters: Filters, *, everyone: bool, done: bool, snoozed: bool = False) -> QuerySet[Task]:
    """As `desk.claim_tasks`, narrowed."""
    return _narrowed(desk.claim_tasks(viewer, everyone=everyone, done=done, claim=filters.claim, snoozed=snoozed), viewer, filters)


def due_first(rows: QuerySet[Task]) -> QuerySet[Task]:
    """The rows of a list in the order of their due times."""
    return rows.order_by(F("due_at").asc(nulls_last=True), "pk")


def found(viewer: Viewer, asked: Query, filters: Filters, states: Collection[str]) -> QuerySet[Task]:
    """The tasks that hold what is asked for, received last first: of claims, and where the viewer sees them those of triage."""
    rows = _narrowed(desk.visible(viewer).filter(state__in=states), viewer, filters, asked)
    if filters.claim:
        rows = rows.filter(claim__startswith=filters.claim)
    return search.told(rows).order_by("-received_at", "-pk")


def of_claim(viewer: Viewer, numbers: Collection[str]) -> QuerySet[Task]:
    """The tasks of a claim under any of its numbers, open or done, in the order in which their mails were received."""
    rows = desk.visible(viewer).filter(kind=Task.Kind.CLAIM, claim__in=numbers).exclude(state=Task.State.CANCELLED)
    return rows.annotate(intents=INTENTS, seen=has_seen(viewer.name)).order_by("-received_at", "-pk")


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPaper:
    """A document that came for a claim, and the task that lists it."""

    task: int
    item: int
    name: str
    type: str
    hints: tuple[str, ...]
    page_count: int
    received_at: datetime
    sender: str


def papers_of_claim(viewer: Viewer, numbers: Collection[str], most: int) -> Newest[ClaimPaper]:
    """The documents on the tasks of a claim that the viewer may see, received last first."""
    rows = Task.items.through.objects.filter(task__in=of_claim(viewer, numbers).values("pk"), item__kind=Kind.DOCUMENT)
    columns = ("task", "item", "item__name", "item__reading__type", "item__reading__value__type__classes", "item__reading__page_count")
    came = ("task__received_at", "task__unit__sender_name", "task__unit__sender_address")
    ordered = rows.order_by("-task__received_at", "-task", "item__position").values_list(*columns, *came)
    found = [
        ClaimPaper(
            task=task,
            item=item,
            name=name,
            type=kind or "",
            hints=tuple(hints or ()),
            page_count=pages or 0,
            received_at=received_at,
            sender=sender or address,
        )
        for task, item, name, kind, hints, pages, received_at, sender, address in ordered[: most + 1]
    ]
    return Newest(rows=found[:most], complete=len(found) <= most)


def _narrowed(rows: QuerySet[Task], viewer: Viewer, filters: Filters, asked: Query = ()) -> QuerySet[Task]:
    if filters.priority:
        rows = rows.filter(priority=filters.priority)
    if filters.due_from:
        rows = rows.filter(due_at__gte=filters.due_from)
    if filters.due_until:
        rows = rows.filter(due_at__lt=filters.due_until)
    if filters.unread:
        rows = rows.exclude(has_seen(viewer.name))
    return search.matching(rows, asked, filters.codes)
