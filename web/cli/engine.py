"""`claimpost engine`: the poller and the worker that `serve` and `demo` start beside the desk."""

import sys
import threading

import click

from web.cli import office


@click.command("engine", hidden=True)
def command() -> None:
    """Poll and work until standard input ends, so that this process never outlives the one that started it."""
    services = office.open_office()
    stop = office.stop_on_signals()
    from ingest import poller, runner

    def follow() -> None:
        sys.stdin.buffer.read()
        stop.set()

    threading.Thread(target=follow, name="follow", daemon=True).start()
    polling = threading.Thread(target=poller.run, args=(services, stop), name="poller")
    polling.start()
    with services.sandbox:
        runner.work(services, stop)
    polling.join()
