"""A task that stays to do: handed over, put off, noted on; and the way from one that is done to the next."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from core.limits import Limits
from storage import models
from tests.databases import ON_BOTH
from tests.web.builders import NOON, Made, Sent, person, send
from tests.web.reading import page, text

UNREAD = ' unread">'
"""How the row of a task begins that its reader has not opened."""

LATER = timezone.localdate() + timedelta(days=3)


@pytest.fixture
def made(installation: object) -> Made:
    assert installation
    return send(Sent(title="devis", received_at=NOON))


def follow(client: Client, address: str, **data: object) -> str:
    """What a person reads after a click."""
    return text(client.post(address, data, follow=True).content.decode())


def titles(client: Client, address: str = "/") -> int:
    return page(client, address).count('class="title"')


def test_a_task_that_is_done_is_followed_by_the_next_one_with_a_way_back(made: Made, handler: Client) -> None:
    older = send(Sent(title="bail", received_at=NOON - timedelta(hours=1)))
    send(Sent(title="photo", received_at=NOON + timedelta(hours=1)))

    answer = handler.post(f"/tasks/{made.task.pk}/done")
    after = page(handler, answer.headers["Location"])

    assert answer.headers["Location"] == f"/tasks/{older.task.pk}/?after={made.task.pk}&was=done"
    assert ("La tâche précédente est terminée." in text(after), f'action="/tasks/{made.task.pk}/reopen"' in after) == (True, True)


@ON_BOTH
def test_after_the_last_task_comes_the_uppermost_and_then_the_list(made: Made, handler: Client) -> None:
    newer = send(Sent(title="photo", received_at=NOON + timedelta(hours=1)))

    answers = [handler.post(f"/tasks/{one.task.pk}/done").headers["Location"] for one in (made, newer)]

    assert answers == [f"/tasks/{newer.task.pk}/?after={made.task.pk}&was=done", f"/?after={newer.task.pk}&was=done"]
    assert "La tâche précédente est terminée." in text(page(handler, answers[1]))


def test_an_operator_goes_on_with_everyones_tasks_and_a_handler_with_the_own(made: Made, operator: Client, handler: Client) -> None:
    other = send(Sent(handler="n.peeters", received_at=NOON - timedelta(hours=1)))

    answers = [client.get(f"/tasks/{made.task.pk}/next").headers["Location"] for client in (operator, handler)]

    assert answers == [f"/tasks/{other.task.pk}/", "/"]


@pytest.mark.parametrize("address", ["/?after=x&was=done", "/?after=1&was=hacked", f"/?after={'9' * 30}&was=done", "/?after=1"])
def test_an_address_that_tells_of_no_task_before_shows_none(address: str, handler: Client) -> None:
    assert 'class="undo behind"' not in page(handler, address)


@ON_BOTH
def test_a_task_that_is_handed_over_is_new_to_who_gets_it_and_gone_for_who_gave_it(made: Made, handler: Client, colleague: Client) -> None:
    page(handler, f"/tasks/{made.task.pk}/")

    told = follow(handler, f"/tasks/{made.task.pk}/hand-over/now", to="n.peeters")

    task = models.Task.objects.get()
    event = models.Event.objects.get(what="task_handed_over")
    assert (task.handler, event.actor, event.data) == ("n.peeters", "h.lambert", {"from": "h.lambert", "to": "n.peeters"})
    assert ("La tâche est maintenant chez n.peeters." in told, titles(handler), titles(colleague)) == (True, 0, 1)
    assert (UNREAD in page(colleague, "/"), handler.get(f"/tasks/{task.pk}/").status_code) == (True, 404)


@ON_BOTH
def test_a_task_that_comes_back_is_new_again_though_it_was_seen_before(made: Made, handler: Client, operator: Client) -> None:
    page(handler, f"/tasks/{made.task.pk}/")
    seen = UNREAD in page(handler, "/")
    person("n.peeters")
    for to in ("n.peeters", "h.lambert"):
        operator.post(f"/tasks/{made.task.pk}/hand-over/now", {"to": to})
    again = UNREAD in page(handler, "/")
    page(handler, f"/tasks/{made.task.pk}/")

    assert (seen, again, UNREAD in page(handler, "/")) == (False, True, False)
    assert models.Event.objects.filter(what="seen", actor="h.lambert").count() == 2


def test_a_task_takes_those_along_that_are_shown_on_it(made: Made, handler: Client, colleague: Client) -> None:
    other = send(Sent(received_at=NOON + timedelta(minutes=3)))
    models.Task.objects.filter(pk=other.task.pk).update(joined_to=made.task)

    handler.post(f"/tasks/{made.task.pk}/hand-over/now", {"to": "n.peeters"})

    assert colleague.get("/").status_code == 200
    assert set(models.Task.objects.values_list("handler", flat=True)) == {"n.peeters"}


@pytest.mark.parametrize(
    ("to", "said"),
    [
        ("h.lambert", "Cette personne a déjà la tâche."),
        ("nobody", "Personne de ce nom ne peut recevoir de tâches."),
        ("", "Personne de ce nom"),
    ],
)
def test_who_cannot_get_a_task_is_refused_with_the_reason(to: str, said: str, made: Made, handler: Client) -> None:
    told = follow(handler, f"/tasks/{made.task.pk}/hand-over/now", to=to)

    assert (said in told, models.Task.objects.get().handler) == (True, "h.lambert")


def test_the_form_offers_everybody_but_who_has_it(made: Made, handler: Client, colleague: Client) -> None:
    assert colleague
    html = page(handler, f"/tasks/{made.task.pk}/hand-over")

    assert ('<option value="n.peeters">' in html, '<option value="h.lambert">' in html) == (True, False)


@ON_BOTH
def test_a_task_that_is_put_off_leaves_the_list_and_comes_back_on_its_day(made: Made, handler: Client) -> None:
    told = follow(handler, f"/tasks/{made.task.pk}/snooze", until=LATER.isoformat())
    before = (titles(handler), titles(handler, "/?state=snoozed"), titles(handler, "/?claim=C502100001"))
    badge = 'class="count"' in page(handler, "/")
    models.Task.objects.update(snoozed_until=timezone.now() - timedelta(seconds=1))

    assert f"Reportée jusqu’au {LATER:%d/%m/%Y}" in told
    assert (before, badge) == ((0, 1, 1), False)
    assert (titles(handler), titles(handler, "/?state=snoozed"), 'class="count"' in page(handler, "/")) == (1, 0, True)


def test_a_day_begins_at_midnight_in_the_office(made: Made, handler: Client) -> None:
    handler.post(f"/tasks/{made.task.pk}/snooze", {"until": LATER.isoformat()})

    until = models.Task.objects.get().snoozed_until
    assert until is not None
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M") == f"{LATER} 00:00"


def test_a_task_that_was_put_off_is_brought_back_before_its_day(made: Made, handler: Client) -> None:
    handler.post(f"/tasks/{made.task.pk}/snooze", {"until": LATER.isoformat()})
    html = page(handler, f"/tasks/{made.task.pk}/")
    handler.post(f"/tasks/{made.task.pk}/wake")

    assert (f"reportée jusqu’au {LATER:%d/%m/%Y}" in text(html), f"/tasks/{made.task.pk}/wake" in html, titles(handler)) == (True, True, 1)
    assert "Cette tâche n’est pas reportée." in follow(handler, f"/tasks/{made.task.pk}/wake")


def test_the_clocks_of_a_task_that_is_put_off_run_on(made: Made, handler: Client) -> None:
    due = models.Task.objects.get().due_at

    handler.post(f"/tasks/{made.task.pk}/snooze", {"until": LATER.isoformat()})

    assert models.Task.objects.get().due_at == due
    assert "en retard" in text(page(handler, "/?state=snoozed"))


@pytest.mark.parametrize("until", ["", "tomorrow", "2026-02-31", "2020-01-01", str(timezone.localdate()), "9999-12-31"])
def test_a_day_that_does_not_fit_is_refused(until: str, made: Made, handler: Client) -> None:
    answer = handler.post(f"/tasks/{made.task.pk}/snooze", {"until": until}, follow=True)

    assert ("notice error" in answer.content.decode(), models.Task.objects.get().snoozed_until) == (True, None)


@pytest.mark.parametrize("step", ["done", "hand-over/now"])
def test_what_happens_to_a_task_ends_its_being_put_off(step: str, made: Made, handler: Client) -> None:
    person("n.peeters")
    handler.post(f"/tasks/{made.task.pk}/snooze", {"until": LATER.isoformat()})

    handler.post(f"/tasks/{made.task.pk}/{step}", {"to": "n.peeters"})

    assert models.Task.objects.get().snoozed_until is None


def test_a_note_is_on_the_task_and_in_its_history_as_it_was_written(made: Made, handler: Client) -> None:
    told = handler.post(f"/tasks/{made.task.pk}/notes", {"text": " Appeler <b>Dupont</b>\r\nmardi "}, follow=True).content.decode()

    assert told.count("Appeler &lt;b&gt;Dupont&lt;/b&gt;") == 2
    event = models.Event.objects.get(what="noted")
    assert (event.actor, event.data, "Note" in text(told)) == ("h.lambert", {}, True)


@pytest.mark.parametrize(
    ("written", "said"),
    [("  ", "La note est vide."), ("x" * (Limits().note_characters + 1), "La note est trop longue.")],
    ids=["empty", "long"],
)
def test_a_note_that_does_not_fit_is_refused(written: str, said: str, made: Made, handler: Client) -> None:
    assert (said in follow(handler, f"/tasks/{made.task.pk}/notes", text=written), models.Task.objects.get().notes) == (True, [])


def test_a_task_has_no_more_notes_than_the_limit(made: Made, handler: Client) -> None:
    models.Task.objects.update(notes=[{"event": 0, "text": "x"}] * Limits().task_notes)

    assert "Il y a trop de notes sur cette tâche." in follow(handler, f"/tasks/{made.task.pk}/notes", text="one more")


STEPS = ("hand-over", "hand-over/now", "snooze", "wake", "notes", "reply")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize(("who", "status"), [("colleague", 404), ("supervisor", 403)])
def test_only_the_handler_and_operators_do_something_with_a_task(
    step: str, who: str, status: int, made: Made, request: pytest.FixtureRequest
) -> None:
    client: Client = request.getfixturevalue(who)
    address = f"/tasks/{made.task.pk}/{step}"

    answer = client.get(address) if step in {"hand-over", "reply"} else client.post(address, {"to": who, "text": "x", "until": str(LATER)})

    task = models.Task.objects.get()
    assert (answer.status_code, task.handler, task.snoozed_until, task.notes) == (status, "h.lambert", None, [])


def test_a_supervisor_is_offered_nothing_that_is_refused(made: Made, supervisor: Client) -> None:
    html = page(supervisor, f"/tasks/{made.task.pk}/")

    assert [step for step in ("/hand-over", "/snooze", "/notes", "/reply", "/facts") if step in html] == []


@pytest.mark.parametrize("step", ["hand-over/now", "snooze"])
def test_what_waits_in_triage_is_neither_handed_over_nor_put_off(step: str, operator: Client) -> None:
    waits = send(Sent(claim="", kind="triage", title="no_reference"))

    told = operator.post(f"/tasks/{waits.task.pk}/{step}", {"to": "o.simon", "until": str(LATER)}, follow=True).content.decode()

    task = models.Task.objects.get()
    assert ("Seule la tâche d’un sinistre" in text(told), task.handler, task.snoozed_until) == (True, "", None)


def test_what_is_done_is_neither_handed_over_nor_put_off(handler: Client) -> None:
    person("n.peeters")
    made = send(Sent(state="done"))

    told = [follow(handler, f"/tasks/{made.task.pk}/{step}", to="n.peeters", until=str(LATER)) for step in ("hand-over/now", "snooze")]

    assert ["Quelqu’un a déjà traité cette tâche." in one for one in told] == [True, True]
