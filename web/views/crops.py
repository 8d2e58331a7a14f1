"""A page as a picture, on which a person is shown where something stands, or a piece of one, where no machine should guess."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core.errors import Unavailable, Unreadable
from core.pages import Fact
from core.values import Reading
from extractors.statement import UNREAD
from ingest import services
from storage.models import Item
from web.engine import passwords_for
from web.files import POLICY
from web.views.seeing import Reader, look, sight


@require_safe
def crop(request: HttpRequest, item_id: int, number: int) -> HttpResponse:
    """The piece of its page that fact `number` of the item leaves to a person; guarded as the item itself is."""
    seen = sight(request, item_id)
    facts = seen.reading.facts
    if number >= len(facts) or facts[number].kind != UNREAD:
        raise Http404
    return _respond(request, seen, lambda: _piece(seen.item, seen.reading, facts[number]))


@require_safe
def page(request: HttpRequest, item_id: int, number: int) -> HttpResponse:
    """Page `number` of the item as a picture; guarded as the item itself is."""
    seen = sight(request, item_id)
    return _respond(request, seen, lambda: _page(seen.item, seen.reading, number))


def _respond(request: HttpRequest, seen: Reader, draw: Callable[[], bytes]) -> HttpResponse:
    try:
        picture = draw()
    except (Unreadable, Unavailable) as error:
        raise Http404 from error
    look(request, seen.who, seen.item)
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def _page(item: Item, reading: Reading, number: int) -> bytes:
    """The page as PNG, drawn in a child: it is the sender's."""
    page = next((page for page in reading.pages if page.number == number), None)
    if page is None:
        raise Http404
    service = services.current()
    with service.spool() as spool:
        content = service.blobs.fetch(item.sha256, spool)
        return service.sandbox.show_page(content, reading.media_type, page, passwords=passwords_for(item))


def _piece(item: Item, reading: Reading, fact: Fact) -> bytes:
    """The piece as PNG, cut out in a child: the page is the sender's."""
    page = next((page for page in reading.pages if page.number == fact.page), None)
    if page is None or fact.box is None:
        raise Http404
    service = services.current()
    with service.spool() as spool:
        content = service.blobs.fetch(item.sha256, spool)
        return service.sandbox.cut_piece(content, reading.media_type, page, fact.box, passwords=passwords_for(item))
