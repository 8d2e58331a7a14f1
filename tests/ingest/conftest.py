"""A real IMAP server, mailboxes on it, and what polling needs."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from core.settings import Settings
from ingest.services import Services
from storage.models import Mailbox
from tests.databases import Database
from tests.ingest.answers import answering
from tests.ingest.polling import PollingServices, Store
from tests.ingest.way import hands_of
from tests.servers.dovecot import PASSWORD, USER, Dovecot
from tests.servers.smtp import Smtp


@pytest.fixture(scope="session")
def dovecot_server() -> Iterator[Dovecot]:
    with Dovecot() as server:
        yield server


@pytest.fixture
def dovecot(dovecot_server: Dovecot) -> Dovecot:
    """The server, with an empty mailbox."""
    dovecot_server.empty()
    return dovecot_server


@pytest.fixture
def mailbox_row(dovecot: Dovecot, tmp_path: Path) -> Callable[..., Mailbox]:
    """Makes a row, not saved, of the mailbox that USER has on the server; arguments are columns."""
    (tmp_path / "password").write_text(PASSWORD + "\n")

    def make(**columns: object) -> Mailbox:
        usual = {
            "name": "Sinistres",
            "host": "127.0.0.1",
            "port": dovecot.port,
            "security": Mailbox.Security.PLAIN,
            "user": USER,
            "secret": f"file:{tmp_path / 'password'}",
            "folders": ["INBOX"],
            "since": date(2020, 1, 1),
        }
        return Mailbox(**{**usual, **columns})

    return make


@pytest.fixture
def mailbox(database: Database, mailbox_row: Callable[..., Mailbox]) -> Callable[..., Mailbox]:
    """As `mailbox_row`, and saved."""
    assert database.home.is_dir()

    def make(**columns: object) -> Mailbox:
        row = mailbox_row(**columns)
        row.save()
        return row

    return make


@pytest.fixture
def polling(database: Database) -> PollingServices:
    settings = Settings(home=database.home, database_url=database.url, lease_seconds=5, poll_seconds=2)
    return PollingServices(settings=settings, blobs=Store(settings))


@pytest.fixture
def hands(database: Database) -> Services:
    """Services of an installation of its own, which opens and reads in this process."""
    return hands_of(database)


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
def house(hands: Services, smtp: Smtp) -> Services:
    """An office that answers through that server."""
    return answering(hands, smtp.port)


@pytest.fixture
def deaf(hands: Services) -> Services:
    """An office whose outgoing server takes nothing."""
    return answering(hands, 9)
