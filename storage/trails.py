"""What happened to a task, and what people and letters say of its claim, as its page needs it: read at once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Value

from storage import absences, hands
from storage.hands import Stamp
from storage.models import Event, Task

_OF_TASK, _OF_CLAIM = "task", "claim"


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """The `trail` of a task, the events that say who is away on its claim, and the stamps that count; each oldest first."""

    trail: Sequence[Event]
    absences: Sequence[Event] = ()
    stamps: Sequence[Stamp] = ()


def trail(task: Task) -> QuerySet[Event]:
    """What happened to a task, its unit and its mail, oldest first; what happened to other units of the mail is left out."""
    of_mail = Q(mail_id=task.unit.mail_id, unit_id=None, task_id=None)
    of_unit = Q(unit_id=task.unit_id, task_id=None)
    return Event.objects.filter(of_mail | of_unit | Q(task_id=task.pk)).order_by("pk")


def happened(task: Task, claims: Collection[str]) -> Happened:
    """Everything of a task whose claim has, or had, the numbers `claims`; one query."""
    own = trail(task).order_by().annotate(part=Value(_OF_TASK))
    others = [absences.absences(*claims).order_by(), *hands.events_of(claims, [task.unit.mail_id])]
    rows = sorted(own.union(*(one.annotate(part=Value(_OF_CLAIM)) for one in others), all=True), key=lambda row: row.pk)
    of_claim = [row for row in rows if row.part == _OF_CLAIM]
    return Happened(
        trail=[row for row in rows if row.part == _OF_TASK],
        absences=of_claim,
        stamps=hands.among(of_claim, claims, [task.unit.mail_id]),
    )
