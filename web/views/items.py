"""Files: an item to look at, an item to keep, a mail as it came. What was looked at is recorded for papers that need care."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from storage import desk, events
from storage.desk import Viewer
from storage.models import Item
from web.files import INLINE, File, respond
from web.tree import is_guarded, reading_of
from web.views.detail import REVEALED
from web.views.page import viewer
from web.whole import is_sensitive, may_leave, own_classes


@require_safe
def download(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a file to keep."""
    who = viewer(request)
    item = _find(who, item_id)
    if not may_leave(who, item, _revealed(request)):
        raise Http404
    if not _continues(request):
        _record("downloaded", who, item)
    name = item.name or f"{item.mail.number}-{item.path}"
    return respond(File(sha256=item.sha256, size=item.size, name=name), request.headers.get("Range", ""))


@require_safe
def view(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a browser shows it inside a page."""
    who = viewer(request)
    item = _find(who, item_id)
    media_type = INLINE.get(item.media_type)
    if media_type is None or not may_leave(who, item, _revealed(request)):
        raise Http404
    classes = own_classes(item)
    guarded = is_guarded(_type(item), classes)
    if guarded and item_id not in _revealed(request):
        raise PermissionDenied
    if classes and not guarded and not _continues(request):
        _record("viewed", who, item)
    file = File(sha256=item.sha256, size=item.size, name=item.name or str(item_id), media_type=media_type, inline=True)
    return respond(file, request.headers.get("Range", ""))


@require_POST
def reveal(request: HttpRequest, item_id: int) -> HttpResponse:
    """Open a guarded item for the rest of the session; who opened it is recorded."""
    who = viewer(request)
    item = _find(who, item_id)
    revealed = _revealed(request)
    if item_id not in revealed:
        _record("viewed", who, item)
        request.session[REVEALED] = [*revealed, item_id]
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "tasks")


@require_safe
def raw(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """The mail byte for byte, for who may see everything in it."""
    who = viewer(request)
    root = _root(who, mail_id)
    if root is None or not may_leave(who, root, _revealed(request)):
        raise Http404
    mail = root.mail
    if not _continues(request):
        events.record("downloaded", actor=who.name, at=timezone.now(), mail_id=mail_id)
    return respond(File(sha256=mail.sha256, size=mail.size, name=f"{mail.number}.eml"), request.headers.get("Range", ""))


def _find(who: Viewer, item_id: int) -> Item:
    item = desk.items(who).filter(pk=item_id).first()
    if item is None:
        raise Http404
    return item


def _root(who: Viewer, mail_id: int) -> Item | None:
    return desk.items(who).filter(mail_id=mail_id, parent="").first()


def _revealed(request: HttpRequest) -> list[int]:
    revealed: list[int] = request.session.get(REVEALED, [])
    return revealed


def _type(item: Item) -> str:
    reading = reading_of(item)
    return reading.type if reading else ""


def _continues(request: HttpRequest) -> bool:
    """True for the later pieces of a film that plays: one look is one event."""
    asked = request.headers.get("Range", "")
    return bool(asked) and not asked.startswith("bytes=0-")


def _record(what: str, who: Viewer, item: Item) -> None:
    if is_sensitive(item):
        events.record(what, actor=who.name, at=timezone.now(), mail_id=item.mail_id, item_id=item.pk)
