"""Files: an item to look at, an item to keep, a mail as it came. What was looked at is recorded for papers that need care."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from core.errors import Problem, Unavailable, Unreadable
from extractors.searchable import has_copy
from ingest import services
from storage import desk
from storage.desk import Viewer
from storage.items import with_words
from storage.models import Item
from web.engine import passwords_for
from web.files import INLINE, File, respond, respond_made, respond_unmade
from web.tree import is_guarded, reading_of
from web.views.detail import REVEALED
from web.views.page import show, viewer
from web.views.seeing import look, take
from web.whole import is_sensitive, may_leave, own_classes

ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
"""Of the name of a file; what is made of it has another."""

MAKING = BoundedSemaphore(2)
"""Searchable copies that one process makes at a time: each takes a core and a child, and pages must go on."""


@require_safe
def download(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a file to keep."""
    who = viewer(request)
    item = _find(who, item_id)
    if not may_leave(who, item, _revealed(request)):
        raise Http404
    if is_sensitive(item):
        take(request, who, item.mail_id, item.pk)
    name = item.name or f"{item.mail.number}-{item.path}"
    return respond(File(sha256=item.sha256, size=item.size, name=name), request.headers.get("Range", ""))


@require_safe
def searchable(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """What was read by OCR as a PDF to keep and to search, made now; who may have the item may have it, and it is recorded alike."""
    who = viewer(request)
    item = _find(who, item_id)
    row = desk.reading(item)
    reading = with_words(row) if row else None
    if reading is None or not has_copy(reading) or not may_leave(who, item, _revealed(request)):
        raise Http404
    name = f"{ENDING.sub('', item.name) or f'{item.mail.number}-{item.path}'}.searchable.pdf"
    if request.method == "HEAD":
        return respond_unmade(name)
    service = services.current()
    try:
        with _turn(), service.spool() as spool:
            content = service.blobs.fetch(item.sha256, spool)
            made = service.sandbox.make_searchable(content, reading, spool, passwords=passwords_for(item))
            stream = made.open()  # the file lives on until this is closed
    except (Unreadable, Unavailable) as error:
        return _unmade(request, who, item, error)
    if is_sensitive(item):
        take(request, who, item.mail_id, item.pk)
    return respond_made(stream, made.size, name)


@require_safe
def view(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a browser shows it inside a page."""
    who = viewer(request)
    item = _find(who, item_id)
    media_type = INLINE.get(item.media_type)
    if media_type is None or not may_leave(who, item, _revealed(request)):
        raise Http404
    if is_guarded(_type(item), own_classes(item)) and item_id not in _revealed(request):
        raise PermissionDenied
    look(request, who, item)
    file = File(sha256=item.sha256, size=item.size, name=item.name or str(item_id), media_type=media_type, inline=True)
    return respond(file, request.headers.get("Range", ""))


@require_POST
def reveal(request: HttpRequest, item_id: int) -> HttpResponse:
    """Open a guarded item for the rest of the session; who opened it is recorded."""
    who = viewer(request)
    item = _find(who, item_id)
    revealed = _revealed(request)
    if item_id not in revealed:
        look(request, who, item)
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
    take(request, who, mail_id)
    return respond(File(sha256=mail.sha256, size=mail.size, name=f"{mail.number}.eml"), request.headers.get("Range", ""))


@contextmanager
def _turn() -> Iterator[None]:
    """Make one copy, unless as many as may be are being made."""
    if not MAKING.acquire(blocking=False):
        raise Unavailable("machine_unavailable")
    try:
        yield
    finally:
        MAKING.release()


def _unmade(request: HttpRequest, who: Viewer, item: Item, error: Unreadable | Unavailable) -> HttpResponse:
    """Why there is no such PDF, in words."""
    match error:
        case Unreadable():
            # What our own code tripped over is no fault of the file, and it was logged.
            status = 500 if error.problem is Problem.CRASHED else 422
            return show(request, "unmade.html", who, {"item": item, "problem": error.problem.value}, status=status)
        case Unavailable():
            return show(request, "unmade.html", who, {"item": item, "problem": error.code}, status=503)


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
