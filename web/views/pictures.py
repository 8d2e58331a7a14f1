"""Pictures that were made of a photograph or a film, and the copy of a film that browsers play."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from core.media import CopyState
from core.values import pictures_of
from web.files import File, respond
from web.views.seeing import look, sight


@require_safe
def picture(request: HttpRequest, item_id: int, number: int) -> HttpResponseBase:
    """Picture `number` of those that were made of the item."""
    seen = sight(request, item_id)
    pictures = pictures_of(seen.reading)
    if number >= len(pictures):
        raise Http404
    look(request, seen.who, seen.item)
    found = pictures[number]
    name = f"{item_id}-{number}.jpg"
    return respond(File(sha256=found.sha256, size=found.size, name=name, media_type="image/jpeg", inline=True))


@require_safe
def copy(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The copy of a film, whole or in pieces as a player asks for them."""
    seen = sight(request, item_id)
    made = seen.reading.video.copy if seen.reading.video else None
    if made is None or made.state is not CopyState.MADE:
        raise Http404
    look(request, seen.who, seen.item)
    file = File(sha256=made.sha256, size=made.size, name=str(item_id), media_type=made.media_type, inline=True)
    return respond(file, request.headers.get("Range", ""))
