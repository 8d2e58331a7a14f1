"""Why a mail is on its claim, who has seen it and who may: in one place, for each as far as he may know."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core import codec
from core.roles import Role
from core.values import Verdict
from ingest import services
from storage import audit, desk, handing, models, trails
from storage.corrections import CORRECTIONS, UNDONE
from storage.desk import Viewer
from web import words
from web.access import is_mine, name_of, opened, rows_of
from web.accounts import advisers
from web.views.page import show, viewer
from web.views.tasks import find


@require_safe
def page(request: HttpRequest, task_id: int) -> HttpResponse:
    """The page about one task; of what its mail says an administrator learns nothing."""
    who = viewer(request)
    task, knows = _task(who, task_id)
    verdict = codec.load(Verdict, task.verdict.value)
    shown = {
        "task": task,
        "knows": knows,
        "reason": words.reason_sentence(verdict) if knows else "",
        "rule": verdict.rule,
        "outcome": verdict.outcome,
        "corrections": [row for row in trails.trail(task) if row.what in (*CORRECTIONS, UNDONE)],
        **_looks(request, who, task, knows=knows),
        **_advised(who, task),
    }
    return show(request, "who.html", who, shown)


@require_POST
def hand(request: HttpRequest, task_id: int) -> HttpResponse:
    """Hand the papers about health of a task's claim to a medical adviser, or take them back from him."""
    who = viewer(request)
    task = find(who, task_id)
    if not _may_hand(who, task):
        raise PermissionDenied
    adviser, back = request.POST.get("adviser", ""), request.POST.get("back", "")
    if back:
        handing.take_back(task, back, actor=who.name, now=timezone.now())
    elif adviser in advisers():
        handing.hand(task, adviser, actor=who.name, now=timezone.now())
    else:
        messages.error(request, _("Choose a medical adviser."))
    return redirect("task_who", task_id)


@require_POST
def confirm(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say that the sender of a task's mail is who he seems to be; only its handler may."""
    who = viewer(request)
    task = find(who, task_id)
    if not is_mine(who, task):
        raise PermissionDenied
    handing.confirm_sender(task, actor=who.name, now=timezone.now())
    return redirect("task", task_id)


def _task(who: Viewer, task_id: int) -> tuple[models.Task, bool]:
    """The task, and whether the person may read what its mail says."""
    try:
        return desk.task(who, task_id), True
    except models.Task.DoesNotExist as error:
        task = models.Task.objects.select_related("unit", "unit__mail", "verdict").filter(pk=task_id).first() if who.audits else None
        if task is None:
            raise Http404 from error
        return task, False


def _looks(request: HttpRequest, who: Viewer, task: models.Task, *, knows: bool) -> dict[str, object]:
    """Who looked at the task and its papers, for those who read the audit trail."""
    if not who.audits:
        return {}
    rows = audit.looks(task, max(services.current().settings.limits.audit_rows, 1))
    names = {row.pk: name_of(who, row, opened(request)) for row in rows_of(who, task)} if knows else {}
    said = Role.SUPERVISOR in who.roles
    return {
        "looks": [{"event": row, "name": names.get(row.item_id or 0, ""), "said": row.data.get("said", "") if said else ""} for row in rows]
    }


def _may_hand(who: Viewer, task: models.Task) -> bool:
    return task.kind == models.Task.Kind.CLAIM and bool(task.claim) and (is_mine(who, task) or Role.SUPERVISOR in who.roles)


def _advised(who: Viewer, task: models.Task) -> dict[str, object]:
    """The medical advisers of the claim, for who may hand it to one."""
    if not _may_hand(who, task):
        return {}
    handed = handing.advisers_of(task.claim)
    return {"may_hand": True, "handed": handed, "advisers": [name for name in advisers() if name not in handed]}
