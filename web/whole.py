"""Whether the bytes of an item may leave: those of a mail or container are the bytes of everything in it too."""

from collections.abc import Collection, Iterable

from core.classes import classes_of
from storage import reach
from storage.desk import Viewer
from storage.models import Item, Reading
from web.access import shows
from web.tree import reading_of


def may_leave(who: Viewer, item: Item, revealed: Collection[int]) -> bool:
    """True when the person sees the item, and everything that its bytes hold."""
    if item.kind not in reach.HOLDERS:
        return shows(who, item, revealed)
    inside = reach.below(item)
    rows = reach.items(who).filter(pk__in=inside.values("pk"))
    seen = [shows(who, row, revealed) for row in rows]
    return shows(who, item, revealed) and all(seen) and len(seen) == inside.count()


def may_leave_with(who: Viewer, item: Item, rows: Iterable[Item], revealed: Collection[int]) -> bool:
    """The same where all `rows` of the mail are at hand, as `web.access` gives them."""
    inside = [row for row in rows if row.path.startswith(f"{item.path}.")] if item.kind in reach.HOLDERS else []
    return all(shows(who, row, revealed) for row in (item, *inside))


def is_sensitive(item: Item) -> bool:
    """True when the item, or a paper in it, holds personal data whose readers are recorded."""
    inner = _papers(item) if item.kind in reach.HOLDERS else []
    return bool(own_classes(item)) or any(inner)


def own_classes(item: Item) -> tuple[str, ...]:
    """The classes above the ordinary of what the item itself says."""
    reading = reading_of(item)
    return classes_of(reading.type, getattr(item, "hints", None)) if reading else ()


def _papers(item: Item) -> list[tuple[str, ...]]:
    """The classes of everything that was read in a mail or container."""
    rows = Reading.objects.filter(item__in=reach.below(item)).values_list("type", "value__type__classes")
    return [classes_of(kind, hints) for kind, hints in rows]
