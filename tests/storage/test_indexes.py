"""What is asked for at every answer and every view of triage is found by an index, however much there is."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storage import corrections, models
from storage.threads import Threads
from tests.databases import ON_BOTH

MANY = 3000
READ_THROUGH = re.compile(r"(^SCAN|Seq Scan on) storage_(verdict|unit|event)\b")


@pytest.fixture
def full(database: object) -> None:  # noqa: ARG001 - filled
    """Many mails of one domain, and as many verdicts on them and corrections, by others."""
    now = timezone.now()
    mail = models.Mail.objects.create(sha256="0" * 64, size=1, received_at=now, held_at=now, state="opened")
    about = {"mail": mail, "state": "decided", "value": {}}
    units = models.Unit.objects.bulk_create(
        models.Unit(path=f"0.{at}", sender_address=f"{at}@courtier-martin.example", **about) for at in range(MANY)
    )
    by = {"decided_at": now, "actor": "claimpost", "outcome": "route", "value": {}}
    models.Verdict.objects.bulk_create(models.Verdict(unit=unit, **by) for unit in units)
    models.Event.objects.bulk_create(models.Event(at=now, actor="another", what="assigned", unit_id=unit.pk) for unit in units)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE storage_verdict, storage_unit, storage_event")


def _plans(ask: Callable[[], object]) -> str:
    """How the database goes about every query of `ask`."""
    with CaptureQueriesContext(connection) as asked:
        ask()
    explain = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        found = [row for query in asked if query["sql"].startswith("SELECT") for row in _rows(cursor, f"{explain} {query['sql']}")]
    return "\n".join(str(row[-1]) for row in found)


def _rows(cursor: object, statement: str) -> list[tuple[object, ...]]:
    cursor.execute(statement)  # type: ignore[attr-defined]
    return cursor.fetchall()  # type: ignore[attr-defined, no-any-return]


def _earlier(domain: str) -> None:
    Threads().assigned(address="info@courtier-martin.example", domain=domain, message_ids={"<a@x.example>"}, their_references=())


@ON_BOTH
@pytest.mark.usefixtures("full")
@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda: _earlier("courtier-martin.example"), "verdict_of_domain"),
        (lambda: _earlier(""), "storage_unit_sender_address"),
        (lambda: corrections.unit_last_corrected("l.operator"), "event_of_actor"),
    ],
    ids=["a sender's domain", "a sender's address", "a person's last correction"],
)
def test_an_index_is_asked_and_no_table_is_read_through(ask: Callable[[], object], index: str) -> None:
    plans = _plans(ask)

    assert index in plans
    assert [line for line in plans.splitlines() if READ_THROUGH.search(line)] == []
