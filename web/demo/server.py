"""A private mail server of the demonstration: a real IMAP and SMTP server on the loopback address, gone with its owner."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Self

from imapclient import IMAPClient

from core.errors import Misconfigured, Unavailable
from web.demo.people import OFFICE

HOST = "127.0.0.1"
START_SECONDS = 20.0
STOP_SECONDS = 5.0


class MailServer:
    """Runs in a process of its own, which ends when this one does, however that happens."""

    def __init__(self) -> None:
        self.password = secrets.token_urlsafe(12)
        self.imap_port = 0
        self.smtp_port = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        """Start the server and wait until it answers.

        Raises:
            Misconfigured: the packages of the demonstration are not installed.
            Unavailable: it does not answer in time.
        """
        self.imap_port, self.smtp_port = _free_port(), _free_port()
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "web.demo.daemon", str(self.imap_port), str(self.smtp_port)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "MAIL_USER": OFFICE, "MAIL_PASSWORD": self.password, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        try:
            self._wait()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Stop the server; after this it is gone."""
        process, self._process = self._process, None
        if process is None:
            return
        if process.stdin:
            process.stdin.close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def deliver(self, mails: Iterable[tuple[bytes, datetime]]) -> Iterator[int]:
        """Put mails into the inbox, each with the time it came; the number of those that lie there comes back after each."""
        with self.connect() as client:
            for count, (raw, at) in enumerate(mails, 1):
                client.append("INBOX", raw, msg_time=at)
                yield count

    @contextlib.contextmanager
    def connect(self) -> Iterator[IMAPClient]:
        """A client that is logged in."""
        client = IMAPClient(HOST, port=self.imap_port, ssl=False, timeout=START_SECONDS)
        try:
            client.login(OFFICE, self.password)
            yield client
        finally:
            client.logout()

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self._process is None or self._process.poll() is not None:
                raise Misconfigured("demo_not_installed", "install the demonstration's packages: uv sync --group demo")
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.imap_port), timeout=1) as line:
                if line.recv(64).startswith(b"* OK"):
                    return
            time.sleep(0.05)
        raise Unavailable("demo_mail_server", f"no answer on port {self.imap_port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
