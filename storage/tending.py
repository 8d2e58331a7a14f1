"""Verbs on a task that stays to do: given to another handler, put off until a day, noted on."""

from dataclasses import dataclass
from datetime import datetime

from core import codec
from storage import events, joining, models

HANDED, SNOOZED, WOKEN, NOTED = "task_handed_over", "task_snoozed", "task_woken", "noted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What a person wrote on a task, and the event of it."""

    event: int
    text: str


def hand_over(task: models.Task, to: str, *, actor: str, now: datetime) -> None:
    """Give a task to another handler, with those that are shown on it; to him it is new."""
    joining.part(task, actor=actor, now=now)
    for one in (task, *joining.joined_to(task)):
        before, one.handler = one.handler, to
        one.handed_at, one.snoozed_until = now, None
        one.save(update_fields=["handler", "handed_at", "snoozed_until"])
        _record(HANDED, one, actor=actor, now=now, data={"from": before, "to": to})


def snooze(task: models.Task, until: datetime, *, actor: str, now: datetime) -> None:
    """Put a task off: it comes back by itself."""
    task.snoozed_until = until
    task.save(update_fields=["snoozed_until"])
    _record(SNOOZED, task, actor=actor, now=now, data={"until": until.isoformat()})


def wake(task: models.Task, *, actor: str, now: datetime) -> None:
    """Bring a task back that was put off."""
    task.snoozed_until = None
    task.save(update_fields=["snoozed_until"])
    _record(WOKEN, task, actor=actor, now=now)


def note(task: models.Task, text: str, *, actor: str, now: datetime) -> None:
    """Keep what a person writes on a task; its event does not repeat it."""
    event = _record(NOTED, task, actor=actor, now=now)
    task.notes = [*task.notes, codec.dump(Note(event=event, text=text))]
    task.save(update_fields=["notes"])


def notes(task: models.Task) -> dict[int, str]:
    """What people wrote on a task, by the event of each note."""
    return {one.event: one.text for one in (codec.load(Note, found) for found in task.notes)}


def _record(what: str, task: models.Task, *, actor: str, now: datetime, data: dict[str, str] | None = None) -> int:
    about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "task_id": task.pk, "claim": task.claim}
    return events.record(what, actor=actor, at=now, data=data, **about)  # type: ignore[arg-type]
