"""The ledger: every message that a mailbox holds for us is a row, from the moment it is listed. Verbs for polling.

A message is named by mailbox, folder, UIDVALIDITY and UID; its bytes by their SHA-256. Each verb is one short transaction
and changes nothing the second time. What the rows say about the mailbox as a whole stands in `storage.numbers`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet

from core.content import Content
from core.errors import Problem
from storage import events, jobs, models
from storage.items import ENGINE

MAX_TRIES = 5
"""A message that the server failed to give that often waits in quarantine, until a person asks for it again."""

FIRST_RETRY = timedelta(minutes=1)
"""The wait after the first failure; each further one waits four times as long."""

SETTLE_GRACE = timedelta(minutes=5)
"""The poller settles at the end of its round, over the connection it has; the job steps in when it did not."""

State = models.Delivery.State
Settled = models.Delivery.Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A message that is listed and still to be fetched."""

    delivery_id: int
    folder: str
    uid_validity: int
    uid: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A mail that is safe; `new` when nobody delivered the same bytes before."""

    mail_id: int
    new: bool


def enabled() -> tuple[int, ...]:
    """The mailboxes that are to be polled."""
    return tuple(models.Mailbox.objects.filter(enabled=True).order_by("pk").values_list("pk", flat=True))


def lease(mailbox_id: int, owner: str, seconds: float, now: datetime) -> bool:
    """Take or renew the right to poll a mailbox; False when somebody else has it."""
    free = Q(leased_by=owner) | Q(leased_by="") | Q(leased_until=None) | Q(leased_until__lt=now)
    rows = models.Mailbox.objects.filter(free, pk=mailbox_id, enabled=True)
    return rows.update(leased_by=owner, leased_until=now + timedelta(seconds=seconds)) == 1


def release(mailbox_id: int, owner: str) -> None:
    """Give the right to poll back."""
    models.Mailbox.objects.filter(pk=mailbox_id, leased_by=owner).update(leased_by="", leased_until=None)


def waiting(mailbox_id: int, now: datetime) -> tuple[Waiting, ...]:
    """What is to be fetched now: what never failed first, then in the order of arrival."""
    rows = models.Delivery.objects.filter(Q(retry_at=None) | Q(retry_at__lte=now), mailbox=mailbox_id, current=True, state=State.WAITING)
    found = rows.order_by("tries", "folder", "uid").values_list("pk", "folder", "uid_validity", "uid")
    return tuple(Waiting(delivery_id=pk, folder=folder, uid_validity=validity, uid=uid) for pk, folder, validity, uid in found)


def hold(delivery_id: int, content: Content, *, received_at: datetime, now: datetime) -> Held:
    """Write that we have the message, whose bytes must be in the blob store already; the jobs that follow come with it.

    From here on, and not before, the server's copy may be touched.
    """
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state == State.HELD and row.mail_id is not None:
            return Held(mail_id=row.mail_id, new=False)
        acknowledge = row.mailbox is not None and row.mailbox.acknowledge and not row.first_contact
        held = _keep_mail(row, content, received_at=received_at, acknowledge=acknowledge, now=now)
        row.state = State.HELD
        row.problem = ""
        if row.mailbox is not None and row.mailbox.settle != models.Mailbox.Settle.NOTHING and not row.away:
            row.settled = Settled.PENDING
            jobs.add("settle", row.pk, now + SETTLE_GRACE)
        row.save()
        return held


def hold_header(delivery_id: int, header: Content, *, received_at: datetime, now: datetime) -> Held:
    """Write that the message is too big: its header becomes a mail that people can see, the message itself waits in quarantine."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state == State.QUARANTINED and row.mail_id is not None:
            return Held(mail_id=row.mail_id, new=False)
        held = _keep_mail(row, header, received_at=received_at, acknowledge=False, now=now)
        models.Mail.objects.filter(pk=held.mail_id).update(problem=Problem.TOO_BIG)
        _quarantine(row, Problem.TOO_BIG, now)
        return held


def take_file(content: Content, *, received_at: datetime, acknowledge: bool, now: datetime) -> Held:
    """Write that a mail was handed in as a file; its bytes must be in the blob store already."""
    with transaction.atomic():
        row = models.Delivery(state=State.HELD, seen_at=now)
        held = _keep_mail(row, content, received_at=received_at, acknowledge=acknowledge, now=now)
        row.save()
        return held


def fail(delivery_id: int, now: datetime) -> None:
    """Count a try at which the server did not give this message, though it gave others."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state != State.WAITING:
            return
        row.tries += 1
        row.retry_at = now + FIRST_RETRY * 4 ** (row.tries - 1)
        if row.tries >= MAX_TRIES:
            _quarantine(row, Problem.NOT_FETCHED, now)
        else:
            row.save()


def vanish(delivery_id: int, now: datetime) -> None:
    """Write that the message was removed from the mailbox before we had it."""
    with transaction.atomic():
        row = _locked(delivery_id)
        if row.state == State.WAITING:
            take_away([row.pk], now)


def retry(delivery_id: int) -> None:
    """Fetch again what waits in quarantine, at the next poll; what is no longer in the mailbox stays as it is."""
    rows = models.Delivery.objects.filter(pk=delivery_id, state__in=[State.QUARANTINED, State.WAITING], away=False, current=True)
    rows.update(state=State.WAITING, problem="", tries=0, retry_at=None)


def unsettled(mailbox_id: int) -> QuerySet[models.Delivery]:
    """Rows whose message we hold, and whose copy on the server is to be moved or flagged."""
    return models.Delivery.objects.filter(mailbox=mailbox_id, state=State.HELD, mail__isnull=False, settled=Settled.PENDING, current=True)


def settle(delivery_ids: Iterable[int], outcome: models.Delivery.Settled, now: datetime, *, away: bool) -> None:
    """Write what became of the server's copies, and finish the jobs.

    Args:
        delivery_ids: the rows.
        outcome: DONE, or GONE when the message was not there any more.
        now: the moment, for the events.
        away: true when the message has left its folder.
    """
    with transaction.atomic():
        for row in _pending(delivery_ids):
            row.settled = outcome
            if away and not row.away:
                row.away = True
                _leave_folder(row)
            row.save(update_fields=["settled", "away"])
            jobs.finish("settle", row.pk)
            events.record("settled", actor=ENGINE, at=now, why=outcome, mail_id=row.mail_id, data={"delivery": row.pk})


def take_away(delivery_ids: Iterable[int], now: datetime) -> None:
    """Write that messages are not in their folder any more. Waiting ones were never held: that leaves an event."""
    for row in models.Delivery.objects.select_for_update().filter(pk__in=list(delivery_ids), away=False):
        row.away = True
        if row.state == State.WAITING:
            row.state = State.GONE
            events.record("removed_before_held", actor=ENGINE, at=now, data={"delivery": row.pk, "mailbox": row.mailbox_id})
        if row.settled == Settled.PENDING:
            row.settled = Settled.GONE
            jobs.finish("settle", row.pk)
        row.save(update_fields=["away", "state", "settled"])
        _leave_folder(row)


def succeeded(mailbox_id: int, now: datetime, token_until: datetime | None = None) -> None:
    """Write that a poll went to its end, and until when the token is good that it was let in with, if it was one."""
    good = {"last_success_at": now, "last_error": "", "last_error_at": None}
    models.Mailbox.objects.filter(pk=mailbox_id).update(**good, token_until=token_until)


def failed(mailbox_id: int, code: str, now: datetime) -> None:
    """Write why a poll did not go to its end; the first time that it is this reason, with an event."""
    with transaction.atomic():
        if models.Mailbox.objects.filter(pk=mailbox_id).exclude(last_error=code[:60]).exists():
            events.record("poll_failed", actor=ENGINE, at=now, why=code[:60], data={"mailbox": mailbox_id})
        models.Mailbox.objects.filter(pk=mailbox_id).update(last_error=code[:60], last_error_at=now)


def since_of(mailbox_id: int, today: date) -> date:
    """The day from which mail is taken. Nobody having said one, it is the day of the first contact, and stays it."""
    models.Mailbox.objects.filter(pk=mailbox_id, since=None).update(since=today)
    return models.Mailbox.objects.values_list("since", flat=True).get(pk=mailbox_id) or today


def _locked(delivery_id: int) -> models.Delivery:
    row = models.Delivery.objects.select_for_update().get(pk=delivery_id)
    if row.mailbox_id is not None:
        row.mailbox = models.Mailbox.objects.get(pk=row.mailbox_id)
    return row


def _pending(delivery_ids: Iterable[int]) -> QuerySet[models.Delivery]:
    return models.Delivery.objects.select_for_update().filter(pk__in=list(delivery_ids), settled=Settled.PENDING)


def _keep_mail(row: models.Delivery, content: Content, *, received_at: datetime, acknowledge: bool, now: datetime) -> Held:
    values = {"size": content.size, "received_at": received_at, "held_at": now, "acknowledge": acknowledge}
    mail, new = models.Mail.objects.get_or_create(sha256=content.sha256, defaults=values)
    row.mail = mail
    row.size = content.size
    row.internal_date = received_at
    if new:
        jobs.add("open", mail.pk, now)
    data = {"mailbox": row.mailbox_id, "uid": row.uid, "size": content.size}
    events.record("received" if new else "received_again", actor=ENGINE, at=now, mail_id=mail.pk, data=data)
    return Held(mail_id=mail.pk, new=new)


def _quarantine(row: models.Delivery, problem: Problem, now: datetime) -> None:
    row.state = State.QUARANTINED
    row.problem = problem
    row.save()
    data = {"delivery": row.pk, "mailbox": row.mailbox_id}
    events.record("quarantined", actor=ENGINE, at=now, why=problem, mail_id=row.mail_id, data=data)


def _leave_folder(row: models.Delivery) -> None:
    cursors = models.Folder.objects.filter(mailbox=row.mailbox_id, name=row.folder, uid_validity=row.uid_validity, on_server__gt=0)
    cursors.update(on_server=F("on_server") - 1)
