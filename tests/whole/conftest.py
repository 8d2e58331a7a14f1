"""A real IMAP server, and installations that poll it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from storage.models import Mailbox
from tests.databases import Database
from tests.servers.dovecot import PASSWORD, USER, Dovecot

Install = Callable[[Path], AbstractContextManager[Database]]


@pytest.fixture(scope="session")
def whole_dovecot() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(whole_dovecot: Dovecot) -> Dovecot:
    """The server, with an empty mailbox."""
    whole_dovecot.empty()
    return whole_dovecot


@pytest.fixture(params=["sqlite", "postgres"])
def install(request: pytest.FixtureRequest, dovecot: Dovecot) -> Install:
    """Makes an installation in a folder: a database, migrated, with one mailbox whose mails are moved to Archive."""
    template = request.getfixturevalue(f"{request.param}_template")

    @contextmanager
    def made(home: Path) -> Iterator[Database]:
        with template.copy(home) as database:
            add_mailbox(dovecot, home)
            yield database

    return made


def add_mailbox(dovecot: Dovecot, home: Path, **columns: object) -> Mailbox:
    """A mailbox row for USER on the server."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "password").write_text(PASSWORD)
    usual = {
        "name": "Sinistres",
        "host": "127.0.0.1",
        "port": dovecot.port,
        "security": Mailbox.Security.PLAIN,
        "user": USER,
        "secret": f"file:{home / 'password'}",
        "folders": ["INBOX"],
        "settle": Mailbox.Settle.MOVE,
        "settle_target": "Archive",
        "since": "2020-01-01",
    }
    return Mailbox.objects.create(**{**usual, **columns})
