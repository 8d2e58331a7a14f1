"""What each step does: fetch, decide, keep. Every step takes an id, may run twice, and changes nothing the second time."""

from django.db import transaction

from core.content import Content
from core.values import pictures_of
from ingest import answering, routing, unlocking
from ingest.services import Services
from storage import copies, items, jobs, models, threads


def open_mail(mail_id: int, services: Services) -> None:
    """Take the mail apart; its leaves go to the blob store, its items and the jobs that follow to the database."""
    mail = models.Mail.objects.get(pk=mail_id)
    if mail.state == models.Mail.State.OPENED:
        jobs.finish("open", mail_id)
        return
    with services.spool() as spool:
        opened = unlocking.open_mail(mail, spool, services)
        unlocking.keep_contents(opened.tree, services)
    tried = [lender.mail_id for lender in opened.lenders]
    with transaction.atomic():
        threads.lock((mail_id, *opened.told))
        items.keep_tree(mail_id, opened.tree, to_read=unlocking.to_read(opened.tree), now=services.now(), tried=tried)
        unlocking.forget(opened.told)
        answering.expect(mail, services)
    services.bell("route", mail_id)
    for item_id in models.Item.objects.filter(mail_id=mail_id, state=models.Item.State.TO_READ).values_list("pk", flat=True):
        services.bell("read", item_id)


def read_item(item_id: int, services: Services) -> None:
    """Read one document; when it was the last of its mail, the mail is routed again."""
    item = models.Item.objects.select_related("unit", "mail").get(pk=item_id)
    if item.state != models.Item.State.TO_READ:
        jobs.finish("read", item_id)
        return
    reading = items.same_content(item)
    if reading is None:
        with services.spool() as spool:
            content = services.blobs.fetch(item.sha256, spool)
            text = item.unit.value.get("own_text", "") if item.unit else ""
            reading = services.sandbox.read_document(
                content,
                name=item.name,
                media_type=item.media_type,
                mail_text=text,
                received_at=item.mail.received_at,
                pictures=spool,
            )
            for picture in pictures_of(reading):
                services.blobs.put(Content(path=spool.folder / picture.sha256, size=picture.size, sha256=picture.sha256))
    mail_id = items.keep_reading(item_id, reading, now=services.now())
    services.sandbox.forget(item.sha256)
    if mail_id is not None:
        services.bell("route", mail_id)
    if copies.wanted(reading):
        services.bell("copy", item_id)


def route_mail(mail_id: int, services: Services) -> None:
    """Decide the units that have no verdict yet, and open their tasks; readings that came since join what is there.

    Whatever the mail, or another of its thread, has locked and their words were not tried on is left to be opened again:
    two mails that are opened at the same moment do not see each other before.
    """
    unlocking.look_around(mail_id, services)
    routing.route_mail(mail_id, services)


def watch_mail(mail_id: int, services: Services) -> None:
    """Look again at units on hold: the draft may have become a claim, the claims system may answer again."""
    routing.route_mail(mail_id, services, watching=True)
