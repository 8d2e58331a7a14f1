"""One poll of one mailbox: list, fetch, hold, settle, in that order and each only on what the one before has committed."""

import threading
from dataclasses import dataclass, field
from datetime import date
from zoneinfo import ZoneInfo

import structlog
from django.db.utils import InterfaceError, OperationalError

from core.content import Content
from core.errors import Misconfigured, Unavailable, Unreadable
from ingest import settling
from ingest.link import Link
from ingest.mailboxes import Fetched, Lost, Refused, Vanished
from ingest.mailboxes.imap_login import token_until
from ingest.needs import Services
from ingest.tenure import Tenure
from storage import ledger, listing, models

log = structlog.get_logger()

STORE_FAILURES = 3
"""Messages in a row that the blob store does not take, before the poll gives up until the next."""


class NotKept(Unavailable):
    """We could not keep the bytes: neither the message nor its server is to blame."""


@dataclass(kw_only=True)
class PollReport:
    """What one poll did."""

    mailbox_id: int
    polled: bool = True
    """False when another poller has the mailbox, or it is switched off."""

    listed: int = 0
    held: int = 0
    again: int = 0
    """Of those held, deliveries of a mail that was known."""

    failed: int = 0
    settled: int = 0
    problem: str = ""
    """Why the poll did not go to its end, "" when it did."""

    uid_next: dict[str, int] = field(default_factory=dict)
    """By folder that could be listed, the UID from which mail is new."""

    @property
    def reached(self) -> bool:
        """The server let us in: what went wrong, if anything, is no reason to stay away from it."""
        return bool(self.uid_next)


def poll_once(mailbox_id: int, services: Services, stop: threading.Event) -> PollReport:
    """Poll a mailbox, unless another poller has it. What goes wrong is written on the mailbox and named in the report."""
    with Tenure(mailbox_id, services.owner, services.settings.lease_seconds, now=services.now, stop=stop) as tenure:
        if not tenure.begin():
            return PollReport(mailbox_id=mailbox_id, polled=False)
        with Link(mailbox_id, tenure.over) as link:
            return poll(link, services)


def poll(link: Link, services: Services) -> PollReport:
    """Poll over a link whose mailbox is leased to us."""
    report = PollReport(mailbox_id=link.row.pk)
    try:
        _list(link, services, report)
        _fetch(link, services, report)
        _settle(link, services, report)
    except (Unavailable, Misconfigured) as error:
        link.drop()
        report.problem = "stopped" if link.over.is_set() else error.code
    except (OperationalError, InterfaceError):
        link.drop()
        report.problem = "database_unavailable"
    _conclude(link, services, report)
    return report


def _conclude(link: Link, services: Services, report: PollReport) -> None:
    counts = {"listed": report.listed, "held": report.held, "failed": report.failed, "settled": report.settled}
    log.info("polled", mailbox=report.mailbox_id, problem=report.problem, **counts)
    if link.over.is_set() or report.problem == "database_unavailable":
        return
    if report.problem:
        ledger.failed(report.mailbox_id, report.problem, services.now())
    else:
        ledger.succeeded(report.mailbox_id, services.now(), token_until(link.row))


def _list(link: Link, services: Services, report: PollReport) -> None:
    """Give every message that the server has for us a row, before the first is fetched."""
    today = services.now().astimezone(ZoneInfo(services.settings.time_zone)).date()
    since = ledger.since_of(link.row.pk, today)
    listing.keep_folders(link.row.pk, folders(link.row), services.now())
    link.session()
    for folder in folders(link.row):
        try:
            report.uid_next[folder] = _list_folder(link, folder, since, services)
        except Misconfigured as error:
            # One that was renamed must not keep the mail of the others out.
            report.problem = error.code


def _list_folder(link: Link, folder: str, since: date, services: Services) -> int:
    """List what is new; everything, when the counts do not agree. The next UID comes back."""
    state = link.look(folder)
    session = link.session()
    row = listing.cursor(link.row.pk, folder, state.uid_validity, services.now())
    if row.listed_at is None or row.since != since:
        whole = listing.Whole(uids=frozenset(session.uids_above(0)), since=frozenset(session.uids_above(0, since)))
        listing.list_whole(row, whole, since=since, now=services.now())
        return state.uid_next
    new = session.uids_above(row.last_uid) if state.uid_next != row.last_uid + 1 else ()
    if state.count == row.on_server + row.skipped + len(new):
        listing.list_new(row, new, uid_next=state.uid_next, now=services.now())
    else:
        listing.list_whole(row, listing.Whole(uids=frozenset(session.uids_above(0))), since=since, now=services.now())
    return state.uid_next


def folders(row: models.Mailbox) -> list[str]:
    """The folders that are polled."""
    return list(row.folders) or ["INBOX"]


def _fetch(link: Link, services: Services, report: PollReport) -> None:
    """Fetch and hold what is listed. What one message does, it does to itself: the others go on."""
    todo = [waiting for waiting in ledger.waiting(link.row.pk, services.now()) if waiting.folder in report.uid_next]
    report.listed = len(todo)
    link.breaks = failures = 0
    for waiting in todo:
        if link.over.is_set():
            raise Lost("stopped")
        try:
            _attempt(link, waiting, services, report)
            failures = 0
        except NotKept as error:
            report.failed += 1
            failures += 1
            if failures == STORE_FAILURES:
                raise
            report.problem = error.code


def _attempt(link: Link, waiting: ledger.Waiting, services: Services, report: PollReport) -> None:
    try:
        _take(link, waiting, services, report)
    except Vanished:
        ledger.vanish(waiting.delivery_id, services.now())
    except Refused:
        _fail(waiting, services, report)
    except Lost as error:
        # When the server does not answer at all, this raises, and the message is not to blame.
        link.reopen(error)
        _fail(waiting, services, report)


def _fail(waiting: ledger.Waiting, services: Services, report: PollReport) -> None:
    report.failed += 1
    ledger.fail(waiting.delivery_id, services.now())
    log.warning("fetch_failed", delivery=waiting.delivery_id)


def _take(link: Link, waiting: ledger.Waiting, services: Services, report: PollReport) -> None:
    if link.at(waiting.folder).uid_validity != waiting.uid_validity:
        return
    try:
        with services.spool() as spool:
            fetched = link.session().fetch(waiting.uid, spool, services.settings.limits.mail_bytes)
            # First the bytes, then the row, then (in _settle) the server's copy.
            _keep_bytes(fetched.content, services)
            held = _hold(waiting, fetched, services)
    except OSError as error:
        raise NotKept("spool_unavailable", type(error).__name__) from error
    report.held += 1
    report.again += not held.new
    if held.new:
        services.bell("open", held.mail_id)


def _keep_bytes(content: Content, services: Services) -> None:
    try:
        services.blobs.put(content)
    except Unavailable as error:
        raise NotKept(error.code) from error
    except Unreadable as error:
        # What we wrote a moment ago reads back differently.
        raise NotKept("spool_unavailable", "damaged") from error


def _hold(waiting: ledger.Waiting, fetched: Fetched, services: Services) -> ledger.Held:
    now = services.now()
    keep = ledger.hold if fetched.whole else ledger.hold_header
    return keep(waiting.delivery_id, fetched.content, received_at=fetched.received_at or now, now=now)


def _settle(link: Link, services: Services, report: PollReport) -> None:
    rows = list(ledger.unsettled(link.row.pk).filter(folder__in=list(report.uid_next)))
    if rows:
        link.leave()
        report.settled = settling.settle_rows(link.session(), link.row, rows, services.now)
