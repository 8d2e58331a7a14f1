"""The supervisor's page: every card against an office that was counted by hand, who may see it, and what it costs."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.sheets import Cell
from core.values import Address, Outcome
from ingest import services, statistics
from storage import events, load_figures, models, numbers
from tests.databases import ON_BOTH
from tests.web.builders import File, Sent, body, send
from tests.web.conftest import LogIn
from tests.web.reading import page, text

MONDAY = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)
"""Half past nine in Brussels."""

OTHER = Address(name="", address="post@andere.example")
TRIAGE = Sent(kind="triage", claim="", outcome=Outcome.TRIAGE, why=("no_reference",), sender=OTHER)


def days_ago(now: datetime, days: float, **more: object) -> Sent:
    return Sent(received_at=now - timedelta(days=days), **more)  # type: ignore[arg-type]


def open_tasks(now: datetime) -> None:
    """Two of one handler, one of them overdue, one of nobody; done ones, triage and what is shown on another do not count."""
    send(days_ago(now, 0.5))
    lead = send(days_ago(now, 8))
    send(days_ago(now, 40, handler="", due_in=timedelta(days=90)))
    send(days_ago(now, 3, state="done"))
    send(replace(TRIAGE, received_at=now - timedelta(days=3)))
    joined = send(days_ago(now, 8)).task
    joined.joined_to = lead.task
    joined.save()


def rows(code: str) -> list[tuple[Cell, ...]]:
    here = services.current()
    return list(statistics.sheet(code, statistics.period(date(2026, 1, 1), date(2026, 12, 31), here.settings.time_zone), here).rows)


def card(html: str, code: str) -> str:
    """What a card shows, its table included."""
    return text(re.split(r'<section class="card', html.partition(f'id="card-{code}"')[2])[0].partition(">")[2])


@ON_BOTH
@pytest.mark.usefixtures("installation")
def test_the_load_of_every_handler_is_what_the_desk_lists() -> None:
    now = datetime(2026, 3, 20, 11, tzinfo=UTC)
    open_tasks(now)

    found = list(load_figures.by_handler(now))

    assert found == [
        ("h.lambert", 2, 1, date(2026, 3, 12), 1, 0, 0, 1, 0, 0),
        ("", 1, 0, date(2026, 2, 8), 0, 0, 0, 0, 0, 1),
    ]


@ON_BOTH
@pytest.mark.parametrize(
    ("age", "column"), [(-0.1, 0), (0, 0), (0.99, 0), (1, 1), (2.99, 1), (3, 2), (7, 3), (13.9, 3), (14, 4), (29.9, 4), (30, 5), (400, 5)]
)
@pytest.mark.usefixtures("installation")
def test_a_task_is_of_one_age(age: float, column: int) -> None:
    send(days_ago(MONDAY, age))

    ((_handler, _open, _late, _oldest, *ages),) = load_figures.by_handler(MONDAY)

    assert ages == [int(at == column) for at in range(6)]


@ON_BOTH
@pytest.mark.usefixtures("installation")
def test_mails_are_counted_by_week_and_by_hour_of_the_office() -> None:
    send(Sent(received_at=MONDAY))
    send(replace(TRIAGE, received_at=MONDAY + timedelta(days=6)))
    send(replace(TRIAGE, received_at=MONDAY + timedelta(days=7), outcome=Outcome.IGNORE))
    send(replace(TRIAGE, received_at=MONDAY + timedelta(days=8)))

    assert rows("weeks") == [(date(2026, 3, 2), 2, 1, 0.5), (date(2026, 3, 9), 1, 1, 1.0)]
    assert [row for row in rows("hours") if row[1]] == [(9, 4)]
    assert len(rows("hours")) == 24


@ON_BOTH
@pytest.mark.usefixtures("installation")
def test_the_accuracy_of_types_comes_from_what_people_changed_last() -> None:
    made = [send(Sent(received_at=MONDAY, files=(File(name="a.pdf", content=b"a", type="devis"),))) for _ in range(4)]
    changes = [(0, "devis", "photo"), (1, "devis", "photo"), (1, "devis", "devis"), (2, "devis", "citation"), (2, "devis", "photo")]
    for at, read, new in changes:
        item = made[at].items["a.pdf"]
        events.record("type_changed", actor="h.lambert", at=MONDAY, mail_id=item.mail_id, item_id=item.pk, data={"read": read, "new": new})
        models.Reading.objects.filter(item=item).update(type=new)

    assert rows("types") == [("devis", 4, 2, 0.5)]


@ON_BOTH
@pytest.mark.usefixtures("installation")
def test_the_numbers_of_all_mailboxes_are_those_of_each() -> None:
    box = models.Mailbox.objects.create(name="b")
    models.Mailbox.objects.create(name="a")
    for current, count in ((True, 3), (True, 2), (False, 9)):
        models.Folder.objects.create(mailbox=box, name=f"{count}", uid_validity=count, current=current, on_server=count)
    states = ("held", "held", "waiting", "quarantined")
    for uid, state in enumerate(states):
        models.Delivery.objects.create(mailbox=box, uid=uid, state=state, seen_at=MONDAY)
    for uid, state in enumerate(("held", "gone", "quarantined"), 10):
        models.Delivery.objects.create(mailbox=box, uid=uid, state=state, away=True, seen_at=MONDAY)
    models.Delivery.objects.create(mailbox=box, uid=20, state="held", current=False, seen_at=MONDAY)

    (empty, none), (_box, found) = numbers.every()

    assert (empty.name, none.on_server, none.held) == ("a", 0, 0)
    assert found == numbers.numbers(box.pk)
    assert (found.on_server, found.held, found.waiting, found.quarantined, found.moved, found.gone) == (5, 2, 1, 1, 1, 2)


@ON_BOTH
def test_every_card_shows_its_numbers(supervisor: Client) -> None:
    now = timezone.now()
    open_tasks(now)
    send(replace(TRIAGE, received_at=now, state="done"))
    supervisor.cookies["django_language"] = "en"

    html = page(supervisor, "/supervision/?days=90")

    heads = text(html.partition('class="key-figures"')[2].partition('class="cards"')[0])
    assert "3 open tasks 1 of them overdue 1 waiting in triage 3.0 h median time in triage" in heads
    assert "h.lambert 2 1" in card(html, "load")
    assert "No handler 1 0" in card(html, "load")
    assert "Less than 1 day 1 1 to 2 days 0 3 to 6 days 0 7 to 13 days 1 14 to 29 days 0 30 days and more 1" in card(html, "ages")
    assert "andere.example 2 2 100.0 %" in card(html, "senders")
    assert "No reference was found 2 1 3.0 3.0" in card(html, "triage")
    assert all(card(html, code) for code in ("days", "hours", "weeks", "types", "clocks"))


@pytest.mark.usefixtures("installation")
def test_a_period_leaves_out_what_came_before_it(supervisor: Client) -> None:
    now = timezone.now()
    send(replace(TRIAGE, received_at=now - timedelta(days=10)))
    supervisor.cookies["django_language"] = "en"

    shown = {days: card(page(supervisor, f"/supervision/?days={days}"), "senders") for days in (7, 30)}

    assert ["andere.example" in shown[days] for days in shown] == [False, True]


@pytest.mark.parametrize("days", ["", "x", "-1", "8", "99999999999"])
def test_a_period_that_is_not_offered_is_thirty_days(days: str, supervisor: Client) -> None:
    assert 'href="?days=30" aria-current="true"' in page(supervisor, f"/supervision/?days={days}")


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
def test_an_office_without_mail_has_a_page_without_charts(language: str, supervisor: Client) -> None:
    supervisor.cookies["django_language"] = language

    html = page(supervisor, "/supervision/")

    assert (html.count('class="nothing"'), html.count('class="chart"')) == (10, 0)


def test_few_mails_have_their_clocks_counted_by_themselves_and_many_when_asked(supervisor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMPOST_LIMIT_CLOCK_MAILS", "1")
    services.current.cache_clear()
    send(Sent(received_at=timezone.now()))
    few = page(supervisor, "/supervision/")
    send(Sent(received_at=timezone.now()))

    many = page(supervisor, "/supervision/")

    assert ['hx-trigger="load, click"' in html for html in (few, many)] == [True, False]


def test_the_clocks_are_counted_on_a_page_of_their_own(supervisor: Client) -> None:
    send(replace(TRIAGE, received_at=timezone.now() - timedelta(hours=5), state="done"))
    supervisor.cookies["django_language"] = "en"

    html = page(supervisor, "/supervision/clocks/")

    assert "Triage 1 0 0" in card(html, "clocks").replace("The house’s own times ", "")
    assert "100 % in time" in card(html, "clocks")


def test_bars_that_do_not_fit_are_in_the_files(supervisor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMPOST_LIMIT_CHART_ROWS", "1")
    services.current.cache_clear()
    open_tasks(timezone.now())
    supervisor.cookies["django_language"] = "en"

    shown = card(page(supervisor, "/supervision/"), "load")

    assert "1 more is in the files." in shown


def test_a_token_says_until_when_it_is_good_and_that_it_is_over(supervisor: Client) -> None:
    now = timezone.now()
    for name, until in (("a", now - timedelta(hours=1)), ("b", now + timedelta(hours=1)), ("c", None)):
        models.Mailbox.objects.create(name=name, auth="oauth2", token_until=until)
    models.Mailbox.objects.create(name="d")
    supervisor.cookies["django_language"] = "en"

    shown = text(page(supervisor, "/supervision/"))

    assert [shown.count(words) for words in ("Expired", "None yet", "No token: password")] == [1, 1, 1]


@pytest.mark.parametrize(("days", "lines"), [(7, 1), (30, 2)])
def test_a_sheet_of_the_page_is_taken_as_a_file_and_that_is_recorded(days: int, lines: int, supervisor: Client) -> None:
    send(replace(TRIAGE, received_at=timezone.now() - timedelta(days=10)))

    answer = supervisor.get(f"/supervision/senders.csv?days={days}")

    found = list(csv.reader(io.StringIO(body(answer).decode("utf-8-sig")), delimiter=";"))
    event = models.Event.objects.get(what="exported")
    assert len(found) == lines
    assert (event.actor, event.why, event.data) == ("s.willems", "supervision", {"sheet": "senders", "days": days, "as": "csv"})


@pytest.mark.parametrize("code", ["load", "weeks", "days", "hours", "senders", "types", "triage", "mailboxes", "clocks"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_every_sheet_of_the_page_is_had_as_a_file(code: str, kind: str, supervisor: Client) -> None:
    answer = supervisor.get(f"/supervision/{code}.{kind}")

    assert answer.status_code == 200
    assert len(body(answer)) > 10


@pytest.mark.parametrize("name", ["claims.csv", "load.zip", "load.exe", "nothing.csv"])
def test_other_files_do_not_exist(name: str, supervisor: Client) -> None:
    assert supervisor.get(f"/supervision/{name}").status_code == 404


@pytest.mark.parametrize("address", ["/supervision/", "/supervision/clocks/", "/supervision/load.csv"])
def test_only_who_sees_all_sees_the_page(address: str, handler: Client, log_in: LogIn) -> None:
    found = {}
    for name, client in {"handler": handler, "operator": log_in("o.s", "operators"), "supervisor": log_in("s.w", "supervisors")}.items():
        answer = client.get(address)
        answer.close()
        found[name] = answer.status_code

    assert found == {"handler": 403, "operator": 200, "supervisor": 200}


@ON_BOTH
def test_the_page_asks_the_database_no_more_than_twelve_times(supervisor: Client, installation: Path) -> None:
    assert installation
    now = timezone.now()
    open_tasks(now)
    for name in "abc":
        models.Mailbox.objects.create(name=name)
    page(supervisor, "/supervision/?days=365")

    with CaptureQueriesContext(connection) as queries:
        page(supervisor, "/supervision/?days=365")

    asked = [query["sql"] for query in queries if query["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]
    assert len(asked) <= 12, "\n".join(sql[:90] for sql in asked)
