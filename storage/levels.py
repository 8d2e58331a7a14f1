"""What the database knows of an item's classes, of its claim, and of the doubt about its sender, before anything is read of it."""

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from core.classes import HEALTH, OF_HEALTH
from storage.models import Event, Handed, Item, Task

CONFIRMED = "sender_confirmed"
"""The event of a handler who says that the sender of a task's mail is who he seems to be."""

DOUBTS = ("look_alike_domain", "sender_auth_failed", "sender_not_authenticated", "sender_not_on_claim", "sender_unknown")
"""Warnings about a sender: the papers are the handler's alone until he confirms it (domain section 8.1, consequence 4)."""

HINTS = F("reading__value__type__classes")
"""The classes of personal data that the type and the text of an item hint at, `None` where nothing was read."""


def about_health() -> QuerySet[Item]:
    """The items that are about health, by their type or by what their text hints at."""
    said = Item.objects.filter(kind="document").annotate(hinted=Cast(HINTS, TextField()))
    return said.filter(Q(reading__type__in=OF_HEALTH) | Q(hinted__contains=HEALTH))


def tasks_about_health(tasks: Iterable[int]) -> frozenset[int]:
    """Those of these tasks that have a paper about health."""
    return frozenset(about_health().filter(tasks__in=list(tasks)).values_list("tasks__pk", flat=True))


def doubted_tasks() -> QuerySet[Task]:
    """Tasks of a handler whose mail came with a warning about its sender that nobody has confirmed yet."""
    said = alive().exclude(handler="").annotate(said=Cast("warnings", TextField()))
    warned = Q()
    for code in DOUBTS:
        warned |= Q(said__contains=f'"{code}"')
    return said.filter(warned).exclude(Exists(Event.objects.filter(task_id=OuterRef("pk"), what=CONFIRMED)))


def alive() -> QuerySet[Task]:
    """Tasks of claims, but those that gave way to others."""
    return Task.objects.filter(kind=Task.Kind.CLAIM).exclude(state=Task.State.CANCELLED)


def handed_tasks(adviser: str) -> QuerySet[Task]:
    """The tasks of the claims that were handed to a medical adviser."""
    return alive().filter(claim__in=Handed.objects.filter(to=adviser).values("claim"))
