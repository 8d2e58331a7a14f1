"""A handler's list of tasks, and the page of one task."""

from collections.abc import Mapping
from datetime import timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import operations, releasing, services
from storage import desk, fresh, joining, lists, models
from storage.desk import Viewer
from storage.following import following
from storage.outbox import State
from web import clocks, correcting, filters, joined
from web.correcting import MOST_DIGITS
from web.engine import attempt
from web.files import File, respond
from web.views import detail
from web.views.page import paged, show, viewer
from web.views.seeing import look_on_page


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tasks of the person, or of everyone where that is allowed."""
    who = viewer(request)
    if not who.has_tasks:
        return redirect("medical" if who.advises else "mailboxes")
    asked, now = filters.asked(request, who), timezone.now()
    rows = lists.listed(who, asked.filters(now), everyone=asked.everyone, done=asked.done, snoozed=asked.snoozed)
    page = paged(request, lists.due_first(rows) if asked.due_first else rows)
    others = desk.joined(who, page)
    joined.tighten(page, others)
    first = page.number == 1 and not (asked.done or asked.snoozed or asked.chips)
    return show(
        request,
        "tasks.html",
        who,
        {
            "page": page,
            "types": desk.types_by_task(page, others),
            "clocks": clocks.of_rows(page),
            "everyone": asked.everyone,
            "done": asked.done,
            "snoozed": asked.snoozed,
            **left(request),
            "newest": fresh.newest() if first else None,
            "asked": asked,
            "choices": filters.choices(who),
            "query": asked.address(),
            "now": now,
        },
    )


@require_safe
def one(request: HttpRequest, task_id: int) -> HttpResponse:
    """The page of one task."""
    who = viewer(request)
    task = find(who, task_id)
    if task.kind != models.Task.Kind.CLAIM:
        return redirect("triage_one", task_id)
    if request.method != "HEAD":
        # Before it is shown: whatever joins the task until then is on the page, and nothing joins it later.
        joining.note_seen(task, who.name, timezone.now())
    shown = detail.context(request, who, task)
    look_on_page(request, who, shown)
    return show(request, "task.html", who, {**_to_do(request, who, task), **shown, **correcting.offered(who, task, shown)})


def _to_do(request: HttpRequest, who: Viewer, task: models.Task) -> Mapping[str, object]:
    """What may be done with a task on its page."""
    today = timezone.localdate()
    days = {"first": today + timedelta(days=1), "last": today + timedelta(days=services.current().settings.limits.snooze_days)}
    return {"now": timezone.now(), "may_act": clocks.may_stamp(who, task), "days": days, **left(request)}


@require_safe
def form(request: HttpRequest, task_id: int, outgoing_id: int) -> HttpResponseBase:
    """The blank form that went along with an answer, as a file to keep."""
    who = viewer(request)
    shown = (row for row in desk.answers(who, find(who, task_id)) if row.pk == outgoing_id and row.attached_sha256)
    if (row := next(shown, None)) is None:
        raise Http404
    return respond(File(sha256=row.attached_sha256, size=row.attached_size, name=row.attached_name), request.headers.get("Range", ""))


@require_POST
def release(request: HttpRequest, task_id: int, outgoing_id: int) -> HttpResponse:
    """Have an answer sent after all that was withheld."""
    who = viewer(request)
    find(who, task_id)
    states: list[str] = []
    if attempt(request, lambda: states.append(releasing.release(task_id, outgoing_id, who, services.current()))):
        written = _("It is written as it would be sent: this is a dry run.")
        messages.success(request, written if states == [State.DRY_RUN] else _("It is about to be sent."))
    return redirect("task", task_id)


def find(who: Viewer, task_id: int) -> models.Task:
    """The task, if the viewer may see it.

    Raises:
        Http404: there is none, or the viewer may not know of it.
    """
    try:
        return desk.task(who, task_id)
    except models.Task.DoesNotExist as error:
        raise Http404 from error


def _claim_task(who: Viewer, task_id: int) -> models.Task:
    """As `find`, for a task of a claim: what waits in triage is assigned or dismissed, with a reason."""
    task = find(who, task_id)
    if task.kind != models.Task.Kind.CLAIM:
        raise Http404
    return task


@require_POST
def close(request: HttpRequest, task_id: int) -> HttpResponse:
    """Mark a task as done; the next page is the next task."""
    who = viewer(request)
    task = _claim_task(who, task_id)
    closed = attempt(request, lambda: operations.close(task_id, who.name, services.current()))
    return onward(who, task, "done") if closed else redirect("task", task_id)


def onward(who: Viewer, task: models.Task, what: str) -> HttpResponse:
    """To the open task after this one, or to the list where there is none; that page leads back to what was done with this one."""
    following_one = following(who, task)
    address = reverse("task", args=[following_one]) if following_one else reverse("tasks")
    return redirect(f"{address}?{urlencode({'after': task.pk, 'was': what})}" if what else address)


def left(request: HttpRequest) -> Mapping[str, object]:
    """What a page says of the task before it, as the address tells: it was done, or put off."""
    task, what = request.GET.get("after", ""), request.GET.get("was", "")
    told = what in {"done", "snoozed"} and task.isascii() and task.isdecimal() and len(task) <= MOST_DIGITS
    return {"before": int(task), "was": what} if told else {}


@require_POST
def reopen(request: HttpRequest, task_id: int) -> HttpResponse:
    """Open a task again that was done."""
    who = viewer(request)
    _claim_task(who, task_id)
    attempt(request, lambda: operations.reopen(task_id, who.name, services.current()))
    return redirect("task", task_id)
