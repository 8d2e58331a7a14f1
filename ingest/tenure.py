"""The right to poll one mailbox, held by one poller at a time and kept alive while it works."""

import threading
import uuid
from datetime import datetime
from types import TracebackType
from typing import Protocol, Self

from django.db import connections
from django.db.utils import InterfaceError, OperationalError

from storage import ledger

STEP_SECONDS = 0.25
RENEWALS = 3
"""Renewals in the time of one lease: one may come late."""

OWNER_LENGTH = 85
"""The column has room for 100 characters, and the owner gets a mark of this tenure."""


class Clock(Protocol):
    """Says what time it is."""

    def __call__(self) -> datetime:
        """The moment, with its zone."""


class Tenure:
    """Holds the lease of a mailbox. `over` is set as soon as `stop` is, or when the lease went to somebody else."""

    def __init__(self, mailbox_id: int, owner: str, seconds: float, *, now: Clock, stop: threading.Event) -> None:
        self.over = threading.Event()
        self._mailbox_id = mailbox_id
        # Two threads of one process must not both have it.
        self._owner = f"{owner[-OWNER_LENGTH:]}/{uuid.uuid4().hex[:8]}"
        self._seconds = seconds
        self._now = now
        self._stop = stop
        self._ended = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"tenure-{mailbox_id}", daemon=True)

    def begin(self) -> bool:
        """Take the lease; False when another poller has it, or the mailbox is switched off."""
        if self._stop.is_set() or not self._renew():
            return False
        self._keeper.start()
        return True

    def end(self) -> None:
        """Give the lease back."""
        self._ended.set()
        if self._keeper.is_alive():
            self._keeper.join()
        self.over.set()
        ledger.release(self._mailbox_id, self._owner)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()

    def _renew(self) -> bool:
        return ledger.lease(self._mailbox_id, self._owner, self._seconds, self._now())

    def _keep(self) -> None:
        waited = 0.0
        while not self._ended.wait(STEP_SECONDS):
            waited += STEP_SECONDS
            if self._stop.is_set():
                break
            if waited >= self._seconds / RENEWALS:
                waited = 0.0
                if not self._renewed():
                    break
        self.over.set()
        connections.close_all()

    def _renewed(self) -> bool:
        try:
            return self._renew()
        except (OperationalError, InterfaceError):
            # The database is away: nothing can be written, so nobody else can take the lease either.
            connections.close_all()
            return True
