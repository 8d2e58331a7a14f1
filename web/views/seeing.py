"""Whether a person may look at something that was made of an item, and that it is recorded once where the item needs care."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from core import codec
from core.values import Reading
from storage import desk, events
from storage.desk import Viewer
from storage.models import Item
from web.tree import is_guarded, reading_of
from web.views.detail import REVEALED
from web.views.page import viewer
from web.whole import is_sensitive, may_leave, own_classes

SEEN = "pieces_seen"
"""Where a session keeps of which items its person saw pieces."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """Who looks at what was read in which item."""

    who: Viewer
    item: Item
    reading: Reading


def sight(request: HttpRequest, item_id: int) -> Sight:
    """What the person of a request sees of an item; guarded as the item itself is."""
    who = viewer(request)
    item = desk.items(who).filter(pk=item_id).first()
    revealed = request.session.get(REVEALED, [])
    if item is None or not may_leave(who, item, revealed):
        raise Http404
    row = reading_of(item)
    if row and is_guarded(row.type, own_classes(item)) and item_id not in revealed:
        raise PermissionDenied
    stored = desk.reading(item)
    if stored is None:
        raise Http404
    return Sight(who=who, item=item, reading=codec.load(Reading, stored.value))


def record(request: HttpRequest, seen: Sight) -> None:
    """The first piece that a person looks at is one look at the item; the others belong to it, and all to its opening."""
    if seen.item.pk in request.session.get(REVEALED, []):
        return
    known = request.session.get(SEEN, [])
    if seen.item.pk not in known and is_sensitive(seen.item):
        events.record("viewed", actor=seen.who.name, at=timezone.now(), mail_id=seen.item.mail_id, item_id=seen.item.pk)
        request.session[SEEN] = [*known, seen.item.pk]
