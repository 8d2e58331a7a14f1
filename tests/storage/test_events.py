"""Events, on either database."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, connections, transaction

from core.content import Spool
from storage import events, ledger
from storage.models import Event
from tests.databases import ON_BOTH

pytestmark = [ON_BOTH, pytest.mark.usefixtures("database")]

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def test_a_trail_holds_what_happened_to_one_mail_in_order() -> None:
    events.record("opened", actor="claimpost", at=NOW, mail_id=7, data={"parts": 3})
    events.record("opened", actor="claimpost", at=NOW, mail_id=8)
    events.record("task_opened", actor="claimpost", at=NOW, mail_id=7, unit_id=1, task_id=5, claim="C502100001", why="claim")
    events.record("task_done", actor="anne", at=NOW + timedelta(hours=1), mail_id=7, unit_id=1, task_id=5)

    assert [(entry.what, entry.actor) for entry in events.trail(mail_id=7)] == [
        ("opened", "claimpost"),
        ("task_opened", "claimpost"),
        ("task_done", "anne"),
    ]
    assert [entry.what for entry in events.trail(task_id=5)] == ["task_opened", "task_done"]


def test_an_event_comes_back_as_it_was_recorded() -> None:
    about = events.About(mail_id=7, unit_id=1, item_id=2, task_id=5, claim="C502100001")
    number = events.record("assigned", actor="anne", at=NOW, why="called the broker", data={"from": "triage"}, **about)

    assert events.trail(task_id=5) == (
        events.Entry(id=number, at=NOW, actor="anne", what="assigned", why="called the broker", data={"from": "triage"}, **about),
    )


def test_a_trail_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="about something"):
        events.trail()


def test_an_event_stands_or_falls_with_what_it_tells_of() -> None:
    with transaction.atomic():
        events.record("opened", actor="claimpost", at=NOW, mail_id=7)
        transaction.set_rollback(True)

    assert events.trail(mail_id=7) == ()


def test_the_same_look_is_recorded_once_however_many_pieces_come_at_once(spool: Spool) -> None:
    mail_id = ledger.take_file(spool.keep(b"x"), received_at=NOW, acknowledge=False, now=NOW).mail_id
    together = threading.Barrier(6)

    def look() -> None:
        together.wait()
        events.record_once("viewed", actor="anne", at=NOW, since=NOW, mail_id=mail_id, item_id=7)
        connections.close_all()

    threads = [threading.Thread(target=look) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    events.record_once("viewed", actor="anne", at=NOW, since=NOW, mail_id=mail_id, item_id=8)
    events.record_once("viewed", actor="piet", at=NOW, since=None, mail_id=mail_id, item_id=7)
    events.record_once("viewed", actor="anne", at=NOW + timedelta(hours=2), since=NOW + timedelta(hours=1), mail_id=mail_id, item_id=7)

    found = Event.objects.filter(what="viewed").values_list("actor", "item_id")
    assert sorted(found) == [("anne", 7), ("anne", 7), ("anne", 8), ("piet", 7)]


CHANGES = {
    "a change": "UPDATE storage_event SET actor = 'nobody'",
    "a deletion": "DELETE FROM storage_event",
    "a change of what is not there yet": "UPDATE storage_event SET id = id + 1",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_the_database_refuses(statement: str) -> None:
    number = events.record("opened", actor="claimpost", at=NOW, mail_id=7)

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)

    assert [(entry.id, entry.actor) for entry in events.trail(mail_id=7)] == [(number, "claimpost")]


def test_the_database_refuses_to_put_another_event_in_the_place_of_one() -> None:
    events.record("opened", actor="claimpost", at=NOW, mail_id=7)
    replace = {"sqlite": "REPLACE INTO storage_event SELECT * FROM storage_event", "postgresql": "TRUNCATE storage_event"}

    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(replace[connection.vendor])

    assert [entry.actor for entry in events.trail(mail_id=7)] == ["claimpost"]


def test_the_guard_goes_and_comes_with_its_migration() -> None:
    events.record("opened", actor="claimpost", at=NOW, mail_id=7)

    call_command("migrate", "storage", "0002", verbosity=0)
    changed = Event.objects.update(actor="somebody")
    call_command("migrate", "storage", verbosity=0)

    assert changed == 1
    with pytest.raises(DatabaseError, match="only ever added"), transaction.atomic():
        Event.objects.update(actor="nobody")
