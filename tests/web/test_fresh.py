"""A list that is open hears of new tasks by itself."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storage import models
from tests.databases import ON_BOTH
from tests.web.builders import Made, Sent, send
from tests.web.reading import page, text


def asked(html: str) -> str:
    """What the page of a list asks again and again."""
    return html.partition('id="fresh" role="status" hx-get="')[2].partition('"')[0].replace("&amp;", "&")


def told(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == (200 if answer.content else 204)
    return text(answer.content.decode())


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(Sent())


def test_a_list_hears_of_tasks_that_came_since(made: Made, handler: Client) -> None:
    assert made
    address = asked(page(handler, "/"))

    before = told(handler, address)
    send(Sent())
    one = told(handler, address)
    send(Sent())
    send(Sent(handler="n.peeters"))

    assert (before, one, told(handler, address)) == ("", "1 nouvelle tâche", "2 nouvelles tâches")


@ON_BOTH
def test_a_list_hears_of_what_was_handed_over_and_of_what_came_back(made: Made, handler: Client) -> None:
    other = send(Sent(handler="n.peeters"))
    models.Task.objects.filter(pk=made.task.pk).update(snoozed_until=timezone.now() + timedelta(days=1))
    address = asked(page(handler, "/"))

    models.Task.objects.filter(pk=other.task.pk).update(handler="h.lambert", handed_at=timezone.now())
    handed = told(handler, address)
    at = timezone.now() - timedelta(days=2)
    models.Task.objects.filter(pk=made.task.pk).update(snoozed_until=at + timedelta(days=1))

    assert (handed, told(handler, f"/tasks/fresh?since=99&at={quote(at.isoformat())}")) == ("1 nouvelle tâche", "2 nouvelles tâches")


@ON_BOTH
def test_everyones_list_hears_of_everyones_tasks_where_that_is_allowed(made: Made, operator: Client, handler: Client) -> None:
    assert made
    address = asked(page(operator, "/?of=everyone"))
    send(Sent(handler="n.peeters"))

    assert (told(operator, address), told(handler, address)) == ("1 nouvelle tâche", "")


@pytest.mark.parametrize("address", ["/?state=done", "/?state=snoozed", "/?claim=C5"])
def test_other_lists_hear_of_nothing(address: str, made: Made, handler: Client) -> None:
    assert (made is not None, asked(page(handler, address))) == (True, "")


@pytest.mark.parametrize("query", ["", "?since=x&at=never", "?since=1&at=2026-02-31T00:00", "?at=2026-03-01T00:00"])
def test_a_question_that_is_none_of_ours_is_answered_all_the_same(query: str, made: Made, handler: Client) -> None:
    assert made
    assert handler.get(f"/tasks/fresh{query}").status_code in {200, 204}


def test_asking_costs_one_query_beside_the_session(made: Made, handler: Client) -> None:
    address = asked(page(handler, "/"))
    assert made

    with CaptureQueriesContext(connection) as queries:
        handler.get(address)

    assert len(queries) == 3
