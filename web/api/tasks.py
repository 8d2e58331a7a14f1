"""Tasks: lists, one with all that its page shows, and what its handler does."""

from typing import Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router

from ingest import operations, services, stamping
from storage import desk, models
from storage.desk import Viewer
from web.api import shapes, whole_task
from web.api.door import Bearer, caller
from web.api.paging import PER_PAGE, Cursor, Limit, newest
from web.api.problems import forbidden, not_found
from web.api.shapes import Changed, Task, TaskKind
from web.api.values import Answered, Asked, Id, Line, Moment, Number
from web.api.whole_task import WholeTask
from web.clocks import may_stamp

router = Router(tags=["Tasks"])
READ, WRITE = Bearer("tasks:read"), Bearer("tasks:write")


class Tasks(Answered):
    """One page of tasks; `next` is the cursor of the page after it."""

    tasks: list[Task]
    next: str | None


class Stamp(Asked):
    """What happened outside, and when; without a moment it happened now."""

    stamp: Line
    at: Moment | None = None


def find(who: Viewer, task_id: int) -> models.Task:
    """The task, if the person may see it.

    Raises:
        Problem: there is none, or the person may not know of it.
    """
    try:
        return desk.task(who, task_id)
    except models.Task.DoesNotExist as error:
        raise not_found() from error


@router.get("/tasks", auth=READ, response=Tasks)
def list_tasks(  # noqa: PLR0913, PLR0917 - the filters of the list
    request: HttpRequest,
    of: Literal["mine", "everyone"] = "mine",
    kind: TaskKind = "claim",
    state: Literal["open", "done"] = "open",
    claim: Number = "",
    limit: Limit = PER_PAGE,
    cursor: Cursor = "",
) -> Tasks:
    """Tasks, the newest first: of claims, or what waits in triage or on hold; `everyone` and triage for who sees all."""
    who = caller(request).who
    if (of == "everyone" or kind != "claim") and not who.sees_all:
        raise forbidden()
    if kind == "claim":
        rows = desk.claim_tasks(who, everyone=of == "everyone", done=state == "done", claim="")
    else:
        rows = desk.waiting_tasks(who).filter(kind=kind)
        rows = rows if state == "open" else rows.none()
    if claim:
        rows = rows.filter(claim=claim)
    page = newest(rows, cursor, limit, by="opened_at")
    return Tasks(tasks=[shapes.task(row, who) for row in page.rows], next=page.next)


@router.get("/tasks/{task_id}", auth=READ, response=WholeTask)
def get_task(request: HttpRequest, task_id: Id) -> WholeTask:
    """One task: its mail, why it is here, its documents, its clocks, what its claim still lacks. It does not count as opened."""
    asks = caller(request)
    return whole_task.whole(asks, find(asks.who, task_id))


@router.post("/tasks/{task_id}/done", auth=WRITE, response=Changed)
def finish_task(request: HttpRequest, task_id: Id) -> Changed:
    """Mark a task of a claim as done."""
    who = caller(request).who
    find(who, task_id)
    operations.close(task_id, who.name, services.current())
    return shapes.changed(task_id)


@router.post("/tasks/{task_id}/reopen", auth=WRITE, response=Changed)
def reopen_task(request: HttpRequest, task_id: Id) -> Changed:
    """Open a task again that was done."""
    who = caller(request).who
    find(who, task_id)
    operations.reopen(task_id, who.name, services.current())
    return shapes.changed(task_id)


@router.post("/tasks/{task_id}/stamps", auth=WRITE, response=Changed)
def stamp_task(request: HttpRequest, task_id: Id, stamp: Stamp) -> Changed:
    """Stamp what happened outside: an expert was sent, a report was passed on. `get_task` says what can be stamped."""
    who = _stamper(request, task_id)
    stamping.stamp(task_id, stamp.stamp, stamp.at or timezone.now(), who.name, services.current())
    return shapes.changed(task_id)


@router.post("/tasks/{task_id}/stamps/{stamp_id}/back", auth=WRITE, response=Changed)
def take_stamp_back(request: HttpRequest, task_id: Id, stamp_id: Id) -> Changed:
    """Say that a stamp was wrong; what counted before counts again."""
    who = _stamper(request, task_id)
    stamping.take_back(task_id, stamp_id, who.name, services.current())
    return shapes.changed(task_id)


def _stamper(request: HttpRequest, task_id: int) -> Viewer:
    who = caller(request).who
    if not may_stamp(who, find(who, task_id)):
        raise forbidden()
    return who
