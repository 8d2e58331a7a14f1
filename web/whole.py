"""Whether the bytes of a mail or container may leave: they are the bytes of everything in it too."""

from collections.abc import Collection

from storage import desk
from storage.desk import Viewer
from storage.models import Item, Reading
from web.tree import classes_of, is_guarded, reading_of


def may_leave(who: Viewer, item: Item, revealed: Collection[int]) -> bool:
    """True when everything in the item may be seen, and each guarded paper in it was revealed already."""
    if item.kind not in desk.HOLDERS or who.sees_all:
        return True
    shut = {pk for pk, kind, classes in _papers(item) if is_guarded(kind, classes)}
    return desk.may_have_whole(who, item) and shut <= set(revealed)


def is_sensitive(item: Item) -> bool:
    """True when the item, or a paper in it, holds personal data whose readers are recorded."""
    inner = _papers(item) if item.kind in desk.HOLDERS else []
    return bool(own_classes(item)) or any(classes for _, _, classes in inner)


def own_classes(item: Item) -> tuple[str, ...]:
    """The classes above the ordinary of what the item itself says."""
    reading = reading_of(item)
    return classes_of(reading.type, getattr(item, "hints", None)) if reading else ()


def _papers(item: Item) -> list[tuple[int, str, tuple[str, ...]]]:
    """Id, type and classes of everything that was read in a mail or container."""
    rows = Reading.objects.filter(item__in=desk.below(item)).values_list("item_id", "type", "value__type__classes")
    return [(pk, kind, classes_of(kind, hints)) for pk, kind, hints in rows]
