"""OAuth2 access tokens (RFC 6749) by refresh token (section 6) or client credentials (4.4), for mailboxes without passwords.

The secret is JSON: `token_url`, `client_id`, `client_secret` (may be missing), `scope` (may be missing) and, unless the
application has an access of its own, `refresh_token`. A server may answer with a new refresh token that replaces the
old one: it is written back to the file before the access token is used, or the grant would die with this process.
"""

import fcntl
import json
import os
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import structlog

from core.errors import Misconfigured, Unavailable
from ingest import secrets

log = structlog.get_logger()

REQUEST_SECONDS = 15
MARGIN_SECONDS = 120
"""A token is renewed this long before it expires."""

DEFAULT_SECONDS = 600
"""How long a token is kept when the server does not say how long it lives."""

ANSWER_BYTES = 1024 * 1024

HOSTS_WITHOUT_TLS = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    value: str
    good_until: float
    expires_at: float


class Tokens:
    """Access tokens by secret reference, each kept until shortly before it expires; safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._kept: dict[str, _Token] = {}
        self._lock = threading.Lock()

    def token(self, reference: str) -> str:
        """A token that should be good.

        Raises:
            Misconfigured: the secret does not have the form that it must have.
            Unavailable: the server refuses (`token_refused`) or does not answer (`token_server_unreachable`).
        """
        kept = self._kept.get(reference)
        return kept.value if kept and kept.good_until > self._clock() else self.renewed(reference, "")

    def expiry(self, reference: str) -> datetime | None:
        """Until when the token that we have is good by its server's word; `None` while we have none."""
        kept = self._kept.get(reference)
        return datetime.fromtimestamp(kept.expires_at, UTC) if kept else None

    def renewed(self, reference: str, refused: str) -> str:
        """A token other than `refused`, asked for now unless somebody just did."""
        with self._lock:
            kept = self._kept.get(reference)
            if kept and kept.value != refused and kept.good_until > self._clock():
                return kept.value
            answer = _grant(reference)
            seconds = _seconds(answer.get("expires_in"))
            now, margin = self._clock(), min(MARGIN_SECONDS, seconds / 2)
            self._kept[reference] = _Token(value=answer["access_token"], good_until=now + seconds - margin, expires_at=now + seconds)
            return self._kept[reference].value


def _seconds(value: object) -> float:
    return float(value) if isinstance(value, int | float | str) and str(value).isdecimal() else DEFAULT_SECONDS


def _grant(reference: str) -> dict[str, Any]:
    path = secrets.file_of(reference)
    if path is None:
        client = _read(reference)
        if client.get("refresh_token"):
            raise Misconfigured("oauth_secret", "a refresh token must be in a file, where its successor can be saved")
        return _ask(client)
    with _locked(path):
        client = _read(reference)
        answer = _ask(client)
        if answer.get("refresh_token", client.get("refresh_token")) != client.get("refresh_token"):
            _write(path, client | {"refresh_token": answer["refresh_token"]})
    return answer


def _read(reference: str) -> dict[str, Any]:
    try:
        client = json.loads(secrets.resolve(reference))
    except ValueError as error:
        raise Misconfigured("oauth_secret", "not JSON") from error
    if not isinstance(client, dict) or not all(isinstance(client.get(name), str) for name in ("token_url", "client_id")):
        raise Misconfigured("oauth_secret", "token_url and client_id are needed")
    url = urllib.parse.urlsplit(client["token_url"])
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in HOSTS_WITHOUT_TLS):
        raise Misconfigured("oauth_secret", "token_url must start with https://")
    return client


def _ask(client: dict[str, Any]) -> dict[str, Any]:
    grant = "refresh_token" if client.get("refresh_token") else "client_credentials"
    form = {name: client[name] for name in ("client_id", "client_secret", "refresh_token", "scope") if client.get(name)}
    body = urllib.parse.urlencode({"grant_type": grant, **form}).encode()
    request = urllib.request.Request(client["token_url"], body, {"Accept": "application/json"})  # noqa: S310 - https, checked in _read
    try:
        with urllib.request.urlopen(request, timeout=REQUEST_SECONDS) as response:  # noqa: S310 - as above
            answer = json.loads(response.read(ANSWER_BYTES))
    except urllib.error.HTTPError as error:
        with error:
            raise Unavailable("token_refused" if error.code < 500 else "token_server_unreachable", _reason(error)) from None  # noqa: PLR2004 - RFC 9110, 15.6
    except (OSError, ValueError) as error:
        raise Unavailable("token_server_unreachable", type(error).__name__) from None
    if not isinstance(answer, dict) or not isinstance(answer.get("access_token"), str):
        raise Unavailable("token_refused", "no access_token")
    return answer


def _reason(error: urllib.error.HTTPError) -> str:
    """The code of RFC 6749, 5.2, such as `invalid_grant`; the description beside it may name a person."""
    try:
        code = json.loads(error.read(ANSWER_BYTES)).get("error", "")
    except (OSError, ValueError, AttributeError):
        return str(error.code)
    return code if isinstance(code, str) and code.isascii() and code.replace("_", "").isalnum() else str(error.code)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Between processes too: a refresh token that may be used once must not be used twice."""
    try:
        folder = os.open(path.parent, os.O_RDONLY)
    except OSError as error:
        raise Misconfigured("secret_missing", str(path)) from error
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _write(path: Path, client: dict[str, Any]) -> None:
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(client, file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        # The token we hold still works; the old refresh token may not.
        log.exception("refresh_token_not_saved")
