"""Stamping what happened outside, from the page of a task, and taking it back."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ingest import services, stamping
from storage.desk import Viewer
from web.clocks import may_stamp
from web.engine import attempt
from web.views.page import viewer
from web.views.tasks import find
from web.words import codes, word


@require_POST
def stamp(request: HttpRequest, task_id: int) -> HttpResponse:
    """Stamp the task's claim or mail; without a moment it happened now."""
    who = _stamper(request, task_id)
    written = request.POST.get("at", "").strip()
    at = _moment(written) if written else timezone.now()
    if at is None:
        messages.error(request, word(codes.REFUSALS, "stamp_no_moment"))
    elif attempt(request, lambda: stamping.stamp(task_id, request.POST.get("stamp", ""), at, who.name, services.current())):
        messages.success(request, _("It has been stamped."))
    return redirect("task", task_id)


@require_POST
def take_back(request: HttpRequest, task_id: int, event_id: int) -> HttpResponse:
    """Take a stamp back."""
    who = _stamper(request, task_id)
    if attempt(request, lambda: stamping.take_back(task_id, event_id, who.name, services.current())):
        messages.success(request, _("The stamp no longer counts."))
    return redirect("task", task_id)


def _stamper(request: HttpRequest, task_id: int) -> Viewer:
    who = viewer(request)
    if not may_stamp(who, find(who, task_id)):
        raise PermissionDenied
    return who


def _moment(written: str) -> datetime | None:
    """The moment that a browser's field holds, on the clock of the house; of an hour that comes twice, the first."""
    try:
        found = parse_datetime(written)
    except ValueError:
        return None
    if found is None:
        return None
    return timezone.make_aware(found) if timezone.is_naive(found) else found
