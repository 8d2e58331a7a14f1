"""Sends what is planned: marked before it is handed over, so that a process that dies never makes two mails of one."""

from datetime import datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

import structlog
from django.db import transaction

from core import codec
from core.answers import Answers
from core.errors import Misconfigured, Unavailable
from core.values import Unit
from ingest import smtp, withdrawing
from ingest.options import options
from ingest.services import Services
from router.acknowledgement import loop_reason
from storage import jobs, outbox
from storage.blobs import Blobs
from storage.models import Outgoing
from storage.outbox import State

log = structlog.get_logger()


def send_answer(outgoing_id: int, services: Services) -> None:
    """Send one mail. One that a process died over is not sent again: a person is told that it may have gone out.

    Raises:
        Unavailable: the server does not take it at the moment, or the claims system does not say which claim it is about.
        Misconfigured: a secret is missing.
    """
    row = _ready(outgoing_id, services)
    if row is None or withdrawing.withdrawn(row, services):
        return
    answers = services.settings.answers
    # Made before it is marked: what stops here was not sent.
    mail = message(row, answers, services.blobs)
    try:
        with smtp.session(services.settings.smtp, services.tokens) as session:
            session.address(answers.bounces or answers.sender, row.to)
            if not outbox.mark_sending(row):
                return
            session.hand_over(mail)
    except smtp.Rejected as error:
        log.warning("answer_refused", outgoing=row.pk, code=error.code)
        _finish(row, State.REFUSED, services.now(), problem=f"smtp_refused {error.code}")
    except smtp.Unsure as error:
        # It may be on its way: one more try would make two of it, so a person looks first.
        _finish(row, State.UNSURE, services.now(), problem=error.code)
    except (Unavailable, Misconfigured) as error:
        _put_back(row, error, services)
    else:
        _finish(row, State.SENT, services.now())


def _ready(outgoing_id: int, services: Services) -> Outgoing | None:
    """The row when it is to be sent; what is not ends its job."""
    with transaction.atomic():
        row = outbox.lock(outgoing_id)
        if row.state == State.SENDING:
            outbox.move(row, State.UNSURE, services.now(), problem="worker_died")
        if row.state == State.PLANNED and (reason := _forbidden(row, services)):
            outbox.move(row, State.WITHHELD, services.now(), problem=reason)
            outbox.untie(row, services.now())
        if row.state != State.PLANNED:
            jobs.finish("send", outgoing_id)
            return None
        return row


def _forbidden(row: Outgoing, services: Services) -> str:
    """Why it may not go out now, whoever wanted it: answers are off, or a rule against loops speaks against it (domain section 6.6)."""
    settings = services.settings
    if settings.answers.mode != "on" or not outbox.wanted(row.mail):
        return "switched_off"
    if row.kind == outbox.Kind.DIGEST:
        return ""
    unit = codec.load(Unit, row.mail.units.get(path="0").value)
    return loop_reason(unit, row.to, options(settings).own_addresses) or ""


def _finish(row: Outgoing, state: str, now: datetime, *, problem: str = "") -> None:
    """End its job, unless somebody else has meanwhile said what became of it: then the job is theirs."""
    with transaction.atomic():
        if outbox.move(row, state, now, problem=problem):
            jobs.finish("send", row.pk)
            return
    log.warning("answer_moved_meanwhile", outgoing=row.pk, state=state)


def _put_back(row: Outgoing, error: Unavailable | Misconfigured, services: Services) -> None:
    """It is tried again by its job, with the pauses of every job, until it is too old."""
    settings, now = services.settings.answers, services.now()
    if now - row.planned_at > timedelta(hours=settings.give_up_hours):
        _finish(row, State.GAVE_UP, now, problem=error.code)
        return
    with transaction.atomic():
        moved = outbox.move(row, State.PLANNED, now, problem=error.code)
    if moved:
        raise error


def message(row: Outgoing, answers: Answers, blobs: Blobs) -> EmailMessage:
    """The mail as it goes out (domain section 6.6).

    Raises:
        Unavailable: what goes along is not to be had at the moment.
    """
    mail = EmailMessage()
    mail["From"] = Address(answers.sender_name, addr_spec=answers.sender)
    mail["To"] = Address(addr_spec=row.to)
    mail["Subject"] = row.subject
    mail["Date"] = format_datetime(row.planned_at)
    mail["Message-ID"] = row.message_id
    for name, value in row.headers.items():
        mail[name] = value
    mail["Auto-Submitted"] = "auto-replied"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Claimpost-Loop"] = f"1; mail={row.mail_id}"
    mail["Content-Language"] = row.language
    mail.set_content(row.text)
    mail.add_alternative(row.html, subtype="html")
    if row.attached_sha256:
        with blobs.open(row.attached_sha256) as stream:
            mail.add_attachment(stream.read(), maintype="application", subtype="pdf", filename=row.attached_name)
    return mail
