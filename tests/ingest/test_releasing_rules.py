"""What nobody may have sent after all, and what becomes of the daily summary."""

from dataclasses import replace

import pytest

from ingest import operations, releasing
from ingest.grounds import Refused
from ingest.services import Services
from storage import models, outbox
from tests.ingest.answers import TEXTS, answer, answering, at, receive, work, written
from tests.ingest.releases import HANDLER, OPERATOR, release, subjects, suspected, task_by_hand, task_of, told, withhold
from tests.servers.smtp import Smtp
from tests.whole import mails

HEADERS = {
    "Auto-Submitted": "auto-replied",
    "Precedence": "bulk",
    "List-Id": "<liste.example>",
    "X-Auto-Response-Suppress": "All",
    "Return-Path": "<>",
    "X-Virus-Status": "Infected",
    "X-Claimpost-Loop": "1; mail=1",
}
"""What a mail may bear that is not answered, whoever asks for it."""


@pytest.mark.parametrize("header", HEADERS)
def test_what_must_not_be_answered_is_not_whatever_it_was_withheld_for(header: str, house: Services, smtp: Smtp) -> None:
    raw = f"{header}: {HEADERS[header]}\n".encode() + mails.letter(1).as_bytes()
    mail = receive(raw, house)
    withhold(mail, "too_old")
    task_by_hand(mail, house)

    assert (release(mail, OPERATOR, house), smtp.state.taken) == ("answer_never", [])


def test_our_own_words_are_not_answered_whoever_asks(house: Services, smtp: Smtp) -> None:
    receive(written(TEXTS["fr"]), house)
    body = smtp.state.taken[0].content.get_body(("plain",))
    assert body is not None
    echo = receive(written(body.get_content(), serial=2), house)
    withhold(echo, "too_old")

    assert (release(echo, OPERATOR, house), len(smtp.state.taken)) == ("answer_never", 1)


def test_the_same_mail_is_answered_once_whoever_asks(house: Services, smtp: Smtp) -> None:
    raw = written(TEXTS["fr"]).as_bytes()
    receive(b"Received: from a by b; Mon, 02 Mar 2026 10:00:00 +0100\n" + raw, house)
    second = receive(b"Received: from a by c; Mon, 02 Mar 2026 10:00:01 +0100\n" + raw, house)
    withhold(second, "many_for_sender")
    task_by_hand(second, house)

    assert (release(second, OPERATOR, house), len(smtp.state.taken)) == ("answer_never", 1)


def test_an_address_that_became_ours_since_is_found_at_the_moment_of_sending(house: Services, smtp: Smtp) -> None:
    mail = receive(suspected(), house)
    release(mail, HANDLER, house)

    work(replace(house, settings=replace(house.settings, own_addresses=mails.BROKER.partition("@")[2])))

    assert (answer(mail).state, answer(mail).problem, smtp.state.taken) == ("withheld", "own_address", [])


def test_nothing_is_released_while_answers_are_off_and_all_of_it_after(house: Services, smtp: Smtp) -> None:
    mail = receive(mails.letter(1), house)
    smtp.state.taken.clear()
    withhold(mail, "switched_off")
    off = release(mail, HANDLER, answering(house, smtp.port, mode="off"))
    mail.deliveries.update(mailbox=(box := models.Mailbox.objects.create(name="claims")), uid=1)
    box_off = release(mail, HANDLER, house)
    models.Mailbox.objects.filter(pk=box.pk).update(acknowledge=True)

    on = release(mail, HANDLER, house)
    work(house)

    assert (off, box_off, on, len(smtp.state.taken)) == ("answers_off", "answers_off", "planned", 1)


def test_what_a_digest_names_is_not_sent_again(house: Services, smtp: Smtp) -> None:
    few = answering(house, smtp.port, per_claim=0)
    mail = receive(written(TEXTS["fr"]), few)
    work(at(few, hours=12))

    assert (release(mail, OPERATOR, few), len(smtp.state.taken)) == ("answer_in_digest", 1)


def test_a_mail_that_was_released_is_in_no_digest(house: Services, smtp: Smtp) -> None:
    few = answering(house, smtp.port, per_claim=0)
    one, other = (receive(written(TEXTS["fr"], serial), few) for serial in (1, 2))

    release(one, HANDLER, few)
    work(at(few, hours=12))

    digest = models.Outgoing.objects.get(kind="digest")
    assert (list(digest.listed.values_list("mail", flat=True)), len(smtp.state.taken)) == ([other.pk], 2)


def test_while_the_claims_system_is_down_it_stays_withheld(house: Services) -> None:
    mail = receive(mails.letter(1), house)
    withhold(mail, "too_old")
    assert house.settings.register is not None
    house.settings.register.unlink()

    assert (release(mail, HANDLER, house), answer(mail).state) == ("claims_system_unavailable", "withheld")


def test_what_is_not_there_is_not_released(house: Services) -> None:
    mail, other = (receive(mails.letter(1, serial=serial), house) for serial in (1, 2))
    row = withhold(mail, "too_old")

    asked = [(task_of(other).pk, row.pk), (task_of(mail).pk, 0), (0, row.pk)]
    codes = []
    for task_id, outgoing_id in asked:
        with pytest.raises(Refused) as refused:
            releasing.release(task_id, outgoing_id, OPERATOR, house)
        codes.append(refused.value.code)
    assert codes == ["answer_not_withheld", "answer_not_withheld", "task_not_found"]


def digest_that_was_off(house: Services, smtp: Smtp) -> tuple[Services, models.Mail, models.Outgoing]:
    """Services of the evening, a mail that was one too many, and its digest, whose sending was switched off at the last moment."""
    evening = at(answering(house, smtp.port, per_claim=0), hours=12)
    mail = receive(written(TEXTS["fr"]), answering(house, smtp.port, per_claim=0))
    smtp.state.rcpt = "451 4.7.1 greylisted"
    work(evening)
    smtp.state.rcpt = ""
    work(answering(at(evening, hours=12, minutes=1), smtp.port, mode="off"))
    return at(evening, hours=12, minutes=1), mail, models.Outgoing.objects.get(kind="digest")


def test_a_digest_that_was_switched_off_is_seen_at_once_and_sent_when_a_person_wants_it(house: Services, smtp: Smtp) -> None:
    evening, mail, digest = digest_that_was_off(house, smtp)
    on = answering(evening, smtp.port, per_claim=0)
    seen = (digest.state, digest.problem, list(outbox.troubles()), told(mail)[-1])
    with pytest.raises(Refused) as off:
        operations.retry("answer", digest.pk, "s.willems", answering(evening, smtp.port, mode="off"))

    operations.retry("answer", digest.pk, "s.willems", on)
    work(on)

    assert seen == ("withheld", "switched_off", [digest], ("answer_not_in_digest", "claimpost", "switched_off"))
    assert (off.value.code, subjects(smtp), outbox.troubles().exists()) == ("answers_off", ["Accusé de réception - 02/03/2026"], False)


def test_a_digest_of_which_nothing_is_left_is_not_sent(house: Services, smtp: Smtp) -> None:
    evening, mail, digest = digest_that_was_off(house, smtp)
    on = answering(evening, smtp.port, per_claim=0)

    said = release(mail, HANDLER, on)
    with pytest.raises(Refused) as refused:
        operations.retry("answer", digest.pk, "s.willems", on)

    assert (said, refused.value.code) == ("planned", "nothing_to_retry")
