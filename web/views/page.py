"""What every page has: who looks at it, and the numbers of its head."""

from collections.abc import Mapping
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from ingest import services
from storage import desk
from storage.desk import Viewer

Row = TypeVar("Row", bound=Model)


def viewer(request: HttpRequest) -> Viewer:
    """The person behind a request: an operator sees all and assigns, a supervisor sees all, a handler sees the own."""
    user = request.user
    since = getattr(user, "last_login", None)
    if user.is_superuser:
        return Viewer(name=user.get_username(), sees_all=True, may_assign=True, since=since)
    operates, supervises = getattr(user, "operates", False), getattr(user, "supervises", False)
    return Viewer(name=user.get_username(), sees_all=operates or supervises, may_assign=operates, since=since)


def show(request: HttpRequest, template: str, who: Viewer, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """A page with its head."""
    return render(request, template, {"viewer": who, "counts": desk.counts(who), **context}, status=status)


def paged(request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    """The page of `rows` that the address asks for."""
    return Paginator(rows, max(services.current().settings.limits.page_tasks, 1)).get_page(request.GET.get("page"))
