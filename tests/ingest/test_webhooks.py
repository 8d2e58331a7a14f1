"""Webhooks are told at least once what happened, signed, and nothing that is not so; by no way into our own network."""

import hmac
import json
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.db import connections, transaction

from core.api import Api
from core.errors import Problem, Unavailable
from ingest import operations, receivers, runner, services, telling
from ingest.grounds import Refused
from ingest.services import Services
from storage import jobs, ledger, models, webhooks
from tests.databases import ON_BOTH, Database
from tests.servers.receiver import Receiver
from tests.web.builders import NOON, Sent, send

LOCAL = Api(webhook_http=True, webhook_private=True, webhook_seconds=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as opened:
        yield opened


@pytest.fixture
def house(database: Database, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    monkeypatch.setenv("CLAIMPOST_HOME", str(database.home))
    services.current.cache_clear()
    here = services.current()
    yield replace(here, settings=replace(here.settings, api=LOCAL))
    here.sandbox.close()
    services.current.cache_clear()


def later(house: Services, **time: float) -> Services:
    return replace(house, now=lambda: datetime.now(UTC) + timedelta(**time))


def hook(receiver: Receiver, house: Services, *events: str, kinds: tuple[str, ...] = ()) -> models.Webhook:
    return telling.add(receiver.url, list(events or ("task.done",)), list(kinds), "root", house)


def finish_one(house: Services, **sent: object) -> models.Task:
    task = send(Sent(**sent)).task
    operations.close(task.pk, "h.lambert", house)
    return task


def work(house: Services) -> None:
    for step, target in jobs.due(house.now(), 100):
        assert step == "tell"
        runner.run_named(step, target, house)


def one() -> models.WebhookDelivery:
    return models.WebhookDelivery.objects.get()


@ON_BOTH
def test_what_was_done_is_told_signed_and_by_ids_only(house: Services, receiver: Receiver) -> None:
    row = hook(receiver, house)
    task = finish_one(house, own_text="Fracture du poignet")

    work(house)

    (told,) = receiver.state.told
    moment, mac = (part.partition("=")[2] for part in told.headers[telling.SIGNATURE].split(","))
    said = json.loads(told.body)
    assert mac == hmac.new(row.secret.encode(), f"{moment}.".encode() + told.body, sha256).hexdigest()
    assert abs(int(moment) - datetime.now(UTC).timestamp()) < 60
    assert (said["type"], said["data"]) == (
        "task.done",
        {"task": task.pk, "kind": "claim", "claim": "C502100001", "mail": task.unit.mail_id, "unit": task.unit_id},
    )
    assert (told.path, said["id"], told.headers["Claimpost-Delivery"]) == ("/hook?of=claims", one().key, one().key)
    assert (one().state, one().status, one().tries, jobs.due(house.now(), 9)) == ("delivered", 200, 1, [])


def test_what_is_rolled_back_is_told_to_nobody(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    task = send(Sent()).task

    def half() -> None:
        with transaction.atomic():
            operations.close(task.pk, "h.lambert", house)
            raise KeyError

    with pytest.raises(KeyError):
        half()
    assert (models.WebhookDelivery.objects.count(), models.Job.objects.count()) == (0, 0)


@ON_BOTH
def test_a_receiver_that_fails_is_told_again_under_the_same_key(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    finish_one(house)
    receiver.state.statuses = [500, 302]

    work(house)
    failed = one()
    work(house)
    waits = len(receiver.state.told)
    for minutes in (1, 2):
        work(later(house, minutes=minutes))

    assert (failed.state, failed.status, failed.problem, waits) == ("waiting", 500, "webhook_refused", 1)
    assert [one().key in told.body.decode() for told in receiver.state.told] == [True] * 3
    assert (one().state, one().tries, one().webhook.failing_since) == ("delivered", 3, None)


@pytest.mark.parametrize("how", ["says nothing", "says a little at a time"])
def test_a_receiver_that_hangs_is_left_in_time(how: str, house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    finish_one(house)
    receiver.state.pause, receiver.state.drip = (3, False) if how == "says nothing" else (0, True)

    work(house)

    assert (one().state, one().status, one().problem, one().milliseconds < 2500) == ("waiting", 0, "webhook_timed_out", True)


def test_a_receiver_that_is_not_there_is_tried_again(house: Services, receiver: Receiver) -> None:
    row = hook(receiver, house)
    models.Webhook.objects.filter(pk=row.pk).update(url="http://127.0.0.1:1/")
    finish_one(house)

    work(house)

    assert (one().state, one().problem, jobs.due(house.now() + timedelta(minutes=1), 9)) == (
        "waiting",
        "webhook_unreachable",
        [("tell", one().pk)],
    )


def test_a_dead_receiver_costs_one_try_whatever_waits_for_it(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    for number in range(4):
        finish_one(house, claim=f"C5021{number:05}")
    receiver.state.statuses = [503]

    work(house)
    tried = len(receiver.state.told)
    work(later(house, hours=1))

    assert (tried, len(receiver.state.told), models.WebhookDelivery.objects.filter(state="delivered").count()) == (1, 5, 4)


def test_after_days_of_failure_a_webhook_is_switched_off_and_starts_again_when_a_person_wants_it(
    house: Services, receiver: Receiver
) -> None:
    row = hook(receiver, house)
    finish_one(house)
    receiver.state.statuses = [500, 500]

    work(house)
    work(later(house, hours=5 * 24 + 1))
    off = models.Webhook.objects.get().state
    gone = one()
    finish_one(house, claim="C502100017")
    unknown = models.WebhookDelivery.objects.count()
    telling.act("resume", row.pk, "root", house)
    telling.act("resend", gone.pk, "root", house)
    work(house)

    assert (gone.state, unknown) == ("gave_up", 1)
    assert (off, models.Event.objects.filter(what="webhook_disabled").count()) == ("disabled", 1)
    assert [(delivery.state, delivery.tries) for delivery in models.WebhookDelivery.objects.all()] == [("delivered", 3)]


def test_what_one_receiver_never_takes_is_given_up_and_the_rest_goes_on(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    finish_one(house)
    receiver.state.statuses = [400]
    work(house)
    finish_one(house, claim="C502100017")
    work(later(house, hours=1))
    receiver.state.statuses = [400]
    models.WebhookDelivery.objects.filter(pk=models.WebhookDelivery.objects.earliest("pk").pk).update(
        state="waiting", failing_since=house.now() - timedelta(days=6)
    )
    jobs.add("tell", models.WebhookDelivery.objects.earliest("pk").pk, house.now())

    work(house)

    assert list(models.WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)) == ["gave_up", "delivered"]
    assert models.Webhook.objects.get().state == "active"


def test_a_paused_webhook_is_told_later_what_happened_meanwhile(house: Services, receiver: Receiver) -> None:
    row = hook(receiver, house)
    telling.act("pause", row.pk, "root", house)
    finish_one(house)
    work(house)
    paused = len(receiver.state.told)

    telling.act("resume", row.pk, "root", house)
    work(house)

    assert (paused, len(receiver.state.told), one().state) == (0, 1, "delivered")


def test_a_webhook_that_is_gone_is_told_nothing(house: Services, receiver: Receiver) -> None:
    row = hook(receiver, house)
    finish_one(house)

    telling.act("remove", row.pk, "root", house)
    work(house)

    assert (receiver.state.told, models.Job.objects.count()) == ([], 0)
    with pytest.raises(Refused, match="webhook_gone"):
        telling.act("resume", row.pk, "root", house)


@pytest.mark.parametrize(
    ("events", "kinds", "told"),
    [
        (("task.done",), (), ["task.done"]),
        (("task.done",), ("triage",), []),
        (("task.opened", "triage.waiting"), (), ["task.opened", "task.opened", "triage.waiting"]),
        (("task.opened",), ("claim",), ["task.opened"]),
        (("task.cancelled", "mail.quarantined"), (), []),
    ],
)
def test_a_webhook_is_told_what_it_asked_for(
    events: tuple[str, ...], kinds: tuple[str, ...], told: list[str], house: Services, receiver: Receiver
) -> None:
    hook(receiver, house, *events, kinds=kinds)
    send(Sent(claim="", kind="triage", title="no_reference"))

    finish_one(house)

    assert sorted(models.WebhookDelivery.objects.values_list("event", flat=True)) == told


def test_a_mail_in_quarantine_is_told(house: Services, receiver: Receiver) -> None:
    hook(receiver, house, "mail.quarantined")
    mailbox = models.Mailbox.objects.create(name="x")
    row = models.Delivery.objects.create(mailbox=mailbox, folder="INBOX", uid=1, seen_at=NOON)

    with transaction.atomic():
        ledger._quarantine(row, Problem.TOO_BIG, NOON)

    assert json.loads(one().body)["data"] == {"mail": None, "delivery": row.pk, "problem": "too_big"}


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://receiver.example/hook", ""),
        ("https://receiver.example:8443/hook?x=1", ""),
        ("http://receiver.example/", "webhook_not_https"),
        ("ftp://receiver.example/", "webhook_not_https"),
        ("https://user:word@receiver.example/", "webhook_address"),
        ("https:///nobody", "webhook_address"),
        ("https://receiver.example/#x", "webhook_address"),
        ("https://receiver.example:99999/", "webhook_address"),
        ("https://[::1", "webhook_address"),
        ("https://re ceiver.example/", "webhook_address"),
        ("https://receiver.example/\r\nX: y", "webhook_address"),
        ("nonsense", "webhook_address"),
        *((f"https://{host}/", "webhook_private") for host in ("127.0.0.1", "10.0.0.8", "169.254.169.254", "192.168.1.1", "100.64.0.1")),
        *((f"https://[{host}]/", "webhook_private") for host in ("::1", "fd00::1", "fe80::1", "::ffff:10.0.0.1", "64:ff9b::a00:1")),
    ],
)
def test_an_address_is_taken_by_https_and_outside_our_network_only(url: str, code: str) -> None:
    assert receivers.fault(url, Api()) == code


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0x7f.1"])
def test_a_name_that_leads_into_our_network_is_not_followed(host: str, receiver: Receiver) -> None:
    url = receiver.url.replace("127.0.0.1", host)

    with pytest.raises(Unavailable, match="webhook_private"):
        receivers.post(url, b"{}", {}, Api(webhook_http=True))
    assert receiver.state.told == []


def test_a_server_whose_certificate_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    with Receiver(tmp_path) as secure, pytest.raises(Unavailable, match="webhook_tls_refused"):
        receivers.post(secure.url, b"{}", {}, LOCAL)

    assert secure.state.told == []


def test_a_server_with_a_good_certificate_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Receiver(tmp_path) as secure:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))

        assert receivers.post(secure.url, b"{}", {"X-Y": "z"}, LOCAL) == 200
    assert (secure.state.told[0].headers["Host"], secure.state.told[0].body) == (secure.url.split("/")[2], b"{}")


def test_old_deliveries_leave_the_log(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    finish_one(house)
    work(house)
    finish_one(house, claim="C502100017")

    assert (webhooks.forget(house.now() + timedelta(days=29), 30), webhooks.forget(house.now() + timedelta(days=31), 30)) == (0, 1)
    assert one().state == "waiting"


def test_two_workers_do_not_tell_the_same_at_the_same_moment(house: Services, receiver: Receiver) -> None:
    hook(receiver, house)
    finish_one(house)
    receiver.state.pause = 0.3
    hands = [replace(house, owner=f"worker-{number}") for number in range(3)]

    def run(one_of_them: Services) -> None:
        runner.run_named("tell", one().pk, one_of_them)
        connections.close_all()

    threads = [threading.Thread(target=run, args=(each,)) for each in hands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(receiver.state.told), one().tries) == (1, 1)
