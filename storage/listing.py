"""What the server lists against what the ledger holds: every difference becomes a row, or a mark on one."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, QuerySet

from storage import events, jobs, ledger, models
from storage.items import ENGINE

ROWS_AT_ONCE = 500

State = models.Delivery.State
Settled = models.Delivery.Settled


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """Every UID of a folder and, when they were asked for, those that arrived since the day that counts."""

    uids: frozenset[int]
    since: frozenset[int] = frozenset()


def keep_folders(mailbox_id: int, folders: Collection[str], now: datetime) -> None:
    """Close the books of folders that are not polled any more; their rows are history."""
    with transaction.atomic():
        for name in models.Folder.objects.filter(mailbox=mailbox_id, current=True).exclude(name__in=folders).values_list("name", flat=True):
            _close(mailbox_id, name, 0)
            events.record("folder_left", actor=ENGINE, at=now, data={"mailbox": mailbox_id})


def cursor(mailbox_id: int, folder: str, uid_validity: int, now: datetime) -> models.Folder:
    """How far the folder is listed under this UIDVALIDITY; rows of any other are history from now on.

    UIDs of another UIDVALIDITY say nothing about these messages (RFC 9051, 2.3.1.1): all are listed again, and those
    that we hold are recognised by their bytes.
    """
    with transaction.atomic():
        others = models.Folder.objects.filter(mailbox=mailbox_id, name=folder, current=True).exclude(uid_validity=uid_validity)
        if others.exists():
            _close(mailbox_id, folder, uid_validity)
            events.record("uid_validity_changed", actor=ENGINE, at=now, data={"mailbox": mailbox_id})
        row, _ = models.Folder.objects.get_or_create(mailbox_id=mailbox_id, name=folder, uid_validity=uid_validity)
        if not row.current:
            # A folder that is polled again, or a server that went back to an older state, with a UIDVALIDITY that we know.
            row.current, row.listed_at = True, None
            row.save(update_fields=["current", "listed_at"])
            _rows(row).update(current=True)
        return row


def list_new(row: models.Folder, uids: Collection[int], *, uid_next: int, now: datetime) -> None:
    """Write the messages above the cursor and move it; the server's count agrees with ours."""
    with transaction.atomic():
        _write(row, uids, first_contact=False, now=now)
        last = max([*uids, uid_next - 1, row.last_uid])
        models.Folder.objects.filter(pk=row.pk).update(on_server=F("on_server") + len(uids), last_uid=last, listed_at=now)


def list_whole(row: models.Folder, whole: Whole, *, since: date, now: datetime) -> None:
    """Compare the ledger with everything in the folder.

    At the first contact under this UIDVALIDITY, and when the day was changed, what arrived since that day is taken
    without acknowledgements, and the rest gets no row. Later, a message without a row is taken if it is younger than
    those, even if its UID is below the cursor: some servers show messages out of order.
    """
    with transaction.atomic():
        if row.listed_at is None:
            row.skipped_to = max(whole.uids, default=0)
        here = frozenset(_rows(row).filter(away=False).values_list("uid", flat=True))
        back = _were_away(row, whole.uids - here)
        unknown = whole.uids - here - back
        new = {uid for uid in unknown if uid > row.skipped_to}
        old = (whole.since & unknown) - new
        _take_away(row, here - whole.uids, now)
        _come_back(row, back)
        _write(row, new, first_contact=False, now=now)
        _write(row, old, first_contact=True, now=now)
        row.skipped = len(unknown) - len(new) - len(old)
        row.on_server = len(whole.uids) - row.skipped
        row.last_uid = max([row.last_uid, *whole.uids])
        row.since = since
        row.listed_at = now
        row.save()


def _close(mailbox_id: int, folder: str, uid_validity: int) -> None:
    """Make history of a folder's rows under any UIDVALIDITY but this one."""
    models.Folder.objects.filter(mailbox=mailbox_id, name=folder).exclude(uid_validity=uid_validity).update(current=False)
    rows = models.Delivery.objects.filter(mailbox=mailbox_id, folder=folder, current=True).exclude(uid_validity=uid_validity)
    pending = rows.filter(settled=Settled.PENDING)
    for pk in pending.values_list("pk", flat=True):
        jobs.finish("settle", pk)
    pending.update(settled=Settled.GONE)
    rows.update(current=False)


def _rows(row: models.Folder) -> QuerySet[models.Delivery]:
    return models.Delivery.objects.filter(mailbox=row.mailbox_id, folder=row.name, uid_validity=row.uid_validity)


def _write(row: models.Folder, uids: Iterable[int], *, first_contact: bool, now: datetime) -> None:
    made = [
        models.Delivery(
            mailbox_id=row.mailbox_id,
            folder=row.name,
            uid_validity=row.uid_validity,
            uid=uid,
            first_contact=first_contact,
            seen_at=now,
        )
        for uid in sorted(uids)
    ]
    models.Delivery.objects.bulk_create(made, batch_size=ROWS_AT_ONCE, ignore_conflicts=True)


def _were_away(row: models.Folder, uids: Collection[int]) -> frozenset[int]:
    found: set[int] = set()
    for some in _some(uids):
        found.update(_rows(row).filter(away=True, uid__in=some).values_list("uid", flat=True))
    return frozenset(found)


def _take_away(row: models.Folder, uids: Collection[int], now: datetime) -> None:
    for some in _some(uids):
        ledger.take_away(_rows(row).filter(uid__in=some).values_list("pk", flat=True), now)


def _come_back(row: models.Folder, uids: Collection[int]) -> None:
    for some in _some(uids):
        rows = _rows(row).filter(uid__in=some)
        rows.filter(state=State.GONE).update(state=State.WAITING)
        rows.update(away=False)


def _some(uids: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(uids)
    return (ordered[start : start + ROWS_AT_ONCE] for start in range(0, len(ordered), ROWS_AT_ONCE))
