"""What the commands share that work with the database: Django, services, and a stop that Ctrl-C sets."""

import os
import signal
import sys
import threading
from types import FrameType
from typing import TYPE_CHECKING

from core.settings import Settings, read
from web import logs
from web.cli.errors import Failed

if TYPE_CHECKING:
    from ingest.services import Services


def begin() -> Settings:
    """Read the settings and set Django up; the settings come back."""
    settings = read(os.environ)
    logs.to_standard_error(settings.log_level)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "web.settings")
    import django

    django.setup()
    from django.utils import translation

    translation.activate("en")
    return settings


def ready() -> Settings:
    """Set Django up on tables that are as this version wants them.

    Raises:
        Failed: the tables are missing or older, or the database does not answer.
    """
    settings = begin()
    _check_tables()
    return settings


def open_office() -> "Services":
    """The services of this installation.

    Raises:
        Failed: as `ready`.
        Misconfigured, Unavailable: a setting does not fit, or a service does not answer.
    """
    settings = ready()
    from ingest import services

    return services.build(settings)


def _check_tables() -> None:
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        left = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise Failed(f"The database does not answer ({type(error).__name__}). Check CLAIMPOST_DATABASE_URL.") from error
    if left:
        raise Failed("The tables are missing or older than this version. Run: claimpost migrate")


def stop_on_signals() -> threading.Event:
    """An event that Ctrl-C or SIGTERM sets; a second Ctrl-C ends the process at once."""
    stop = threading.Event()

    def ask(_signal: int, _frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, ask)
    return stop


def wait_for_end_of_input() -> None:
    """Come back when whoever started this process closes its standard input, or dies."""
    # Without a buffer, whose lock would make Python abort when the process ends while a thread still waits here.
    while os.read(sys.stdin.fileno(), 4096):
        pass
