"""Verbs on the copies of films that browsers play: they are written into the reading of the film."""

from dataclasses import replace

from django.db import transaction

from core import codec
from core.media import Copy, CopyState
from core.values import Reading
from storage import jobs, models
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


def keep(item_id: int, copy: Copy) -> None:
    """Write what became of the copy; what is there already stays."""
    with transaction.atomic():
        lock(models.Item.objects.values_list("mail_id", flat=True).get(pk=item_id))
        row = models.Reading.objects.filter(item_id=item_id).defer("words").first()
        reading = codec.load(Reading, row.value) if row else None
        if row and reading and reading.video and wanted(reading):
            row.value = codec.dump(replace(reading, video=replace(reading.video, copy=copy)))
            row.save(update_fields=["value"])
        jobs.finish(STEP, item_id)


def job_of(item_id: int) -> models.Job | None:
    """What is left to do for the copy, with what last kept it from being made; `None` when nothing is."""
    return models.Job.objects.filter(step=STEP, target=item_id).first()
