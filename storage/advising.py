"""What a medical adviser asks: the tasks with papers about health, of the claims that were handed to him."""

from django.db.models import Exists, OuterRef, QuerySet

from storage import levels
from storage.models import Task
from storage.viewers import Viewer


def tasks(viewer: Viewer) -> QuerySet[Task]:
    """The adviser's tasks, newest first; of a mail nothing is read but what names it."""
    rows = levels.handed_tasks(viewer.name) if viewer.advises else Task.objects.none()
    return (
        rows.filter(Exists(levels.about_health().filter(tasks=OuterRef("pk"))))
        .select_related("unit", "unit__mail")
        .defer("unit__value")
        .order_by("-pk")
    )


def page(viewer: Viewer, *, before: int, most: int) -> list[Task]:
    """`most` tasks older than the one with the id `before`; 0: the newest."""
    rows = tasks(viewer)
    return list((rows.filter(pk__lt=before) if before else rows)[:most])


def papers(viewer: Viewer, shown: list[Task]) -> dict[int, int]:
    """How many papers about health each task has."""
    found = levels.about_health().filter(tasks__in=[task.pk for task in shown]) if viewer.advises else levels.about_health().none()
    counted: dict[int, int] = {}
    for task_id in found.values_list("tasks__pk", flat=True):
        counted[task_id] = counted.get(task_id, 0) + 1
    return counted
