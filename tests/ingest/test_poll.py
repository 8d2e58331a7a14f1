"""Polling a mailbox on a real server: every mail is held once, and the numbers add up."""

import hashlib
import threading
import tracemalloc
from datetime import UTC, date, datetime

from django.db import connections

from core.content import Content
from ingest.link import Link
from ingest.poll import PollReport
from ingest.poll import poll as poll_over
from storage import ledger
from storage.models import Delivery, Event, Folder, Job, Mail, Mailbox
from tests.databases import ON_BOTH
from tests.ingest.polling import PollingServices, mail
from tests.ingest.polls import NEVER, MakeMailbox, counts, poll
from tests.servers.dovecot import Dovecot


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
