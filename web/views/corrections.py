"""Putting a mail right: first what would follow, then, with a reason, the correction; and the last step back."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import corrections, services
from ingest.consequences import Consequence, consequences
from ingest.grounds import Refused
from ingest.known import Known
from router.protocols import Claim
from storage import models
from storage.desk import Viewer
from web.access import name_of, opened, rows_of
from web.correcting import LONGEST_NUMBER, MOST_DIGITS, asked
from web.engine import attempt
from web.views.page import show, viewer
from web.views.tasks import find
from web.words import codes, word


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A claim, what the register knows of it, and the names of what would be on it."""

    number: str
    claim: Claim | None
    names: tuple[str, ...]


@require_safe
def ask(request: HttpRequest, task_id: int) -> HttpResponse:
    """What would follow from the correction that the address names; nothing is changed."""
    who = _corrector(request)
    task = find(who, task_id)
    correction = asked(request.GET, task)
    try:
        planned = corrections.plan(task_id, correction, services.current())
    except Refused as refused:
        messages.error(request, word(codes.REFUSALS, refused.code))
        again = f"?{urlencode({'claim': number})}" if (number := request.GET.get("claim", "")[:LONGEST_NUMBER]) else ""
        return redirect(f"{reverse('task', args=[task_id])}{again}")
    names = {row.path: name_of(who, row, opened(request)) for row in rows_of(who, task)}
    known = Known(services.current(), exact=False)
    known.expect(planned.after)
    parts = [
        Part(number=number, claim=known.claim(number), names=tuple(names[path] for path in paths if names.get(path)))
        for number, paths in planned.after.items()
    ]
    shown = {
        "task": task,
        "how": type(correction).__name__.lower(),
        "parts": parts,
        "consequences": consequences(planned, who.name, services.current()),
        "reasons": corrections.REASONS,
        "asked": [(name, value) for name, values in request.GET.lists() for value in values],
    }
    return show(request, "correct.html", who, shown)


@require_POST
def correct(request: HttpRequest, task_id: int) -> HttpResponse:
    """Make the correction; the next page is the task as it is then."""
    who = _corrector(request)
    correction = asked(request.POST, find(who, task_id))
    made: list[int] = []
    if attempt(
        request,
        lambda: made.append(corrections.correct(task_id, correction, who.name, request.POST.get("why", ""), services.current())),
    ):
        messages.success(request, _("It has been put right."))
    return redirect("task", *made or [task_id])


@require_POST
def undo(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take back the last correction; the next page is the first task of the mail that is open then.

    Where something follows that the person was not told of, the next page tells it, and nothing is changed.
    """
    who = _corrector(request)
    unit = find(who, task_id).unit
    if len(_of_undoing(who, task_id)) > _told(request):
        return redirect("task_undo_ask", task_id)
    if attempt(request, lambda: corrections.undo(task_id, who.name, services.current())):
        messages.success(request, _("The correction has been undone."))
    back = unit.tasks.exclude(state=models.Task.State.CANCELLED).order_by("-state", "pk").first()
    return redirect("task", back.pk if back else task_id)


@require_safe
def ask_undo(request: HttpRequest, task_id: int) -> HttpResponse:
    """What would follow from taking back the last correction; nothing is changed."""
    who = _corrector(request)
    task = find(who, task_id)
    last = corrections.undoable(task.unit)
    if last is None:
        return redirect("task", task_id)
    return show(request, "undo.html", who, {"task": task, "last": last, "consequences": _of_undoing(who, task_id)})


def _of_undoing(who: Viewer, task_id: int) -> tuple[Consequence, ...]:
    """What follows from an undo; nothing where it is refused anyway."""
    try:
        return consequences(corrections.plan_undo(task_id), who.name, services.current())
    except Refused:
        return ()


def _told(request: HttpRequest) -> int:
    """How many things that follow the page named from which this was sent."""
    said = request.POST.get("told", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) <= MOST_DIGITS else 0


def _corrector(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.may_assign:
        raise PermissionDenied
    return who
