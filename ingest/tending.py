"""What a person does with a task that stays to do: hands it over, puts it off, writes a note. Each leaves an event."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from core import codec
from ingest.grounds import Refused, open_task, task_of
from ingest.services import Services
from storage import models, tending


def hand_over(task_id: int, to: str, actor: str, services: Services) -> None:
    """Give an open task of a claim to another handler; that there is such a person is the caller's to know.

    Raises:
        Refused: `task_not_found`, `already_done`, `same_handler`.
    """
    with transaction.atomic():
        task = _to_do(task_id)
        if task.handler == to:
            raise Refused("same_handler")
        tending.hand_over(task, to, actor=actor, now=services.now())


def snooze(task_id: int, until: date, actor: str, services: Services) -> None:
    """Put an open task of a claim off until a day begins; its clocks run on.

    Raises:
        Refused: `task_not_found`, `already_done`, `snooze_not_ahead`, `snooze_too_long`.
    """
    zone, now = ZoneInfo(services.settings.time_zone), services.now()
    today = now.astimezone(zone).date()
    if until <= today:
        raise Refused("snooze_not_ahead")
    if until > today + timedelta(days=services.settings.limits.snooze_days):
        raise Refused("snooze_too_long")
    with transaction.atomic():
        morning = datetime(until.year, until.month, until.day, tzinfo=zone)
        tending.snooze(_to_do(task_id), morning, actor=actor, now=now)


def wake(task_id: int, actor: str, services: Services) -> None:
    """Bring a task back before its day.

    Raises:
        Refused: `task_not_found`, `already_done`, `not_snoozed`.
    """
    with transaction.atomic():
        task = _to_do(task_id)
        if task.snoozed_until is None:
            raise Refused("not_snoozed")
        tending.wake(task, actor=actor, now=services.now())


def note(task_id: int, text: str, actor: str, services: Services) -> None:
    """Write a note on a task, whatever its state.

    Raises:
        Refused: `task_not_found`, `note_empty`, `note_too_long`, `too_many_notes`.
    """
    limits = services.settings.limits
    written = codec.plain(text).strip()
    if not written:
        raise Refused("note_empty")
    if len(written) > limits.note_characters:
        raise Refused("note_too_long")
    with transaction.atomic():
        task = task_of(task_id)
        if len(task.notes) >= limits.task_notes:
            raise Refused("too_many_notes")
        tending.note(task, written, actor=actor, now=services.now())


def _to_do(task_id: int) -> models.Task:
    task = open_task(task_id)
    if task.kind != models.Task.Kind.CLAIM:
        raise Refused("not_on_a_claim")
    return task
