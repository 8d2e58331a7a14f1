"""What a mailbox holds for us, counted twice: by the server and by the ledger. The two must agree.

After every listing, `on_server` is the server's own count of messages, less those that came before the day from which
mail is taken. Every other message has a ledger row from the moment it is listed, in one of three states as long as it
lies in its folder; so on_server = held + waiting + quarantined. A message that leaves its folder, because we moved it
or because somebody removed it, leaves both sides at once: it is counted as `moved` when we held it, else as `gone`.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from storage import models

State = models.Delivery.State

_COUNTED = {
    "held": (State.HELD, False),
    "waiting": (State.WAITING, False),
    "quarantined": (State.QUARANTINED, False),
    "moved": (State.HELD, True),
    "gone_before": (State.GONE, True),
    "quarantined_away": (State.QUARANTINED, True),
}


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
    return _of(_counted().get(pk=mailbox_id))


def every() -> list[tuple[models.Mailbox, MailboxNumbers]]:
    """Every mailbox by name, with its numbers."""
    return [(row, _of(row)) for row in _counted().order_by("name")]


def _counted() -> "QuerySet[models.Mailbox]":
    """Mailboxes with what the server and the ledger count, at one moment: one query."""
    cursors = models.Folder.objects.filter(mailbox=OuterRef("pk"), current=True).order_by().values("mailbox")
    on_server = Subquery(cursors.annotate(sum=Sum("on_server")).values("sum"))
    counts = {name: _count(state, away=away) for name, (state, away) in _COUNTED.items()}
    return models.Mailbox.objects.annotate(on_server=Coalesce(on_server, 0), **counts)


def _count(state: str, *, away: bool) -> Coalesce:
    """Messages of a mailbox in one state, by the index alone: the ledger itself is not read."""
    rows = models.Delivery.objects.filter(mailbox=OuterRef("pk"), current=True, state=state, away=away)
    return Coalesce(Subquery(rows.order_by().values("mailbox").annotate(count=Count("*")).values("count")), 0)


def _of(row: models.Mailbox) -> MailboxNumbers:
    counted = vars(row)
    return MailboxNumbers(
        mailbox_id=row.pk,
        on_server=counted["on_server"],
        held=counted["held"],
        waiting=counted["waiting"],
        quarantined=counted["quarantined"],
        moved=counted["moved"],
        gone=counted["gone_before"] + counted["quarantined_away"],
        last_success_at=row.last_success_at,
        last_error=row.last_error,
    )
