"""What a mailbox holds for us, counted twice: by the server and by the ledger. The two must agree.

After every listing, `on_server` is the server's own count of messages, less those that came before the day from which
mail is taken. Every other message has a ledger row from the moment it is listed, in one of three states as long as it
lies in its folder; so on_server = held + waiting + quarantined. A message that leaves its folder, because we moved it
or because somebody removed it, leaves both sides at once: it is counted as `moved` when we held it, else as `gone`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Sum

from storage import models

State = models.Delivery.State


@dataclass(frozen=True, slots=True, kw_only=True)
class MailboxNumbers:
    """The line of one mailbox: what must add up."""

    mailbox_id: int
    on_server: int
    """Messages that lie in the folders for us, by the server's own count."""

    held: int
    waiting: int
    quarantined: int
    moved: int
    """Held, and no longer in the folder."""

    gone: int
    """Removed from the folder before we held them."""

    last_success_at: datetime | None
    last_error: str

    @property
    def balanced(self) -> bool:
        """The ledger and the server agree."""
        return self.on_server == self.held + self.waiting + self.quarantined


def numbers(mailbox_id: int) -> MailboxNumbers:
    """The numbers of one mailbox as of its last poll."""
    with transaction.atomic():
        row = models.Mailbox.objects.get(pk=mailbox_id)
        cursors = models.Folder.objects.filter(mailbox=mailbox_id, current=True)
        on_server = cursors.aggregate(sum=Sum("on_server"))["sum"] or 0
        rows = models.Delivery.objects.filter(mailbox=mailbox_id, current=True)
        counts = {(state, away): count for state, away, count in rows.values_list("state", "away").annotate(count=Count("pk")).order_by()}
    return MailboxNumbers(
        mailbox_id=mailbox_id,
        on_server=on_server,
        held=counts.get((State.HELD, False), 0),
        waiting=counts.get((State.WAITING, False), 0),
        quarantined=counts.get((State.QUARANTINED, False), 0),
        moved=counts.get((State.HELD, True), 0),
        gone=counts.get((State.GONE, True), 0) + counts.get((State.QUARANTINED, True), 0),
        last_success_at=row.last_success_at,
        last_error=row.last_error,
    )
