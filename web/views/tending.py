"""What is done with a task from its page: handed over, put off, noted on; and the way to the next one."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import services, tending
from web import accounts
from web.engine import attempt
from web.views.acting import acting
from web.views.page import show, viewer
from web.views.tasks import find, onward
from web.words import codes, word


@require_safe
def following_one(request: HttpRequest, task_id: int) -> HttpResponse:
    """The open task after this one; the list where there is none."""
    who = viewer(request)
    return onward(who, find(who, task_id), "")


@require_safe
def ask_whom(request: HttpRequest, task_id: int) -> HttpResponse:
    """Who could get the task."""
    found = acting(request, task_id)
    return show(request, "hand_over.html", found.who, {"task": found.task, "people": accounts.names(but=found.task.handler)})


@require_POST
def hand_over(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give the task to another handler; the next page is the task where the person still sees it, else the next one."""
    found = acting(request, task_id)
    to = request.POST.get("to", "").strip()
    if not accounts.may_have_tasks(to):
        messages.error(request, word(codes.REFUSALS, "no_such_person"))
        return redirect("task_hand_over", task_id)
    if not attempt(request, lambda: tending.hand_over(task_id, to, found.who.name, services.current())):
        return redirect("task_hand_over", task_id)
    messages.success(request, _("%(to)s has the task now.") % {"to": to})
    return redirect("task", task_id) if found.who.sees_all else onward(found.who, found.task, "")


@require_POST
def snooze(request: HttpRequest, task_id: int) -> HttpResponse:
    """Put the task off until a day; the next page is the next task."""
    found = acting(request, task_id)
    day = _day(request.POST.get("until", ""))
    if day is None:
        messages.error(request, word(codes.REFUSALS, "snooze_not_ahead"))
    elif attempt(request, lambda: tending.snooze(task_id, day, found.who.name, services.current())):
        messages.success(request, _("Put off until %(day)s.") % {"day": date_format(day, "SHORT_DATE_FORMAT")})
        return onward(found.who, found.task, "snoozed")
    return redirect("task", task_id)


@require_POST
def wake(request: HttpRequest, task_id: int) -> HttpResponse:
    """Bring the task back before its day."""
    found = acting(request, task_id)
    attempt(request, lambda: tending.wake(task_id, found.who.name, services.current()))
    return redirect("task", task_id)


@require_POST
def note(request: HttpRequest, task_id: int) -> HttpResponse:
    """Write a note on the task."""
    found = acting(request, task_id)
    attempt(request, lambda: tending.note(task_id, request.POST.get("text", ""), found.who.name, services.current()))
    return redirect(f"{reverse('task', args=[task_id])}#notes")


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None
