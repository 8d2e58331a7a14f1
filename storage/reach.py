"""Which items a person reaches, and as what: as the handler of the claim, as its medical adviser, or by seeing all."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from core.classes import counting
from core.roles import Role, Sight, shut, sight
from storage import levels
from storage.models import Item, Task
from storage.viewers import Viewer

HOLDERS = ("mail", "container")
"""Kinds of item whose bytes are those of other items too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How a person came to an item: it is `mine` by its claim, `handed` to the adviser, `doubted` as long as its sender is."""

    mine: bool = False
    handed: bool = False
    doubted: bool = False


def items(viewer: Viewer) -> QuerySet[Item]:
    """The items that a viewer may know of, each with how he came to it.

    A handler reaches what is listed on the own tasks, and the rest of a mail of the own that is on nobody else's task; an
    adviser the papers about health of the claims that were handed to him.
    """
    rows = Item.objects.select_related("unit", "mail", "reading").defer("unit__value", "reading__value", "reading__words")
    found = reached(viewer, rows.annotate(hints=levels.HINTS))
    return found if viewer.sees_all else found.filter(Q(("mine", True)) | Q(("handed", True)))


def reached(viewer: Viewer, rows: QuerySet[Item]) -> QuerySet[Item]:
    """These items, each with how the viewer came to it, if he did."""
    return rows.annotate(mine=_mine(viewer), handed=_handed(viewer), doubted=Exists(_doubting()))


def knows(viewer: Viewer, reach: Reach) -> bool:
    """Whether a viewer may know of an item that he came to like this."""
    return viewer.sees_all or reach.mine or reach.handed


def of(item: Item) -> Reach:
    """How the viewer came to an item of `items`."""
    return Reach(mine=getattr(item, "mine", False), handed=getattr(item, "handed", False), doubted=getattr(item, "doubted", False))


def seen(viewer: Viewer, reach: Reach, document_type: str, hints: Iterable[str] | None) -> Sight:
    """How much a viewer sees of a paper of this type: what every page, file and interface asks."""
    found = sight(_roles(viewer, reach), counting(document_type, hints))
    # Consequence 4 of domain section 8.1: whatever is doubted is the handler's only.
    return shut(found) if reach.doubted and not reach.mine else found


def seen_of_class(viewer: Viewer, reach: Reach, level: str) -> Sight:
    """How much a viewer sees of whatever is of one class."""
    return sight(_roles(viewer, reach), (level,))


def below(item: Item) -> QuerySet[Item]:
    """Everything in a mail or container, at any depth."""
    return Item.objects.filter(mail_id=item.mail_id, path__startswith=f"{item.path}.")


def _roles(viewer: Viewer, reach: Reach) -> frozenset[Role]:
    left = {Role.HANDLER} if reach.mine else set()
    return (viewer.roles - {Role.HANDLER, Role.ADVISER}) | left | ({Role.ADVISER} if reach.handed else set())


def _mine(viewer: Viewer) -> Case:
    listed = levels.alive().filter(items=OuterRef("pk"))
    same_mail = levels.alive().filter(unit=OuterRef("unit"), handler=viewer.name)
    own = Q(Exists(listed.filter(handler=viewer.name))) | (Q(Exists(same_mail)) & ~Q(Exists(listed.exclude(handler=viewer.name))))
    return Case(When(own, then=True), default=False) if viewer.handles else Case(default=False)


def _handed(viewer: Viewer) -> Case:
    medical = levels.about_health().filter(pk=OuterRef("pk"), tasks__in=levels.handed_tasks(viewer.name))
    return Case(When(Exists(medical), then=True), default=False) if viewer.advises else Case(default=False)


def _doubting() -> QuerySet[Task]:
    return levels.doubted_tasks().filter(items=OuterRef("pk"))
