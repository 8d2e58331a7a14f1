"""The clocks of mails and tasks, and their figures, on what the tables hold after the whole way."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest import clocks, operations
from ingest.clocks import Figures
from ingest.services import Services
from router.clocks import State
from router.systems import connect
from storage import events, models, stamps
from tests.databases import ON_BOTH
from tests.ingest.answers import answer, receive, work
from tests.ingest.clock_hands import later, of_mail, on, paper, running
from tests.ingest.test_bounces import report
from tests.ingest.test_duplicates import came_by
from tests.ingest.way import NOW, deliver
from tests.whole import mails

RUNNING, WARN, OVERDUE, MET, MISSED = State.RUNNING, State.WARN, State.OVERDUE, State.MET, State.MISSED
AUTOMATIC = "Auto-Submitted"


@ON_BOTH
def test_an_acknowledgement_stops_its_clock(house: Services) -> None:
    mail = receive(mails.letter(1), house)

    assert of_mail(mail, later(house, days=9)) == {"ack": MET, "task_created": MET}
    assert running(later(house, days=9)) == []


@ON_BOTH
def test_one_that_does_not_go_out_runs_warns_and_is_overdue(deaf: Services) -> None:
    mail = receive(mails.letter(1), deaf)

    assert [of_mail(mail, later(deaf, hours=hours))["ack"] for hours in (1, 16, 24, 24.1)] == [RUNNING, WARN, WARN, OVERDUE]
    assert running(later(deaf, hours=25)) == [("ack", OVERDUE)]


def test_one_that_comes_back_opens_the_clock_again(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    deliver(report(answer(mail).message_id), later(house, hours=2))

    (clock,) = (one for one in clocks.of_task(models.Task.objects.filter(unit__mail=mail).get(), later(house, hours=3)) if one.id == "ack")

    assert (clock.state, clock.reopened_at) == (RUNNING, NOW + timedelta(hours=2))
    assert ("ack", OVERDUE) in running(later(house, hours=30))


def test_the_neutral_answer_stops_the_clock_and_the_full_one_changes_nothing(house: Services) -> None:
    mail = receive(mails.letter(None), house)
    work(later(house, hours=20))
    task = models.Task.objects.get(unit__mail=mail)
    operations.assign(task.pk, mails.claim(1), "o.simon", later(house, hours=40))
    work(later(house, hours=40))

    sent = list(models.Outgoing.objects.filter(mail=mail).order_by("pk").values_list("kind", "state", "sent_at"))
    (clock,) = (one for one in clocks.of_task(task, later(house, days=3)) if one.id == "ack")

    assert [row[0] for row in sent] == ["neutral", "second"]
    assert (clock.state, clock.stopped_at) == (MET, sent[0][2])


@pytest.mark.parametrize("days", [1.1, 5])
def test_neither_triage_nor_a_hold_nor_a_closed_claim_stops_it(days: float, deaf: Services) -> None:
    register = deaf.settings.register
    assert register
    text = register.read_text("utf-8").replace(f"{mails.claim(2)},open", f"{mails.claim(2)},closed")
    register.write_text(f"{text}T502100777,draft,,DRAFT,,,,{mails.BROKER},,,,,,\n", "utf-8")
    house = replace(deaf, register=connect(register))
    held = mails.letter(1, serial=3)
    del held["Subject"]
    held["Subject"] = "Photos *T502100777*"

    kinds = []
    for mail in (mails.letter(None, serial=1), mails.letter(2, serial=2), held):
        kept = receive(mail, house)
        task = models.Task.objects.filter(unit__mail=kept).latest("pk")
        kinds.append((task.kind, task.title if task.kind == "claim" else "", of_mail(kept, later(house, days=days))["ack"]))

    assert kinds == [("triage", "", OVERDUE), ("claim", "claim_closed", OVERDUE), ("hold", "", OVERDUE)]


def test_a_robots_mail_has_no_clock(deaf: Services) -> None:
    robot = mails.letter(1)
    robot[AUTOMATIC] = "auto-replied"
    mail = receive(robot, deaf)
    models.Outgoing.objects.all().delete()

    assert stamps.of_mails([mail.pk])[mail.pk].void >= {"ack", "task_created"}
    assert running(later(deaf, days=9)) == []
    assert clocks.figures(NOW - timedelta(days=1), on(1), later(deaf, days=9)) == ()


def test_while_nothing_is_answered_no_answer_is_waited_for(deaf: Services) -> None:
    mail = receive(mails.letter(1), deaf)
    silent = replace(deaf.settings, answers=replace(deaf.settings.answers, mode="off"))

    assert of_mail(mail, replace(later(deaf, days=2), settings=silent)) == {"ack": State.VOID, "task_created": MET}


@ON_BOTH
def test_a_copy_has_the_clock_of_the_first_and_is_counted_once(house: Services) -> None:
    first = receive(mails.letter(1), house)
    copy = receive(came_by(mails.letter(1)), later(house, hours=30))

    found = stamps.of_mails([first.pk, copy.pk])

    assert (found[copy.pk].copy_of, found[copy.pk].at["received_at"]) == (first.pk, NOW)
    assert found[copy.pk].at["ack_sent_at"] == found[first.pk].at["ack_sent_at"]
    assert [(one.clock, one.met, one.missed) for one in clocks.figures(NOW, on(9), later(house, days=9))] == [
        ("ack", 1, 0),
        ("task_created", 1, 0),
    ]


def test_the_same_message_with_other_papers_copies_the_clock_too(house: Services) -> None:
    first, other = mails.letter(1), mails.letter(1)
    other.add_attachment("FACTURE no 9\n", filename="facture.txt")
    kept = receive(first, house)
    again = receive(other, later(house, hours=30))

    assert stamps.of_mails([again.pk])[again.pk].copy_of == kept.pk


def waiting(hands: Services, text: str = "Merci d'ajouter un véhicule à la police 50.123.456.") -> models.Task:
    mail = mails.letter(None)
    mail.get_payload()[0].set_content(text)
    del mail.get_payload()[1:]
    (task,) = deliver(mail, hands)
    return task


@ON_BOTH
def test_a_change_of_a_contract_is_handed_over_in_time(hands: Services) -> None:
    task = waiting(hands)
    before = of_mail(task.unit.mail, later(hands, hours=25))
    operations.dismiss(task.pk, "o.simon", "handed_over", later(hands, hours=20))

    assert ("contract_change" in task.warnings, before["contract_change"], before["triage"]) == (True, OVERDUE, State.VOID)
    assert of_mail(task.unit.mail, later(hands, hours=25))["contract_change"] is MET


def test_what_was_no_change_of_a_contract_has_no_clock(hands: Services) -> None:
    task = waiting(hands)
    operations.dismiss(task.pk, "o.simon", "not_ours", later(hands, hours=1))

    assert of_mail(task.unit.mail, later(hands, hours=30))["contract_change"] is State.VOID


def test_triage_takes_four_office_hours(hands: Services) -> None:
    task = waiting(hands, "Bonjour, voici un document.")

    # It was opened at eleven in Brussels: four hours later the office is still open.
    assert [of_mail(task.unit.mail, later(hands, hours=hours))["triage"] for hours in (4, 4.1)] == [RUNNING, OVERDUE]
    operations.assign(task.pk, mails.claim(1), "o.simon", later(hands, hours=3))
    assert of_mail(task.unit.mail, later(hands, days=3))["triage"] is MET


def test_a_message_in_quarantine_waits_for_a_person(hands: Services) -> None:
    row = models.Delivery.objects.create(state="quarantined", problem="too_big", seen_at=NOW)
    gone = models.Delivery.objects.create(state="quarantined", problem="too_big", seen_at=NOW, uid=2, away=True)
    for delivery in (row, gone):
        events.record("quarantined", actor="claimpost", at=NOW, data={"delivery": delivery.pk})

    before = running(later(hands, days=3))
    operations.retry("delivery", row.pk, "o.simon", later(hands, hours=5))

    assert (before, running(later(hands, days=3))) == ([("quarantine_review", OVERDUE)], [])
    assert clocks.figures(NOW, on(1), later(hands, days=3)) == (
        Figures(contract="", clock="quarantine_review", met=1, missed=0, running=0, median=timedelta(hours=5), p95=timedelta(hours=5)),
    )


def test_a_mail_that_is_still_to_be_opened_has_no_task_yet(hands: Services) -> None:
    held = models.Mail.objects.create(sha256="0" * 64, size=1, received_at=NOW, held_at=NOW)
    models.Delivery.objects.create(mail=held, state="held", seen_at=NOW)
    old = models.Mail.objects.create(sha256="1" * 64, size=1, received_at=on(-300), held_at=NOW)
    models.Delivery.objects.create(mail=old, state="held", seen_at=NOW, first_contact=True)

    assert running(later(hands, minutes=16)) == [("task_created", OVERDUE)]


@ON_BOTH
def test_figures_tell_how_a_period_went(house: Services) -> None:
    (task,) = deliver(mails.letter(1), house)
    for number in range(1, 21):
        models.Mail.objects.create(sha256=f"{number:064x}", size=1, received_at=on(2), held_at=on(2), state="opened", acknowledge=True)
    for place, mail in enumerate(models.Mail.objects.filter(received_at=on(2)).order_by("pk"), start=1):
        models.Delivery.objects.create(mail=mail, state="held", seen_at=on(2))
        sent = on(2) + timedelta(hours=place)
        models.Outgoing.objects.create(mail=mail, kind="full", state="sent", to="x@y.example", planned_at=sent, sent_at=sent)
    models.Outgoing.objects.filter(sent_at=on(2) + timedelta(hours=20)).update(sent_at=on(4))
    models.Mail.objects.create(sha256="a" * 64, size=1, received_at=on(2.9), held_at=on(2.9), state="opened", acknowledge=True)
    models.Delivery.objects.create(mail=models.Mail.objects.latest("pk"), state="held", seen_at=on(2))
    paper(task, "rapport_expertise", days=2)

    found = {one.clock: one for one in clocks.figures(on(2), on(3), later(house, days=3))}

    hours = timedelta(hours=1)
    assert found["ack"] == Figures(contract="", clock="ack", met=19, missed=1, running=1, median=10 * hours, p95=19 * hours)
    assert found["offer"] == Figures(contract="", clock="offer", met=0, missed=0, running=1)
    assert clocks.figures(on(10), on(11), later(house, days=12)) == ()


def test_a_list_asks_as_many_questions_for_many_tasks_as_for_one(deaf: Services) -> None:
    for serial in range(3):
        receive(mails.letter(1 + serial, serial=serial), deaf)
    rows = list(models.Task.objects.select_related("unit"))

    with CaptureQueriesContext(
        connection,
    ) as one:
        clocks.of_list(rows[:1], deaf)
    with CaptureQueriesContext(connection) as many:
        found = clocks.of_list(rows, deaf)

    assert (len(many), len(found)) == (len(one), 3)
