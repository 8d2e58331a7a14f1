"""How many answers go out, and what is never answered: machines, ourselves, the same mail twice."""

from dataclasses import replace

import pytest

from ingest import intake
from ingest.services import Services
from storage import models
from tests.databases import ON_BOTH
from tests.ingest.answers import TEXTS, answer, answering, at, receive, work, written
from tests.servers.smtp import Smtp


@ON_BOTH
def test_a_claim_gets_three_answers_a_day_and_a_sender_twenty(house: Services, smtp: Smtp) -> None:
    few = answering(house, smtp.port, per_sender=5)
    for serial in range(5):
        receive(written(TEXTS["fr"], serial), few)
    for serial in range(5, 9):
        receive(written(TEXTS["fr"], serial, number=2), few)

    found = [row.problem for row in models.Outgoing.objects.order_by("pk")]
    assert found == ["", "", "", "many_for_claim", "many_for_claim", "", "", "many_for_sender", "many_for_sender"]
    assert len(smtp.state.taken) == 5

    receive(written(TEXTS["fr"], 10), at(few, hours=25))
    answers = models.Outgoing.objects.exclude(kind="digest")
    assert (answers.filter(state="sent").count(), len(smtp.state.taken)) == (6, 7)


@ON_BOTH
def test_workers_that_plan_at_the_same_moment_keep_to_the_limit(house: Services, smtp: Smtp) -> None:
    for serial in range(8):
        mail = written(TEXTS["fr"], serial).as_bytes()
        (house.settings.home / "mail.eml").write_bytes(mail)
        intake.take_file(house.settings.home / "mail.eml", house, acknowledge=True)

    work(replace(house, settings=replace(house.settings, readers=4)))

    assert len(smtp.state.taken) == 3


@pytest.mark.parametrize("message_id", ["<1.1@courtier-horizon.example>", ""])
def test_the_same_mail_through_two_mailboxes_gets_one_answer(message_id: str, house: Services, smtp: Smtp) -> None:
    first = written(TEXTS["fr"])
    del first["Message-ID"]
    if message_id:
        first["Message-ID"] = message_id
    raw = first.as_bytes()
    receive(b"Received: from a by b; Mon, 02 Mar 2026 10:00:00 +0100\n" + raw, house)
    second = receive(b"Received: from a by c; Mon, 02 Mar 2026 10:00:01 +0100\n" + raw, house)

    assert (answer(second).problem, len(smtp.state.taken)) == ("answered_already", 1)


def test_two_houses_that_answer_each_other_stop(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    back = smtp.state.taken[0].content

    other = receive(back.as_bytes(), answering(house, smtp.port, sender="autre@maison.example", key="another"))

    assert (answer(other).problem, len(smtp.state.taken)) == ("own_mail", 1)


def test_our_own_words_without_their_headers_are_not_answered(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    body = smtp.state.taken[0].content.get_body(("plain",))
    assert body is not None
    echo = receive(written(body.get_content(), serial=2), house)

    assert (answer(echo).problem, len(smtp.state.taken)) == ("own_text", 1)


@pytest.mark.parametrize("header", ["Auto-Submitted: auto-replied", "Precedence: auto_reply", "X-Auto-Response-Suppress: OOF, DR"])
def test_a_machine_gets_no_answer(header: str, house: Services, smtp: Smtp) -> None:
    mail = written(TEXTS["fr"])
    name, _, value = header.partition(": ")
    mail[name] = value

    held = receive(mail, house)

    assert (answer(held).state, smtp.state.taken) == ("withheld", [])
