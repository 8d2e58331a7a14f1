"""Handing a mail to the server that takes ours (RFC 5321), by TLS, with a password or OAuth2."""

import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

from core.answers import Smtp
from core.errors import Misconfigured, Unavailable
from ingest import secrets
from ingest.folding import POLICY
from ingest.oauth import Tokens

GO_AHEAD = 354
"""The reply to DATA after which the mail follows (RFC 5321, 4.2.3)."""

PERMANENT = 500
"""Codes from here on are for ever (RFC 5321, 4.2.1)."""

WHO_ARE_YOU = (530, 534, 535, 538)
"""Codes that ask for credentials (RFC 4954, 6): no fault of the mail, and for an administrator to mend."""

FAULTS: tuple[tuple[type[OSError], str], ...] = (
    (smtplib.SMTPServerDisconnected, "smtp_connection_lost"),
    (smtplib.SMTPException, "smtp_not_offered"),
    (ssl.SSLError, "smtp_tls_refused"),
    (TimeoutError, "smtp_timed_out"),
    (ConnectionResetError, "smtp_connection_lost"),
    (OSError, "smtp_unreachable"),
)
"""What went wrong, by the first that fits."""


class Rejected(Exception):
    """The server does not take this mail, and will not later either; `code` is its reply code."""

    def __init__(self, code: int) -> None:
        super().__init__(str(code))
        self.code = code


class Unsure(Exception):
    """The server has the whole mail and did not say whether it takes it; `code` is what happened instead."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Session:
    """A connection that is open and logged in."""

    def __init__(self, server: smtplib.SMTP, reply_seconds: int) -> None:
        self._server, self._reply_seconds = server, reply_seconds

    def address(self, sender: str, to: str) -> None:
        """Say from whom and to whom; nothing is handed over yet.

        Raises:
            Rejected: for ever.
            Unavailable: for the moment.
        """
        with _understood():
            _take(*self._server.mail(sender))
            _take(*self._server.rcpt(to))

    def hand_over(self, mail: EmailMessage) -> None:
        """Hand the mail over; only when this returns has the server taken it.

        Raises:
            Rejected: for ever.
            Unavailable: for the moment, or the connection broke before it had the whole mail.
            Unsure: it has the whole mail, and the connection broke, or it said nothing that can be read.
        """
        content = re.sub(rb"(?m)^\.", b"..", mail.as_bytes(policy=POLICY))
        with _understood():
            code, _ = self._server.docmd("DATA")
            if code != GO_AHEAD:
                _take(code)
                raise Unavailable("smtp_not_offered", str(code))
            # A write that fails has not written the dot at the end, by which the server knows that the mail is whole.
            self._server.send(content + b".\r\n")
        _take(self._last_word())

    def _last_word(self) -> int:
        """The reply to the whole mail; a server that scans it first may take long (RFC 5321, 4.5.3.2.6)."""
        try:
            with _understood():
                if self._server.sock:
                    self._server.sock.settimeout(self._reply_seconds)
                code, _ = self._server.getreply()
        except (Unavailable, Rejected) as error:
            raise Unsure(str(error.code)) from None
        if code < 0:
            raise Unsure("smtp_not_offered")
        return code


@contextmanager
def session(smtp: Smtp, tokens: Tokens) -> Iterator[Session]:
    """Connect and log in.

    Raises:
        Unavailable: the server does not answer, or refuses our credentials.
        Misconfigured: a secret is missing.
    """
    with _understood():
        server = _connect(smtp)
    try:
        with _understood():
            server.ehlo_or_helo_if_needed()
            if smtp.security == "starttls":
                server.starttls(context=_context(smtp))
                server.ehlo()
            _log_in(server, smtp, tokens)
        yield Session(server, smtp.reply_seconds)
    finally:
        server.close()


def _connect(smtp: Smtp) -> smtplib.SMTP:
    if smtp.security == "tls":
        return smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=smtp.seconds, context=_context(smtp))
    return smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.seconds)


def _context(smtp: Smtp) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=smtp.ca_file or None)
    except OSError as error:
        raise Misconfigured("smtp_ca_file", smtp.ca_file) from error


def _log_in(server: smtplib.SMTP, smtp: Smtp, tokens: Tokens) -> None:
    if smtp.auth == "password":
        server.login(smtp.user, secrets.resolve(smtp.secret))
    elif smtp.auth == "oauth2":
        token = tokens.token(smtp.secret)
        try:
            _with_token(server, smtp.user, token)
        except smtplib.SMTPAuthenticationError:
            # It may have been withdrawn before its time.
            _with_token(server, smtp.user, tokens.renewed(smtp.secret, token))


def _with_token(server: smtplib.SMTP, user: str, token: str) -> None:
    def answer(challenge: bytes | None = None) -> str:
        # A challenge after the first word is the server's error; it waits for an empty answer.
        return f"user={user}\1auth=Bearer {token}\1\1" if challenge is None else ""

    server.auth("XOAUTH2", answer)


def _take(code: int, _said: bytes = b"") -> None:
    if code in WHO_ARE_YOU:
        raise Unavailable("smtp_login_refused", str(code))
    if code >= PERMANENT:
        raise Rejected(code)
    if not 200 <= code < 300:  # noqa: PLR2004 - RFC 5321, 4.2.1
        raise Unavailable("smtp_delayed", str(code))


@contextmanager
def _understood() -> Iterator[None]:
    """What the library raises, in our words; what the server said stays out of it, for it may name a person."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        if not isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError | smtplib.SMTPAuthenticationError):
            _take(error.smtp_code)
        code = "smtp_login_refused" if isinstance(error, smtplib.SMTPAuthenticationError) else "smtp_delayed"
        raise Unavailable(code, str(error.smtp_code)) from None
    except OSError as error:
        # The library calls it a lost connection when the server says nothing for too long.
        cause = error.__context__ if isinstance(error.__context__, TimeoutError) else error
        raise Unavailable(next(code for kind, code in FAULTS if isinstance(cause, kind)), type(cause).__name__) from None
