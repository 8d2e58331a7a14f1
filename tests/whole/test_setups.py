"""The whole way, from an IMAP mailbox to a handler's task, in the embedded and in the office set-up; both end alike."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis

from ingest.sandbox import Sandbox
from storage import models
from tests.databases import Database, PostgresTemplate, SqliteTemplate
from tests.servers.dovecot import Dovecot
from tests.servers.s3 import S3
from tests.servers.valkey import Valkey
from tests.whole import killed, mails
from tests.whole.conftest import add_mailbox
from tests.whole.office import Office
from tests.whole.snapshot import Snapshot, take

COUNT = 30

pytestmark = pytest.mark.timeout(600)


def _post() -> list[bytes]:
    return [*mails.many(COUNT), mails.parcel()]


def _idle(expected: int) -> bool:
    held = models.Mail.objects.filter(state=models.Mail.State.OPENED).count() == expected
    return held and not models.Job.objects.exists()


@pytest.fixture
def embedded_end(sqlite_template: SqliteTemplate, dovecot: Dovecot, tmp_path: Path) -> Snapshot:
    """What the embedded set-up leaves behind."""
    dovecot.append("Archive", [])
    dovecot.append("INBOX", _post())
    home = tmp_path / "embedded"
    with sqlite_template.copy(home) as database:
        add_mailbox(dovecot, home)
        settings = killed.embedded(home, mails.write_register(home / "claims.csv", COUNT))
        assert killed.run(database, settings, sandbox=Sandbox) == 0
        return take()


@contextmanager
def _office(template: PostgresTemplate, dovecot: Dovecot, s3: S3, valkey: Valkey, home: Path) -> Iterator[tuple[Office, Database]]:
    with template.copy(home) as database:
        add_mailbox(dovecot, home)
        environment = {
            **database.environment,
            "CLAIMPOST_REGISTER": str(mails.write_register(home / "claims.csv", COUNT)),
            "CLAIMPOST_BLOBS_URL": s3.url(f"office-{time.time_ns()}"),
            "CLAIMPOST_BROKER_URL": valkey.url,
            "CLAIMPOST_LEASE_SECONDS": "5",
            "CLAIMPOST_POLL_SECONDS": "2",
            "CLAIMPOST_LOG_LEVEL": "warning",
        }
        with Office(environment) as office:
            yield office, database


def test_both_setups_end_alike(
    embedded_end: Snapshot,
    postgres_template: PostgresTemplate,
    dovecot: Dovecot,
    s3: S3,
    valkey: Valkey,
    tmp_path: Path,
) -> None:
    dovecot.empty()
    dovecot.append("Archive", [])
    dovecot.append("INBOX", _post())

    with _office(postgres_template, dovecot, s3, valkey, tmp_path / "office") as (office, _):
        office.wait_until(lambda: _idle(COUNT + 1))
        end = take()

    assert end == embedded_end
    assert (end.balanced, end.left.total(), end.received) == (True, 0, COUNT + 1)
    assert len(dovecot.inside("Archive")) == COUNT + 1


def test_an_office_loses_nothing_when_workers_are_killed_and_the_broker_forgets(
    embedded_end: Snapshot,
    postgres_template: PostgresTemplate,
    dovecot: Dovecot,
    s3: S3,
    valkey: Valkey,
    tmp_path: Path,
) -> None:
    dovecot.empty()
    dovecot.append("Archive", [])
    dovecot.append("INBOX", _post())

    with _office(postgres_template, dovecot, s3, valkey, tmp_path / "office") as (office, _):
        office.wait_until(lambda: models.Mail.objects.filter(state=models.Mail.State.OPENED).count() > 2)
        for name in ("opener", "reader", "router", "poller"):
            office.restart(name)
            with redis.Redis.from_url(valkey.url) as broker:
                broker.flushall()
        office.wait_until(lambda: _idle(COUNT + 1))
        end = take()

    assert end == embedded_end


def test_an_office_opens_what_was_locked_when_the_password_comes(
    postgres_template: PostgresTemplate, dovecot: Dovecot, s3: S3, valkey: Valkey, tmp_path: Path
) -> None:
    locked, answer = mails.thread()
    dovecot.empty()
    dovecot.append("Archive", [])
    dovecot.append("INBOX", [locked])

    with _office(postgres_template, dovecot, s3, valkey, tmp_path / "office") as (office, database):
        office.wait_until(lambda: _idle(1))
        before = models.Event.objects.filter(what="unlocked").count()
        dovecot.append("INBOX", [answer])
        office.wait_until(lambda: _idle(2))
        paper = models.Item.objects.select_related("reading").get(name="facture.txt")
        said = office.logs() + str(list(models.Unit.objects.values())) + str(list(models.Reading.objects.values()))

    assert (before, paper.problem, paper.reading.type) == (0, "", "facture_reparation")
    assert ("Sinistre2024" in said, database.vendor) == (False, "postgres")
