"""Polling while a server, the store or the database fails: nothing is lost, and no mail is blamed for it."""

import hashlib
from dataclasses import replace

import pytest
from django.db import connection

from core.content import Content
from core.errors import Unavailable
from core.limits import Limits
from ingest.mailboxes import imap_login
from storage import ledger, numbers
from storage.models import Delivery, Event, Mail, Mailbox
from tests.ingest.polling import PollingServices, mail
from tests.ingest.polls import MakeMailbox, counts, later, poll
from tests.servers.dovecot import USER, Dovecot
from tests.servers.imap_proxy import Proxy


def test_a_mail_whose_row_cannot_be_written_stays_where_it_is(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("Done", [])
    dovecot.append("INBOX", [mail(1), mail(2)])
    row = mailbox(settle=Mailbox.Settle.MOVE, settle_target="Done")
    with connection.cursor() as cursor:
        # OperationalError is what a full disk or a lost server looks like.
        cursor.execute("ALTER TABLE storage_mail RENAME TO storage_mail_away")

    report = poll(row, polling)

    assert (report.held, report.problem) == (0, "database_unavailable")
    assert (len(dovecot.inside("INBOX")), len(dovecot.inside("Done"))) == (2, 0)
    assert Delivery.objects.filter(state=Delivery.State.WAITING).count() == 2


def test_a_blob_store_that_fails_in_the_middle_loses_nothing(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("Done", [])
    dovecot.append("INBOX", [mail(number) for number in range(8)])
    row = mailbox(settle=Mailbox.Settle.MOVE, settle_target="Done")

    def fail(_content: Content) -> None:
        if len(polling.blobs.puts) >= 3:
            raise Unavailable("blobs_unreachable")

    polling.blobs.before = fail
    report = poll(row, polling)
    middle = counts(row)
    polling.blobs.before = lambda _content: None
    again = poll(row, polling)

    assert (report.held, report.settled, report.problem) == (3, 0, "blobs_unreachable")
    assert middle == (8, 3, 5, 0, 0, 0, True)
    assert (again.held, again.settled, again.problem) == (5, 8, "")
    assert counts(row) == (0, 0, 0, 0, 8, 0, True)


def test_one_mail_that_the_store_refuses_does_not_block_the_others(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices
) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(4)])
    refused = hashlib.sha256(mail(0)).hexdigest()

    def fail(content: Content) -> None:
        if content.sha256 == refused:
            raise Unavailable("blobs_refused")

    polling.blobs.before = fail
    row = mailbox()

    report = poll(row, polling)

    assert (report.held, report.failed, report.problem) == (3, 1, "blobs_refused")
    assert counts(row) == (4, 3, 1, 0, 0, 0, True)


def test_a_mail_that_is_too_big_is_seen_by_its_header(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1, size=3_000_000), mail(2)])
    small = replace(polling, settings=replace(polling.settings, limits=Limits(mail_bytes=2_000_000)))
    row = mailbox()

    poll(row, small)
    header = Delivery.objects.get(uid=1)

    assert (header.state, header.problem, header.mail and header.mail.problem) == ("quarantined", "too_big", "too_big")
    assert header.mail is not None
    assert header.mail.sha256 == hashlib.sha256(mail(1).split(b"\r\n\r\n")[0] + b"\r\n\r\n").hexdigest()
    assert counts(row) == (2, 1, 0, 1, 0, 0, True)

    ledger.retry(header.pk)
    poll(row, polling)

    assert counts(row) == (2, 2, 0, 0, 0, 0, True)


def test_a_mail_that_the_server_cannot_give_waits_in_quarantine_until_it_can(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices
) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(4)])
    row = mailbox()
    broken = min((dovecot.folder / "mail" / USER).glob("*/*"), key=lambda path: path.name)
    broken.chmod(0)
    problems = [poll(row, later(polling, hours=10 * turn)).problem for turn in range(ledger.MAX_TRIES)]

    assert problems == [""] * ledger.MAX_TRIES
    assert counts(row) == (4, 3, 0, 1, 0, 0, True)

    broken.chmod(0o600)
    ledger.retry(Delivery.objects.get(state="quarantined").pk)
    poll(row, polling)

    assert counts(row) == (4, 4, 0, 0, 0, 0, True)


@pytest.mark.parametrize("fault", ["fin", "rst", "hang"])
def test_a_connection_that_breaks_in_the_middle_of_a_mail_is_made_again(
    fault: str, dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap_login, "READ_SECONDS", 0.7)
    dovecot.append("INBOX", [mail(number, size=400_000) for number in range(6)])
    with Proxy(dovecot.port, limit=1_000_000, fault=fault, times=1) as proxy:
        row = mailbox(port=proxy.port)

        first = poll(row, polling)
        second = poll(row, later(polling, minutes=2))

    assert (first.held, first.failed, second.held) == (5, 1, 1)
    assert counts(row) == (6, 6, 0, 0, 0, 0, True)
    assert Mail.objects.count() == 6


def test_a_server_that_is_killed_under_us_costs_nothing(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(number, size=200_000) for number in range(6)])
    row = mailbox()
    killed: list[int] = []

    def kill(_content: Content) -> None:
        if len(polling.blobs.puts) == 2:
            killed.append(dovecot.kill_imap_children())

    polling.blobs.before = kill
    first = poll(row, polling)
    second = poll(row, later(polling, minutes=2))

    assert killed == [1]
    assert (first.held, first.failed, second.held) == (5, 1, 1)
    assert counts(row) == (6, 6, 0, 0, 0, 0, True)


def test_while_the_server_is_away_no_mail_is_blamed(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(4)])
    row = mailbox()
    polling.blobs.before = lambda _content: dovecot.kill() if len(polling.blobs.puts) == 1 else None
    try:
        down = [poll(row, polling).problem for _ in range(3)]
    finally:
        dovecot.start()

    assert down == ["host_unreachable"] * 3
    assert list(Delivery.objects.filter(state="waiting").values_list("tries", flat=True)) == [0, 0]
    assert numbers.numbers(row.pk).last_error == "host_unreachable"
    assert Event.objects.filter(what="poll_failed").count() == 1

    assert poll(row, polling).problem == ""
    assert numbers.numbers(row.pk).last_error == ""
    assert counts(row) == (4, 4, 0, 0, 0, 0, True)


@pytest.mark.parametrize(
    ("columns", "problem"),
    [
        ({"settle": "move", "settle_target": "Nowhere"}, "settle_target_missing"),
        ({"settle": "move", "settle_target": "inbox"}, "settle_target_is_polled"),
        ({"settle": "flag", "settle_target": "two words"}, "settle_flag_unusable"),
        ({"folders": ["Nowhere"]}, "folder_missing"),
        ({"kind": "carrier_pigeon"}, "unknown_mailbox_kind"),
    ],
)
def test_a_mailbox_that_cannot_work_is_refused_before_anything_is_taken(
    columns: dict[str, object], problem: str, dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices
) -> None:
    dovecot.append("INBOX", [mail(1)])
    row = mailbox(**columns)

    report = poll(row, polling)

    assert (report.problem, report.held) == (problem, 0)
    assert Mailbox.objects.get().last_error == problem


def test_a_folder_that_is_missing_is_named_and_the_others_are_polled(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices
) -> None:
    dovecot.append("INBOX", [mail(1)])
    dovecot.append("Constats", [mail(2)])
    row = mailbox(folders=["Constats", "INBOX"])
    poll(row, polling)
    with dovecot.client() as client:
        client.rename_folder("Constats", "Constats 2026")
    dovecot.append("INBOX", [mail(3)])

    report = poll(row, polling)

    assert (report.held, report.problem) == (1, "folder_missing")
