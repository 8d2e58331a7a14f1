"""Files: an item to look at, an item to keep, a mail as it came. What was looked at is recorded for papers that need care."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from core.errors import Problem, Unavailable, Unreadable
from extractors.searchable import has_copy
from ingest import services
from storage import desk, reach
from storage.desk import Viewer
from storage.items import with_words
from storage.models import Item
from web.access import opened
from web.engine import passwords_for
from web.files import INLINE, File, respond, respond_made, respond_unmade
from web.views.page import show, viewer
from web.views.seeing import allow, find, look, needs_care, take
from web.whole import may_leave

ENDING = re.compile(r"\.[A-Za-z0-9]{1,5}$")
"""Of the name of a file; what is made of it has another."""

MAKING = BoundedSemaphore(2)
"""Searchable copies that one process makes at a time: each takes a core and a child, and pages must go on."""


@require_safe
def download(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a file to keep."""
    who = viewer(request)
    item = find(who, item_id)
    allow(request, who, item)
    if needs_care(who, item):
        take(request, who, item.mail_id, item.pk)
    name = item.name or f"{item.mail.number}-{item.path}"
    return respond(File(sha256=item.sha256, size=item.size, name=name), request.headers.get("Range", ""))


@require_safe
def searchable(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """What was read by OCR as a PDF to keep and to search, made now; who may have the item may have it, and it is recorded alike."""
    who = viewer(request)
    item = find(who, item_id)
    allow(request, who, item)
    row = desk.reading(item)
    reading = with_words(row) if row else None
    if reading is None or not has_copy(reading):
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
    if needs_care(who, item):
        take(request, who, item.mail_id, item.pk)
    return respond_made(stream, made.size, name)


@require_safe
def view(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The item as a browser shows it inside a page."""
    who = viewer(request)
    item = find(who, item_id)
    media_type = INLINE.get(item.media_type)
    if media_type is None:
        raise Http404
    allow(request, who, item)
    look(request, who, item)
    file = File(sha256=item.sha256, size=item.size, name=item.name or str(item_id), media_type=media_type, inline=True)
    return respond(file, request.headers.get("Range", ""))


@require_safe
def raw(request: HttpRequest, mail_id: int) -> HttpResponseBase:
    """The mail byte for byte, for who may see everything in it."""
    who = viewer(request)
    root = _root(who, mail_id)
    if root is None or not may_leave(who, root, opened(request)):
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


def _root(who: Viewer, mail_id: int) -> Item | None:
    return reach.items(who).filter(mail_id=mail_id, parent="").first()
