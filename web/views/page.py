"""What every page has: who looks at it, and the numbers of its head."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar, cast

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from core.roles import Role
from ingest import services
from storage import desk
from storage.desk import Viewer
from storage.models import Task
from web.accounts import roles_of

Row = TypeVar("Row", bound=Model)

if TYPE_CHECKING:
    _Pages = Paginator[Model]
else:
    _Pages = Paginator

MOST = 10_000
"""Rows of a list that are counted, and through which one may go page by page."""

AT_ONCE, MOST_FEW = 20, 50
"""Rows of a page of what was found, and how many such pages there are."""


def viewer(request: HttpRequest) -> Viewer:
    """The person behind a request: an operator sees all tasks and assigns, a supervisor sees all, a handler sees the own."""
    user = request.user
    roles = roles_of(user)
    return Viewer(
        name=user.get_username(),
        sees_all=not roles.isdisjoint({Role.OPERATOR, Role.SUPERVISOR}),
        may_assign=Role.OPERATOR in roles,
        since=getattr(user, "last_login", None),
        roles=roles,
    )


def show(request: HttpRequest, template: str, who: Viewer, context: Mapping[str, object], *, status: int = 200) -> HttpResponse:
    """A page with its head."""
    return render(request, template, {"viewer": who, "counts": desk.counts(who), **context}, status=status)


class Counted(_Pages):
    """Pages of a list of which no more rows are counted, and shown, than anybody goes through."""

    @cached_property
    def _counted(self) -> int:
        return cast("QuerySet[Model]", self.object_list).order_by().values("pk")[: MOST + 1].count()

    @property
    def count(self) -> int:
        """How many rows there are to go through."""
        return min(self._counted, MOST)

    @property
    def more(self) -> bool:
        """Whether there are more."""
        return self._counted > MOST


def paged(request: HttpRequest, rows: QuerySet[Row]) -> Page[Row]:
    """The page of `rows` that the address asks for."""
    pages = Counted(rows, max(services.current().settings.limits.page_tasks, 1))
    return cast("Page[Row]", pages.get_page(request.GET.get("page")))


@dataclass(frozen=True, slots=True, kw_only=True)
class Few:
    """Some of many rows that nobody counts; `next` and `previous` are numbers of pages, 0 where there is none."""

    rows: list[Task]
    number: int = 1
    next: int = 0

    @property
    def previous(self) -> int:
        """The page before."""
        return self.number - 1


def few(request: HttpRequest, rows: QuerySet[Task]) -> Few:
    """The short page of `rows` that the address asks for."""
    asked = request.GET.get("page", "")
    number = min(int(asked), MOST_FEW) if asked.isascii() and asked.isdecimal() and len(asked) < len(str(MOST)) else 1
    number = max(number, 1)
    start = (number - 1) * AT_ONCE
    found = list(rows[start : start + AT_ONCE + 1])
    more = len(found) > AT_ONCE and number < MOST_FEW
    return Few(rows=found[:AT_ONCE], number=number, next=number + 1 if more else 0)
