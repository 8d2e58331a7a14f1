"""A TCP connection that another thread can end at once: while its name is looked up, while it is made, while it is read."""

import queue
import select
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ingest.mailboxes import Lost

CONNECT_SECONDS = 15.0
STEP_SECONDS = 0.25


def dial(host: str, port: int, stop: threading.Event) -> socket.socket:
    """A connected socket.

    Raises:
        Lost: `host_unknown`, `host_unreachable`, or `stopped`.
    """
    deadline = time.monotonic() + CONNECT_SECONDS
    for family, kind, protocol, _, address in _resolve(host, port, stop, deadline):
        line = socket.socket(family, kind, protocol)
        try:
            _connect(line, address, stop, deadline)
        except OSError:
            line.close()
        except Lost:
            line.close()
            raise
        else:
            return line
    raise Lost("host_unreachable")


def _resolve(host: str, port: int, stop: threading.Event, deadline: float) -> Sequence[tuple[Any, ...]]:
    # getaddrinfo cannot be interrupted: it is left behind in a thread of its own.
    answers: queue.SimpleQueue[Sequence[tuple[Any, ...]] | None] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    while time.monotonic() < deadline:
        _check(stop)
        with suppress(queue.Empty):
            found = answers.get(timeout=STEP_SECONDS)
            if found is None:
                break
            return found
    raise Lost("host_unknown")


def _connect(line: socket.socket, address: tuple[str, int], stop: threading.Event, deadline: float) -> None:
    line.settimeout(0)
    line.connect_ex(address)
    poller = select.poll()
    poller.register(line, select.POLLOUT)
    while not poller.poll(STEP_SECONDS * 1000):
        _check(stop)
        if time.monotonic() > deadline:
            raise TimeoutError
    if code := line.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(code, "connect")
    line.settimeout(None)


def _check(stop: threading.Event) -> None:
    if stop.is_set():
        raise Lost("stopped")


class Lifeline:
    """Cuts a connection as soon as `stop` is set, so that no thread waits for a server that does not answer."""

    def __init__(self, line: socket.socket, stop: threading.Event) -> None:
        # A second handle on the same connection: it stays good when TLS wraps the first.
        self._line = line.dup()
        self._stop = stop
        self._released = threading.Event()
        self._watcher = threading.Thread(target=self._watch, name="lifeline", daemon=True)
        self._watcher.start()

    def release(self) -> None:
        """Stop watching; the connection itself is closed by its owner."""
        self._released.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._released.wait(STEP_SECONDS):
            if self._stop.is_set():
                with suppress(OSError):
                    self._line.shutdown(socket.SHUT_RDWR)
                break
        self._line.close()
