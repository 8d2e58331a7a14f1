"""From a mailbox's row to an IMAP connection that is encrypted and logged in."""

import imaplib
import re
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import CapabilityError, LoginError, ProtocolError

from core.errors import Misconfigured, Unavailable
from ingest import secrets
from ingest.mailboxes import Lost, Refused
from ingest.mailboxes.wire import CONNECT_SECONDS, Lifeline, dial
from ingest.oauth import Tokens
from storage.models import Mailbox

READ_SECONDS = 60.0
"""How long a server may be silent in the middle of a command."""

BUSY = frozenset({"UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "CONTACTADMIN", "THROTTLED", "OVERQUOTA"})
"""Response codes (RFC 5530) of a login that may succeed later, with the same password."""

TOKENS = Tokens()


class _OnSocket(imaplib.IMAP4):
    """IMAP on a socket that is connected already."""

    def __init__(self, host: str, port: int, line: socket.socket) -> None:
        self._line = line
        super().__init__(host, port)

    def _create_socket(self, timeout: float | None = None) -> socket.socket:  # noqa: ARG002 - the signature is imaplib's
        return self._line


class Client(IMAPClient):  # type: ignore[misc]
    """IMAPClient on a socket that is connected already."""

    def __init__(self, row: Mailbox, line: socket.socket) -> None:
        self._line = line
        implicit = row.security == Mailbox.Security.TLS
        super().__init__(row.host, row.port, ssl=implicit, timeout=SocketTimeout(CONNECT_SECONDS, READ_SECONDS))
        # imaplib would format every answer for its log, bodies of mails included.
        self._imap.debug = 0
        self.normalise_times = False

    def _create_IMAP4(self) -> imaplib.IMAP4:  # noqa: N802 - the name is the library's
        return _OnSocket(self.host, self.port, self._line)

    def hasten(self, seconds: float) -> None:
        """From now on, wait for the server no longer than that."""
        self._imap.sock.settimeout(seconds)

    def cut(self) -> None:
        """Close the connection without a word."""
        self.shutdown()


@contextmanager
def translated() -> Iterator[None]:
    """What imapclient, imaplib, ssl and the socket raise, as our errors; texts of the server are left behind, they may hold names."""
    try:
        yield
    except ssl.SSLError as error:
        raise Lost("tls_refused", error.reason or "") from error
    except TimeoutError as error:
        raise Lost("timed_out") from error
    except CapabilityError as error:
        raise Refused("not_offered", str(error)) from error
    except (ProtocolError, ValueError) as error:
        # What follows on this connection could be misread as well.
        raise Lost("protocol_error", type(error).__name__) from error
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Lost("connection_lost", type(error).__name__) from error
    except imaplib.IMAP4.error as error:
        raise Refused("command_refused", response_code(error)) from error


def response_code(error: BaseException) -> str:
    """The code in brackets that a refusal begins with (RFC 9051, 7.1), "" when there is none."""
    found = re.search(r"\[([A-Z-]{2,40})", str(error))
    return found[1] if found else ""


def log_in(row: Mailbox, stop: threading.Event) -> tuple[Client, Lifeline]:
    """A client that is logged in, and what cuts its connection when `stop` is set.

    Raises:
        Misconfigured: the row names a secret or a CA file that is not there.
        Unavailable: `host_unknown`, `host_unreachable`, `tls_refused`, `login_refused`, `timed_out`, `connection_lost` ...
    """
    context = _tls(row)
    credential = _credential(row)
    line = dial(row.host, row.port, stop)
    lifeline = Lifeline(line, stop)
    try:
        client = _greeted(row, line, context)
        try:
            _encrypt(row, client, context)
            credential(client)
        except (Unavailable, Misconfigured):
            _close(client)
            raise
    except (Unavailable, Misconfigured):
        lifeline.release()
        raise
    return client, lifeline


def _greeted(row: Mailbox, line: socket.socket, context: ssl.SSLContext) -> Client:
    """A client whose server has said hello."""
    line.settimeout(READ_SECONDS)
    try:
        with translated():
            if row.security == Mailbox.Security.TLS:
                line = context.wrap_socket(line, server_hostname=row.host)
            return Client(row, line)
    except Unavailable:
        line.close()
        raise


def _encrypt(row: Mailbox, client: Client, context: ssl.SSLContext) -> None:
    if row.security != Mailbox.Security.STARTTLS:
        return
    try:
        with translated():
            client.starttls(context)
    except Refused as error:
        # Never go on in clear: whoever sits in between may have removed the offer.
        raise Unavailable("tls_refused", "STARTTLS") from error


def _close(client: Client) -> None:
    try:
        client.cut()
    except OSError:
        return


def _tls(row: Mailbox) -> ssl.SSLContext:
    if row.ca_file and not Path(row.ca_file).is_file():
        raise Misconfigured("ca_file_missing", row.ca_file)
    try:
        context = ssl.create_default_context(cafile=row.ca_file or None)
    except ssl.SSLError as error:
        raise Misconfigured("ca_file_unreadable", row.ca_file) from error
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _credential(row: Mailbox) -> Callable[[Client], None]:
    """What logs a client in."""
    if row.auth == Mailbox.Auth.OAUTH2:
        return lambda client: _log_in_with_token(client, row)
    password = secrets.resolve(row.secret)
    return lambda client: _log_in_with_password(client, row.user, password)


def _log_in_with_password(client: Client, user: str, password: str) -> None:
    with translated():
        offered = client.capabilities()
    # LOGIN carries ASCII only.
    plain = b"LOGINDISABLED" in offered or not (user + password).isascii()
    command = client.plain_login if plain and b"AUTH=PLAIN" in offered else client.login
    _log_in(lambda: command(user, password))


def token_until(row: Mailbox) -> datetime | None:
    """Until when the token is good that lets us in; `None` where there is none."""
    return TOKENS.expiry(row.secret) if row.auth == Mailbox.Auth.OAUTH2 else None


def _log_in_with_token(client: Client, row: Mailbox) -> None:
    token = TOKENS.token(row.secret)
    try:
        _bearer(client, row.user, token)
    except Lost:
        raise
    except Unavailable as error:
        renewed = TOKENS.renewed(row.secret, token) if error.code == "login_refused" else token
        if renewed == token:
            raise
        _bearer(client, row.user, renewed)


def _bearer(client: Client, user: str, token: str) -> None:
    with translated():
        offered = client.capabilities()
    if b"AUTH=XOAUTH2" in offered or b"AUTH=OAUTHBEARER" not in offered:
        mechanism, first = "XOAUTH2", f"user={user}\1auth=Bearer {token}\1\1"
    else:
        # RFC 7628, 3.1; in a name, "=" and "," are written as =3D and =2C (RFC 5801, 4).
        name = user.replace("=", "=3D").replace(",", "=2C")
        mechanism, first = "OAUTHBEARER", f"n,a={name},\1auth=Bearer {token}\1\1"
    words = iter((first,))
    # A second challenge tells why we are refused; an empty answer ends the exchange (RFC 7628, 3.2.3).
    _log_in(lambda: client.sasl_login(mechanism, lambda _challenge: next(words, "")))


def _log_in(command: Callable[[], object]) -> None:
    try:
        with translated_login():
            command()
    except UnicodeError as error:
        raise Misconfigured("login_not_ascii") from error


@contextmanager
def translated_login() -> Iterator[None]:
    """As `translated`, for the commands of which imapclient makes every failure a LoginError."""
    try:
        yield
    except LoginError as error:
        if isinstance(error.__context__, imaplib.IMAP4.abort):
            raise Lost("connection_lost", "login") from error
        code = response_code(error)
        # The error's text may hold the user: it is cut off here.
        raise Unavailable("server_busy" if code in BUSY else "login_refused", code) from None
    except TimeoutError as error:
        raise Lost("timed_out", "login") from error
    except (imaplib.IMAP4.abort, OSError) as error:
        raise Lost("connection_lost", "login") from error
