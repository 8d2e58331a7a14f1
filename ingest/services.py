"""What the steps are handed: settings, blobs, the register of claims, children, the clock and the bell."""

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from core.content import Spool
from core.settings import Settings, read
from ingest import keys, register
from ingest.oauth import Tokens
from ingest.options import contracts_of
from ingest.sandbox import Sandbox
from router import contracts
from router.contracts import Contracts
from router.protocols import History, Register
from storage import blobs, threads

Bell = Callable[[str, int], None]


def _now() -> datetime:
    return datetime.now(UTC)


def _silent(_step: str, _target: int) -> None:
    """The embedded worker looks by itself."""


@dataclass(frozen=True, kw_only=True)
class Services:
    """Everything outside the process that a step needs, and nothing else."""

    settings: Settings
    blobs: blobs.Blobs
    register: Register
    history: History
    sandbox: Sandbox
    tokens: Tokens = field(default_factory=Tokens)
    """For the server that takes our mails, where it wants OAuth2."""

    contracts: Contracts = field(default_factory=lambda: contracts.read(None))
    """How fast the house is to be, for which client."""

    now: Callable[[], datetime] = _now
    bell: Bell = _silent
    """Rings for a job that was just committed: (step, target). May be lost; the sweep rings again."""

    owner: str = field(default_factory=lambda: f"{socket.gethostname()}:{os.getpid()}:{threading.get_native_id()}")
    """Who holds the leases taken with these services."""

    @property
    def spool_folder(self) -> Path:
        """Where temporary files of steps lie."""
        return self.settings.home / "spool"

    def spool(self) -> Spool:
        """A new spool for one step."""
        return Spool(self.spool_folder)


def _bell(settings: Settings) -> Bell:
    if not settings.broker_url:
        return _silent
    from ingest import jobs

    return jobs.bell(settings)


def build(settings: Settings) -> Services:
    """Connect to everything that `settings` name.

    Raises:
        Misconfigured: a setting does not fit.
        Unavailable: a service does not answer.
    """
    return Services(
        settings=settings,
        blobs=blobs.connect(settings),
        register=register.connect(settings),
        history=threads.Threads(keys.answers_key(settings), settings.limits),
        contracts=contracts_of(settings.contracts),
        sandbox=Sandbox(settings, keep_in=settings.home / "spool"),
        bell=_bell(settings),
    )


@cache
def current() -> Services:
    """The services of this process, made at the first call from the environment."""
    return build(read(os.environ))
