"""The open task that comes after one in the order of its list, so that nobody has to look for it."""

from django.db.models import Q, QuerySet

from storage import desk
from storage.desk import Viewer
from storage.models import Task


def following(viewer: Viewer, task: Task) -> int | None:
    """The task below it, else the uppermost: of the viewer's own where it is, or was, one of these, else of everyone's."""
    own = task.handler == viewer.name
    rows = desk.claim_tasks(viewer, everyone=not own, done=False, claim="").exclude(pk=task.pk)
    # The first condition says nothing new, but an index knows it.
    below = Q(received_at__lte=task.received_at) & (Q(received_at__lt=task.received_at) | Q(pk__lt=task.pk))
    return _first(rows.filter(below)) or _first(rows)


def _first(rows: QuerySet[Task]) -> int | None:
    return rows.values_list("pk", flat=True).first()
