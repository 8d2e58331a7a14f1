"""The numbers of every mailbox, what could not be taken in, and what failed too often; each with a way to try again."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import operations, services
from storage import checks, desk, outbox
from storage.desk import Viewer
from storage.models import Mailbox
from storage.numbers import MailboxNumbers, numbers
from web.engine import attempt
from web.views.page import show, viewer

MOST_ROWS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mailbox with its numbers."""

    mailbox: Mailbox
    numbers: MailboxNumbers


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The page of mailboxes and failures."""
    who = _supervisor(request)
    now, answers = timezone.now(), services.current().settings.answers
    quarantined, stuck = desk.quarantined(), desk.stuck()
    return show(
        request,
        "mailboxes.html",
        who,
        {
            "lines": [Line(mailbox=mailbox, numbers=numbers(mailbox.pk)) for mailbox in desk.mailboxes()],
            "quarantined": quarantined[:MOST_ROWS],
            "stuck": stuck[:MOST_ROWS],
            "troubles": outbox.troubles()[:MOST_ROWS],
            "again": outbox.AGAIN,
            "late": outbox.late(now, answers.warn_hours)[:MOST_ROWS],
            "unplanned": () if answers.mode == "off" else outbox.unplanned(now, answers.warn_hours)[:MOST_ROWS],
            "too_many": outbox.withheld(now - outbox.DAY)[:MOST_ROWS],
            "mismatched": checks.mismatched()[:MOST_ROWS],
        },
    )


@require_POST
def retry(request: HttpRequest, kind: str, target: int) -> HttpResponse:
    """Try a delivery, a job or an answer again."""
    who = _supervisor(request)
    if attempt(request, lambda: operations.retry(kind, target, who.name, services.current())):
        messages.success(request, _("It will be tried again."))
    return redirect("mailboxes")


@require_POST
def note_mismatch(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Say that a mail whose parts do not add up was looked at."""
    who = _supervisor(request)
    attempt(request, lambda: operations.note_mismatch(mail_id, who.name, services.current()))
    return redirect("mailboxes")


@require_POST
def note_answer(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Say that an answer that did not arrive was looked at."""
    who = _supervisor(request)
    attempt(request, lambda: operations.note_answer(outgoing_id, who.name, services.current()))
    return redirect("mailboxes")


def _supervisor(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.sees_all:
        raise PermissionDenied
    return who
