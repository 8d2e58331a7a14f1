"""What was withheld is sent after all when a person says so who may, and once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from ingest.services import Services
from storage import jobs, models, outbox, stamps
from storage.desk import Viewer
from tests.databases import ON_BOTH
from tests.ingest.answers import SUBJECTS, TEXTS, answer, answering, at, receive, work, written
from tests.ingest.releases import HANDLER, OPERATOR, ROLES, forged, release, subjects, suspected, task_by_hand, told, withhold
from tests.servers.smtp import Smtp
from tests.whole import mails
from web.words import answers

ANYBODY = ("planned", "answer_not_yours", "planned", "answer_not_yours")
"""What becomes of the answer, or why not, when a handler asks, another handler, an operator and a supervisor."""

NOBODY = ("answer_never", "answer_not_yours", "answer_never", "answer_not_yours")
REASONS = {
    **dict.fromkeys(answers.REASONS, NOBODY),
    **dict.fromkeys(("too_old", "switched_off", "spam_verdict", "many_for_claim", "many_for_sender"), ANYBODY),
    "sender_auth_failed": ("answer_by_operator", "answer_not_yours", "planned", "answer_not_yours"),
    "a reason of tomorrow": NOBODY,
}


def test_each_reason_is_overruled_by_whom_it_may_be_and_by_nobody_else(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    found = {}
    for reason in REASONS:
        found[reason] = tuple((withhold(mail, reason), release(mail, who, house))[1] for who in ROLES)

    assert found == REASONS


def test_what_a_filter_took_for_spam_is_answered_neutrally_when_its_handler_wants_it(house: Services, smtp: Smtp) -> None:
    mail = receive(suspected(), house)
    held = (answer(mail).problem, stamps.of_mails([mail.pk])[mail.pk].void, len(smtp.state.taken))

    state = release(mail, HANDLER, house)
    waits = stamps.of_mails([mail.pk])[mail.pk]
    work(at(house, hours=2))

    assert held == ("spam_verdict", {stamps.ACK}, 0)
    assert (state, waits.void, dict(waits.at)["received_at"], "ack_sent_at" in waits.at) == (
        "planned",
        frozenset(),
        mail.received_at,
        False,
    )
    assert stamps.of_mails([mail.pk])[mail.pk].at["ack_sent_at"] == at(house, hours=2).now()
    assert subjects(smtp) == [f"Accusé de réception {mail.number}"]
    assert told(mail) == [
        ("answer_withheld", "claimpost", "spam_verdict"),
        ("answer_released", "h.lambert", "spam_verdict"),
        ("answer_planned", "claimpost", ""),
        ("answer_sent", "claimpost", ""),
    ]


def test_what_a_filter_took_for_spam_is_given_to_a_claim_first(house: Services) -> None:
    mail = receive(suspected(None), house)

    assert release(mail, OPERATOR, house) == "answer_without_claim"


def test_a_neutral_answer_to_a_suspect_is_followed_by_nothing(house: Services, smtp: Smtp) -> None:
    mail = receive(suspected(), house)
    release(mail, HANDLER, house)
    outbox.look(mail, house.now())

    work(house)

    assert (answer(mail).state, len(smtp.state.taken)) == ("sent", 1)


def test_who_may_be_forged_is_answered_neutrally_when_an_operator_wants_it(house: Services, smtp: Smtp) -> None:
    mail = receive(forged(), house)

    said = [release(mail, who, house) for who in ROLES]
    work(house)

    assert said == ["answer_not_yours", "answer_not_yours", "planned", "answer_not_withheld"]
    assert (answer(mail).kind, answer(mail).claim, subjects(smtp)) == ("neutral", "", [f"Accusé de réception {mail.number}"])


def test_a_handler_does_not_answer_who_may_be_forged_whatever_it_was_withheld_for(house: Services) -> None:
    mail = receive(forged(), house)
    withhold(mail, "too_old")
    task_by_hand(mail, house)

    assert (release(mail, HANDLER, house), release(mail, OPERATOR, house), answer(mail).kind) == (
        "answer_by_operator",
        "planned",
        "neutral",
    )


def test_what_came_too_late_says_what_it_would_have_said(house: Services, smtp: Smtp) -> None:
    mail = receive(written(TEXTS["nl"]), answering(house, smtp.port, mode="off"))
    jobs.add("answer", mail.pk, house.now())
    later = at(house, days=8)
    work(later)
    held = answer(mail).problem

    state = release(mail, HANDLER, later)
    work(later)

    assert (held, state, answer(mail).kind, subjects(smtp)) == ("too_old", "planned", "full", [SUBJECTS["nl"]])


def test_what_was_one_too_many_says_what_it_would_have_said(house: Services, smtp: Smtp) -> None:
    none = answering(house, smtp.port, per_claim=0)
    mail = receive(written(TEXTS["nl"]), none)
    held = answer(mail).problem

    state = release(mail, HANDLER, none)
    work(none)

    assert (held, state, answer(mail).kind, subjects(smtp)) == ("many_for_claim", "planned", "full", [SUBJECTS["nl"]])


def test_a_dry_run_writes_what_would_be_sent(house: Services, smtp: Smtp) -> None:
    dry = answering(house, smtp.port, mode="dry_run")
    mail = receive(suspected(), dry)

    state = release(mail, HANDLER, dry)
    work(dry)

    assert (state, answer(mail).state, mail.number in answer(mail).text, smtp.state.taken) == ("dry_run", "dry_run", True, [])
    assert not models.Job.objects.exists()


@ON_BOTH
def test_two_people_who_ask_at_the_same_moment_have_it_sent_once(house: Services, smtp: Smtp) -> None:
    mail = receive(suspected(), house)

    def ask(who: Viewer) -> str:
        try:
            return release(mail, who, house)
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as people:
        said = sorted(people.map(ask, [HANDLER, OPERATOR] * 2))
    work(house)

    assert (said, len(smtp.state.taken)) == (["answer_not_withheld"] * 3 + ["planned"], 1)


def test_a_worker_that_died_over_it_leaves_it_unsure(house: Services, smtp: Smtp) -> None:
    mail = receive(suspected(), house)
    release(mail, HANDLER, house)
    assert outbox.mark_sending(answer(mail))

    work(at(house, hours=1))

    assert (answer(mail).state, answer(mail).problem, smtp.state.taken) == ("unsure", "worker_died", [])


def test_a_worker_that_comes_back_late_changes_nothing_of_what_was_released(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    models.Outgoing.objects.filter(mail=mail).update(state="planned", tries=0)
    assert outbox.mark_sending(answer(mail))
    stale = answer(mail)
    withhold(mail, "switched_off")
    release(mail, HANDLER, house)
    assert outbox.mark_sending(answer(mail))

    assert not outbox.move(stale, "sent", house.now())


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [("sent", "neutral", "planned"), ("withheld", "neutral", "answer_after_first"), ("sent", "full", "answer_after_first")],
)
def test_a_complete_answer_follows_a_neutral_one_that_went_out(first: str, second: str, code: str, house: Services) -> None:
    mail = receive(mails.letter(1), house)
    models.Outgoing.objects.filter(mail=mail).update(state=first, kind=second)
    models.Outgoing.objects.create(
        mail=mail, kind="second", state="withheld", problem="many_for_claim", to="x", claim=mails.claim(1), planned_at=house.now()
    )

    assert release(mail, HANDLER, house) == code


def test_a_handler_releases_nothing_that_tells_of_another_claim(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    withhold(mail, "too_old")
    models.Task.objects.filter(unit__mail=mail).update(claim=mails.claim(3))
    before = release(mail, HANDLER, house)
    models.Outgoing.objects.filter(mail=mail).update(kind="neutral")

    # It was neutral for want of a decision; what would be said now names the claim.
    assert (before, release(mail, HANDLER, house), release(mail, OPERATOR, house)) == ("answer_not_yours", "answer_not_yours", "planned")
