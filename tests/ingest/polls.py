"""One poll of a mailbox, and the numbers after it."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from ingest.poll import PollReport, poll_once
from storage import numbers
from storage.models import Mailbox
from tests.ingest.polling import PollingServices

NEVER = threading.Event()


MakeMailbox = Callable[..., Mailbox]


def counts(row: Mailbox) -> tuple[int, int, int, int, int, int, bool]:
    """on server, held, waiting, quarantined, moved, gone; and whether they add up."""
    found = numbers.numbers(row.pk)
    return found.on_server, found.held, found.waiting, found.quarantined, found.moved, found.gone, found.balanced


def poll(row: Mailbox, services: PollingServices) -> PollReport:
    return poll_once(row.pk, services, NEVER)


def later(services: PollingServices, **delta: float) -> PollingServices:
    return replace(services, now=lambda: datetime.now(UTC) + timedelta(**delta))
