"""What stops a clock from outside, what ends it for good, and what people stamp amiss."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest import clocks, operations, stamping
from ingest.grounds import Refused
from ingest.known import Known
from ingest.services import Services
from router.clocks import State
from router.contracts import Contract, Contracts
from router.protocols import Claim, Found
from router.systems import connect
from storage import models
from tests.databases import ON_BOTH
from tests.ingest.answers import TEXTS, answering, receive, work, written
from tests.ingest.clock_hands import later, of_mail, on, paper, running
from tests.ingest.test_bounces import report
from tests.ingest.way import NOW, deliver
from tests.servers.smtp import Smtp
from tests.whole import mails

RUNNING, OVERDUE, MET, VOID = State.RUNNING, State.OVERDUE, State.MET, State.VOID


@pytest.mark.parametrize(
    ("name", "moment", "code"),
    [
        ("offer_sent_at", datetime(202, 3, 1, tzinfo=UTC), "stamp_too_early"),
        ("offer_sent_at", datetime(1, 1, 1, tzinfo=UTC), "stamp_too_early"),
        ("offer_sent_at", NOW - timedelta(days=1827), "stamp_too_early"),
        ("ack_sent_at", NOW - timedelta(minutes=1), "stamp_before_receipt"),
        ("offer_sent_at", NOW + timedelta(minutes=1), "stamp_in_future"),
    ],
)
def test_a_moment_that_cannot_be_is_refused(name: str, moment: datetime, code: str, hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)

    with pytest.raises(Refused) as caught:
        stamping.stamp(task.pk, name, moment, "h.lambert", hands)

    assert (caught.value.code, models.Event.objects.filter(what="stamped").exists()) == (code, False)


@pytest.mark.parametrize(("name", "days"), [("offer_sent_at", -1825), ("ack_sent_at", 0)])
def test_a_moment_that_may_be_is_taken(name: str, days: float, hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)

    stamping.stamp(task.pk, name, on(days), "h.lambert", hands)

    assert [one.at for one in stamping.stamps(task, hands)] == [on(days)]


@ON_BOTH
@pytest.mark.parametrize("kept", ["0001-01-01T00:00:00+01:00", "0202-03-01T09:00:00+00:00", "soon", "2025-03-01T09:00:00"])
def test_whatever_is_kept_of_a_stamp_costs_no_page_and_can_be_taken_back(kept: str, hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    about = {"mail_id": task.unit.mail_id, "claim": task.claim, "why": "report_received_at"}
    models.Event.objects.create(at=NOW, actor="x", what="stamped", data={"stamp": "report_received_at", "at": kept}, **about)

    shown = {clock.id for clock in clocks.of_task(task, hands)}
    (stamp,) = stamping.stamps(task, hands)
    stamping.take_back(task.pk, stamp.event, "o.simon", hands)

    assert ("offer" in shown, "offer" in dict(running(hands)), stamping.stamps(task, hands)) == (kept.startswith("2025"), False, ())


@ON_BOTH
def test_a_digest_stops_the_clock_of_every_mail_that_it_names(hands: Services, smtp: Smtp) -> None:
    house = answering(hands, smtp.port, per_claim=1)
    first, *more = [receive(written(TEXTS["fr"], serial), house) for serial in range(3)]
    # The first of those that it names has the digest; it is answered through it like the others, not twice.
    before = [of_mail(mail, later(house, hours=30))["ack"] for mail in (first, *more)]
    work(later(house, hours=12))

    digest = models.Outgoing.objects.get(kind="digest")
    told = [of_mail(mail, later(house, hours=30))["ack"] for mail in (first, *more)]
    quiet = running(later(house, hours=30))
    deliver(report(digest.message_id), later(house, hours=14))
    back = [of_mail(mail, later(house, hours=30))["ack"] for mail in (first, *more)]

    assert (before, told, back) == ([MET, OVERDUE, OVERDUE], [MET, MET, MET], [MET, OVERDUE, OVERDUE])
    assert (quiet, running(later(house, hours=30)).count(("ack", OVERDUE))) == ([], 2)


def test_a_digest_does_not_count_for_a_mail_that_it_only_hangs_on(hands: Services, smtp: Smtp) -> None:
    house = answering(hands, smtp.port, per_claim=1)
    _, second, _ = [receive(written(TEXTS["fr"], serial), house) for serial in range(3)]
    work(later(house, hours=12))
    models.Outgoing.objects.filter(mail=second, state="withheld").update(digest=None)

    assert of_mail(second, later(house, hours=30))["ack"] is OVERDUE
    assert running(later(house, hours=30)) == [("ack", OVERDUE)]


@ON_BOTH
@pytest.mark.parametrize("why", ["spam_verdict", "virus_verdict", "sender_auth_failed"])
def test_nobody_waits_for_an_answer_that_is_withheld_from_a_suspect(why: str, hands: Services) -> None:
    house = answering(hands, 9)
    mail = receive(mails.letter(1), house)
    models.Outgoing.objects.update(state="withheld", problem=why)

    assert (of_mail(mail, later(house, days=3))["ack"], running(later(house, days=3))) == (VOID, [])


DISMISSED = [("spam", VOID), ("not_ours", VOID), ("handed_over", OVERDUE), ("duplicate", OVERDUE)]


@ON_BOTH
@pytest.mark.parametrize(("why", "state"), DISMISSED)
def test_who_wrote_what_is_spam_or_not_ours_waits_for_nothing(why: str, state: State, hands: Services) -> None:
    house = answering(hands, 9)
    mail = receive(mails.letter(None), house)
    task = models.Task.objects.get(unit__mail=mail)
    operations.dismiss(task.pk, "o.simon", why, house)

    assert of_mail(mail, later(house, days=3))["ack"] is state
    assert (("ack", OVERDUE) in running(later(house, days=3))) is (state is OVERDUE)


def test_spam_that_was_placed_after_all_is_owed_an_answer(hands: Services) -> None:
    house = answering(hands, 9)
    mail = receive(mails.letter(None), house)
    task = models.Task.objects.get(unit__mail=mail)
    operations.dismiss(task.pk, "o.simon", "spam", house)
    models.Task.objects.filter(pk=task.pk).update(state="open")

    assert of_mail(mail, later(house, days=3))["ack"] is OVERDUE


def known_as(house: Services, old: str, new: str) -> Services:
    """The house whose register says something else."""
    register = house.settings.register
    assert register
    text = register.read_text("utf-8")
    assert old in text
    register.write_text(text.replace(old, new), "utf-8")
    return replace(house, register=connect(register))


@pytest.mark.parametrize(("state", "found"), [("open", OVERDUE), ("closed", VOID), ("archived", VOID)])
def test_a_claim_that_is_over_waits_for_nothing(state: str, found: State, hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    paper(task, "rapport_expertise")
    stamping.stamp(task.pk, "report_copied_at", NOW, "h.lambert", hands)
    house = known_as(later(hands, days=30), f"{mails.claim(1)},open", f"{mails.claim(1)},{state}")

    shown = {clock.id: clock.state for clock in clocks.of_task(task, house)}

    assert (shown["offer"], shown["report_copy"], running(house)) == (found, MET, [("offer", OVERDUE)] if found is OVERDUE else [])


def test_a_claim_that_was_renumbered_has_one_set_of_clocks(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    stamping.stamp(task.pk, "mission_sent_at", on(-3), "h.lambert", hands)
    register = hands.settings.register
    assert register
    columns, *rows = register.read_text("utf-8").splitlines()
    place = columns.split(",").index("former_numbers")
    cells = rows[0].split(",")
    cells[0], cells[place] = "C502109999", mails.claim(1)
    register.write_text("\n".join([columns, ",".join(cells), *rows[1:], ""]), "utf-8")
    house = replace(hands, register=connect(register))
    models.Task.objects.filter(pk=task.pk).update(claim="C502109999")
    task.refresh_from_db()
    paper(task, "rapport_expertise")

    shown = {clock.id: clock.state for clock in clocks.of_task(task, house)}

    assert (shown["expert_report"], [one.name for one in stamping.stamps(task, house)]) == (MET, ["mission_sent_at"])
    assert {timed.of.claims for timed in clocks.running(later(house, days=30))} == {("C502109999",)}


class Counting:
    """A register that says what it was asked."""

    def __init__(self, claim: Claim) -> None:
        self.claim, self.asked = claim, [""][:0]

    def find_claim(self, number: str) -> Found:
        self.asked.append(number)
        return Found(state=self.claim.state, number=self.claim.number, alias=number != self.claim.number)

    def get_claim(self, number: str) -> Claim | None:
        return self.claim if number == self.claim.number else None


def test_each_claim_is_asked_for_once(hands: Services) -> None:
    from router.protocols import State as Standing

    register = Counting(Claim(number="C5", state=Standing.OPEN, former_numbers=("D5",)))
    both = Contracts(default=Contract(targets=()), named=(Contract(name="A", targets=(), claims=("C5",)),))
    known = Known(replace(hands, register=register, contracts=both), exact=True)  # type: ignore[arg-type]

    assert [known.contract("C5").name, known.contract("D5").name, known.numbers("D5"), known.is_over("C5")] == [
        "A",
        "A",
        ("C5", "D5"),
        False,
    ]
    assert register.asked == ["C5", "D5"]


def test_stamps_are_found_by_their_indexes(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    task = models.Task.objects.select_related("unit").get(pk=task.pk)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        stamping.stamps(task, hands)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        plan = " ".join(row[3] for row in cursor.fetchall())

    assert (len(asked), [name in plan for name in ("event_of_claim (claim=? AND what=?)", "event_of_mail (mail_id=? AND what=?)")]) == (
        1,
        [True, True],
    ), plan
