"""An OAuth2 server (RFC 6749) with token introspection (RFC 7662), in a thread."""

import json
import threading
import urllib.parse
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass
class State:
    """What the server knows, and what it was asked."""

    user: str = "claims@bureau.example"
    active: set[str] = field(default_factory=set)
    refresh_token: str = "refresh-0"
    rotating: bool = True
    seconds: int = 3600
    grants: list[dict[str, str]] = field(default_factory=list)


class OAuth:
    """Listens on 127.0.0.1; `state` may be changed while it runs."""

    def __init__(self) -> None:
        self.state = State()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.port: int = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def token_url(self) -> str:
        """Where tokens are asked for."""
        return f"http://127.0.0.1:{self.port}/token"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _grant(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        state = self.state
        state.grants.append(form)
        if form.get("grant_type") == "refresh_token" and form.get("refresh_token") != state.refresh_token:
            return 400, {"error": "invalid_grant", "error_description": "AADSTS70008: the grant of jan.peeters@bureau.example has expired"}
        token = f"access-{len(state.grants)}"
        state.active.add(token)
        answer: dict[str, object] = {"access_token": token, "token_type": "Bearer", "expires_in": state.seconds}
        if form.get("grant_type") == "refresh_token" and state.rotating:
            state.refresh_token = f"refresh-{len(state.grants)}"
            answer["refresh_token"] = state.refresh_token
        return 200, answer

    def _introspect(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        if form.get("token", "") in self.state.active:
            return 200, {"active": True, "email": self.state.user, "scope": "imap"}
        return 200, {"active": False}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        routes = {"/token": self._grant, "/introspect": self._introspect}

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                form = dict(urllib.parse.parse_qsl(self.rfile.read(length).decode()))
                status, answer = routes[urllib.parse.urlsplit(self.path).path](form)
                body = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.send_header("Connection", "close")
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing: the tests' output is theirs."""

        return Handler
