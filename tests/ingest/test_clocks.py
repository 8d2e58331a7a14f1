"""The clocks of mails, tasks and claims, on what the tables hold after the whole way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ingest import clocks, operations, stamping
from ingest.clocks import Figures
from ingest.grounds import Refused
from ingest.services import Services
from router.clocks import State
from router.contracts import read
from router.systems import connect
from storage import claim_stamps, events, models, stamps
from tests.databases import ON_BOTH
from tests.ingest.answers import answer, answering, at, receive, work
from tests.ingest.clock_hands import of_mail, on, paper, running
from tests.ingest.test_bounces import report
from tests.ingest.test_duplicates import came_by
from tests.ingest.way import NOW, deliver
from tests.servers.smtp import Smtp
from tests.whole import mails

RUNNING, WARN, OVERDUE, MET, MISSED = State.RUNNING, State.WARN, State.OVERDUE, State.MET, State.MISSED
AUTOMATIC = "Auto-Submitted"


@pytest.fixture
def smtp() -> Iterator[Smtp]:
    with Smtp() as server:
        yield server


@pytest.fixture
def house(hands: Services, smtp: Smtp) -> Services:
    return answering(hands, smtp.port)


@pytest.fixture
def deaf(hands: Services) -> Services:
    """A house whose outgoing server takes nothing."""
    return answering(hands, 9)


def later(house: Services, **time: float) -> Services:
    return replace(house, now=at(house, **time).now)


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


def contracted(house: Services, text: str, *, client: str = "Ville") -> Services:
    """The house with a contract for the first claim."""
    file: Path = house.settings.home / "contracts.yaml"
    file.write_text(text, "utf-8")
    register = house.settings.register
    assert register
    first, *rows = register.read_text("utf-8").splitlines()
    register.write_text("\n".join([f"{first},client", f"{rows[0]},{client}", *(f"{row}," for row in rows[1:]), ""]), "utf-8")
    return replace(house, register=connect(register), contracts=read(file))


VILLE = "contracts: {Ville: {clients: [Ville], days: working, clocks: {ack: {target: PT2H}}}}"


def test_each_claim_has_the_clocks_of_its_clients_contract(deaf: Services) -> None:
    house = contracted(deaf, VILLE)
    mine, other = receive(mails.letter(1, serial=1), house), receive(mails.letter(2, serial=2), house)

    assert [of_mail(mail, later(house, hours=3))["ack"] for mail in (mine, other)] == [OVERDUE, RUNNING]
    assert [(one.contract, one.clock, one.missed) for one in clocks.figures(NOW, on(1), later(house, hours=3)) if one.clock == "ack"] == [
        ("", "ack", 0),
        ("Ville", "ack", 1),
    ]


def test_a_contract_with_working_days_gives_more_time_than_one_with_calendar_days(house: Services) -> None:
    both = contracted(house, VILLE)
    for number in (1, 2):
        (task,) = deliver(mails.letter(number, serial=number), both)
        stamping.stamp(task.pk, "mission_sent_at", NOW, "h.lambert", both)

    found = {timed.of.claims[0]: timed.clock.due_at.date().isoformat() for timed in clocks.running(both)}

    assert found == {mails.claim(1): "2026-03-30", mails.claim(2): "2026-03-22"}


def test_a_silent_register_costs_a_page_no_clock(deaf: Services, tmp_path: Path) -> None:
    house = contracted(deaf, VILLE)
    mail = receive(mails.letter(1), house)
    assert house.settings.register
    house.settings.register.rename(tmp_path / "gone.csv")

    assert of_mail(mail, later(house, hours=3))["ack"] is RUNNING


CHAINS = [
    ("an assessment is needed", {"expertise_needed_at": 0}, {}, 1, {"expert_mission": RUNNING}),
    ("and the mission does not go out", {"expertise_needed_at": 0}, {}, 2.5, {"expert_mission": OVERDUE}),
    ("the mission went out", {"expertise_needed_at": 0, "mission_sent_at": 1}, {}, 2, {"expert_mission": MET, "expert_report": RUNNING}),
    ("a paper shows it", {"expertise_needed_at": 0}, {"mission_expertise": 3}, 4, {"expert_mission": MISSED, "expert_report": RUNNING}),
    (
        "the report came",
        {},
        {"mission_expertise": 0, "rapport_expertise": 5},
        6,
        {"expert_report": MET, "report_copy": RUNNING, "offer": RUNNING},
    ),
    (
        "a mission that only came with its report",
        {},
        {"mission_expertise": 5, "rapport_expertise": 5},
        6,
        {"report_copy": RUNNING, "offer": RUNNING},
    ),
    ("the copy was sent", {"report_copied_at": 6}, {"rapport_expertise": 5}, 7, {"report_copy": MET, "offer": RUNNING}),
    ("the offer was sent", {"offer_sent_at": 14}, {"rapport_expertise": 5}, 20, {"report_copy": OVERDUE, "offer": MET}),
    ("an offer of ours on paper, too late", {}, {"rapport_expertise": 5, "ours": 16}, 20, {"report_copy": OVERDUE, "offer": MISSED}),
    ("an older one of ours is none", {}, {"ours": 2, "rapport_expertise": 5}, 6, {"report_copy": RUNNING, "offer": RUNNING}),
    (
        "what others propose with the report is none",
        {},
        {"rapport_expertise": 5, "transaction": 5},
        6,
        {"report_copy": RUNNING, "offer": RUNNING},
    ),
    ("nor what they send later", {}, {"rapport_expertise": 5, "quittance": 6}, 7, {"report_copy": RUNNING, "offer": RUNNING}),
    (
        "a person's word goes before a paper",
        {"report_received_at": 9},
        {"rapport_expertise": 5},
        10,
        {"report_copy": RUNNING, "offer": RUNNING},
    ),
]


@pytest.mark.parametrize(("by_hand", "papers", "day", "found"), [row[1:] for row in CHAINS], ids=[row[0] for row in CHAINS])
def test_papers_and_people_stamp_a_claim(
    by_hand: dict[str, float], papers: dict[str, float], day: float, found: dict[str, State], hands: Services
) -> None:
    (task,) = deliver(mails.letter(1), hands)
    hands = replace(hands, settings=replace(hands.settings, own_addresses="@assureur.example"))
    for kind, days in papers.items():
        paper(task, "transaction" if kind == "ours" else kind, days=days, sender="h.lambert@assureur.example" if kind == "ours" else "")
    now = later(hands, days=day)
    for name, days in by_hand.items():
        stamping.stamp(task.pk, name, on(days), "h.lambert", now)

    assert {clock.id: clock.state for clock in clocks.of_task(task, now) if clock.id not in {"ack", "task_created"}} == found


REPORTS = [
    ("rapport.pdf", "RAPPORT D'EXPERTISE\nVéhicule", True),
    ("rapport_provisoire.pdf", "RAPPORT D'EXPERTISE", False),
    ("rapport.pdf", "Rapport d'expertise PROVISOIRE", False),
    ("verslag.pdf", "Voorlopig expertiseverslag", False),
    ("gutachten.pdf", "Vorläufiges Gutachten", False),
    ("rapport.pdf", "Rapport définitif, remplace le rapport provisoire", True),
    ("rapport.pdf", "Rapport d'expertise" + " x" * 400 + " provisoire", True),
]


@ON_BOTH
@pytest.mark.parametrize(("name", "text", "final"), REPORTS)
def test_only_a_final_report_starts_the_clock_of_the_offer(name: str, text: str, final: bool, hands: Services) -> None:  # noqa: FBT001
    (task,) = deliver(mails.letter(1), hands)

    paper(task, "rapport_expertise", name=name, text=text)

    assert ("offer" in dict(running(hands))) is final


@ON_BOTH
def test_a_report_inside_a_scan_counts_and_a_guess_does_not(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    (other,) = deliver(mails.letter(2, serial=2), hands)

    paper(task, "facture_reparation", inside=("facture_reparation", "rapport_expertise"))
    paper(other, "facture_reparation", inside=("facture_reparation", "autre"))

    assert [timed.of.claims for timed in clocks.running(hands) if timed.clock.id == "offer"] == [(mails.claim(1),)]


def test_a_paper_that_was_taken_from_a_claim_stamps_it_no_more(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    paper(task, "rapport_expertise")
    models.Task.objects.filter(title="rapport_expertise").update(state="cancelled")

    assert claim_stamps.of_claims({mails.claim(1): [mails.claim(1)]}, clocks.papers(hands)) == {}


def test_a_stamp_is_an_event_and_can_be_taken_back(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    stamping.stamp(task.pk, "mission_sent_at", on(-2), "h.lambert", hands)
    stamping.stamp(task.pk, "mission_sent_at", on(-1), "h.lambert", hands)
    first, second = stamping.stamps(task, hands)

    stamping.take_back(task.pk, second.event, "o.simon", hands)

    (clock,) = (one for one in clocks.of_task(task, hands) if one.id == "expert_report")
    assert (clock.started_at, [one.at for one in stamping.stamps(task, hands)]) == (on(-2), [first.at])
    assert [(row.what, row.actor, row.why) for row in models.Event.objects.filter(what__startswith="stamp").order_by("pk")] == [
        ("stamped", "h.lambert", "mission_sent_at"),
        ("stamped", "h.lambert", "mission_sent_at"),
        ("stamp_taken_back", "o.simon", "mission_sent_at"),
    ]


def test_what_cannot_be_stamped_is_refused(hands: Services) -> None:
    (task,) = deliver(mails.letter(1), hands)
    (waiting,) = deliver(mails.letter(None, serial=2), hands)
    stamping.stamp(task.pk, "offer_sent_at", NOW, "h.lambert", hands)
    (stamp,) = stamping.stamps(task, hands)

    def refusal(task_id: int, name: str, days: float = 0) -> str:
        with pytest.raises(Refused) as caught:
            stamping.stamp(task_id, name, on(days), "h.lambert", hands)
        return caught.value.code

    assert [refusal(task.pk, "received_at"), refusal(task.pk, "mission_sent_at", 0.01), refusal(task.pk, "offer_sent_at")] == [
        "stamp_unknown",
        "stamp_in_future",
        "already_stamped",
    ]
    assert [refusal(waiting.pk, "offer_sent_at"), refusal(0, "offer_sent_at")] == ["stamp_unknown", "task_not_found"]
    with pytest.raises(Refused, match="nothing_to_undo"):
        stamping.take_back(waiting.pk, stamp.event, "h.lambert", hands)


def test_a_person_who_answered_by_telephone_stops_the_clock(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    deliver(report(answer(mail).message_id), later(house, hours=2))
    task = models.Task.objects.get(unit__mail=mail)

    stamping.stamp(task.pk, "ack_sent_at", NOW + timedelta(hours=1), "h.lambert", later(house, hours=3))

    assert (of_mail(mail, later(house, days=3))["ack"], running(later(house, hours=3))[1:]) == (MET, [])


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
