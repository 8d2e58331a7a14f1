"""The office set-up as its users start it: Celery workers, beat and a poller as processes of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Self

from tests.servers import Server

ROOT = Path(__file__).parent.parent.parent
COMMANDS = {
    "opener": ["-m", "celery", "-A", "web.worker", "worker", "-Q", "open", "-c", "1", "-n", "opener@%h", "-l", "warning"],
    "reader": ["-m", "celery", "-A", "web.worker", "worker", "-Q", "read,copy", "-c", "2", "-n", "reader@%h", "-l", "warning"],
    "router": ["-m", "celery", "-A", "web.worker", "worker", "-Q", "route,send", "-c", "1", "-n", "router@%h", "-l", "warning"],
    "beat": ["-m", "celery", "-A", "web.worker", "beat", "-l", "warning"],
    "poller": ["-m", "web.cli", "poll"],
}


class Process(Server):
    """One process of the office."""

    def __init__(self, name: str, environment: dict[str, str]) -> None:
        super().__init__(name)
        self.death_signal = signal.SIGKILL
        self.arguments = [sys.executable, *COMMANDS[name]]
        self.environment = environment

    def ready(self) -> bool:
        """It is ready when it does something; what it is given before waits in the broker."""
        return True


class Office:
    """All processes of an office set-up, with one environment."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.processes = {name: Process(name, environment) for name in COMMANDS}

    def restart(self, name: str) -> None:
        """Kill one process with SIGKILL, and start it again."""
        self.processes[name].kill()
        self.processes[name].start()

    def logs(self) -> str:
        """The end of what every process has said."""
        return "\n".join(f"== {name}\n{process.log()[-3000:]}" for name, process in self.processes.items())

    def wait_until(self, reached: Callable[[], bool], seconds: float = 400) -> None:
        """Return when `reached`; show the logs when it does not happen in time."""
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                raise AssertionError(f"not reached in {seconds} seconds:\n{self.logs()}")
            time.sleep(0.3)

    def __enter__(self) -> Self:
        for process in self.processes.values():
            process.start()
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.close()


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `claimpost` with these arguments to its end."""
    return subprocess.run(
        [sys.executable, "-m", "web.cli", *arguments],
        env={**os.environ, **environment},
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
        timeout=400,
    )
