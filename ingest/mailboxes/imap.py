"""Mailboxes by IMAP4rev1 and IMAP4rev2 (RFC 3501, RFC 9051) with IDLE, MOVE and UIDPLUS where the server has them."""

import contextlib
import re
import threading
import time
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from core.content import CHUNK, Spool, SpoolWriter
from core.errors import Misconfigured
from core.limits import MIB
from ingest.mailboxes import Fetched, FolderState, Lost, Refused, Settled, Vanished, mailbox
from ingest.mailboxes.imap_login import READ_SECONDS, Client, log_in, translated
from ingest.mailboxes.wire import Lifeline
from storage.models import Mailbox

LIST_AT_ONCE = 50_000
"""UIDs asked for in one SEARCH: its answer is one line, and imaplib reads no line above 1 MB."""

SETTLE_AT_ONCE = 200
HEADER_BYTES = 1 * MIB
"""What is fetched of the header of a mail that is too big."""

IDLE_SECONDS = 9 * 60.0
"""Servers may forget a client that idles for longer than half an hour (RFC 2177), home routers after ten minutes."""

GOODBYE_SECONDS = 1.0
UNUSABLE = frozenset({b"\\noselect", b"\\nonexistent"})


@mailbox("imap")
def open_imap(row: Mailbox, stop: threading.Event) -> "ImapSession":
    """A session by IMAP."""
    client, lifeline = log_in(row, stop)
    return ImapSession(client, lifeline)


class ImapSession:
    """One IMAP connection."""

    def __init__(self, client: Client, lifeline: Lifeline) -> None:
        self._client = client
        self._lifeline = lifeline
        self._state = FolderState(uid_validity=0, uid_next=0, count=0)

    def look(self, folder: str) -> FolderState:
        """EXAMINE: unlike SELECT it changes nothing, not even which messages count as recent."""
        self._state = _state(self._select(folder, readonly=True))
        return self._state

    def uids_above(self, uid: int, since: date | None = None) -> tuple[int, ...]:
        """UIDs in ascending order."""
        if self._state.count == 0:
            return ()
        found: set[int] = set()
        with translated():
            for window in self._windows(uid + 1):
                found.update(self._client.search(["UID", window, *(["SINCE", since] if since else [])]))
        # "n:*" always names the last message, even when its UID is lower (RFC 9051, 9, seq-range).
        return tuple(sorted(number for number in found if number > uid))

    def fetch(self, uid: int, spool: Spool, limit: int) -> Fetched:
        """The message in chunks. RFC822.SIZE is a hint only: some servers guess it, so that the end is where no more bytes come."""
        answer = self._fetch(uid, "RFC822.SIZE", "INTERNALDATE", f"BODY.PEEK[]<0.{CHUNK}>")
        announced = answer.get(b"RFC822.SIZE") or 0
        received_at = answer.get(b"INTERNALDATE")
        if announced <= limit:
            with spool.writer() as writer:
                self._rest(uid, writer, _body(answer, 0), announced, limit)
                if writer.size <= limit:
                    return Fetched(content=writer.close(), received_at=received_at)
        with spool.writer() as writer:
            header = self._fetch(uid, f"BODY.PEEK[HEADER]<0.{HEADER_BYTES}>")
            writer.write(header.get(b"BODY[HEADER]<0>") or b"")
            return Fetched(content=writer.close(), received_at=received_at, whole=False)

    def check_settling(self, row: Mailbox) -> None:
        """The target folder exists and the server can move, or the keyword may be set."""
        match row.settle:
            case Mailbox.Settle.MOVE:
                self._check_move(row)
            case Mailbox.Settle.FLAG:
                self._check_flag(row)

    def settle(self, folder: str, uid_validity: int, uids: tuple[int, ...], row: Mailbox) -> Settled:
        """MOVE, or STORE of a keyword; a message that is absent is not an error."""
        if _state(self._select(folder, readonly=False)).uid_validity != uid_validity:
            raise Refused("uid_validity_changed")
        done: set[int] = set()
        gone: set[int] = set()
        for some in _slices(uids, SETTLE_AT_ONCE):
            with translated():
                present = frozenset(self._client.search(["UID", ",".join(map(str, some))]))
                if present and row.settle == Mailbox.Settle.MOVE:
                    self._move(sorted(present), row.settle_target)
                elif present and row.settle == Mailbox.Settle.FLAG:
                    self._flag(sorted(present), row.settle_target)
            done |= present & set(some)
            gone |= set(some) - present
        return Settled(done=frozenset(done), gone=frozenset(gone))

    def wait_for_news(self, folder: str, uid_next: int, seconds: float, stop: threading.Event) -> bool:
        """IDLE where the server has it; otherwise the time passes. It is a hint: whoever waits must look for himself."""
        deadline = time.monotonic() + seconds
        if self.look(folder).uid_next > uid_next > 0:
            return True
        if not self._client.has_capability("IDLE"):
            stop.wait(seconds)
            return False
        while not stop.is_set() and (left := deadline - time.monotonic()) > 0:
            if self._idle(min(left, IDLE_SECONDS), stop):
                return True
        return False

    def ping(self) -> None:
        """NOOP."""
        with translated():
            self._client.noop()

    def close(self) -> None:
        """LOGOUT, if the server listens."""
        self._lifeline.release()
        with contextlib.suppress(Lost, Refused), translated():
            self._client.hasten(GOODBYE_SECONDS)
            self._client.logout()
        with contextlib.suppress(OSError):
            self._client.cut()

    def _select(self, folder: str, *, readonly: bool) -> dict[bytes, Any]:
        try:
            with translated():
                selected: dict[bytes, Any] = self._client.select_folder(folder, readonly=readonly)
        except Refused as error:
            raise Misconfigured("folder_missing", folder) from error
        if not selected.get(b"UIDVALIDITY"):
            raise Misconfigured("no_uid_validity", folder)
        return selected

    def _windows(self, first: int) -> Iterator[str]:
        last = self._state.uid_next - 1
        if self._state.count > LIST_AT_ONCE:
            while first + LIST_AT_ONCE <= last:
                yield f"{first}:{first + LIST_AT_ONCE - 1}"
                first += LIST_AT_ONCE
        yield f"{first}:*"

    def _fetch(self, uid: int, *items: str) -> dict[bytes, Any]:
        try:
            with translated():
                answers = self._client.fetch([uid], items)
        except Refused:
            if uid not in self.uids_above(uid - 1):
                raise Vanished from None
            raise
        if uid not in answers:
            raise Vanished
        answer: dict[bytes, Any] = answers[uid]
        return answer

    def _rest(self, uid: int, writer: SpoolWriter, piece: bytes, announced: int, limit: int) -> None:
        while piece and writer.size <= limit:
            writer.write(piece)
            if len(piece) < CHUNK and writer.size >= announced:
                return
            piece = _body(self._fetch(uid, f"BODY.PEEK[]<{writer.size}.{CHUNK}>"), writer.size)
        if announced and not writer.size:
            raise Refused("empty_answer")

    def _check_move(self, row: Mailbox) -> None:
        if _folded(row.settle_target) in {_folded(folder) for folder in row.folders}:
            raise Misconfigured("settle_target_is_polled", row.settle_target)
        if not (self._client.has_capability("MOVE") or self._client.has_capability("UIDPLUS")):
            raise Misconfigured("move_not_offered")
        with translated():
            found = self._client.list_folders("", row.settle_target)
        there = {_folded(name) for flags, _, name in found if not UNUSABLE & {flag.lower() for flag in flags}}
        if _folded(row.settle_target) not in there:
            raise Misconfigured("settle_target_missing", row.settle_target)

    def _check_flag(self, row: Mailbox) -> None:
        if not re.fullmatch(r"[A-Za-z0-9$_.-]+", row.settle_target):
            raise Misconfigured("settle_flag_unusable", row.settle_target)
        for folder in row.folders:
            # Only SELECT tells which flags may be set for good (RFC 9051, 6.3.2).
            allowed = self._select(folder, readonly=False).get(b"PERMANENTFLAGS", ())
            if b"\\*" not in allowed and row.settle_target.lower().encode() not in {flag.lower() for flag in allowed}:
                raise Misconfigured("settle_flag_unusable", row.settle_target)

    def _move(self, uids: list[int], target: str) -> None:
        if self._client.has_capability("MOVE"):
            self._client.move(uids, target)
            return
        self._client.copy(uids, target)
        self._client.add_flags(uids, [b"\\Deleted"], silent=True)
        # Only ours: a plain EXPUNGE would also remove what a person has marked (RFC 4315, 2.1).
        self._client.uid_expunge(uids)

    def _flag(self, uids: list[int], keyword: str) -> None:
        self._client.add_flags(uids, [keyword], silent=True)
        # Some servers say OK and keep nothing.
        if missing := set(uids) - set(self._client.search(["UID", ",".join(map(str, uids)), "KEYWORD", keyword])):
            raise Refused("flag_not_kept", str(len(missing)))

    def _idle(self, seconds: float, stop: threading.Event) -> bool:
        """One IDLE command; its end proves that the connection lives."""
        deadline = time.monotonic() + seconds
        news = False
        with translated():
            self._client.idle()
            while not (news or stop.is_set()) and time.monotonic() < deadline:
                asked = time.monotonic()
                answers = self._client.idle_check(timeout=min(1.0, max(0.0, deadline - asked)))
                news = any(len(answer) > 1 and answer[1] == b"EXISTS" for answer in answers)
                if not answers and time.monotonic() - asked < 0.5 < deadline - asked:  # noqa: PLR2004 - half of the second
                    # Readable and nothing to read: a closed connection looks like this, and so does a TLS record without data.
                    break
            if not stop.is_set():
                self._client.hasten(GOODBYE_SECONDS * 10)
                self._client.idle_done()
                self._client.hasten(READ_SECONDS)
        return news


def _state(selected: dict[bytes, Any]) -> FolderState:
    return FolderState(
        uid_validity=selected[b"UIDVALIDITY"],
        uid_next=selected.get(b"UIDNEXT") or 0,
        count=selected.get(b"EXISTS") or 0,
    )


def _body(answer: dict[bytes, Any], start: int) -> bytes:
    """The bytes of a partial fetch; "" past the end, which servers write as an empty string or as NIL."""
    name = b"BODY[]<%d>" % start
    if name not in answer:
        raise Refused("partial_fetch_unknown")
    return answer[name] or b""


def _folded(folder: str) -> str:
    """The name by which folders compare: only INBOX may be written in any case (RFC 9051, 5.1)."""
    return "INBOX" if folder.upper() == "INBOX" else folder


def _slices(uids: tuple[int, ...], size: int) -> Iterable[tuple[int, ...]]:
    return (uids[start : start + size] for start in range(0, len(uids), size))
