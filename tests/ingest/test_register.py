"""The register of claims in the database: loaded whole or not at all, and asked on the whole way of a mail."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from django.db import connections, transaction

from core.errors import Misconfigured, Unavailable
from ingest import register, runner, services
from ingest.loading import load
from ingest.register import DatabaseRegister
from router.protocols import Claim, Query, State
from router.sittings import expect
from router.systems import connect
from storage import models
from tests.databases import ON_BOTH, Database, used
from tests.ingest.questions import NOW, SEED, loaded
from tests.ingest.way import deliver
from tests.mails import claims
from tests.router.test_register import BAD
from tests.whole.killed import InThisProcess
from tests.whole.mails import BROKER, letter

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize(("text", "message"), BAD)
def test_a_file_that_does_not_fit_is_refused_in_the_same_words(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Misconfigured, match=message) as by_tables:
        load(path, now=NOW, most_removed=100)
    with pytest.raises(Misconfigured) as by_file:
        connect(path)
    assert str(by_tables.value) == str(by_file.value)


@ON_BOTH
def test_a_file_that_lacks_many_claims_is_refused_unless_it_is_meant(tmp_path: Path) -> None:
    found = claims.claims(SEED)
    loaded(tmp_path, found)
    drafts = {former for claim in found for former in claim.former_numbers}
    few = claims.write(tmp_path / "few.csv", [claim for claim in found if claim.number not in drafts][: len(found) * 94 // 100])

    with pytest.raises(Misconfigured, match="claims_register_shrinks"):
        load(few, now=NOW, most_removed=5)

    assert models.RegisteredClaim.objects.count() == len(found)
    assert load(few, now=NOW, most_removed=10).counts.removed == len(found) - len(found) * 94 // 100


@ON_BOTH
def test_a_draft_that_became_a_claim_is_not_missed(tmp_path: Path) -> None:
    loaded(tmp_path, [Claim(number="T3", state=State.DRAFT)])

    counts = load(claims.write(tmp_path / "x.csv", [Claim(number="C3", state=State.OPEN, former_numbers=("T3",))]), now=NOW, most_removed=0)

    assert (counts.counts.added, counts.counts.removed, counts.counts.lost) == (1, 1, 0)


@ON_BOTH
def test_who_asks_while_a_register_is_loaded_gets_the_old_one(tmp_path: Path) -> None:
    loaded(tmp_path, [Claim(number="C1", state=State.OPEN), Claim(number="C2", state=State.OPEN)])
    new = claims.write(tmp_path / "new.csv", [Claim(number="C1", state=State.CLOSED), Claim(number="C3", state=State.OPEN)])

    with transaction.atomic():
        load(new, now=NOW, most_removed=100)
        during = _seen_by_another()

    assert (during, _seen_by_another()) == (["open", "open", "none"], ["closed", "none", "open"])


def _seen_by_another() -> list[str]:
    """The states that another thread finds, which has a connection of its own."""

    def ask() -> list[str]:
        try:
            return [str(DatabaseRegister().find_claim(number).state) for number in ("C1", "C2", "C3")]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(ask).result()


@pytest.mark.parametrize("vendor", ["sqlite", "postgres"])
def test_a_database_that_fails_makes_the_register_unavailable(vendor: str, tmp_path: Path) -> None:
    (tmp_path / "away" / "claimpost.sqlite3").mkdir(parents=True)
    url = f"postgresql://postgres@/claims?host={tmp_path}" if vendor == "postgres" else ""
    asks = (
        lambda one: one.find_claim("C1"),
        lambda one: one.get_claim("C1"),
        lambda one: one.search_claims(Query(plate="1-ABC-123")),
        lambda one: expect(one.sitting(), [Query(plate="1-ABC-123")]),
        lambda one: one.resolve_sender("a@b.example"),
        lambda one: one.knows_domain("b.example"),
        lambda one: one.domains_like("b.example"),
        lambda one: one.domains_called("Cabinet Martin"),
    )

    with used(Database(home=tmp_path / "away", url=url)):
        for ask in asks:
            with pytest.raises(Unavailable, match="claims_register"):
                ask(DatabaseRegister())


def test_a_register_that_was_never_loaded_says_what_to_do(database: Database) -> None:
    with pytest.raises(Misconfigured, match="claims_register_empty"):
        register.connect(replace(database.settings, register=Path("database")))


@ON_BOTH
def test_a_mail_on_hold_is_looked_at_again_at_once(database: Database) -> None:
    found = [Claim(number="T502100044", state=State.DRAFT, broker_emails=(BROKER,)), Claim(number="C502100001", state=State.OPEN)]
    load(claims.write(database.home / "claims.csv", found), now=NOW, most_removed=5)
    settings = replace(database.settings, register=Path("database"))
    hands = replace(services.build(settings), sandbox=InThisProcess(settings), now=lambda: NOW)
    mail = letter(1)
    del mail["Subject"]
    mail["Subject"] = "Info complémentaire *T502100044*"
    (waiting,) = deliver(mail, hands)

    claim = replace(found[0], number="C502100044", state=State.OPEN, former_numbers=("T502100044",), handler="h.lambert")
    load(claims.write(database.home / "claims.csv", [claim, found[1]]), now=NOW, most_removed=5)
    runner.work(hands, Event(), until_idle=True)

    waiting.refresh_from_db()
    task = models.Task.objects.get(state=models.Task.State.OPEN)
    assert (waiting.kind, waiting.state, task.claim, task.handler) == ("hold", "cancelled", "C502100044", "h.lambert")
