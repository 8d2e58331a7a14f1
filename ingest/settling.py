"""Settling the server's copy of a mail that we hold: a step of its own, driven by the ledger and never by a listing."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime

from ingest import mailboxes
from ingest.mailboxes import Session
from ingest.needs import Services
from storage import jobs, ledger
from storage.models import Delivery, Mailbox


def settle_delivery(delivery_id: int, services: Services) -> None:
    """Move or flag one message, if its row says that it is held and not settled yet; and with it all others of its mailbox.

    One login a mailbox, however many jobs are due: servers lock accounts that knock too often.

    Raises:
        Misconfigured: the mailbox cannot be settled as its row says.
        Unavailable: the server does not answer or refuses.
    """
    mailbox_id = Delivery.objects.values_list("mailbox_id", flat=True).get(pk=delivery_id)
    others = ledger.unsettled(mailbox_id).values_list("pk", flat=True) if mailbox_id else ()
    settle_many({delivery_id, *others}, services)


def settle_many(delivery_ids: Iterable[int], services: Services) -> None:
    """As `settle_delivery`, with one session a mailbox."""
    wanted = tuple(delivery_ids)
    by_mailbox: dict[int, list[Delivery]] = defaultdict(list)
    for row in Delivery.objects.filter(pk__in=wanted, mailbox__isnull=False):
        by_mailbox[row.mailbox_id or 0].append(row)
    for mailbox_id in by_mailbox:
        rows = [row for row in ledger.unsettled(mailbox_id) if row.pk in wanted]
        _settle_mailbox(Mailbox.objects.get(pk=mailbox_id), rows, services)
    for delivery_id in set(wanted) - set(
        Delivery.objects.filter(pk__in=wanted, settled=Delivery.Settled.PENDING).values_list("pk", flat=True)
    ):
        jobs.finish("settle", delivery_id)


def _settle_mailbox(row: Mailbox, deliveries: list[Delivery], services: Services) -> None:
    if not deliveries:
        return
    session = mailboxes.connect(row, threading.Event())
    try:
        session.check_settling(row)
        settle_rows(session, row, deliveries, services.now)
    finally:
        session.close()


def settle_rows(session: Session, row: Mailbox, deliveries: Iterable[Delivery], now: Callable[[], datetime]) -> int:
    """Settle rows of one mailbox over a session that is open; how many comes back."""
    count = 0
    for (folder, uid_validity), some in _by_folder(deliveries).items():
        result = session.settle(folder, uid_validity, tuple(sorted(some)), row)
        away = row.settle == Mailbox.Settle.MOVE
        ledger.settle([some[uid] for uid in result.done], Delivery.Settled.DONE, now(), away=away)
        ledger.settle([some[uid] for uid in result.gone], Delivery.Settled.GONE, now(), away=True)
        count += len(result.done)
    return count


def _by_folder(deliveries: Iterable[Delivery]) -> dict[tuple[str, int], dict[int, int]]:
    """Row ids by UID, by folder and UIDVALIDITY."""
    found: dict[tuple[str, int], dict[int, int]] = defaultdict(dict)
    for row in deliveries:
        found[row.folder, row.uid_validity][row.uid] = row.pk
    return found
