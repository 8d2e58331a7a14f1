"""The audit trail as its readers ask it: who did what where and when, the newest first, page by page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from core.limits import Limits
from storage.models import Event, Item, Task

LOOKS = ("viewed", "downloaded", "seen")
"""Events of a person who looks at a task or a paper, or takes it away."""

REFUSED = "refused"
"""The event of somebody who asked for what is not his to see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which events are wanted; whatever is left out does not matter."""

    actor: str = ""
    what: str = ""
    claim: str = ""
    item: int = 0
    since: datetime | None = None
    until: datetime | None = None
    most_tasks: int = Limits().claim_papers
    """Tasks of the claim, the newest, whose events are its own."""


def page(asked: Asked, *, before: int, most: int) -> list[Event]:
    """`most` events older than the one with the id `before`; 0: the newest."""
    rows = Event.objects.order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    if asked.actor:
        rows = rows.filter(actor=asked.actor)
    if asked.what:
        rows = rows.filter(what=asked.what)
    if asked.since:
        rows = rows.filter(at__gte=asked.since)
    if asked.until:
        rows = rows.filter(at__lt=asked.until)
    if asked.item:
        rows = rows.filter(item_id=asked.item, mail_id__in=Item.objects.filter(pk=asked.item).values("mail_id"))
    return list(_of_claim(rows, asked)[:most] if asked.claim else rows[:most])


def looks(task: Task, most: int) -> list[Event]:
    """Who looked at a task, at its papers or at its whole mail, the newest first."""
    own = Q(item_id=None, task_id=None) | Q(item_id__in=task.items.values("pk")) | Q(task_id=task.pk)
    return list(Event.objects.filter(own, mail_id=task.unit.mail_id, what__in=LOOKS).order_by("-pk")[:most])


def refusals(actor: str, since: datetime, most: int) -> int:
    """How often somebody was refused since then, counted up to `most`."""
    return Event.objects.filter(actor=actor, what=REFUSED, at__gte=since)[:most].count()


def _of_claim(rows: QuerySet[Event], asked: Asked) -> QuerySet[Event]:
    """Those of a claim: of its tasks, and of their mails as far as they belong to no other task."""
    newest = Task.objects.filter(claim=asked.claim).order_by("-pk")
    found = list(newest.values_list("pk", "unit__mail_id")[: asked.most_tasks])
    tasks, mails = [pk for pk, _ in found], {mail_id for _, mail_id in found}
    return rows.filter(Q(claim=asked.claim) | Q(task_id__in=tasks) | Q(mail_id__in=mails, task_id=None))
