"""Documents: what is known of one, its file, its text. Restricted ones need a scope of its own and a reason, which is recorded."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from ninja import Router
from pydantic import Field

from core import codec
from core.classes import is_guarded
from core.masking import masked
from core.roles import Sight
from core.values import Reading
from storage import desk, events, reach
from storage.desk import Viewer
from storage.models import Item
from web.access import shows, sight_of
from web.api.door import Bearer, caller
from web.api.problems import Problem, not_found
from web.api.schema import BINARY
from web.api.shapes import Fact
from web.api.values import PRINTABLE, Answered, Id
from web.api.whole_task import facts_of
from web.files import File, respond
from web.tree import reading_of
from web.views.opening import OTHER
from web.views.seeing import needs_care
from web.whole import is_sensitive, may_leave, own_classes

router = Router(tags=["Documents"])
READ = Bearer("documents:read")
RESTRICTED = "documents:restricted"

ONE_DOWNLOAD = timedelta(hours=1)
"""The time within which pieces of a file belong to one download."""

Reason = Annotated[str, Field(max_length=200, pattern=PRINTABLE)]


class OneDocument(Answered):
    """A part of a mail, and what was found in it."""

    id: int
    mail: int
    path: str
    kind: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: str
    type: str
    classes: list[str]
    restricted: bool
    pages: int
    language: str
    problem: str
    facts: list[Fact]


class TextPage(Answered):
    """One page of a text."""

    number: int
    text: str


class Text(Answered):
    """The text of a document, as it was written in it or recognised."""

    language: str
    pages: list[TextPage]


@router.get("/documents/{document_id}", auth=READ, response=OneDocument)
def get_document(request: HttpRequest, document_id: Id, reason: Reason = "") -> OneDocument:
    """What is known of a document, with its facts."""
    item = _opened(request, document_id, reason, what="viewed")
    row = reading_of(item)
    return OneDocument(
        id=item.pk,
        mail=item.mail_id,
        path=item.path,
        kind=item.kind,
        name=item.name,
        media_type=item.media_type,
        size=item.size,
        sha256=item.sha256,
        state=item.state,
        type=row.type if row else "",
        classes=list(own_classes(item)),
        restricted=_is_restricted(caller(request).who, item),
        pages=row.page_count if row else 0,
        language=row.language if row else "",
        problem=item.problem or (row.problem if row else ""),
        facts=facts_of([item.pk], veiled=_is_veiled(request, item)).get(item.pk, []),
    )


@router.get("/documents/{document_id}/text", auth=READ, response=Text)
def get_document_text(request: HttpRequest, document_id: Id, reason: Reason = "") -> Text:
    """The text of a document, page by page."""
    item = _opened(request, document_id, reason, what="viewed")
    stored = desk.reading(item)
    if stored is None:
        raise not_found()
    reading = codec.load(Reading, stored.value)
    veiled = _is_veiled(request, item)
    pages = [TextPage(number=page.number, text=masked(page.text) if veiled else page.text) for page in reading.pages]
    return Text(language=reading.language, pages=pages)


def get_document_file(request: HttpRequest, document_id: Id, reason: Reason = "") -> HttpResponseBase:
    """The document as a file, whole or, with a Range header, a piece of it."""
    item = _opened(request, document_id, reason, what="downloaded")
    name = item.name or f"{item.mail.number}-{item.path}"
    return respond(File(sha256=item.sha256, size=item.size, name=name), request.headers.get("Range", ""))


setattr(get_document_file, BINARY, True)
router.get("/documents/{document_id}/file", auth=READ, response={200: None, 206: None, 416: None})(get_document_file)


def _opened(request: HttpRequest, document_id: int, reason: str, *, what: str) -> Item:
    """The document, if the person may see it and, where it is restricted, says why; that it was opened is recorded.

    Raises:
        Problem: he may not, or does not say why.
    """
    asks = caller(request)
    item = reach.items(asks.who).filter(pk=document_id).first()
    if item is None:
        raise not_found()
    restricted = _is_restricted(asks.who, item)
    if restricted and not asks.has(RESTRICTED):
        raise Problem(403, "scope_missing", WWW_Authenticate=f'Bearer error="insufficient_scope", scope="{RESTRICTED}"')
    if restricted and not reason.strip():
        raise Problem(403, "reason_needed")
    inside = reach.below(item).values_list("pk", flat=True) if item.kind in reach.HOLDERS else ()
    if not may_leave(asks.who, item, [item.pk, *inside] if restricted else ()):
        raise not_found()
    if restricted or needs_care(asks.who, item):
        _record(request, item, reason.strip(), what=what)
    return item


def _record(request: HttpRequest, item: Item, why: str, *, what: str) -> None:
    """Record that it was opened; the later pieces of a file that comes in several belong to the first."""
    asks, now, piece = caller(request), timezone.now(), request.headers.get("Range", "bytes=0-")
    if what == "downloaded" and not piece.startswith("bytes=0-"):
        events.record_once(what, actor=asks.who.name, at=now, since=now - ONE_DOWNLOAD, mail_id=item.mail_id, item_id=item.pk)
        return
    data = {"token": asks.token.pk} | ({"said": why} if why else {})
    events.record(what, actor=asks.who.name, at=now, why=OTHER if why else "", data=data, mail_id=item.mail_id, item_id=item.pk)


def _is_restricted(who: Viewer, item: Item) -> bool:
    """Whether a page would cover it, or it needs care whoever asks; a mail or container is as restricted as what is in it."""
    row = reading_of(item)
    guarded = row is not None and is_guarded(row.type, own_classes(item))
    return guarded or not shows(who, item, ()) or (item.kind in reach.HOLDERS and is_sensitive(item))


def _is_veiled(request: HttpRequest, item: Item) -> bool:
    return sight_of(caller(request).who, item) is Sight.MASKED
