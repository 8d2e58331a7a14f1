"""The page of webhooks: added, held, sent again, and the log."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from storage import events, models, telling, tokens
from tests.web import office
from tests.web.api import Program, code, token
from tests.web.builders import person
from tests.web.conftest import LogIn
from tests.web.reading import page, text
from web.words import remote

FORM = {"url": "https://receiver.example/hook", "event": ["mail.quarantined"], "kind": []}


@pytest.fixture
def root(log_in: LogIn) -> Client:
    return log_in("root", superuser=True)


def test_an_administrator_adds_a_webhook_and_sees_its_secret_once(root: Client) -> None:
    made = root.post("/webhooks/add", FORM).content.decode()
    listed = page(root, "/webhooks/")

    secret = models.Webhook.objects.get().secret
    assert (secret in made, secret in listed, "receiver.example" in listed, len(secret)) == (True, False, True, 64)


@pytest.mark.parametrize("change", [{"url": "http://receiver.example/"}, {"url": "https://10.0.0.1/"}, {"event": []}, {"event": ["all"]}])
def test_a_webhook_that_does_not_fit_is_not_added(change: dict[str, object], root: Client) -> None:
    answer = root.post("/webhooks/add", {**FORM, **change}, follow=True)

    assert ("notice error" in answer.content.decode(), models.Webhook.objects.count()) == (True, 0)


def test_the_log_shows_what_was_told_and_anything_is_sent_again(root: Client) -> None:
    root.post("/webhooks/add", FORM)
    events.record("quarantined", actor="claimpost", at=timezone.now(), why="too_big")
    row = models.WebhookDelivery.objects.get()
    models.WebhookDelivery.objects.update(state="gave_up", tries=3, status=500, milliseconds=1234, problem="webhook_refused")
    models.Job.objects.all().delete()

    read = text(page(root, "/webhooks/"))
    root.post(f"/webhooks/{row.pk}/resend")

    assert [words for words in ("mail.quarantined", "500", "Le destinataire ne l’a pas accepté", "Abandonné") if words not in read] == []
    assert (models.WebhookDelivery.objects.get().state, models.Job.objects.get().step) == ("waiting", "tell")


def test_a_webhook_is_paused_resumed_and_removed(root: Client) -> None:
    root.post("/webhooks/add", FORM)
    hook = models.Webhook.objects.get()

    states = []
    for what in ("pause", "resume", "resume", "nonsense"):
        root.post(f"/webhooks/{hook.pk}/{what}")
        states.append(models.Webhook.objects.get().state)
    root.post(f"/webhooks/{hook.pk}/remove")

    assert (states, models.Webhook.objects.count()) == (["paused", "active", "active", "active"], 0)
    told = models.Event.objects.filter(what__startswith="webhook_").order_by("pk").values_list("what", flat=True)
    assert list(told) == ["webhook_added", "webhook_paused", "webhook_resumed", "webhook_removed"]


@pytest.mark.parametrize("group", ["operators", "supervisors"])
def test_webhooks_are_for_administrators(group: str, log_in: LogIn) -> None:
    client = log_in("x.y", group)

    answers = [client.get("/webhooks/"), client.post("/webhooks/add", FORM), client.post("/webhooks/1/remove")]

    assert ([answer.status_code for answer in answers], models.Webhook.objects.count()) == ([403] * 3, 0)


def test_a_webhook_is_added_and_its_log_read_by_the_api(installation: object) -> None:
    assert installation
    program = Program(token(person("root", superuser=True)))

    made = program.post("/webhooks", {"url": "https://receiver.example/", "events": ["mail.quarantined"], "kinds": ["claim"]}).json()
    events.record("quarantined", actor="claimpost", at=timezone.now(), why="too_big")
    (told,) = program.get(f"/deliveries?webhook={made['id']}&state=waiting").json()["deliveries"]
    again = program.post(f"/deliveries/{told['id']}/resend").json()
    paused = program.post(f"/webhooks/{made['id']}/pause").status_code
    listed = program.get("/webhooks").json()["webhooks"]

    assert (made["secret"][:6], told["event"], told["next_try_at"] is not None, again["did"]) == (
        "whsec_",
        "mail.quarantined",
        True,
        "resend",
    )
    assert (paused, [(hook["state"], hook["kinds"], "secret" in hook) for hook in listed]) == (200, [("paused", ["claim"], False)])
    assert code(program.post("/webhooks", {"url": "http://x.example/", "events": ["task.done"]})) == "webhook_not_https"


def test_everything_that_is_told_and_every_state_has_words() -> None:
    from core.api import SCOPES, TOLD

    assert {*telling.NAMES.values(), "triage.waiting"} == set(TOLD) == set(remote.TOLD)
    assert set(SCOPES) == set(remote.SCOPES)
    assert set(models.Webhook.State.values) == set(remote.WEBHOOK_STATES)
    assert set(models.WebhookDelivery.State.values) == set(remote.DELIVERY_STATES)


def test_a_token_of_the_list_tells_nothing_that_opens_anything(root: Client) -> None:
    secret = token(person("h.lambert"))

    listed = page(root, "/tokens/")

    assert (secret[: tokens.HINT] in listed, secret[tokens.HINT : tokens.HINT + 8] in listed) == (True, False)


@pytest.mark.parametrize("address", ["/tokens/", "/webhooks/", "/api/"])
def test_a_page_of_the_api_asks_the_database_no_more_than_twelve_times(address: str, root: Client) -> None:
    for number in range(3):
        token(person(f"p{number}"))
        root.post("/webhooks/add", FORM)
    events.record("quarantined", actor="claimpost", at=timezone.now(), why="too_big")

    with CaptureQueriesContext(connection) as queries:
        page(root, address)

    assert len(queries) <= 12


@pytest.mark.parametrize("path", ["/tasks", "/tasks/{task}", "/tasks?of=everyone&limit=200", "/documents/{document}", "/failures"])
def test_the_api_asks_the_database_no_more_than_a_page_and_its_door(path: str, installation: object) -> None:
    assert installation
    made = office.report(timezone.now())
    office.desk(timezone.now())
    program = Program(token(person("o.simon", "operators")))
    address = path.format(task=made.task.pk, document=made.items["rapport_definitif.pdf"].pk)

    with CaptureQueriesContext(connection) as queries:
        assert program.get(address).status_code == 200

    # The token, its person, how often it was used: read, written and read again.
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "INSERT", "UPDATE"))]) <= 12 + 4, [
        query["sql"][:150] for query in queries
    ]
