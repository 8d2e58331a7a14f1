"""How many tasks have come to a list since somebody looked at it."""

from datetime import datetime

from django.db.models import Max, Q

from storage import desk
from storage.desk import Viewer
from storage.models import Task

MOST = 100
"""Tasks that are counted; more are as many."""


def newest() -> int:
    """The id of the newest task, after which others come."""
    found: int | None = Task.objects.aggregate(newest=Max("pk"))["newest"]
    return found or 0


def since(viewer: Viewer, task_id: int, at: datetime, *, everyone: bool) -> int:
    """Open tasks that were opened after this one; of the viewer's own also those that were handed over, or came back, after that moment."""
    rows = desk.claim_tasks(viewer, everyone=everyone, done=False, claim="")
    came = Q(pk__gt=task_id)
    # Those of everyone may be a million: only their ids are looked at.
    came = came if everyone else came | Q(handed_at__gt=at) | Q(snoozed_until__gt=at)
    return len(rows.filter(came).order_by().values_list("pk", flat=True)[:MOST])
