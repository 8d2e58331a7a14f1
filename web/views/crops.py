"""A piece of a page as a picture: what a person reads where no machine should guess."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import codec
from core.errors import Unavailable, Unreadable
from core.pages import Fact
from core.values import Reading
from extractors.statement import UNREAD
from ingest import services
from storage import desk, events
from storage.desk import Viewer
from storage.models import Item
from web.engine import passwords_for
from web.files import POLICY
from web.tree import is_guarded, reading_of
from web.views.detail import REVEALED
from web.views.page import viewer
from web.whole import is_sensitive, may_leave, own_classes

SEEN = "pieces_seen"
"""Where a session keeps of which items its person saw pieces."""


@require_safe
def crop(request: HttpRequest, item_id: int, number: int) -> HttpResponse:
    """The piece of its page that fact `number` of the item leaves to a person; guarded as the item itself is."""
    who = viewer(request)
    item = desk.items(who).filter(pk=item_id).first()
    revealed = request.session.get(REVEALED, [])
    if item is None or not may_leave(who, item, revealed):
        raise Http404
    row = reading_of(item)
    if row and is_guarded(row.type, own_classes(item)) and item_id not in revealed:
        raise PermissionDenied
    stored = desk.reading(item)
    reading = codec.load(Reading, stored.value) if stored else None
    if reading is None or number >= len(reading.facts) or reading.facts[number].kind != UNREAD:
        raise Http404
    try:
        picture = _picture(item, reading, reading.facts[number])
    except (Unreadable, Unavailable) as error:
        raise Http404 from error
    _record(request, who, item)
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(picture, content_type="image/png", headers=headers)


def _record(request: HttpRequest, who: Viewer, item: Item) -> None:
    """The first piece that a person looks at is one look at the item; the others belong to it."""
    seen = request.session.get(SEEN, [])
    if item.pk not in seen and is_sensitive(item):
        events.record("viewed", actor=who.name, at=timezone.now(), mail_id=item.mail_id, item_id=item.pk)
        request.session[SEEN] = [*seen, item.pk]


def _picture(item: Item, reading: Reading, fact: Fact) -> bytes:
    """The piece as PNG, cut out in a child: the page is the sender's."""
    page = next((page for page in reading.pages if page.number == fact.page), None)
    if page is None or fact.box is None:
        raise Http404
    service = services.current()
    with service.spool() as spool:
        content = service.blobs.fetch(item.sha256, spool)
        return service.sandbox.cut_piece(content, reading.media_type, page, fact.box, passwords=passwords_for(item))
