"""Verbs on events: who did what when and why. They are added and read; the database refuses anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypedDict, Unpack

from django.db import transaction

from storage import telling
from storage.models import Event, Mail


class About(TypedDict, total=False):
    """What an event is about; whatever is left out, it is not about."""

    mail_id: int | None
    unit_id: int | None
    item_id: int | None
    task_id: int | None
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event, as it was recorded."""

    id: int
    at: datetime
    actor: str
    what: str
    why: str
    mail_id: int | None
    unit_id: int | None
    item_id: int | None
    task_id: int | None
    claim: str
    data: Mapping[str, Any]


def record(what: str, *, actor: str, at: datetime, why: str = "", data: Mapping[str, Any] | None = None, **about: Unpack[About]) -> int:
    """Add an event, and what webhooks are told of it; its id comes back. Inside a transaction it stands or falls with what it tells of."""
    with transaction.atomic(savepoint=False):
        row = Event.objects.create(what=what, actor=actor, at=at, why=why, data=dict(data or {}), **about)
        telling.plan(row)
    return row.pk


def record_once(what: str, *, actor: str, at: datetime, since: datetime | None, mail_id: int, item_id: int | None = None) -> None:
    """Add an event, unless `actor` did the same to the same item, or to the mail itself, since that moment."""
    known = Event.objects.filter(what=what, actor=actor, mail_id=mail_id, item_id=item_id)
    known = known.filter(at__gte=since) if since else known
    if known.exists():
        return
    with transaction.atomic():
        # Browsers ask for a page and its pictures at the same moment: one of them comes first.
        Mail.objects.select_for_update().get(pk=mail_id)
        if not known.exists():
            record(what, actor=actor, at=at, mail_id=mail_id, item_id=item_id)


def trail(**about: Unpack[About]) -> tuple[Entry, ...]:
    """The events about one mail (`mail_id=`), task (`task_id=`) ..., oldest first.

    Raises:
        ValueError: nothing was named; the whole history is read by an administrator's query, never by a page.
    """
    if not about:
        raise ValueError("a trail is about something")
    return tuple(_entry(row) for row in Event.objects.filter(**about))


def _entry(row: Event) -> Entry:
    return Entry(
        id=row.pk,
        at=row.at,
        actor=row.actor,
        what=row.what,
        why=row.why,
        mail_id=row.mail_id,
        unit_id=row.unit_id,
        item_id=row.item_id,
        task_id=row.task_id,
        claim=row.claim,
        data=row.data,
    )
