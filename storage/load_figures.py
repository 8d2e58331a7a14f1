"""The load of the desk as it stands: the open tasks of every handler, by age. Counted by the database."""

from datetime import datetime, timedelta
from itertools import pairwise

from django.db.models import Count, Min, Q
from django.utils.timezone import localtime

from storage.figures import Rows
from storage.models import Task

AGES = (0, 1, 3, 7, 14, 30)
"""Days from which each age begins; the last one has no end."""


def by_handler(now: datetime) -> Rows:
    """Handler, open tasks, those overdue, the day of the oldest, and how many of each age; the most first.

    Those that are put off count; those that are shown on another do not.
    """
    since = [now - timedelta(days=days) for days in AGES]
    aged = [Q(opened_at__lte=young, opened_at__gt=old) for young, old in pairwise(since)]
    # A clock that ran ahead opened some in the future: they are of today.
    aged = [Q(opened_at__gt=since[1]), *aged[1:], Q(opened_at__lte=since[-1])]
    ages = {f"age_{days}": Count("pk", filter=age) for days, age in zip(AGES, aged, strict=True)}
    rows = Task.objects.filter(state=Task.State.OPEN, kind=Task.Kind.CLAIM, joined_to=None).values_list("handler")
    late = Count("pk", filter=Q(due_at__lt=now))
    counted = rows.annotate(open=Count("pk"), late=late, oldest=Min("opened_at"), **ages).order_by("-open", "handler")
    for handler, count, overdue, oldest, *by_age in counted:
        yield handler, count, overdue, localtime(oldest).date(), *by_age
