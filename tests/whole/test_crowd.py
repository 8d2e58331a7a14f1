"""500 mails in three folders, two pollers and two workers at once, twice; the folders are renumbered in between."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.settings import Settings
from storage import models, numbers
from tests.databases import Database, PostgresTemplate
from tests.servers.dovecot import Dovecot
from tests.whole import killed, mails
from tests.whole.conftest import add_mailbox
from tests.whole.snapshot import Snapshot, take

COUNT = 500
FOLDERS = ["INBOX", "Courtiers", "Experts"]

pytestmark = pytest.mark.timeout(1300)


def _append(dovecot: Dovecot, serials: range) -> None:
    everything = mails.many(COUNT)
    for place, folder in enumerate(FOLDERS):
        dovecot.append(folder, [everything[serial] for serial in serials if serial % 3 == place])


def _poll_and_work(database: Database, settings: Settings) -> Snapshot:
    with ThreadPoolExecutor(2) as both:
        codes = list(both.map(lambda _: killed.run(database, settings), range(2)))
    # Whoever came second to the mailbox left early; what was listed after that is taken now.
    assert [*codes, killed.run(database, settings)] == [0, 0, 0]
    return take()


def test_two_pollers_hold_every_mail_once(postgres_template: PostgresTemplate, dovecot: Dovecot, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with postgres_template.copy(home) as database:
        mailbox = add_mailbox(dovecot, home, folders=FOLDERS, settle=models.Mailbox.Settle.NOTHING)
        settings = killed.embedded(home, mails.write_register(home / "claims.csv", COUNT), url=database.url)
        _append(dovecot, range(COUNT // 2))
        first = _poll_and_work(database, settings)

        for folder in FOLDERS:
            dovecot.set_uid_validity(folder, 424_242)
        _append(dovecot, range(COUNT // 2, COUNT))
        second = _poll_and_work(database, settings)
        line = numbers.numbers(mailbox.pk)

    assert (first.received, first.units.total(), first.tasks.total()) == (COUNT // 2, COUNT // 2, COUNT // 2)
    assert (second.received, second.units.total(), second.tasks.total()) == (COUNT, COUNT, COUNT)
    assert set(second.tasks.values()) == {1}
    assert sum(count for row, count in second.tasks.items() if row[2] == "triage") == COUNT // 10
    assert (line.balanced, line.on_server, line.held, line.waiting, line.quarantined) == (True, COUNT, COUNT, 0, 0)
    assert second.left.total() == 0
