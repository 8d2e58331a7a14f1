"""Tokens and Idempotency-Keys."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from ingest import services
from storage import housekeeping, models, tokens
from storage.tokens import NewToken
from tests.databases import ON_BOTH
from tests.web.api import Program, code, token
from tests.web.builders import Sent, person, send
from web.api import door


def test_a_token_is_kept_as_a_hash_and_found_by_it(installation: object) -> None:
    assert installation
    secret = token(person("h.lambert"), ["tasks:read"])

    (row,) = models.ApiToken.objects.values()

    assert (len(secret), secret[:3], secret in str(row)) == (46, "cp_", False)
    assert models.Event.objects.get(what="token_made").data["scopes"] == ["tasks:read"]
    assert Program(secret).get("/me").json()["person"] == "h.lambert"


@pytest.mark.parametrize("how", ["revoked", "expired", "shut out", "wrong", "none", "basic"])
def test_a_token_that_is_not_good_opens_nothing(how: str, installation: object) -> None:
    assert installation
    who = person("h.lambert")
    secret = token(who)
    match how:
        case "revoked":
            tokens.revoke(models.ApiToken.objects.get().pk, actor="root", now=timezone.now())
        case "expired":
            models.ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        case "shut out":
            who.is_active = False
            who.save()
        case "wrong":
            secret = secret[:-1] + ("a" if secret[-1] != "a" else "b")

    program = Program(secret)
    if how in {"none", "basic"}:
        program._headers = {} if how == "none" else {"Authorization": f"Basic {secret}"}
    answer = program.get("/me")

    assert (answer.status_code, code(answer), answer.headers["WWW-Authenticate"]) == (401, "not_authenticated", "Bearer")


@pytest.mark.parametrize(
    ("change", "why"),
    [({"name": " "}, "token_name"), ({"scopes": ["all"]}, "token_scopes"), ({"scopes": []}, "token_scopes"), ({"days": 0}, "token_days")],
)
def test_a_token_that_does_not_fit_is_not_made(change: dict[str, object], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        NewToken(**{"name": "x", "person_id": 1, "scopes": ["tasks:read"], "days": 1, **change})


def test_the_same_key_and_request_is_answered_again_and_not_done_again(installation: object) -> None:
    assert installation
    task = send(Sent()).task.pk
    program = Program(token(person("h.lambert")))

    answers = [program.post(f"/tasks/{task}/done", **{"Idempotency-Key": "k1"}) for _ in range(2)]
    without = program.post(f"/tasks/{task}/done")
    other = program.post(f"/tasks/{task}/reopen", **{"Idempotency-Key": "k1"})

    assert [(answer.status_code, answer.content, answer.headers.get("Idempotency-Replayed")) for answer in answers] == [
        (200, answers[0].content, None),
        (200, answers[0].content, "true"),
    ]
    assert (code(without), code(other), models.Task.objects.get().state) == ("already_done", "key_reused", "done")


def test_another_body_under_the_same_key_is_refused(installation: object) -> None:
    assert installation
    task = send(Sent(claim="", kind="triage", title="no_reference")).task.pk
    program = Program(token(person("o.simon", "operators")))

    first = program.post(f"/tasks/{task}/dismiss", {"why": "spam"}, **{"Idempotency-Key": "k"})
    other = program.post(f"/tasks/{task}/dismiss", {"why": "not_ours"}, **{"Idempotency-Key": "k"})

    assert (first.status_code, other.status_code, code(other)) == (200, 409, "key_reused")


def test_a_key_belongs_to_its_token(installation: object) -> None:
    assert installation
    task = send(Sent()).task.pk
    who = person("h.lambert")

    answers = [Program(token(who)).post(f"/tasks/{task}/done", **{"Idempotency-Key": "k"}) for _ in range(2)]

    assert [code(answer) for answer in answers] == ["", "already_done"]


@pytest.mark.parametrize("key", ["", "é", "x" * 256, "a\tb"])
def test_a_key_that_is_none_is_refused(key: str, installation: object) -> None:
    assert installation

    assert code(Program(token(person("h.lambert"))).post("/tasks/1/done", **{"Idempotency-Key": key})) == "key_invalid"


def test_what_a_silent_service_kept_from_being_done_is_done_the_next_time(installation: object, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.errors import Unavailable
    from ingest import operations

    assert installation
    task = send(Sent()).task.pk
    program = Program(token(person("h.lambert")))
    real = operations.close

    def silent(*_: object) -> None:
        raise Unavailable("claims_register")

    monkeypatch.setattr(operations, "close", silent)
    first = program.post(f"/tasks/{task}/done", **{"Idempotency-Key": "k"})
    monkeypatch.setattr(operations, "close", real)
    second = program.post(f"/tasks/{task}/done", **{"Idempotency-Key": "k"})

    assert (first.status_code, code(first), first.headers["Retry-After"], second.status_code) == (503, "unavailable", "60", 200)
    assert models.Task.objects.get().state == "done"


@ON_BOTH
def test_two_requests_with_one_key_at_the_same_moment_are_done_once(installation: object) -> None:
    assert installation
    task = send(Sent()).task.pk
    secret = token(person("h.lambert"))
    together = threading.Barrier(4)
    found: list[tuple[int, bytes]] = []

    def ask() -> None:
        program = Program(secret)
        together.wait()
        answer = program.post(f"/tasks/{task}/done", **{"Idempotency-Key": "once"})
        found.append((answer.status_code, answer.content))
        connections.close_all()

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), {status for status, _content in found}, len({content for _status, content in found})) == (4, {200}, 1)
    assert models.Event.objects.filter(what="task_done").count() == 1


def test_answers_are_kept_for_as_many_hours_as_the_setting_says(installation: object) -> None:
    assert installation
    task = send(Sent()).task.pk
    Program(token(person("h.lambert"))).post(f"/tasks/{task}/done", **{"Idempotency-Key": "k"})
    rules, now = services.current().settings.api, timezone.now()

    early = housekeeping.forget(rules, now + timedelta(hours=23))
    late = housekeeping.forget(rules, now + timedelta(hours=25))

    assert (early, late, models.KeptAnswer.objects.count()) == (0, 1, 0)


def test_the_longest_key_fits_its_column() -> None:
    assert models.KeptAnswer._meta.get_field("key").max_length == door.LONGEST_KEY


def test_an_administrator_makes_a_token_sees_it_once_and_revokes_it(log_in: object, handler: Client) -> None:
    root = log_in("root", superuser=True)  # type: ignore[operator]
    form = {"name": "ERP", "person": "h.lambert", "days": "30", "scope": ["tasks:read", "tasks:write"]}

    made = root.post("/tokens/add", form).content.decode()
    secret = made.split('tabindex="0">cp_')[1].split("<")[0]
    listed = root.get("/tokens/").content.decode()
    works = Program(f"cp_{secret}").get("/me").json()
    root.post(f"/tokens/{models.ApiToken.objects.get().pk}/revoke")

    assert ("ERP" in listed, secret in listed, works["scopes"]) == (True, False, ["tasks:read", "tasks:write"])
    assert code(Program(f"cp_{secret}").get("/me")) == "not_authenticated"
    assert [client_get.status_code for client_get in (handler.get("/tokens/"), handler.post("/tokens/add", form))] == [403, 403]


@pytest.mark.parametrize("change", [{"person": "nobody"}, {"days": "366"}, {"days": "x"}, {"scope": []}, {"name": ""}])
def test_a_form_that_does_not_fit_makes_no_token(change: dict[str, object], log_in: object, handler: Client) -> None:
    assert handler
    root = log_in("root", superuser=True)  # type: ignore[operator]

    answer = root.post("/tokens/add", {"name": "ERP", "person": "h.lambert", "days": "30", "scope": ["tasks:read"], **change}, follow=True)

    assert ("notice error" in answer.content.decode(), models.ApiToken.objects.count()) == (True, 0)
