from datetime import UTC, date, datetime, timedelta

import pytest

from core.content import Content, Spool
from storage import ledger, listing, numbers
from storage.models import Delivery, Event, Folder, Job, Mail, Mailbox
from tests.databases import ON_BOTH, Database

pytestmark = ON_BOTH

NOW = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
DAY = date(2026, 1, 1)
State, Settled = Delivery.State, Delivery.Settled


@pytest.fixture
def row(database: Database) -> Mailbox:
    assert database.home.is_dir()
    return Mailbox.objects.create(name="Sinistres", settle="move", settle_target="Done", acknowledge=True)


@pytest.fixture
def cursor(row: Mailbox) -> Folder:
    """A folder whose first contact found nothing."""
    found = listing.cursor(row.pk, "INBOX", 7, NOW)
    listing.list_whole(found, listing.Whole(uids=frozenset()), since=DAY, now=NOW)
    return Folder.objects.get()


def listed(cursor: Folder, *uids: int) -> list[int]:
    listing.list_new(cursor, uids, uid_next=max(uids) + 1, now=NOW)
    return list(Delivery.objects.filter(uid__in=uids).order_by("uid").values_list("pk", flat=True))


def hold(delivery_id: int, content: Content) -> ledger.Held:
    return ledger.hold(delivery_id, content, received_at=NOW, now=NOW)


def counts(row: Mailbox) -> tuple[int, int, int, int, int, int, bool]:
    found = numbers.numbers(row.pk)
    return found.on_server, found.held, found.waiting, found.quarantined, found.moved, found.gone, found.balanced


def test_a_lease_has_one_owner_until_it_ends(row: Mailbox) -> None:
    soon, late = NOW + timedelta(seconds=59), NOW + timedelta(seconds=61)

    answers = [
        ledger.lease(row.pk, "a", 60, NOW),
        ledger.lease(row.pk, "b", 60, soon),
        ledger.lease(row.pk, "b", 60, late),
        ledger.lease(row.pk, "a", 60, late),
    ]
    ledger.release(row.pk, "a")
    answers.append(ledger.lease(row.pk, "a", 60, late))
    ledger.release(row.pk, "b")
    answers.append(ledger.lease(row.pk, "a", 60, late))

    assert answers == [True, False, True, False, False, True]


def test_a_good_poll_says_until_when_its_token_is_good_and_a_bad_one_leaves_it(row: Mailbox) -> None:
    until = NOW + timedelta(hours=1)

    ledger.succeeded(row.pk, NOW, until)
    ledger.failed(row.pk, "token_refused", NOW + timedelta(minutes=5))

    row.refresh_from_db()
    assert (row.last_success_at, row.token_until, row.last_error) == (NOW, until, "token_refused")


def test_a_mailbox_that_is_switched_off_has_no_lease(row: Mailbox) -> None:
    Mailbox.objects.update(enabled=False)

    assert not ledger.lease(row.pk, "a", 60, NOW)
    assert ledger.enabled() == ()


def test_holding_twice_changes_nothing_the_second_time(row: Mailbox, cursor: Folder, spool: Spool) -> None:
    (delivery,) = listed(cursor, 1)
    content = spool.keep(b"Subject: x\r\n\r\n")

    assert hold(delivery, content) == ledger.Held(mail_id=Mail.objects.get().pk, new=True)
    assert hold(delivery, content).new is False
    assert (Mail.objects.count(), Event.objects.count()) == (1, 1)
    assert sorted(Job.objects.values_list("step", flat=True)) == ["open", "settle"]
    assert counts(row) == (1, 1, 0, 0, 0, 0, True)


def test_listing_twice_writes_a_message_once(row: Mailbox, cursor: Folder) -> None:
    listed(cursor, 1, 2)
    whole = listing.Whole(uids=frozenset({1, 2}))
    listing.list_whole(Folder.objects.get(), whole, since=DAY, now=NOW)
    listing.list_whole(Folder.objects.get(), whole, since=DAY, now=NOW)

    assert counts(row) == (2, 0, 2, 0, 0, 0, True)


def test_a_message_below_the_cursor_that_shows_late_is_taken(row: Mailbox, cursor: Folder) -> None:
    listed(cursor, 5)
    listing.list_whole(Folder.objects.get(), listing.Whole(uids=frozenset({3, 5})), since=DAY, now=NOW)

    assert counts(row) == (2, 0, 2, 0, 0, 0, True)
    assert Delivery.objects.get(uid=3).first_contact is False


def test_a_message_is_quarantined_after_some_tries_and_comes_back_when_asked(row: Mailbox, cursor: Folder) -> None:
    (delivery,) = listed(cursor, 1)
    waits = []
    for _ in range(ledger.MAX_TRIES):
        ledger.fail(delivery, NOW)
        waits.append((Delivery.objects.get().retry_at or NOW) - NOW)

    assert [wait // timedelta(minutes=1) for wait in waits[:4]] == [1, 4, 16, 64]
    assert ledger.waiting(row.pk, NOW + timedelta(days=9)) == ()
    assert counts(row) == (1, 0, 0, 1, 0, 0, True)

    ledger.retry(delivery)

    assert [waiting.delivery_id for waiting in ledger.waiting(row.pk, NOW)] == [delivery]
    assert counts(row) == (1, 0, 1, 0, 0, 0, True)


def test_what_failed_waits_and_lets_the_others_go_first(row: Mailbox, cursor: Folder) -> None:
    bad, good = listed(cursor, 1, 2)
    ledger.fail(bad, NOW)

    assert [waiting.delivery_id for waiting in ledger.waiting(row.pk, NOW)] == [good]
    assert [waiting.delivery_id for waiting in ledger.waiting(row.pk, NOW + timedelta(hours=1))] == [good, bad]


def test_only_what_is_held_is_to_be_settled(row: Mailbox, cursor: Folder, spool: Spool) -> None:
    held, waiting, quarantined = listed(cursor, 1, 2, 3)
    hold(held, spool.keep(b"1"))
    ledger.hold_header(quarantined, spool.keep(b"3"), received_at=NOW, now=NOW)
    Delivery.objects.filter(pk__in=[waiting, quarantined]).update(settled=Settled.PENDING)

    assert [found.pk for found in ledger.unsettled(row.pk)] == [held]


def test_what_was_moved_leaves_both_sides_of_the_sum(row: Mailbox, cursor: Folder, spool: Spool) -> None:
    first, second = listed(cursor, 1, 2)
    hold(first, spool.keep(b"1"))
    hold(second, spool.keep(b"2"))

    for _ in range(2):
        ledger.settle([first], Settled.DONE, NOW, away=True)

    assert counts(row) == (1, 1, 0, 0, 1, 0, True)
    assert list(Job.objects.filter(step="settle").values_list("target", flat=True)) == [second]
    assert Event.objects.filter(what="settled").count() == 1


def test_a_message_that_comes_back_counts_again(row: Mailbox, cursor: Folder) -> None:
    listed(cursor, 1)
    listing.list_whole(Folder.objects.get(), listing.Whole(uids=frozenset()), since=DAY, now=NOW)
    away = counts(row)
    listing.list_whole(Folder.objects.get(), listing.Whole(uids=frozenset({1})), since=DAY, now=NOW)

    assert (away, counts(row)) == ((0, 0, 0, 0, 0, 1, True), (1, 0, 1, 0, 0, 0, True))


def test_a_uid_validity_that_changes_makes_history(row: Mailbox, cursor: Folder, spool: Spool) -> None:
    first, _ = listed(cursor, 1, 2)
    hold(first, spool.keep(b"1"))

    fresh = listing.cursor(row.pk, "INBOX", 8, NOW)
    listing.list_whole(fresh, listing.Whole(uids=frozenset({1, 2}), since=frozenset({1, 2})), since=DAY, now=NOW)

    assert counts(row) == (2, 0, 2, 0, 0, 0, True)
    assert not Job.objects.filter(step="settle").exists()
    assert Delivery.objects.filter(current=True, first_contact=True).count() == 2


def test_a_uid_validity_that_comes_back_is_known(row: Mailbox, cursor: Folder, spool: Spool) -> None:
    (delivery,) = listed(cursor, 1)
    hold(delivery, spool.keep(b"1"))
    listing.cursor(row.pk, "INBOX", 8, NOW)
    again = listing.cursor(row.pk, "INBOX", 7, NOW)
    listing.list_whole(again, listing.Whole(uids=frozenset({1, 2}), since=frozenset({1, 2})), since=DAY, now=NOW)

    assert counts(row) == (2, 1, 1, 0, 0, 0, True)


def test_a_folder_that_is_polled_no_more_counts_no_more(row: Mailbox, cursor: Folder) -> None:
    listed(cursor, 1)
    listing.keep_folders(row.pk, ["Archive"], NOW)

    assert counts(row) == (0, 0, 0, 0, 0, 0, True)


def test_a_file_that_is_handed_in_is_a_mail_like_any_other(database: Database, spool: Spool) -> None:
    assert database.home.is_dir()
    content = spool.keep(b"Subject: x\r\n\r\n")

    first, second = (ledger.take_file(content, received_at=NOW, acknowledge=False, now=NOW) for _ in range(2))

    assert (first.new, second.new, first.mail_id) == (True, False, second.mail_id)
    assert Delivery.objects.filter(mailbox=None, state=State.HELD).count() == 2
