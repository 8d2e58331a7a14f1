import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from core.errors import Misconfigured, Unavailable
from ingest import poller, settling
from ingest.poll import poll_once
from storage import numbers
from storage.models import Delivery, Job, Mail, Mailbox
from tests.databases import ON_BOTH, Database
from tests.ingest.polling import PollingServices, mail
from tests.servers.dovecot import Dovecot
from tests.servers.imap_proxy import Proxy

MakeMailbox = Callable[..., Mailbox]
FOLDERS = ("INBOX", "Constats", "Gutachten")
NEVER = threading.Event()


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def running(services: PollingServices) -> Iterator[threading.Event]:
    """A poller in a thread."""
    stop = threading.Event()
    thread = threading.Thread(target=poller.run, args=(services, stop))
    thread.start()
    try:
        yield stop
    finally:
        stop.set()
        thread.join(10)


def process(database: Database, **environment: str) -> subprocess.Popen[bytes]:
    """A poller as a process of its own."""
    values = {**database.environment, "CLAIMPOST_LEASE_SECONDS": "3", "CLAIMPOST_POLL_SECONDS": "1", **environment}
    return subprocess.Popen([sys.executable, "-m", "tests.ingest.polling"], env=values, stdout=subprocess.DEVNULL)


def finished(*processes: subprocess.Popen[bytes]) -> list[int]:
    return [each.wait(120) for each in processes]


@ON_BOTH
def test_two_pollers_take_500_mails_once_each_though_the_uid_validity_changes(
    dovecot: Dovecot, mailbox: MakeMailbox, database: Database
) -> None:
    mails = [mail(number, size=number * 20) for number in range(500)]
    for start, folder in enumerate(FOLDERS):
        dovecot.append(folder, mails[start::3], flags=(b"\\Seen",) if start else ())
    row = mailbox(folders=list(FOLDERS))
    before = {folder: dovecot.inside(folder) for folder in FOLDERS}

    ended = finished(*(process(database, UNTIL_HELD="500") for _ in range(2)))
    first = numbers.numbers(row.pk)
    dovecot.set_uid_validity("Constats", 31337)
    # Held under the old UIDVALIDITY only: the next two start before they know.
    Delivery.objects.filter(folder="Constats").update(current=False)
    ended += finished(*(process(database, UNTIL_HELD="500") for _ in range(2)))
    second = numbers.numbers(row.pk)

    assert ended == [0] * 4
    assert set(Mail.objects.values_list("sha256", flat=True)) == {hashlib.sha256(each).hexdigest() for each in mails}
    assert Job.objects.filter(step="open").count() == 500
    assert [(found.on_server, found.held, found.waiting, found.balanced) for found in (first, second)] == [(500, 500, 0, True)] * 2
    assert {folder: dovecot.inside(folder) for folder in FOLDERS} == before


def test_a_new_mail_is_held_at_once_though_the_next_poll_is_far(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)])
    mailbox()
    slow = replace(polling, settings=replace(polling.settings, poll_seconds=600))

    with running(slow):
        until(lambda: Mail.objects.count() == 1)
        time.sleep(0.5)
        began = time.monotonic()
        dovecot.append("INBOX", [mail(2)])
        until(lambda: Mail.objects.count() == 2)

    assert time.monotonic() - began < 8


def test_a_mailbox_that_is_added_or_corrected_is_noticed(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "LOOK_SECONDS", 0.2)
    dovecot.append("INBOX", [mail(1)])

    with running(polling):
        row = mailbox(port=1)
        until(lambda: numbers.numbers(row.pk).last_error == "host_unreachable")
        Mailbox.objects.update(port=dovecot.port)
        until(lambda: numbers.numbers(row.pk).held == 1)

    assert numbers.numbers(row.pk).last_error == ""


def test_a_mailbox_that_is_switched_off_is_left_alone(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(poller, "LOOK_SECONDS", 0.2)
    row = mailbox()

    with running(polling):
        until(lambda: numbers.numbers(row.pk).last_success_at is not None)
        Mailbox.objects.update(enabled=False)
        until(lambda: not any(thread.name == f"poll-{row.pk}" for thread in threading.enumerate()))
        dovecot.append("INBOX", [mail(1)])
        time.sleep(1)
        off = Mail.objects.count()
        Mailbox.objects.update(enabled=True)
        until(lambda: Mail.objects.count() == 1)

    assert off == 0


@pytest.mark.parametrize("during", ["idle", "a big fetch", "a connection that is not answered"])
def test_sigterm_ends_the_process_within_two_seconds(during: str, dovecot: Dovecot, mailbox: MakeMailbox, database: Database) -> None:
    dovecot.append("INBOX", [mail(1)] if during == "idle" else [mail(1, size=5_000_000)])
    with Proxy(dovecot.port) as proxy:
        if during != "idle":
            proxy.fault, proxy.limit = "hang", 2_000_000 if during == "a big fetch" else 0
        row = mailbox(port=proxy.port)
        poller_process = process(database, CLAIMPOST_POLL_SECONDS="600", CLAIMPOST_LEASE_SECONDS="60")
        if during == "idle":
            until(lambda: numbers.numbers(row.pk).held == 1)
        else:
            until(lambda: proxy.connections > 0)
        time.sleep(1)

        began = time.monotonic()
        poller_process.send_signal(signal.SIGTERM)
        code = poller_process.wait(10)

    assert code == 0
    assert time.monotonic() - began < 2
    assert Mailbox.objects.get().leased_by == ""
    assert Mailbox.objects.get().last_error == ""


def test_a_poller_that_is_killed_is_followed_by_another(dovecot: Dovecot, mailbox: MakeMailbox, database: Database) -> None:
    dovecot.append("INBOX", [mail(number, size=100_000) for number in range(60)])
    row = mailbox()
    first = process(database, CLAIMPOST_LEASE_SECONDS="2")
    until(lambda: numbers.numbers(row.pk).held > 3)
    os.kill(first.pid, signal.SIGKILL)
    first.wait()

    finished(process(database, UNTIL_HELD="60"))

    found = numbers.numbers(row.pk)
    assert (found.held, found.waiting, found.balanced, Mail.objects.count()) == (60, 0, True, 60)


def test_the_settle_step_does_what_the_poller_left_undone(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("Done", [])
    dovecot.append("INBOX", [mail(1), mail(2)])
    row = mailbox()
    poll_once(row.pk, polling, NEVER)
    Mailbox.objects.update(settle="move", settle_target="Done")
    Delivery.objects.update(settled="pending")
    ids = list(Delivery.objects.values_list("pk", flat=True))

    for _ in range(2):
        settling.settle_many(ids, polling)

    assert (len(dovecot.inside("INBOX")), len(dovecot.inside("Done"))) == (0, 2)
    assert set(Delivery.objects.values_list("settled", "away")) == {("done", True)}
    assert (numbers.numbers(row.pk).moved, numbers.numbers(row.pk).balanced) == (2, True)


def test_the_settle_step_touches_nothing_that_is_not_held(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("Done", [])
    dovecot.append("INBOX", [mail(1)])
    row = mailbox(settle="move", settle_target="Done")
    delivery = Delivery.objects.create(mailbox=row, folder="INBOX", uid_validity=1, uid=1, settled="pending", seen_at=polling.now())

    settling.settle_delivery(delivery.pk, polling)

    assert len(dovecot.inside("INBOX")) == 1


def test_a_target_that_disappears_stops_the_step_and_not_the_mail(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)])
    row = mailbox()
    poll_once(row.pk, polling, NEVER)
    Mailbox.objects.update(settle="move", settle_target="Nowhere")
    Delivery.objects.update(settled="pending")

    with pytest.raises((Misconfigured, Unavailable), match="settle_target_missing"):
        settling.settle_delivery(Delivery.objects.get().pk, polling)

    assert Delivery.objects.get().settled == "pending"


@pytest.mark.parametrize(("failures", "seconds"), [(1, 15), (2, 30), (3, 60), (7, 900), (500, 900)])
def test_failures_in_a_row_are_answered_with_patience(failures: int, seconds: float) -> None:
    assert poller.delay(failures, 60) == seconds
