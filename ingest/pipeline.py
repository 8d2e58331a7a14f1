"""What each step does: fetch, decide, keep. Every step takes an id, may run twice, and changes nothing the second time."""

from collections.abc import Iterable

from core.content import Content, Spool
from core.errors import Problem
from core.values import Kind, Part, Tree
from extractors.reading import readable
from ingest import routing
from ingest.services import Services
from parsers.passwords import candidates
from storage import items, jobs, models

READ_KINDS = frozenset({Kind.DOCUMENT})


def open_mail(mail_id: int, services: Services) -> None:
    """Take the mail apart; its leaves go to the blob store, its items and the jobs that follow to the database."""
    mail = models.Mail.objects.get(pk=mail_id)
    if mail.state == models.Mail.State.OPENED:
        jobs.finish("open", mail_id)
        return
    with services.spool() as spool:
        raw = services.blobs.fetch(mail.sha256, spool)
        tree = _open_with_passwords(raw, spool, services)
        _keep_contents(tree.parts, services)
    items.keep_tree(mail_id, tree, to_read=frozenset(part.path for part in tree.parts if _to_read(part)), now=services.now())
    services.bell("route", mail_id)
    for item_id in models.Item.objects.filter(mail_id=mail_id, state=models.Item.State.TO_READ).values_list("pk", flat=True):
        services.bell("read", item_id)


def _open_with_passwords(raw: Content, spool: Spool, services: Services) -> Tree:
    """The tree; when something in it is locked, a second time with what the sender's own words offer as passwords."""
    tree = services.sandbox.open_tree(raw, spool, declared_type="message/rfc822")
    if not any(part.problem == Problem.NEEDS_PASSWORD for part in tree.parts):
        return tree
    words = candidates(tuple(unit.own_text for unit in tree.units), limit=services.settings.limits.passwords)
    return services.sandbox.open_tree(raw, spool, declared_type="message/rfc822", passwords=words) if words else tree


def _keep_contents(parts: Iterable[Part], services: Services) -> None:
    for content in {part.content.sha256: part.content for part in parts}.values():
        services.blobs.put(content)


def _to_read(part: Part) -> bool:
    return part.kind in READ_KINDS and part.content.size > 0 and readable(part.media_type)


def read_item(item_id: int, services: Services) -> None:
    """Read one document; when it was the last of its mail, the mail is routed again."""
    item = models.Item.objects.select_related("unit").get(pk=item_id)
    if item.state != models.Item.State.TO_READ:
        jobs.finish("read", item_id)
        return
    reading = items.same_content(item)
    if reading is None:
        with services.spool() as spool:
            content = services.blobs.fetch(item.sha256, spool)
            text = item.unit.value.get("own_text", "") if item.unit else ""
            reading = services.sandbox.read_document(content, name=item.name, media_type=item.media_type, mail_text=text)
    if (mail_id := items.keep_reading(item_id, reading, now=services.now())) is not None:
        services.bell("route", mail_id)


def route_mail(mail_id: int, services: Services) -> None:
    """Decide the units that have no verdict yet, and open their tasks; readings that came since join what is there."""
    routing.route_mail(mail_id, services)


def watch_mail(mail_id: int, services: Services) -> None:
    """Look again at units on hold: the draft may have become a claim, the claims system may answer again."""
    routing.route_mail(mail_id, services, watching=True)
