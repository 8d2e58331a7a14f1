"""Polling all mailboxes for as long as the process lives: a thread a mailbox, each with a connection of its own."""

import threading
import time

import structlog
from django.db import close_old_connections, connections
from django.db.utils import InterfaceError, OperationalError

from core.errors import Misconfigured, Unavailable
from ingest.link import Link
from ingest.needs import Services
from ingest.poll import folders, poll
from ingest.tenure import Tenure
from storage import ledger

log = structlog.get_logger()

LOOK_SECONDS = 5.0
"""How soon a new mailbox, or a change in one that fails, is noticed."""

SHORTEST_DELAY = 5.0
LONGEST_DELAY = 900.0
CRASH_SECONDS = 60.0
STOP_SECONDS = 1.5
"""What threads are given to end; what they leave undone is in the database."""


def run(services: Services, stop: threading.Event) -> None:
    """Poll every enabled mailbox until `stop` is set; it comes back within two seconds of that."""
    pollers: dict[int, _Poller] = {}
    while not stop.is_set():
        for mailbox_id in _enabled():
            if mailbox_id not in pollers or pollers[mailbox_id].may_start_again():
                pollers[mailbox_id] = _Poller(mailbox_id, services, stop)
                pollers[mailbox_id].start()
        stop.wait(LOOK_SECONDS)
    deadline = time.monotonic() + STOP_SECONDS
    for poller in pollers.values():
        poller.join(max(0.0, deadline - time.monotonic()))
    log.info("poller_stopped", left=sum(poller.is_alive() for poller in pollers.values()))


def _enabled() -> tuple[int, ...]:
    close_old_connections()
    try:
        return ledger.enabled()
    except (OperationalError, InterfaceError):
        log.warning("database_unavailable")
        return ()


class _Poller(threading.Thread):
    """Serves one mailbox until it is switched off. An error of ours ends the thread, with its traceback; it starts again later."""

    def __init__(self, mailbox_id: int, services: Services, stop: threading.Event) -> None:
        super().__init__(name=f"poll-{mailbox_id}", daemon=True)
        self._mailbox_id = mailbox_id
        self._services = services
        self._stop_all = stop
        self._ended_at: float | None = None
        self._crashed = True

    def run(self) -> None:
        """Take the lease, poll, wait; again and again."""
        try:
            while not self._stop_all.is_set() and self._mailbox_id in _enabled():
                self._serve()
            self._crashed = False
        finally:
            self._ended_at = time.monotonic()
            connections.close_all()

    def may_start_again(self) -> bool:
        """The thread has ended: because the mailbox was switched off, or long enough ago."""
        if self.is_alive() or self._ended_at is None:
            return False
        return not self._crashed or time.monotonic() - self._ended_at > CRASH_SECONDS

    def _serve(self) -> None:
        services = self._services
        try:
            seconds = services.settings.lease_seconds
            with Tenure(self._mailbox_id, services.owner, seconds, now=services.now, stop=self._stop_all) as tenure:
                if tenure.begin():
                    with Link(self._mailbox_id, tenure.over) as link:
                        _rounds(link, services)
                else:
                    self._stop_all.wait(LOOK_SECONDS)
        except (OperationalError, InterfaceError):
            log.warning("database_unavailable", mailbox=self._mailbox_id)
            connections.close_all()
            self._stop_all.wait(LOOK_SECONDS)


def _rounds(link: Link, services: Services) -> None:
    failures = 0
    while not link.over.is_set():
        close_old_connections()
        link.refresh()
        link.freshen()
        report = poll(link, services)
        failures = 0 if report.reached else failures + 1
        if failures:
            _rest(link, delay(failures, services.settings.poll_seconds))
        elif report.problem:
            _rest(link, services.settings.poll_seconds)
        else:
            first = folders(link.row)[0]
            _wait(link, first, report.uid_next[first], services.settings.poll_seconds)


def delay(failures: int, poll_seconds: float) -> float:
    """Seconds until the next poll after so many failures in a row: doubling, so that no account is locked for our knocking."""
    first = max(SHORTEST_DELAY, poll_seconds / 4)
    return float(min(first * 2 ** min(failures - 1, 20), LONGEST_DELAY))


def _rest(link: Link, seconds: float) -> None:
    """Wait, but not when somebody has just corrected the mailbox."""
    deadline = time.monotonic() + seconds
    while (left := deadline - time.monotonic()) > 0 and not link.over.wait(min(left, LOOK_SECONDS)):
        if link.refresh():
            return


def _wait(link: Link, folder: str, uid_next: int, seconds: float) -> None:
    """Wait for news or the time of the next poll; a server that fails at telling news is polled all the same."""
    deadline = time.monotonic() + seconds
    try:
        if link.session().wait_for_news(folder, uid_next, seconds, link.over):
            return
    except (Unavailable, Misconfigured):
        link.drop()
    link.over.wait(max(0.0, deadline - time.monotonic()))
