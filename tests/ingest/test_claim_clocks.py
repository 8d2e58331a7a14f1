"""The clocks of claims: by their clients' contracts, by the papers on them, and by what people stamp."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from ingest import clocks, stamping
from ingest.grounds import Refused
from ingest.services import Services
from router.clocks import State
from router.contracts import read
from router.systems import connect
from storage import claim_stamps, models
from tests.databases import ON_BOTH
from tests.ingest.answers import answer, receive
from tests.ingest.clock_hands import later, of_mail, on, paper, running
from tests.ingest.test_bounces import report
from tests.ingest.way import NOW, deliver
from tests.whole import mails

RUNNING, WARN, OVERDUE, MET, MISSED = State.RUNNING, State.WARN, State.OVERDUE, State.MET, State.MISSED


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
