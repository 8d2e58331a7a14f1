"""An SMTP server that takes mails, or does not, as the test says."""

import asyncio
import base64
import ssl
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from aiosmtpd.smtp import Envelope as Taken

from tests.servers.dovecot import write_certificate
from tests.servers.ports import free_port

USER, PASSWORD = "claimpost", "ein Geheimnis"


@dataclass(frozen=True)
class Mail:
    """One mail that the server took."""

    sender: str
    to: list[str]
    content: EmailMessage
    by_tls: bool
    raw: bytes


@dataclass
class State:
    """How the server behaves; may be changed while it runs."""

    rcpt: str = ""
    """The reply to every recipient, "" for yes."""

    data: str = ""
    """The reply to every mail, "" for yes; `drop` takes it and closes the connection without one."""

    scan: float = 0
    """Seconds from when it has the whole mail to its reply."""

    taken: list[Mail] = field(default_factory=list)
    token: str = ""
    """The one token that XOAUTH2 may bring."""


class Smtp:
    """Listens on 127.0.0.1; with a `folder`, where its `cert.pem` is put, by STARTTLS and to who is known only."""

    def __init__(self, folder: Path | None = None) -> None:
        self.state = State()
        self.port = free_port()
        options: dict[str, Any] = {}
        if folder:
            write_certificate(folder)
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
            options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": self._authenticate}
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    def _authenticate(self, _server: object, _session: object, _envelope: object, _mechanism: str, data: object) -> AuthResult:
        known = isinstance(data, LoginPassword) and (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=known, handled=False)

    async def auth_XOAUTH2(self, _server: object, args: list[str]) -> AuthResult:  # noqa: N802 - the library's name
        """One word: the user and the token."""
        said = base64.b64decode(args[1]).decode()
        return AuthResult(success=said == f"user={USER}\1auth=Bearer {self.state.token}\1\1", handled=False)

    async def handle_RCPT(self, _server: object, _session: object, envelope: Taken, address: str, _options: object) -> str:  # noqa: N802
        """Yes, or what the test says."""
        if self.state.rcpt:
            return self.state.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Taken) -> str:  # noqa: ANN401, N802
        """Take it, or what the test says."""
        if self.state.data and self.state.data != "drop":
            return self.state.data
        content = message_from_bytes(bytes(envelope.content or b""), policy=policy.default)
        assert isinstance(content, EmailMessage)
        self.state.taken.append(
            Mail(
                sender=envelope.mail_from or "",
                to=list(envelope.rcpt_tos),
                content=content,
                by_tls=session.ssl is not None,
                raw=bytes(envelope.content or b""),
            )
        )
        if self.state.data == "drop":
            server.transport.close()
        await asyncio.sleep(self.state.scan)
        return "250 2.0.0 queued"
