"""Whether a person may look at something that was made of an item, and that a look is recorded once where the item needs care."""

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


def look(request: HttpRequest, who: Viewer, item: Item) -> None:
    """Record that a person looks at an item that needs care: once a session, and not again where opening it was recorded."""
    if request.method != "HEAD" and item.pk not in request.session.get(REVEALED, []) and is_sensitive(item):
        events.record_once("viewed", actor=who.name, at=timezone.now(), since=who.since, mail_id=item.mail_id, item_id=item.pk)


def take(request: HttpRequest, who: Viewer, mail_id: int, item_id: int | None = None) -> None:
    """Record that a person takes a file away; the later pieces of one that comes in several belong to the first."""
    asked = request.headers.get("Range", "")
    if request.method == "HEAD":
        return
    if asked and not asked.startswith("bytes=0-"):
        events.record_once("downloaded", actor=who.name, at=timezone.now(), since=who.since, mail_id=mail_id, item_id=item_id)
    else:
        events.record("downloaded", actor=who.name, at=timezone.now(), mail_id=mail_id, item_id=item_id)
