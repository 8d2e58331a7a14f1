"""Mails of one sender that come within minutes on one claim: their tasks stand on one page, until somebody takes them apart."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, OuterRef, Value
from django.db.models.functions import Coalesce

from core.values import SenderClass
from storage import events, models
from storage.items import ENGINE

JOINED = "joined"
"""The event of a mail whose task is shown on that of the mail before it."""

PARTED = "parted"
"""The event of a task that stands by itself again."""

SEEN = "seen"
"""The event of a person who opens the page of a task for the first time."""

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
"""No task is older."""

_ROOT = "0"
_URGENT = "urgent"


def join(task: models.Task, minutes: int, now: datetime) -> None:
    """Show a new task on the page of the open, unread one that the same sender's mail opened within these minutes before."""
    lead = _lead(task, timedelta(minutes=minutes))
    if lead is None:
        return
    task.joined_to = lead
    task.save(update_fields=["joined_to"])
    _note(JOINED, task, lead, actor=ENGINE, now=now)


def part(task: models.Task, *, actor: str, now: datetime) -> None:
    """Let a task stand by itself again, if it was shown on another."""
    lead = task.joined_to
    if lead is None:
        return
    task.joined_to = None
    task.save(update_fields=["joined_to"])
    _note(PARTED, task, lead, actor=actor, now=now)


def part_all(lead: models.Task, *, actor: str, now: datetime) -> None:
    """Let every task that is shown on this one stand by itself again."""
    for task in joined_to(lead):
        part(task, actor=actor, now=now)


def joined_to(lead: models.Task) -> list[models.Task]:
    """The tasks that are shown on this one, in the order of their mails."""
    return list(models.Task.objects.filter(joined_to=lead).select_related("unit").order_by("unit__mail_id", "pk"))


def note_seen(task: models.Task, actor: str, now: datetime) -> None:
    """Write, once a person, that somebody opened the page of an open task: nothing joins it from then on."""
    if task.state != models.Task.State.OPEN or getattr(task, "seen", False):
        return
    before = models.Event.objects.filter(what=SEEN, actor=actor, task_id=task.pk, at__gte=task.handed_at or EARLIEST)
    with transaction.atomic():
        _locked(task.pk)
        if before.exists():
            return
        events.record(SEEN, actor=actor, at=now, mail_id=task.unit.mail_id, unit_id=task.unit_id, task_id=task.pk, claim=task.claim)


def has_seen(actor: str) -> Exists:
    """Whether somebody opened the page of a task since a person gave it to its handler, if one did: for queries of tasks."""
    since = Coalesce(OuterRef("handed_at"), Value(EARLIEST), output_field=DateTimeField())
    return Exists(models.Event.objects.filter(what=SEEN, actor=actor, task_id=OuterRef("pk"), at__gte=since))


def _lead(task: models.Task, window: timedelta) -> models.Task | None:
    unit = task.unit
    came = unit.mail.received_at
    rows = models.Task.objects.filter(
        kind=models.Task.Kind.CLAIM,
        claim=task.claim,
        handler=task.handler,
        joined_to=None,
        unit__path=_ROOT,
        unit__sender_address=unit.sender_address,
        unit__mail_id__lt=unit.mail_id,
        unit__mail__received_at__range=(came - window, came),
    )
    newest = rows.exclude(priority=_URGENT).exclude(state=models.Task.State.CANCELLED).order_by("-unit__mail_id").first()
    if newest is None or not unit.sender_address:
        return None
    # Who opens the page, or closes the task, waits for us, or we for him.
    lead = _locked(newest.pk)
    return lead if _is_unread(lead) else None


def _is_unread(lead: models.Task) -> bool:
    said = lead.verdict
    trusted = said.actor == ENGINE and said.value.get("sender_class") == SenderClass.LINKED
    seen = models.Event.objects.filter(what=SEEN, task_id=lead.pk)
    return lead.state == models.Task.State.OPEN and lead.joined_to_id is None and trusted and not seen.exists()


def _locked(task_id: int) -> models.Task:
    return models.Task.objects.select_for_update(of=("self",)).select_related("unit", "verdict").get(pk=task_id)


def _note(what: str, task: models.Task, lead: models.Task, *, actor: str, now: datetime) -> None:
    """On both trails."""
    for one, other in ((task, lead), (lead, task)):
        about = {"mail_id": one.unit.mail_id, "unit_id": one.unit_id, "task_id": one.pk, "claim": one.claim}
        events.record(what, actor=actor, at=now, data={"task": other.pk}, **about)  # type: ignore[arg-type]
