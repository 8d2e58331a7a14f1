"""Fresh databases for tests: every test gets a copy of one that was migrated once."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connections

from core.settings import Settings
from tests.servers.postgres import Postgres
from web.settings import _database

ROOT = Path(__file__).parent.parent
NOWHERE = {"default": {"ENGINE": "django.db.backends.dummy"}}
"""What a test that did not ask for a database gets: the first query says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """A migrated, empty database that belongs to one test; in this process Django uses it."""

    home: Path
    url: str = ""
    """"" for SQLite in `home`."""

    @property
    def vendor(self) -> str:
        """sqlite or postgres."""
        return "postgres" if self.url else "sqlite"

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which another process uses the same database."""
        return {
            **os.environ,
            "CLAIMPOST_HOME": str(self.home),
            "CLAIMPOST_DATABASE_URL": self.url,
            "DJANGO_SETTINGS_MODULE": "web.settings",
            "PYTHONPATH": os.pathsep.join([str(ROOT), *(path for path in sys.path if path)]),
        }

    @property
    def settings(self) -> Settings:
        """Settings that name this database and the home it lies in."""
        return Settings(home=self.home, database_url=self.url)


ON_BOTH = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
"""Marks a test, or with `pytestmark = ON_BOTH` a module, that must hold on either database."""


def forbid() -> None:
    """From now on a query fails, in tests that did not ask for a database."""
    _switch(NOWHERE)


@contextmanager
def used(database: Database) -> Iterator[Database]:
    """Django uses `database` in every thread of this process, until the block ends."""
    _switch({"default": _database(database.settings)})
    try:
        yield database
    finally:
        _switch(NOWHERE)


def _switch(databases: dict[str, dict[str, object]]) -> None:
    connections.close_all()
    ContentType.objects.clear_cache()
    if hasattr(connections._connections, "default"):
        del connections["default"]
    connections.settings = connections.configure_settings(databases)


class SqliteTemplate:
    """A migrated SQLite file that tests get copies of."""

    def __init__(self, home: Path) -> None:
        self._file = home / "claimpost.sqlite3"
        with used(Database(home=home)):
            call_command("migrate", verbosity=0)

    @contextmanager
    def copy(self, home: Path) -> Iterator[Database]:
        """A copy in `home`."""
        # The last connection is closed, so the write-ahead log is empty and the file is all there is.
        home.mkdir(exist_ok=True)
        shutil.copy(self._file, home)
        with used(Database(home=home)) as database:
            yield database


class PostgresTemplate:
    """A migrated PostgreSQL database that tests get copies of."""

    def __init__(self, server: Postgres, home: Path) -> None:
        self._server = server
        self._name = server.create()
        with used(Database(home=home, url=server.url(self._name))):
            call_command("migrate", verbosity=0)

    @contextmanager
    def copy(self, home: Path) -> Iterator[Database]:
        """A copy on the same server; `home` holds everything else."""
        name = self._server.create(self._name)
        with used(Database(home=home, url=self._server.url(name))) as database:
            yield database
        self._server.drop(name)
