"""The session with one mailbox, through all its breaks."""

import threading
from types import TracebackType
from typing import Self

from core.errors import Misconfigured, Unavailable
from ingest import mailboxes
from ingest.mailboxes import FolderState, Lost, Session
from storage import models

RECONNECTS = 5
"""Sessions that may break over single messages in one poll, before it gives up until the next."""


class Link:
    """The session with one mailbox: opened when it is needed, and again after it broke."""

    def __init__(self, mailbox_id: int, over: threading.Event) -> None:
        self.row = models.Mailbox.objects.get(pk=mailbox_id)
        self.over = over
        """Set when polling must end."""

        self.breaks = 0
        """Sessions that broke since this was last set to 0."""

        self._session: Session | None = None
        self._looked: FolderState | None = None
        self._folder = ""

    def refresh(self) -> bool:
        """Read the mailbox's row again; when somebody changed how it is reached or settled, the session ends, and True comes back."""
        row = models.Mailbox.objects.get(pk=self.row.pk)
        changed = _terms(row) != _terms(self.row)
        if changed:
            self.drop()
        self.row = row
        return changed

    def freshen(self) -> None:
        """Drop a session that died while nobody used it."""
        if self._session is not None:
            try:
                self._session.ping()
            except Unavailable:
                self.drop()

    def session(self) -> Session:
        """The session.

        Raises:
            Misconfigured, Unavailable: there is none to be had.
        """
        if self._session is None:
            self._folder = ""
            session = mailboxes.connect(self.row, self.over)
            try:
                session.check_settling(self.row)
            except (Misconfigured, Unavailable):
                session.close()
                raise
            self._session = session
        return self._session

    def look(self, folder: str) -> FolderState:
        """The folder's state now; it is the current one afterwards."""
        self._looked = self.session().look(folder)
        self._folder = folder
        return self._looked

    def at(self, folder: str) -> FolderState:
        """The folder's state when it was last looked at; it is the current one afterwards."""
        session = self.session()
        if self._folder == folder and self._looked and session is self._session:
            return self._looked
        return self.look(folder)

    def leave(self) -> None:
        """No folder is the current one any more."""
        self._folder = ""

    def drop(self) -> None:
        """End the session, whatever its state."""
        if self._session is not None:
            self._session.close()
        self._session = None
        self._folder = ""

    def reopen(self, error: Lost) -> None:
        """A new session in place of the one that broke; when there is none to be had, or too many broke, that is raised."""
        self.drop()
        self.breaks += 1
        if self.over.is_set() or self.breaks > RECONNECTS:
            raise error
        self.session()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.drop()


def _terms(row: models.Mailbox) -> tuple[object, ...]:
    names = ("kind", "host", "port", "security", "ca_file", "user", "auth", "secret", "folders", "settle", "settle_target")
    return tuple(getattr(row, name) for name in names)
