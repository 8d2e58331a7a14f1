"""A PostgreSQL of its own for benchmarks, with our tables, and what is counted of it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.servers.postgres import Postgres

ORDINARY = ("shared_buffers=128MB", "fsync=on", "full_page_writes=on")
"""As PostgreSQL comes; the tests' own server is set for speed."""


@contextmanager
def tables(home: Path) -> Iterator[None]:
    """Django on an empty, migrated database, until the block ends."""
    server = Postgres()
    server.arguments += [word for option in ORDINARY for word in ("-c", option)]
    with server:
        os.environ |= {
            "CLAIMPOST_HOME": str(home),
            "CLAIMPOST_DATABASE_URL": server.url(server.create()),
            "DJANGO_SETTINGS_MODULE": "web.settings",
        }
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        try:
            yield
        finally:
            connections.close_all()


def backend_seconds() -> float:
    """Processor time of the server's process that answers us, which does not depend on what else the machine does."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        times = psutil.Process(cursor.fetchone()[0]).cpu_times()
    return times.user + times.system


class Journeys:
    """Counts the statements that go to the database while it is the wrapper of their execution."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute, sql, params, many, context):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN204 - Django's shape
        self.count += 1
        return execute(sql, params, many, context)
