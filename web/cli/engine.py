"""`claimpost engine`: the poller and the worker that `serve` and `demo` start beside the desk."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

import click

from web.cli import office

if TYPE_CHECKING:
    from ingest.services import Services

TIDY_SECONDS = 3600.0


@click.command("engine", hidden=True)
def command() -> None:
    """Poll and work until standard input ends, so that this process never outlives the one that started it."""
    services = office.open_office()
    stop = office.stop_on_signals()
    from ingest import poller, runner

    threading.Thread(target=_follow, args=(stop,), name="follow", daemon=True).start()
    threading.Thread(target=_tidy, args=(services, stop), name="tidy", daemon=True).start()
    with services.sandbox:
        side_by_side(lambda: poller.run(services, stop), lambda: runner.work(services, stop), stop)


def side_by_side(poll: Callable[[], None], work: Callable[[], None], stop: threading.Event) -> None:
    """Both until `stop` is set, which each of them heeds; what ends one ends the other, and an error of either is raised."""
    with ThreadPoolExecutor(1, thread_name_prefix="poller") as beside:
        polling = beside.submit(poll)
        polling.add_done_callback(lambda _ended: stop.set())
        try:
            work()
        finally:
            stop.set()
        polling.result()


def _follow(stop: threading.Event) -> None:
    office.wait_for_end_of_input()
    stop.set()


def _tidy(services: "Services", stop: threading.Event) -> None:
    """Without a broker nobody else tells the time: once at the start and every hour, remove what dead children left, and old rows."""
    from django.db import connections
    from django.db.utils import OperationalError

    from storage import housekeeping

    while True:
        housekeeping.tidy(services.spool_folder)
        with suppress(OperationalError):  # the next hour will do
            housekeeping.forget(services.settings.api, services.now())
        connections.close_all()
        if stop.wait(TIDY_SECONDS):
            return
