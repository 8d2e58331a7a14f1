"""Who may do something with a task, and not only look at it."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from storage import models
from storage.desk import Viewer
from web.clocks import may_stamp
from web.views.page import viewer
from web.views.tasks import find


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """The person of a request, and the task."""

    who: Viewer
    task: models.Task


def acting(request: HttpRequest, task_id: int) -> Acting:
    """An operator on any task, a handler on the own.

    Raises:
        Http404: there is no such task, or the person may not know of it.
        PermissionDenied: the person may only look at it.
    """
    who = viewer(request)
    task = find(who, task_id)
    if not may_stamp(who, task):
        raise PermissionDenied
    return Acting(who=who, task=task)
