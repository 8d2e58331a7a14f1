"""Real servers for tests: on free ports, in temporary folders, and gone with the tests, however those end."""

import atexit
import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Self

START_SECONDS = 30
LAUNCH = Path(__file__).parent / "launch.py"
PREFIX = "claimpost-test-"


def workplace(name: str) -> Path:
    """A new folder for one server; what test runs that were killed left behind is cleared away first."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = left.name.removeprefix(PREFIX).split("-")[0]
        if owner.isdecimal() and not _alive(int(owner)):
            shutil.rmtree(left, ignore_errors=True)
    # In the system's own folder, since a path of a Unix socket has room for 107 characters only.
    return Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-{name}-"))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Server(ABC):
    """A server program as a child with a process group of its own; it dies when we do.

    A subclass fills `arguments` and says in `ready` when the server answers.
    """

    death_signal = signal.SIGKILL
    """What ends the server at once and for good: sent by `close`, and by the system when the tests are killed."""

    arguments: Sequence[str | Path] = ()
    environment: Mapping[str, str] = {}
    user = ""
    """Who runs it, when the tests are run by root and it refuses to be."""

    def __init__(self, name: str) -> None:
        self.folder = workplace(name)
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.close)

    @abstractmethod
    def ready(self) -> bool:
        """True when the server answers; asked again and again while it starts."""

    @property
    def pid(self) -> int:
        """Process id of the running server."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it and return when it answers."""
        with (self.folder / "server.log").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-S", LAUNCH, str(int(self.death_signal)), self.user, *map(str, self.arguments)],
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, **self.environment},
            )
        deadline = time.monotonic() + START_SECONDS
        while not self.ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                self.kill()
                raise RuntimeError(f"{self.arguments[0]} does not start:\n{self.log()[-2000:]}")
            time.sleep(0.02)

    def log(self) -> str:
        """What the server has said so far."""
        return (self.folder / "server.log").read_text(errors="replace")

    def kill(self) -> None:
        """Kill -9 the server and whatever it started; its files stay, and it can be started again."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def close(self) -> None:
        """End the server and delete its folder."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(self.death_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(5)
        self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)
        atexit.unregister(self.close)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
