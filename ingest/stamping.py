"""What a person stamps on a claim or a mail, because it happened outside, and takes back when it was wrong."""

from datetime import datetime, timedelta

from django.db import transaction

from ingest.grounds import Refused, task_of
from ingest.known import Known
from ingest.services import Services
from storage import hands, models
from storage.claim_stamps import SEARCHED
from storage.hands import Stamp


def names(task: models.Task, known: Known) -> tuple[str, ...]:
    """What can be stamped by way of a task; the end of a search only where a vehicle was stolen, as far as is known."""
    if task.kind != models.Task.Kind.CLAIM or not task.claim:
        return hands.OF_MAIL
    searched = known.claim(task.claim) is None or known.is_stolen_vehicle(task.claim)
    return (*(name for name in hands.OF_CLAIM if searched or name != SEARCHED), *hands.OF_MAIL)


def stamps(task: models.Task, services: Services, *, known: Known | None = None) -> tuple[Stamp, ...]:
    """What people stamped on the task's claim, under any of its numbers, and on its mail, and what still counts."""
    on_claim = task.kind == models.Task.Kind.CLAIM and task.claim
    claims = (known or Known(services, exact=False)).numbers(task.claim) if on_claim else ()
    return hands.standing(claims, [task.unit.mail_id])


def stamp(task_id: int, name: str, at: datetime, actor: str, services: Services) -> None:
    """Say that something happened at that moment: `mission_sent_at`, `offer_sent_at` ... A later stamp of a name replaces an earlier one.

    Raises:
        Refused: `task_not_found`, `stamp_unknown`, `stamp_in_future`, `stamp_too_early`, `stamp_before_receipt`, `already_stamped`.
    """
    now = services.now()
    with transaction.atomic():
        task = task_of(task_id)
        if name not in names(task, Known(services, exact=False)):
            raise Refused("stamp_unknown")
        if code := _misplaced(name, at, task, services):
            raise Refused(code)
        same = [one for one in stamps(task, services) if one.name == name]
        if same and same[-1].at == at:
            raise Refused("already_stamped")
        hands.add(task, name, at, actor=actor, now=now)


def _misplaced(name: str, at: datetime, task: models.Task, services: Services) -> str:
    """Why something cannot have happened at that moment, "" when it can."""
    received = task.unit.mail.received_at
    if at > services.now():
        return "stamp_in_future"
    if at <= hands.EARLIEST or at < received - timedelta(days=services.settings.limits.stamp_days):
        return "stamp_too_early"
    # A browser's field has no seconds.
    if name in hands.OF_MAIL and at < received.replace(second=0, microsecond=0):
        return "stamp_before_receipt"
    return ""


def take_back(task_id: int, event_id: int, actor: str, services: Services) -> None:
    """Say that a stamp was wrong; what counted before counts again.

    Raises:
        Refused: `task_not_found`, `nothing_to_undo`.
    """
    with transaction.atomic():
        task = task_of(task_id)
        found = next((one for one in stamps(task, services) if one.event == event_id), None)
        if found is None:
            raise Refused("nothing_to_undo")
        hands.take_back(found, task, actor=actor, now=services.now())
