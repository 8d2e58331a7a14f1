"""The two processes behind `serve` and `demo`: the web server of the desk, and the engine that polls and works."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from core.settings import Settings
from web.cli.errors import Failed

START_SECONDS = 30.0
STOP_SECONDS = 15.0
LOOK_SECONDS = 0.5
MOST_WORKERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the desk answers."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"http://{self.host}:{self.port}"


def is_free(place: Place) -> bool:
    """Nobody listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError:
            return False
    return True


def web_command(place: Place, settings: Settings, module: str = "web.cli.desk") -> list[str]:
    """How the web server is started: threads on SQLite, which has one writer anyway; processes too where PostgreSQL serves."""
    workers = min(os.cpu_count() or 1, MOST_WORKERS) if settings.database_url else 1
    options = {
        "bind": f"{place.host}:{place.port}",
        "worker-class": "gthread",
        "workers": workers,
        "threads": 8,
        "timeout": 120,
        "graceful-timeout": 10,
        "log-level": "warning",
    }
    given = [word for name, value in options.items() for word in (f"--{name}", str(value))]
    return [sys.executable, "-P", "-m", module, *given, "web.wsgi:application"]


def environment() -> dict[str, str]:
    """Ours, with the folders that we import from: with -P, a child finds its code there and never in the working directory."""
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def engine_command() -> list[str]:
    """How the engine is started."""
    return [sys.executable, "-P", "-m", "web.cli", "engine"]


class Servers:
    """The processes, stopped together; when one of them dies, so do all."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def start(self, name: str, command: list[str]) -> None:
        """Start one of them; its standard input ends when ours does."""
        self._running[name] = subprocess.Popen(command, stdin=subprocess.PIPE, env=environment())  # noqa: S603 - ours

    def wait_for_desk(self, place: Place, allowed_hosts: str, stop: threading.Event) -> None:
        """Wait until the desk answers, asked by a name of `allowed_hosts`.

        Raises:
            Failed: it does not in time, or a process ended.
        """
        deadline = time.monotonic() + START_SECONDS
        while not stop.wait(LOOK_SECONDS / 5):
            self._check()
            if _answers(place, host_of(allowed_hosts)):
                return
            if time.monotonic() > deadline:
                raise Failed(f"The desk does not answer at {place}.")

    def run(self, stop: threading.Event) -> None:
        """Stay until `stop` is set.

        Raises:
            Failed: a process ended by itself.
        """
        while not stop.wait(LOOK_SECONDS):
            self._check()

    def close(self) -> None:
        """Ask all to end, and see that they do."""
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            if process.stdin:
                with contextlib.suppress(BrokenPipeError):
                    process.stdin.close()
        self._running.clear()

    def _check(self) -> None:
        for name, process in self._running.items():
            if (status := process.poll()) is not None:
                raise Failed(f"The {name} ended by itself with status {status}; its last lines stand above.")


def host_of(allowed_hosts: str) -> str:
    """A name that the desk answers to: the first one, without the dot that stands for all names below; any where all are allowed."""
    first = allowed_hosts.partition(",")[0].strip()
    return "localhost" if first in {"", "*"} else first.removeprefix(".")


def _answers(place: Place, host: str) -> bool:
    connection = http.client.HTTPConnection(place.host, place.port, timeout=2)
    try:
        connection.request("GET", "/health", headers={"Host": host})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
