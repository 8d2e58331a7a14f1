"""Whether the bytes of a mail or container may leave: they are the bytes of everything in it too."""

from collections.abc import Collection

from storage import desk
from storage.desk import Viewer
from storage.models import Item, Reading
from web.tree import is_guarded, reading_of
from web.words import sensitivities


def may_leave(who: Viewer, item: Item, revealed: Collection[int]) -> bool:
    """True when everything in the item may be seen, and each guarded paper in it was revealed already."""
    if item.kind not in desk.HOLDERS or who.sees_all:
        return True
    shut = {pk for pk, kind in _types(item).items() if is_guarded(kind)}
    return desk.may_have_whole(who, item) and shut <= set(revealed)


def is_sensitive(item: Item) -> bool:
    """True when the item, or a paper in it, holds personal data whose readers are recorded."""
    reading = reading_of(item)
    own = reading.type if reading else ""
    inner = _types(item).values() if item.kind in desk.HOLDERS else ()
    return any(sensitivities(kind) for kind in (own, *inner))


def _types(item: Item) -> dict[int, str]:
    return dict(Reading.objects.filter(item__in=desk.below(item)).values_list("item_id", "type"))
