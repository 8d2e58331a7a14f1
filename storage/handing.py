"""Verbs on who sees a claim's papers: its medical advisers, and senders that a handler has confirmed."""

from datetime import datetime

from django.db import transaction

from storage import events, levels, models

HANDED, TAKEN_BACK = "handed", "handed_back"
"""Events of a claim whose papers about health an adviser sees, and sees no more."""


def hand(task: models.Task, adviser: str, *, actor: str, now: datetime) -> None:
    """Let an adviser see the papers about health of the task's claim, those to come included."""
    with transaction.atomic():
        _, made = models.Handed.objects.get_or_create(claim=task.claim, to=adviser, defaults={"at": now})
        if made:
            _record(HANDED, task, actor=actor, now=now, to=adviser)


def take_back(task: models.Task, adviser: str, *, actor: str, now: datetime) -> None:
    """Let an adviser see no more of the task's claim, at once."""
    with transaction.atomic():
        gone, _ = models.Handed.objects.filter(claim=task.claim, to=adviser).delete()
        if gone:
            _record(TAKEN_BACK, task, actor=actor, now=now, to=adviser)


def advisers_of(claim: str) -> list[str]:
    """The advisers to whom a claim was handed."""
    return list(models.Handed.objects.filter(claim=claim).order_by("to").values_list("to", flat=True))


def confirm_sender(task: models.Task, *, actor: str, now: datetime) -> None:
    """Say, once, that the sender of a task's mail is who he seems to be: its papers are no more the handler's alone."""
    with transaction.atomic():
        models.Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
        if levels.doubted_tasks().filter(pk=task.pk).exists():
            _record(levels.CONFIRMED, task, actor=actor, now=now)


def _record(what: str, task: models.Task, *, actor: str, now: datetime, **data: str) -> None:
    mail_id = task.unit.mail_id
    events.record(what, actor=actor, at=now, data=data, mail_id=mail_id, unit_id=task.unit_id, task_id=task.pk, claim=task.claim)
