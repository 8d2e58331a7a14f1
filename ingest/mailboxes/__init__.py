"""Kinds of mailboxes. A kind is one file with one function, decorated with its key, that opens a session."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from core.content import Content, Spool
from core.errors import Misconfigured, Unavailable
from core.registry import Registry
from storage.models import Mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A folder as the server describes it."""

    uid_validity: int
    uid_next: int
    """The next UID, 0 when the server does not say."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """One message as the server gave it."""

    content: Content
    received_at: datetime | None
    """When the server took it, `None` when it does not say."""

    whole: bool = True
    """False when the message is too big and `content` is its header only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of messages that were to be settled; what is in neither is still to do."""

    done: frozenset[int]
    gone: frozenset[int]
    """Not in the folder any more when we came."""


class Vanished(Exception):
    """The message is not in the folder any more: somebody removed it."""


class Refused(Unavailable):
    """The server refuses this one command; the session goes on."""


class Lost(Unavailable):
    """The connection is over; a new session may work."""


class Session(Protocol):
    """What every kind of mailbox offers. Nothing but `settle` changes the mailbox, not even a read flag."""

    def check_settling(self, row: Mailbox) -> None:
        """Make sure that messages can be settled as the mailbox wants.

        Raises:
            Misconfigured: the target does not exist, or the server cannot do it.
        """

    def look(self, folder: str) -> FolderState:
        """Make `folder` the current one, without changing anything in it."""

    def uids_above(self, uid: int, since: date | None = None) -> tuple[int, ...]:
        """UIDs of the current folder above `uid`, whatever their flags; with `since`, only those that arrived on that day or later."""

    def fetch(self, uid: int, spool: Spool, limit: int) -> Fetched:
        """One message of the current folder, byte for byte; of one with more than `limit` bytes, the header.

        Raises:
            Vanished: it is not there any more.
            Refused: the server does not give this one.
            Lost: the connection broke.
        """

    def settle(self, folder: str, uid_validity: int, uids: tuple[int, ...], row: Mailbox) -> Settled:
        """Move or flag messages as the mailbox wants, if the folder still has that UIDVALIDITY."""

    def wait_for_news(self, folder: str, uid_next: int, seconds: float, stop: threading.Event) -> bool:
        """Wait until the folder holds a message with a UID from `uid_next` on; False when the time is over or `stop` is set."""

    def ping(self) -> None:
        """Make sure that the connection lives.

        Raises:
            Lost: it does not.
        """

    def close(self) -> None:
        """End the session; never raises."""


Opener = Callable[[Mailbox, threading.Event], Session]

KINDS: Registry[Opener] = Registry("ingest.mailboxes")
mailbox = KINDS.register


def connect(row: Mailbox, stop: threading.Event) -> Session:
    """A session with the mailbox; when `stop` is set, whatever waits in it ends within half a second.

    Raises:
        Misconfigured: something in the mailbox's row does not fit.
        Unavailable: the server cannot be reached or refuses us.
    """
    opener = KINDS.get(row.kind)
    if opener is None:
        raise Misconfigured("unknown_mailbox_kind", row.kind)
    return opener(row, stop)
