"""`claimpost clocks`: what presses, as a table and as JSON."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage import models
from tests.databases import Database
from tests.web_cli.command import claimpost

ON = {
    "CLAIMPOST_ANSWERS_MODE": "on",
    "CLAIMPOST_ANSWERS_SENDER": "sinistres@assureur.example",
    "CLAIMPOST_SMTP_HOST": "smtp.assureur.example",
}


@pytest.fixture
def home(database: Database) -> Path:
    """An installation with four mails that wait for an acknowledgement, of 1, 17, 25 and 26 hours ago."""
    for hours in (1, 17, 25, 26):
        at = datetime.now(UTC) - timedelta(hours=hours)
        mail = models.Mail.objects.create(sha256=f"{hours:064x}", size=1, received_at=at, held_at=at, state="opened", acknowledge=True)
        models.Delivery.objects.create(mail=mail, state="held", seen_at=at)
    return database.home


def test_what_presses_is_listed_the_first_end_on_top(home: Path) -> None:
    ran = claimpost("clocks", "--json", home=home, settings=ON)

    found = [(one["clock"], one["state"], one["mail"], one["of"]) for one in ran.json["clocks"]]
    assert (ran.status, found) == (1, [("ack", "overdue", 4, "mail"), ("ack", "overdue", 3, "mail"), ("ack", "warn", 2, "mail")])


def test_a_person_reads_a_table_of_what_is_overdue(home: Path) -> None:
    ran = claimpost("clocks", "--overdue", home=home, settings=ON)

    assert (ran.status, ran.out.count("overdue"), "warn" in ran.out) == (1, 2, False)


def test_where_nothing_presses_it_says_so(home: Path) -> None:
    ran = claimpost("clocks", home=home)

    assert (ran.status, ran.out) == (0, "No clock is nearly over or overdue.\n")


def test_a_file_of_contracts_that_does_not_fit_is_told(home: Path) -> None:
    (home / "contracts.yaml").write_text("contracts: {Ville: {clients: [V], clocks: {ack: {target: 24h}}}}")

    ran = claimpost("clocks", home=home, settings={"CLAIMPOST_CONTRACTS": str(home / "contracts.yaml")})

    assert (ran.status, "Traceback" in ran.err, "Ville: ack: '24h' is no time" in ran.err) == (1, False, True)
