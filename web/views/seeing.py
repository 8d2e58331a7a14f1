"""Whether a person may look at something that was made of an item, and that a look is recorded once where the item needs care."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.utils import timezone

from core import codec
from core.roles import Sight
from core.values import Reading
from storage import desk, events, reach
from storage.desk import Viewer
from storage.models import Item
from web.access import opened, shows, sight_of
from web.views.page import viewer
from web.whole import is_sensitive, may_leave


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who looks at what was read in which item."""

    who: Viewer
    item: Item
    reading: Reading


def sight(request: HttpRequest, item_id: int) -> Reader:
    """What the person of a request sees of an item; guarded as the item itself is."""
    who = viewer(request)
    item = find(who, item_id)
    allow(request, who, item)
    stored = desk.reading(item)
    if stored is None:
        raise Http404
    return Reader(who=who, item=item, reading=codec.load(Reading, stored.value))


def find(who: Viewer, item_id: int) -> Item:
    """The item, if the person may know of it."""
    item = reach.items(who).filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def allow(request: HttpRequest, who: Viewer, item: Item) -> None:
    """Let a person go on who sees the pages of an item, and of everything in it."""
    if not shows(who, item, opened(request)):
        raise PermissionDenied
    if not may_leave(who, item, opened(request)):
        raise Http404


def look(request: HttpRequest, who: Viewer, item: Item) -> None:
    """Record that a person looks at an item that needs care: once a session, and not again where opening it was recorded."""
    if request.method != "HEAD" and item.pk not in opened(request) and needs_care(who, item):
        events.record_once("viewed", actor=who.name, at=timezone.now(), since=who.since, mail_id=item.mail_id, item_id=item.pk)


def look_on_page(request: HttpRequest, who: Viewer, shown: Mapping[str, Any]) -> None:
    """Record that a page itself shows what was read in a paper that needs care; its trail tells whether that is recorded already."""
    node = shown["node"]
    if node is None or node.shut or not node.classes:
        return
    before = (row for row in shown.get("trail", ()) if (row.what, row.actor, row.item_id) == ("viewed", who.name, node.item.pk))
    if not any(who.since is None or row.at >= who.since for row in before):
        look(request, who, node.item)


def needs_care(who: Viewer, item: Item) -> bool:
    """Whether it is recorded who looks at an item: by its classes, or since the person sees money masked."""
    return is_sensitive(item) or sight_of(who, item) is Sight.MASKED


def take(request: HttpRequest, who: Viewer, mail_id: int, item_id: int | None = None) -> None:
    """Record that a person takes a file away; the later pieces of one that comes in several belong to the first."""
    asked = request.headers.get("Range", "")
    if request.method == "HEAD":
        return
    if asked and not asked.startswith("bytes=0-"):
        events.record_once("downloaded", actor=who.name, at=timezone.now(), since=who.since, mail_id=mail_id, item_id=item_id)
    else:
        events.record("downloaded", actor=who.name, at=timezone.now(), mail_id=mail_id, item_id=item_id)
