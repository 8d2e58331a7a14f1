"""A web server that is told things by webhooks, and takes them, or does not, as the test says."""

import ssl
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.servers.dovecot import write_certificate


@dataclass(frozen=True)
class Told:
    """One request."""

    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class State:
    """How the server behaves; may be changed while it runs."""

    statuses: list[int] = field(default_factory=list)
    """The answers to come, one a request; 200 when there is none left."""

    pause: float = 0
    """Seconds before it answers."""

    drip: bool = False
    """It answers with a header that never ends, a byte at a time."""

    told: list[Told] = field(default_factory=list)


def _answering(state: State) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.told.append(Told(path=self.path, headers=dict(self.headers), body=body))
            time.sleep(state.pause)
            if state.drip:
                self._drip()
                return
            self.send_response(state.statuses.pop(0) if state.statuses else 200)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _drip(self) -> None:
            self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            for _ in range(100):
                time.sleep(0.1)
                self.wfile.write(b"x")

        def handle(self) -> None:
            with suppress(OSError):  # whoever asked has gone
                super().handle()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


class Receiver:
    """Listens on 127.0.0.1; with a `folder`, where its `cert.pem` is put, by TLS."""

    def __init__(self, folder: Path | None = None) -> None:
        self.state = State()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _answering(self.state))
        if folder:
            write_certificate(folder)
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        scheme = "https" if folder else "http"
        self.url = f"{scheme}://127.0.0.1:{self._server.server_port}/hook?of=claims"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()
