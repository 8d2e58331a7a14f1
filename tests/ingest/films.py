"""Photographs and films in mails, and what was made of them."""

from email.message import EmailMessage

from core import codec
from core.media import Video
from core.values import Reading
from ingest import pipeline, services
from storage import models
from tests.ingest.way import hold
from tests.whole import mails


def sent(name: str, data: bytes, media_type: str, *, serial: int = 1) -> EmailMessage:
    mail = mails.letter(1, serial=serial)
    maintype, _, subtype = media_type.partition("/")
    mail.add_attachment(data, maintype=maintype, subtype=subtype, filename=name)
    return mail


def reading_of(item: models.Item) -> Reading:
    return codec.load(Reading, models.Reading.objects.get(item=item).value)


def video_of(name: str) -> Video:
    found = reading_of(models.Item.objects.filter(name=name).latest("pk")).video
    assert found
    return found


def to_copy(hands: services.Services, data: bytes) -> models.Item:
    """A film that was read, and whose copy is left to be made."""
    mail = hold(sent("camera.avi", data, "video/x-msvideo"), hands)
    pipeline.open_mail(mail, hands)
    item = models.Item.objects.get(mail=mail, name="camera.avi")
    pipeline.read_item(item.pk, hands)
    return item


def blobs_of(hands: services.Services) -> set[str]:
    return {blob.sha256 for blob in hands.blobs.all()}
