"""Verbs on the copies of films that browsers play: they are written into the reading of the film."""

from dataclasses import replace

from django.db import transaction

from core import codec
from core.media import Copy, CopyState
from core.values import Reading
from storage import jobs, models
from storage.blobs import Blobs
from storage.items import lock

STEP = "copy"


def wanted(reading: Reading) -> bool:
    """True for a film of which a copy is still to be made."""
    return reading.video is not None and reading.video.copy.state is CopyState.WANTED


def of_item(item: models.Item) -> Reading | None:
    """The reading of an item, without its words."""
    row = models.Reading.objects.filter(item=item).defer("words").first()
    return codec.load(Reading, row.value) if row else None


def same_content(item: models.Item) -> Copy | None:
    """The copy that was made of the same bytes in another item."""
    made = models.Reading.objects.filter(item__sha256=item.sha256, value__video__copy__state=CopyState.MADE.value).defer("words").first()
    found = codec.load(Reading, made.value).video if made else None
    return found.copy if found else None


def keep(item_id: int, copy: Copy, blobs: Blobs) -> None:
    """Write what became of the copy, whose bytes were put before; what is there already stays.

    Raises:
        Missing: its bytes were let go of meanwhile.
    """
    with transaction.atomic():
        lock(models.Item.objects.values_list("mail_id", flat=True).get(pk=item_id))
        row = models.Reading.objects.filter(item_id=item_id).select_related("item").defer("words").first()
        reading = codec.load(Reading, row.value) if row else None
        if row and reading and reading.video and wanted(reading):
            if copy.state is CopyState.MADE:
                _alone_with(row.item.sha256)
                blobs.size(copy.sha256)
            row.value = codec.dump(replace(reading, video=replace(reading.video, copy=copy)))
            row.save(update_fields=["value"])
        jobs.finish(STEP, item_id)


def let_go(item: models.Item, copy: Copy, blobs: Blobs) -> None:
    """Delete the bytes of a copy of the item that no row names: the next that is made of it may have others."""
    if copy.state is not CopyState.MADE:
        return
    with transaction.atomic():
        _alone_with(item.sha256)
        copied = models.Reading.objects.filter(item__sha256=item.sha256, value__video__copy__sha256=copy.sha256)
        originals = (model.objects.filter(sha256=copy.sha256) for model in (models.Mail, models.Item))
        if not any(named.exists() for named in (copied, *originals)):
            blobs.delete(copy.sha256)


def _alone_with(sha256: str) -> None:
    """Until the transaction ends, nobody else names, or lets go of, a copy of that content."""
    models.Item.objects.select_for_update(no_key=True).filter(sha256=sha256).order_by("pk").first()


def job_of(item_id: int) -> models.Job | None:
    """What is left to do for the copy, with what last kept it from being made; `None` when nothing is."""
    return models.Job.objects.filter(step=STEP, target=item_id).first()
