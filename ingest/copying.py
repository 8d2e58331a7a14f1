"""The step that makes the copy of a film which browsers play; the original stays as it is."""

from core.content import Content
from core.errors import Unreadable
from core.media import Copy, CopyState
from ingest.services import Services
from storage import copies, jobs, models


def copy_film(item_id: int, services: Services) -> None:
    """Make the copy of one film, unless it is not wanted or there by now; why there is none is kept with the film."""
    item = models.Item.objects.get(pk=item_id)
    reading = copies.of_item(item)
    if reading is None or not copies.wanted(reading):
        jobs.finish(copies.STEP, item_id)
        return
    known = copies.same_content(item)
    copy = known if known and services.blobs.has(known.sha256) else _made(item, services)
    try:
        copies.keep(item_id, copy, services.blobs)
    finally:
        copies.let_go(item, copy, services.blobs)


def _made(item: models.Item, services: Services) -> Copy:
    with services.spool() as spool:
        content = services.blobs.fetch(item.sha256, spool)
        try:
            copy = services.sandbox.copy_film(content, spool)
        except Unreadable as error:
            return Copy(state=CopyState.FAILED, problem=error.problem)
        services.blobs.put(Content(path=spool.folder / copy.sha256, size=copy.size, sha256=copy.sha256))
        return copy
