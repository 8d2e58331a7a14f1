"""What tests of pages share: an installation with a register of claims, and people who are logged in."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client

from ingest import services
from tests.databases import Database
from tests.web import office
from tests.web.builders import person

LogIn = Callable[..., Client]


@pytest.fixture
def installation(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The home of an installation whose services are this process's: its blobs, its claims, its database."""
    monkeypatch.setenv("CLAIMPOST_HOME", str(database.home))
    monkeypatch.setenv("CLAIMPOST_REGISTER", str(office.register(database.home)))
    services.current.cache_clear()
    yield database.home
    if services.current.cache_info().currsize:
        services.current().sandbox.close()
    services.current.cache_clear()


@pytest.fixture
def log_in(installation: Path) -> LogIn:
    """A browser in which somebody is logged in."""
    assert installation

    def log_in(name: str, *groups: str, superuser: bool = False) -> Client:
        client = Client()
        client.force_login(person(name, *groups, superuser=superuser))
        return client

    return log_in


@pytest.fixture
def handler(log_in: LogIn) -> Client:
    return log_in("h.lambert")


@pytest.fixture
def colleague(log_in: LogIn) -> Client:
    return log_in("n.peeters")


@pytest.fixture
def operator(log_in: LogIn) -> Client:
    return log_in("o.simon", "operators")


@pytest.fixture
def supervisor(log_in: LogIn) -> Client:
    return log_in("s.willems", "supervisors")
