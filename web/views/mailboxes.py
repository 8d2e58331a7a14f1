"""The numbers of every mailbox, what could not be taken in, and what failed too often; each with a way to try again."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from ingest import operations, services
from storage import checks, desk, failures, outbox
from storage.desk import Viewer
from storage.models import Job, Mail, Mailbox
from storage.numbers import MailboxNumbers, numbers
from web.engine import attempt
from web.views.page import show, viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One mailbox with its numbers."""

    mailbox: Mailbox
    numbers: MailboxNumbers


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A step that failed too often, and the mail that it is about."""

    job: Job
    mail: Mail | None


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The page of mailboxes and failures."""
    who = supervisor(request)
    rows, most = _failures(), services.current().settings.limits.failures
    shown: dict[str, list[Any]] = {name: list(found[:most]) for name, found in rows.items()}
    lines = [Line(mailbox=mailbox, numbers=numbers(mailbox.pk)) for mailbox in desk.mailboxes()]
    left = {name: found.count() - most for name, found in rows.items() if len(shown[name]) == most}
    return show(request, "mailboxes.html", who, {"lines": lines, "again": outbox.AGAIN, "left": left, **shown, **_about(shown)})


def _failures() -> dict[str, QuerySet[Any]]:
    now, answers = timezone.now(), services.current().settings.answers
    return {
        "quarantined": desk.quarantined(),
        "stuck": desk.stuck(),
        "troubles": outbox.troubles(),
        "late": outbox.late(now, answers.warn_hours),
        "unplanned": Mail.objects.none() if answers.mode == "off" else outbox.unplanned(now, answers.warn_hours),
        "too_many": outbox.withheld(now - outbox.DAY),
        "mismatched": checks.mismatched(),
    }


def _about(shown: Mapping[str, list[Any]]) -> Mapping[str, object]:
    """The steps that failed with their mails, and the tasks of every mail on the page."""
    mails = failures.mails_of(shown["stuck"])
    answered = {answer.mail_id for name in ("troubles", "late", "too_many") for answer in shown[name]}
    others = {mail.pk for mail in (*mails.values(), *shown["unplanned"])}
    stuck = [Failed(job=job, mail=mails.get(job.pk)) for job in shown["stuck"]]
    return {"stuck": stuck, "tasks": failures.tasks_of(answered | others)}


@require_POST
def retry(request: HttpRequest, kind: str, target: int) -> HttpResponse:
    """Try a delivery, a job or an answer again."""
    who = supervisor(request)
    if attempt(request, lambda: operations.retry(kind, target, who.name, services.current())):
        messages.success(request, _("It will be tried again."))
    return redirect("mailboxes")


@require_POST
def note_mismatch(request: HttpRequest, mail_id: int) -> HttpResponse:
    """Say that a mail whose parts do not add up was looked at."""
    who = supervisor(request)
    attempt(request, lambda: operations.note_mismatch(mail_id, who.name, services.current()))
    return redirect("mailboxes")


@require_POST
def note_answer(request: HttpRequest, outgoing_id: int) -> HttpResponse:
    """Say that an answer that did not arrive was looked at."""
    who = supervisor(request)
    attempt(request, lambda: operations.note_answer(outgoing_id, who.name, services.current()))
    return redirect("mailboxes")


def supervisor(request: HttpRequest) -> Viewer:
    """The person behind a request, who must be one that looks after mailboxes and sees the figures.

    Raises:
        PermissionDenied: the person does not.
    """
    who = viewer(request)
    if not who.runs:
        raise PermissionDenied
    return who
