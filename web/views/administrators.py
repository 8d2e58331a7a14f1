"""Who may open what only administrators open."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from storage.desk import Viewer
from web.views.page import viewer


def administrator(request: HttpRequest) -> Viewer:
    """The person behind a request, who must be an administrator.

    Raises:
        PermissionDenied: the person is none.
    """
    who = viewer(request)
    if not who.administers:
        raise PermissionDenied
    return who
