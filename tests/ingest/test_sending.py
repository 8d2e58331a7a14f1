"""Answers are sent once, to whom they may go, while it is wanted, and what is late is seen."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from ingest import operations
from ingest.services import Services
from storage import jobs, models, outbox
from tests.databases import ON_BOTH
from tests.ingest.answers import answer, answering, at, receive, work
from tests.servers.smtp import Smtp
from tests.whole import mails


def forged(serial: int = 1) -> EmailMessage:
    mail = mails.letter(1, serial=serial)
    mail.replace_header("Authentication-Results", "mx.claimpost.test; dmarc=fail header.from=courtier-horizon.example")
    return mail


@ON_BOTH
@pytest.mark.parametrize(("data", "scan", "problem"), [("drop", 0, "smtp_connection_lost"), ("", 3, "smtp_timed_out")])
def test_what_the_server_may_have_taken_goes_again_only_when_a_person_wants_it(
    data: str, scan: float, problem: str, house: Services, smtp: Smtp
) -> None:
    hasty = replace(house, settings=replace(house.settings, smtp=replace(house.settings.smtp, reply_seconds=1)))
    smtp.state.data, smtp.state.scan = data, scan
    mail = receive(mails.letter(1), hasty)
    smtp.state.data, smtp.state.scan = "", 0
    work(at(hasty, hours=1))
    unsure = answer(mail)
    once = len(smtp.state.taken)

    assert (unsure.state, unsure.problem, once, unsure in outbox.troubles()) == ("unsure", problem, 1, True)
    operations.retry("answer", unsure.pk, "o.simon", hasty)
    work(hasty)
    assert (answer(mail).state, len(smtp.state.taken)) == ("sent", 2)


def test_a_server_that_scans_for_longer_than_other_words_take_is_waited_for(house: Services, smtp: Smtp) -> None:
    quick = replace(house, settings=replace(house.settings, smtp=replace(house.settings.smtp, seconds=1)))
    smtp.state.scan = 2

    mail = receive(mails.letter(1), quick)

    assert (answer(mail).state, len(smtp.state.taken)) == ("sent", 1)


def test_a_worker_that_lost_its_turn_changes_nothing(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "451 4.7.1 greylisted"
    mail = receive(mails.letter(1), house)
    stale = answer(mail)
    assert outbox.mark_sending(stale)
    mine = answer(mail)
    assert outbox.move(answer(mail), "unsure", house.now(), problem="worker_died")

    assert not outbox.move(mine, "planned", house.now(), problem="smtp_delayed")
    assert answer(mail).state == "unsure"
    operations.retry("answer", mine.pk, "o.simon", house)
    assert outbox.mark_sending(answer(mail))
    assert not outbox.move(mine, "sent", house.now())
    assert outbox.move(answer(mail), "bounced", house.now())
    assert not outbox.move(mine, "sent", house.now())
    assert answer(mail).state == "bounced"


def test_a_mail_that_came_while_answers_were_off_is_answered_within_days_or_never(house: Services, smtp: Smtp) -> None:
    soon, old = (receive(mails.letter(1, serial=serial), answering(house, smtp.port, mode="off")) for serial in (1, 2))
    jobs.add("answer", soon.pk, house.now())
    work(at(house, days=7))
    jobs.add("answer", old.pk, house.now())
    work(at(house, days=8))

    assert (answer(soon).state, answer(old).state, answer(old).problem, len(smtp.state.taken)) == ("sent", "withheld", "too_old", 1)


@pytest.mark.parametrize(("taken", "ends"), [(1, ("sent", "")), (0, ("withheld", "switched_off"))])
def test_a_mailbox_that_is_switched_off_sends_nothing_more(taken: int, ends: tuple[str, str], house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = "451 4.7.1 greylisted"
    mail = receive(mails.letter(1), house)
    box = models.Mailbox.objects.create(name="claims", acknowledge=bool(taken))
    mail.deliveries.update(mailbox=box)
    smtp.state.rcpt = ""

    work(at(house, minutes=1))

    assert ((answer(mail).state, answer(mail).problem), len(smtp.state.taken)) == (ends, taken)


def test_a_mailbox_that_is_switched_off_plans_nothing_more(house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(1), answering(house, smtp.port, mode="off"))
    mail.deliveries.update(mailbox=models.Mailbox.objects.create(name="claims"))
    jobs.add("answer", mail.pk, house.now())

    work(house)

    assert (models.Outgoing.objects.exists(), models.Job.objects.exists()) == (False, False)


LONG = [f"<{sign * 80}@prd.outlook.example>" for sign in "abc"]


def test_ids_that_are_too_long_for_a_line_are_not_encoded(house: Services, smtp: Smtp) -> None:
    mail = mails.letter(1)
    del mail["Message-ID"]
    ids = f"References: {LONG[0]}\n {LONG[1]}\nMessage-ID: {LONG[2]}\n"

    receive(ids.encode() + mail.as_bytes(), house)

    lines = smtp.state.taken[0].raw.splitlines()
    assert [line for line in lines if b"outlook.example" in line] == [
        f"In-Reply-To: {LONG[2]}".encode(),
        f"References: {LONG[0]}".encode(),
        *(f" {long}".encode() for long in LONG[1:]),
    ]


def test_an_address_that_no_mail_can_have_gets_none(house: Services, smtp: Smtp) -> None:
    for serial, address in enumerate(("a@[", "a@[ ")):
        mail = mails.letter(1, serial=serial)
        del mail["Authentication-Results"], mail["From"]
        held = receive(f"From: <{address}>\n".encode() + mail.as_bytes(), house)
        assert (answer(held).state, answer(held).problem, smtp.state.taken) == ("withheld", "no_address", [])


def test_who_may_be_forged_gets_a_neutral_answer_once_an_operator_has_decided(house: Services, smtp: Smtp) -> None:
    mail = receive(forged(), house)
    held = answer(mail)
    (task,) = models.Task.objects.filter(unit__mail=mail)

    operations.assign(task.pk, mails.claim(1), "o.simon", house)
    work(house)

    assert (held.state, held.problem) == ("withheld", "sender_auth_failed")
    assert (answer(mail).state, answer(mail).kind, answer(mail).problem, answer(mail).to) == ("sent", "neutral", "", mails.BROKER)
    assert [taken.content["Subject"] for taken in smtp.state.taken] == [f"Accusé de réception {mail.number}"]


def test_what_a_filter_took_for_spam_gets_a_neutral_answer_once_an_operator_has_decided(house: Services, smtp: Smtp) -> None:
    suspected = mails.letter(None, serial=1)
    suspected["X-Spam-Flag"] = "YES"
    mail = receive(suspected, house)
    held = answer(mail)
    (task,) = models.Task.objects.filter(unit__mail=mail)

    operations.assign(task.pk, mails.claim(1), "o.simon", house)
    work(house)

    assert (held.state, held.problem) == ("withheld", "spam_verdict")
    assert [(row.state, row.kind, row.claim) for row in models.Outgoing.objects.filter(mail=mail)] == [("sent", "neutral", "")]
    assert [taken.content["Subject"] for taken in smtp.state.taken] == [f"Accusé de réception {mail.number}"]


@pytest.mark.parametrize("step", ["open", "answer"])
def test_an_answer_that_cannot_even_be_planned_is_late_too(step: str, house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(1), answering(house, smtp.port, mode="off"))
    before = outbox.unplanned(at(house, hours=17).now(), 16).count()
    models.Job.objects.create(step=step, target=mail.pk, due_at=house.now(), stuck=True)

    assert (before, list(outbox.unplanned(at(house, hours=17).now(), 16))) == (0, [mail])
    assert (outbox.unplanned(at(house, hours=15).now(), 16).count(), outbox.late(at(house, hours=17).now(), 16).count()) == (0, 0)
    models.Job.objects.update(stuck=False)
    work(house)
    assert outbox.unplanned(at(house, hours=17).now(), 16).count() == 0
