import hashlib
import threading
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, connections

from core.content import Content
from core.errors import Unavailable
from core.limits import Limits
from ingest.link import Link
from ingest.mailboxes import imap_login
from ingest.poll import PollReport, poll_once
from ingest.poll import poll as poll_over
from storage import ledger, numbers
from storage.models import Delivery, Event, Folder, Job, Mail, Mailbox
from tests.databases import ON_BOTH
from tests.ingest.polling import PollingServices, mail
from tests.servers.dovecot import USER, Dovecot
from tests.servers.imap_proxy import Proxy

NEVER = threading.Event()

MakeMailbox = Callable[..., Mailbox]


def counts(row: Mailbox) -> tuple[int, int, int, int, int, int, bool]:
    """on server, held, waiting, quarantined, moved, gone; and whether they add up."""
    found = numbers.numbers(row.pk)
    return found.on_server, found.held, found.waiting, found.quarantined, found.moved, found.gone, found.balanced


def poll(row: Mailbox, services: PollingServices) -> PollReport:
    return poll_once(row.pk, services, NEVER)


def later(services: PollingServices, **delta: float) -> PollingServices:
    return replace(services, now=lambda: datetime.now(UTC) + timedelta(**delta))


@ON_BOTH
def test_every_mail_is_held_byte_for_byte_and_once(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    mails = [mail(number, size=number * 700_000) for number in range(5)]
    dovecot.append("INBOX", mails)
    row = mailbox()

    first, second = poll(row, polling), poll(row, polling)

    assert (first.held, first.problem, second.listed) == (5, "", 0)
    assert set(Mail.objects.values_list("sha256", flat=True)) == {hashlib.sha256(each).hexdigest() for each in mails}
    assert all(polling.blobs.inner.has(sha256) for sha256 in Mail.objects.values_list("sha256", flat=True))
    assert Job.objects.filter(step="open").count() == 5
    assert counts(row) == (5, 5, 0, 0, 0, 0, True)


def test_a_persons_flags_decide_nothing_and_stay(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)], flags=(b"\\Seen", b"\\Flagged"))
    dovecot.append("INBOX", [mail(2)])

    report = poll(mailbox(), polling)

    assert report.held == 2
    assert dovecot.inside("INBOX") == {1: frozenset({b"\\Seen", b"\\Flagged"}), 2: frozenset()}


def test_one_mail_in_two_folders_is_one_mail_with_two_deliveries(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    for folder in ("INBOX", "Schäden/Überläufer"):
        dovecot.append(folder, [mail(1)])

    report = poll(mailbox(folders=["INBOX", "Schäden/Überläufer"]), polling)

    assert (report.held, report.again) == (2, 1)
    assert (Mail.objects.count(), Delivery.objects.count(), Job.objects.filter(step="open").count()) == (1, 2, 1)
    assert list(Event.objects.values_list("what", flat=True)) == ["received", "received_again"]


def test_held_mails_are_moved_only_after_their_rows_are_committed(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("Traité", [])
    dovecot.append("INBOX", [mail(number) for number in range(3)])
    row = mailbox(settle=Mailbox.Settle.MOVE, settle_target="Traité")
    lying: list[int] = []
    polling.blobs.before = lambda _content: lying.append(len(dovecot.inside("INBOX")))

    report = poll(row, polling)

    assert (report.held, report.settled, report.problem) == (3, 3, "")
    assert lying == [3, 3, 3]
    assert (len(dovecot.inside("INBOX")), len(dovecot.inside("Traité"))) == (0, 3)
    assert not Job.objects.filter(step="settle").exists()
    assert counts(row) == (0, 0, 0, 0, 3, 0, True)


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


def test_a_new_uid_validity_makes_no_mail_new(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(6)])
    row = mailbox(acknowledge=True)
    poll(row, polling)
    dovecot.set_uid_validity("INBOX", 424242)
    dovecot.append("INBOX", [mail(6)])

    report = poll(row, polling)

    assert (report.listed, report.held, report.again) == (7, 7, 6)
    assert (Mail.objects.count(), Job.objects.filter(step="open").count()) == (7, 7)
    assert counts(row) == (7, 7, 0, 0, 0, 0, True)
    assert Folder.objects.filter(current=True).count() == 1
    assert Event.objects.filter(what="uid_validity_changed").count() == 1


def test_the_first_contact_takes_mail_since_a_day_and_answers_none_of_it(
    dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices
) -> None:
    dovecot.append("INBOX", [mail(1), mail(2)], when=datetime(2024, 3, 1, 12, tzinfo=UTC))
    dovecot.append("INBOX", [mail(3)], when=datetime(2026, 3, 1, 12, tzinfo=UTC))
    row = mailbox(since=date(2026, 1, 1), acknowledge=True)

    poll(row, polling)
    dovecot.append("INBOX", [mail(4)])
    poll(row, polling)

    assert list(Mail.objects.order_by("pk").values_list("acknowledge", flat=True)) == [False, True]
    assert counts(row) == (2, 2, 0, 0, 0, 0, True)


def test_an_earlier_day_brings_the_older_mail_in(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1), mail(2)], when=datetime(2024, 3, 1, 12, tzinfo=UTC))
    dovecot.append("INBOX", [mail(3)], when=datetime(2026, 3, 1, 12, tzinfo=UTC))
    row = mailbox(since=date(2026, 1, 1), acknowledge=True)
    poll(row, polling)
    Mailbox.objects.update(since=date(2023, 1, 1))

    report = poll(row, polling)

    assert (report.held, report.again) == (2, 0)
    assert list(Mail.objects.values_list("acknowledge", flat=True)) == [False, False, False]
    assert counts(row) == (3, 3, 0, 0, 0, 0, True)


def test_without_a_day_the_first_contact_takes_todays_mail_only(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)], when=datetime(2024, 3, 1, 12, tzinfo=UTC))
    dovecot.append("INBOX", [mail(2)])
    row = mailbox(since=None)

    poll(row, polling)

    assert counts(row) == (1, 1, 0, 0, 0, 0, True)
    assert Mailbox.objects.get().since is not None


def test_what_a_person_deletes_is_counted_and_makes_no_gap(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(4)])
    row = mailbox()

    def delete(_content: Content) -> None:
        with dovecot.client() as client:
            client.select_folder("INBOX")
            client.delete_messages([1, 4])
            client.expunge()

    polling.blobs.before = delete
    poll(row, polling)
    polling.blobs.before = lambda _content: None
    poll(row, polling)

    assert counts(row) == (2, 2, 0, 0, 1, 1, True)


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


@ON_BOTH
def test_even_without_a_lease_nothing_is_taken_twice(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(number) for number in range(40)])
    row = mailbox()
    reports: list[PollReport] = []

    def work() -> None:
        with Link(row.pk, NEVER) as link:
            reports.append(poll_over(link, polling))
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [report.problem for report in reports] == [""] * 3
    assert counts(row) == (40, 40, 0, 0, 0, 0, True)
    assert (Mail.objects.count(), Job.objects.count(), Event.objects.count()) == (40, 40, 40)


def test_a_keyword_is_set_on_what_is_held(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)], flags=(b"\\Seen",))
    row = mailbox(settle=Mailbox.Settle.FLAG, settle_target="$Claimpost")

    poll(row, polling)

    assert dovecot.inside("INBOX") == {1: frozenset({b"\\Seen", b"$Claimpost"})}
    assert counts(row) == (1, 1, 0, 0, 0, 0, True)


def test_nobody_polls_a_mailbox_that_is_leased(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    dovecot.append("INBOX", [mail(1)])
    row = mailbox()
    ledger.lease(row.pk, "another", 60, polling.now())

    report = poll(row, polling)

    assert (report.polled, Delivery.objects.count()) == (False, 0)


def test_memory_does_not_grow_with_the_mail(dovecot: Dovecot, mailbox: MakeMailbox, polling: PollingServices) -> None:
    row = mailbox()
    poll(row, polling)
    dovecot.append("INBOX", [mail(1, size=64 * 1024 * 1024)])
    # Python's own allocations only; the benchmark measures the whole process, over 200 MB.
    tracemalloc.start()

    report = poll(row, polling)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert report.held == 1
    assert peak < 12 * 1024 * 1024
