"""What the person of a request sees of a paper: asked by every page, file, picture and copy, and by whatever else hands something out."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from django.http import HttpRequest

from core.classes import MONEY, classes_of
from core.masking import HIDDEN, masked
from core.roles import NAMELESS, Sight, is_open
from core.values import Reading, Unit
from storage import desk, levels, reach
from storage.desk import Viewer
from storage.models import Item, Task
from storage.reach import Reach
from web.tree import class_name

REVEALED = "revealed"
"""Where a session keeps which papers its person opened."""

AMOUNT = "amount"
"""What the kinds of facts begin with that are money."""


def opened(request: HttpRequest) -> Collection[int]:
    """The papers that the person of a request opened since the log-in."""
    found: list[int] = request.session.get(REVEALED, [])
    return found


def sight_of(who: Viewer, item: Item) -> Sight:
    """How much a person sees of an item, which comes from `storage.reach` or of `rows_of`."""
    placed: Sight | None = getattr(item, "sight", None)
    if placed is not None:
        return placed
    return reach.seen(who, reach.of(item), _type(item), getattr(item, "hints", None))


def shows(who: Viewer, item: Item, revealed: Collection[int]) -> bool:
    """Whether a person sees the pages of an item, one that may have been opened before."""
    return is_open(sight_of(who, item), opened=item.pk in revealed)


def rows_of(who: Viewer, task: Task) -> list[Item]:
    """Every item of the task's mail, each with its `sight`: how much the person sees of it."""
    rows, veiled = list(reach.reached(who, desk.mail_rows(task))), masks(who, task)
    for row in rows:
        if veiled and row.unit:
            row.unit.subject = masked(row.unit.subject)
        row.sight = sight_of(who, row) if reach.knows(who, reach.of(row)) else Sight.NOTHING  # type: ignore[attr-defined]
    return rows


def is_nameless(who: Viewer, item: Item, revealed: Collection[int]) -> bool:
    """Whether even the name of the file would tell too much."""
    seen = sight_of(who, item)
    return seen in NAMELESS and not is_open(seen, opened=item.pk in revealed)


def name_of(who: Viewer, item: Item, revealed: Collection[int]) -> str:
    """What a file is called, as far as a person may know it: else its class."""
    if not is_nameless(who, item, revealed):
        return item.name
    return class_name(classes_of(_type(item), getattr(item, "hints", None)))


def is_mine(who: Viewer, task: Task) -> bool:
    """Whether a person handles the claim of a task."""
    return who.handles and task.kind == Task.Kind.CLAIM and task.handler == who.name


def note_health(tasks: Iterable[Task]) -> None:
    """Write on each task of a list, as `health`, whether it has a paper about somebody's health."""
    found = levels.tasks_about_health(task.pk for task in tasks)
    for task in tasks:
        task.health = task.pk in found  # type: ignore[attr-defined]


def masks(who: Viewer, task: Task) -> bool:
    """Whether accounts and amounts of a task are masked for a person."""
    return reach.seen_of_class(who, Reach(mine=is_mine(who, task)), MONEY) < Sight.WHOLE


def masked_unit(unit: Unit) -> Unit:
    """A mail as it is shown to whom money is masked."""
    return replace(
        unit,
        subject=masked(unit.subject),
        own_text=masked(unit.own_text),
        quoted_text=masked(unit.quoted_text),
        signature=masked(unit.signature),
    )


def masked_reading(reading: Reading) -> Reading:
    """What was read in a paper as it is shown to whom money is masked."""
    facts = tuple(replace(fact, value=HIDDEN, raw=HIDDEN) if fact.kind.startswith(AMOUNT) else fact for fact in reading.facts)
    return replace(reading, facts=facts, pages=tuple(replace(page, text=masked(page.text)) for page in reading.pages))


def masked_value(kind: str, value: str) -> str:
    """The value of a fact of some kind, as it is told to whom money is masked."""
    return HIDDEN if kind.startswith(AMOUNT) else masked(value)


def _type(item: Item) -> str:
    return item.reading.type if hasattr(item, "reading") else ""
