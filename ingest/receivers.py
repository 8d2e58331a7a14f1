"""Strangers' servers to which we post: by which addresses they may be reached, and one request that ends in time.

A name is looked up once, every address that it has is checked, and the connection goes to one of these: a name that points
somewhere else a moment later leads nowhere. Redirects are not followed and proxies not asked.
"""

import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from core.api import Api
from core.errors import Unavailable

_TRANSLATED = tuple(map(ipaddress.ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")))
"""Addresses that stand for others, which may be private (RFC 6052, 8215, 3056, 4380)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    url: SplitResult
    address: str
    port: int


def fault(url: str, rules: Api) -> str:
    """What is wrong with an address as it is written, "" when nothing is: `webhook_address`, `webhook_not_https`, `webhook_private`."""
    if not url.isascii() or not url.isprintable() or " " in url:
        return "webhook_address"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return "webhook_address"
    if not parts.hostname or parts.username is not None or parts.fragment or port == 0:
        return "webhook_address"
    if parts.scheme != "https" and not (parts.scheme == "http" and rules.webhook_http):
        return "webhook_not_https"
    with suppress(ValueError):
        if not _is_allowed(str(ipaddress.ip_address(parts.hostname)), rules):
            return "webhook_private"
    return ""


def post(url: str, body: bytes, headers: Mapping[str, str], rules: Api) -> int:
    """The status with which the server answers.

    Raises:
        Unavailable: `webhook_...`: it does not, or may not be asked.
    """
    place = _place(url, rules)
    late = threading.Event()
    try:
        return _ask(place, body, headers, rules.webhook_seconds, late)
    except ssl.SSLError as error:
        raise Unavailable("webhook_timed_out" if late.is_set() else "webhook_tls_refused", type(error).__name__) from error
    except (OSError, HTTPException) as error:
        timed_out = late.is_set() or isinstance(error, TimeoutError)
        code = "webhook_bad_answer" if isinstance(error, HTTPException) else "webhook_unreachable"
        raise Unavailable("webhook_timed_out" if timed_out else code, type(error).__name__) from error


def _place(url: str, rules: Api) -> _Place:
    if code := fault(url, rules):
        raise Unavailable(code)
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unavailable("webhook_host_unknown", type(error).__name__) from error
    addresses = [str(row[4][0]) for row in found]
    if not addresses or not all(_is_allowed(address, rules) for address in addresses):
        raise Unavailable("webhook_private")
    return _Place(url=parts, address=addresses[0], port=port)


def _is_allowed(address: str, rules: Api) -> bool:
    if rules.webhook_private:
        return True
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_global and not found.is_multicast and not any(found in net for net in _TRANSLATED if net.version == found.version)


def _ask(place: _Place, body: bytes, headers: Mapping[str, str], seconds: int, late: threading.Event) -> int:
    with _line(place, seconds) as line:
        watch = threading.Timer(seconds, _hang_up, (line, late))
        watch.daemon = True
        watch.start()
        try:
            if isinstance(line, ssl.SSLSocket):
                line.do_handshake()
            kind = HTTPSConnection if place.url.scheme == "https" else HTTPConnection
            connection = kind(place.url.hostname or "", place.port, timeout=seconds)
            # Connected already, to the address that was looked at.
            connection.sock = line
            target = f"{place.url.path or '/'}{'?' if place.url.query else ''}{place.url.query}"
            connection.request("POST", target, body, dict(headers))
            status = connection.getresponse().status
            if late.is_set():
                # What was cut off in the middle looks like an answer.
                raise TimeoutError
            return status
        finally:
            watch.cancel()


def _line(place: _Place, seconds: int) -> socket.socket:
    line = socket.create_connection((place.address, place.port), timeout=seconds)
    if place.url.scheme == "http":
        return line
    context = ssl.create_default_context()
    return context.wrap_socket(line, server_hostname=place.url.hostname, do_handshake_on_connect=False)


def _hang_up(line: socket.socket, late: threading.Event) -> None:
    """A server that answers a byte at a time would keep us for ever."""
    late.set()
    with suppress(OSError):
        # That of an SSLSocket would take its lock away from whoever waits in it.
        socket.socket.shutdown(line, socket.SHUT_RDWR)
