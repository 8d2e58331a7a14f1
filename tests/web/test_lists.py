"""The list of tasks: what is new, what is due, and the filters that an address keeps."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.values import Address
from storage import models
from tests.databases import ON_BOTH
from tests.web.builders import NOON, File, Sent, pdf, send
from tests.web.reading import page, text
from tests.web.test_limits import limit
from web.views import page as pages

MAES = Address(name="Bureau d’expertise Maes & Fils", address="rapports@maes-expert.example")


def titles(client: Client, address: str) -> list[str]:
    return re.findall(r'class="title"[^>]*>([^<]+)<', page(client, address))


def paper(kind: str, language: str = "fr") -> File:
    return File(name=f"{kind}.pdf", content=pdf(kind), type=kind, language=language)


def test_the_order_of_the_list_is_that_of_the_times_it_shows(handler: Client) -> None:
    now = timezone.now()
    first = send(Sent(title="devis", received_at=now - timedelta(days=2)))
    send(Sent(title="bail", received_at=now - timedelta(days=1)))
    # It was placed long after it came.
    models.Task.objects.filter(pk=first.task.pk).update(opened_at=now)

    assert titles(handler, "/") == ["Bail reçu", "Devis reçu"]


def test_what_is_due_first_stands_first_where_somebody_wants_it(handler: Client) -> None:
    send(Sent(title="devis", due_in=timedelta(days=3)))
    send(Sent(title="bail", due_in=timedelta(days=1)))
    endless = send(Sent(title="photo"))
    models.Task.objects.filter(pk=endless.task.pk).update(due_at=None)

    assert titles(handler, "/?sort=due") == ["Bail reçu", "Devis reçu", "Photos reçues"]


@ON_BOTH
@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("claim=c5021003", True),
        ("claim=*C502100300*", True),
        ("claim=C502100301", False),
        ("from=maes", True),
        ("from=Bureau+d'expertise", True),
        ("from=maes-expert.example", True),
        ("from=lemaire", False),
        ("type=devis", True),
        ("type=bail", False),
        ("language=nl", True),
        ("language=fr", False),
        ("priority=high", True),
        ("priority=low", False),
        ("due=overdue", True),
        ("due=nonsense", True),
        ("from=maes&type=devis&language=nl&priority=high&due=overdue&unread=1&claim=C5", True),
        ("from=maes&type=devis&language=nl&priority=high&due=overdue&unread=1&claim=C6", False),
        ("from=***", True),
    ],
)
def test_the_list_is_narrowed(address: str, shown: object, handler: Client) -> None:
    send(Sent(claim="C502100300", sender=MAES, files=(paper("devis", "nl"),), priority="high", title="devis", due_in=timedelta(hours=1)))

    assert bool(titles(handler, f"/?{address}")) == shown


WEDNESDAY = datetime(2026, 3, 4, 10, tzinfo=timezone.get_default_timezone())


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (WEDNESDAY - timedelta(hours=1), {"overdue", "today", "week"}),
        (WEDNESDAY - timedelta(days=1), {"overdue"}),
        (WEDNESDAY + timedelta(hours=13), {"today", "week"}),
        (WEDNESDAY + timedelta(hours=15), {"week"}),
        (WEDNESDAY + timedelta(days=4), {"week"}),
        (WEDNESDAY + timedelta(days=5), set()),
    ],
)
def test_a_day_ends_at_midnight_and_a_week_on_sunday(
    due: datetime, found: set[str], handler: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    send(Sent(received_at=WEDNESDAY - timedelta(days=9), due_in=due - (WEDNESDAY - timedelta(days=9))))
    monkeypatch.setattr(timezone, "now", lambda: WEDNESDAY)

    assert {code for code in ("overdue", "today", "week") if titles(handler, f"/?due={code}")} == found


def test_what_a_person_has_not_opened_is_bold_and_can_be_asked_for(handler: Client, operator: Client) -> None:
    opened, new = send(Sent(title="devis")), send(Sent(title="bail"))
    page(handler, f"/tasks/{opened.task.pk}/")
    page(operator, f"/tasks/{new.task.pk}/")

    html = page(handler, "/")

    assert re.findall(r'class="row normal (\w+)"', html) == ["unread", "opened"]
    assert titles(handler, "/?unread=1") == ["Bail reçu"]
    assert titles(operator, "/?of=everyone&unread=1") == ["Devis reçu"]


def test_what_is_in_force_is_shown_and_each_can_be_taken_away(operator: Client) -> None:
    html = page(operator, "/?of=everyone&sort=due&type=devis&from=maes&unread=1&nonsense=1")

    assert re.findall(r'class="chip" href="\?([^"]*)"', html) == [
        "of=everyone&amp;sort=due&amp;type=devis&amp;unread=1",
        "of=everyone&amp;sort=due&amp;from=maes&amp;unread=1",
        "of=everyone&amp;sort=due&amp;from=maes&amp;type=devis",
    ]
    assert 'class="chip plain" href="?of=everyone&amp;sort=due"' in html
    assert "Aucune tâche ne correspond à ces filtres." in text(html)


def test_the_filters_stay_from_page_to_page(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(monkeypatch, "PAGE_TASKS", 1)
    for _ in range(2):
        send(Sent(files=(paper("devis"),)))

    assert 'href="?type=devis&amp;page=2"' in page(handler, "/?type=devis")


def test_a_handler_who_asks_for_everyone_gets_the_own(handler: Client) -> None:
    send(Sent(title="devis", handler="n.peeters"))
    send(Sent(title="bail"))

    assert titles(handler, "/?of=everyone") == ["Bail reçu"]


def test_no_more_rows_are_counted_than_anybody_goes_through(handler: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST", 2)
    limit(monkeypatch, "PAGE_TASKS", 1)
    for _ in range(4):
        send(Sent())

    with CaptureQueriesContext(connection) as queries:
        read = text(page(handler, "/?page=99"))

    assert ("Mes tâches 2+" in read, "Page 2 sur 2" in read) == (True, True)
    assert [query["sql"] for query in queries if "COUNT(*)" in query["sql"] and "LIMIT 3" not in query["sql"]] == []


@pytest.mark.parametrize("value", ["\0", "%", "'", "9" * 400, "é" * 99, "x*", '"'])
def test_no_filter_breaks_the_list(value: str, handler: Client) -> None:
    named = ["claim", "from", "type", "language", "priority", "due", "unread", "sort", "of", "state", "page", "q"]

    assert [handler.get("/", {name: value}).status_code for name in named] == [200] * len(named)


def test_the_page_of_a_claim_shows_the_register_its_tasks_and_its_documents(handler: Client) -> None:
    send(Sent(title="devis", files=(paper("devis"),), received_at=NOON))
    send(Sent(title="bail", files=(paper("bail"),), received_at=NOON - timedelta(days=1), state="done"))
    send(Sent(title="certificat_medical_initial", files=(paper("certificat_medical_initial"),), received_at=NOON - timedelta(days=2)))

    html = page(handler, "/claims/C502100001/")

    for words in ("DUPONT Jean", "50.123.456", "1-ABC-123", "h.lambert", "devis.pdf", "bail.pdf", "Médical"):
        assert words in text(html), words
    assert re.findall(r'class="title"[^>]*>([^<]+)<', html)[:2] == ["Devis reçu", "Bail reçu"]
    assert "certificat_medical_initial.pdf" not in html


@pytest.mark.parametrize("number", ["C502100001", "C502100231", "nonsense", "%00", "x" * 200])
def test_a_claim_of_others_does_not_exist(number: str, colleague: Client) -> None:
    send(Sent())

    assert colleague.get(f"/claims/{number}/").status_code == 404


def test_a_task_that_was_taken_from_a_handler_does_not_show_him_the_claim(handler: Client, operator: Client) -> None:
    made = send(Sent(state="cancelled"))

    assert [client.get(f"/claims/{made.task.claim}/").status_code for client in (handler, operator)] == [404, 404]
