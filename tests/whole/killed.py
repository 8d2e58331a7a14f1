"""A process that polls and works until nothing is left, and is killed with SIGKILL at a boundary that the test names.

A boundary is a commit of a transaction, or the moment when a blob was put: there and only there does the state of the
world change. The processes are forked from one that has everything imported, so that a loop over all boundaries is quick.
"""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

import django
from django.db.backends.base.base import BaseDatabaseWrapper

django.setup()

from core.content import Content, Spool  # noqa: E402 - Django must be set up first
from core.media import Copy  # noqa: E402
from core.settings import Settings  # noqa: E402
from core.values import Reading, Tree  # noqa: E402
from extractors.context import Context  # noqa: E402
from extractors.media.copying import copied  # noqa: E402
from extractors.reading import read  # noqa: E402
from ingest import poll, runner, services  # noqa: E402
from ingest.sandbox import Sandbox  # noqa: E402
from parsers import tree  # noqa: E402
from router import sla  # noqa: E402
from storage import models  # noqa: E402
from storage.blobs.folder import FolderBlobs  # noqa: E402
from tests.databases import Database, used  # noqa: E402

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["tests.whole.warm"])
LIMIT_SECONDS = 400
"""What a process may take on a machine that is busy with everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """The `number`th boundary of a run, counted from 1; killed just before it, or just after."""

    number: int
    before: bool


class InThisProcess:
    """Opens and reads without children, whose start would take most of the time of a loop over a hundred runs."""

    def __init__(self, settings: Settings) -> None:
        self._limits = settings.limits

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing was started."""

    def open_tree(self, content: Content, spool: Spool, *, declared_type: str, hints: Iterable[Content] = ()) -> Tree:
        source = tree.Source(content=content, name="", declared_type=declared_type, hints=tuple(hints))
        return tree.walk(source, spool=spool, limits=self._limits)

    def read_document(
        self,
        content: Content,
        *,
        name: str,
        media_type: str,
        mail_text: str,
        received_at: datetime | None = None,
        pictures: Spool | None = None,
    ) -> Reading:
        folder = str(pictures.folder) if pictures else ""
        context = Context(limits=self._limits, mail_text=mail_text, received_at=received_at, pictures=folder)
        return read(content, name=name, media_type=media_type, context=context)

    def forget(self, sha256: str) -> None:
        """Nothing was kept."""

    def copy_film(self, content: Content, spool: Spool) -> Copy:
        return copied(content, spool.folder, self._limits)


def warm_up() -> None:
    """Load once, before the forks, what the first document and the first due date load."""
    settings = Settings()
    with Spool() as spool:
        paper = spool.keep(b"Devis valable un mois, pour la reparation du vehicule.\nTotal : 1 210,00 EUR\n")
        InThisProcess(settings).read_document(paper, name="devis.txt", media_type="text/plain", mail_text="")
    sla.Calendar(country=settings.country, time_zone=settings.time_zone).end_of_working_day(datetime.now(UTC), 1)


def run(
    database: Database,
    settings: Settings,
    *,
    kill_at: Boundary | None = None,
    later: timedelta = timedelta(),
    sandbox: type[Sandbox | InThisProcess] = InThisProcess,
) -> int:
    """Poll every mailbox and work until nothing is due, in a process of its own; its exit code comes back, -9 when it was killed.

    The process sees a clock that is `later`: leases of one that died before are over.
    """
    process = PROCESSES.Process(target=_run, args=(database, settings, kill_at, later, sandbox))
    process.start()
    process.join(LIMIT_SECONDS)
    if process.is_alive():
        process.kill()
        raise AssertionError(f"still running after {LIMIT_SECONDS} seconds")
    assert process.exitcode is not None
    return process.exitcode


def _run(
    database: Database, settings: Settings, kill_at: Boundary | None, later: timedelta, sandbox: type[Sandbox | InThisProcess]
) -> None:
    if kill_at:
        _arm(kill_at)
    with used(database), sandbox(settings) as opened:
        hands = replace(services.build(settings), sandbox=opened, now=lambda: datetime.now(UTC) + later)
        stop = threading.Event()
        for mailbox_id in models.Mailbox.objects.values_list("pk", flat=True):
            poll.poll_once(mailbox_id, hands, stop)
        runner.work(hands, stop, until_idle=True)


def _arm(kill_at: Boundary) -> None:
    lock = threading.Lock()
    seen = 0

    def passing(action: Callable[..., object]) -> Callable[..., object]:
        def passed(*arguments: object, **named: object) -> object:
            nonlocal seen
            with lock:
                seen += 1
                here = seen == kill_at.number
            if here and kill_at.before:
                os.kill(os.getpid(), signal.SIGKILL)
            result = action(*arguments, **named)
            if here:
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        return passed

    BaseDatabaseWrapper.commit = passing(BaseDatabaseWrapper.commit)  # type: ignore[method-assign]
    FolderBlobs.put = passing(FolderBlobs.put)  # type: ignore[method-assign]


def embedded(home: Path, register: Path, *, url: str = "") -> Settings:
    """Settings of an embedded installation with one reader, so that the boundaries come in one order."""
    return Settings(home=home, database_url=url, register=register, readers=1, lease_seconds=20)
