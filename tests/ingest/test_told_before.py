"""What follows from taking a correction back, or from giving a mail to a claim, is known before it happens."""

from dataclasses import replace

import pytest

from ingest import consequences, corrections, operations
from ingest.consequences import Consequence
from ingest.corrections import AlsoFile, Move
from ingest.services import Services
from router.protocols import Claim, State
from storage import events, joining, models
from tests.ingest.answers import TEXTS, at, receive, work, written
from tests.ingest.test_withdrawn import BOSS, BUSY, correct, the_task
from tests.servers.smtp import Smtp
from tests.whole import mails


def follows(task_id: int, house: Services, actor: str = BOSS) -> list[tuple[str, str, str]]:
    """What would follow from an undo: code, who, and claim."""
    found = consequences.consequences(corrections.plan_undo(task_id), actor, house)
    return [(one.code, one.who, one.claim) for one in found]


def test_nothing_follows_from_the_undo_of_what_nobody_saw(house: Services) -> None:
    mail = receive(mails.letter(None), house)
    events.record("viewed", actor="s.willems", at=house.now(), mail_id=mail.pk)

    made = operations.assign(the_task(mail).pk, mails.claim(2), BOSS, house)

    # Who looked at it before it was assigned did not see it on that claim.
    assert follows(made, house) == []


def test_who_was_told_of_the_claim_and_who_saw_it_there_is_said_before_an_undo(house: Services) -> None:
    mail = receive(mails.letter(None), house)
    made = operations.assign(the_task(mail).pk, mails.claim(2), BOSS, house)
    work(house)
    joining.note_seen(models.Task.objects.get(pk=made), "m.janssens", house.now())
    joining.note_seen(models.Task.objects.get(pk=made), BOSS, house.now())

    assert follows(made, house) == [("seen", "m.janssens", ""), ("acknowledged", mails.BROKER, mails.claim(2))]


def test_an_answer_that_is_about_to_be_sent_is_said_to_be_withdrawn(house: Services, smtp: Smtp) -> None:
    smtp.state.rcpt = BUSY
    mail = receive(written(TEXTS["fr"]), house)
    task, waits = the_task(mail), ("about_to_be_acknowledged", mails.BROKER)

    found = {
        type(correction): [
            (one.code, one.who, one.claim)
            for one in consequences.consequences(corrections.plan(task.pk, correction, house), BOSS, house)
            if one.code.endswith("acknowledged")
        ]
        for correction in (Move(claim=mails.claim(2)), AlsoFile(claim=mails.claim(2)))
    }
    moved = correct(mail, Move(claim=mails.claim(2)), house)
    work(at(house, minutes=1))

    assert found == {Move: [(*waits, mails.claim(1))], AlsoFile: [(*waits, mails.claim(1))]}
    assert follows(moved, house) == [(*waits, mails.claim(2))]


def test_nothing_follows_from_the_undo_of_a_dismissal(house: Services) -> None:
    mail = receive(mails.letter(None), house)
    task = the_task(mail)
    operations.dismiss(task.pk, BOSS, "duplicate", house)

    assert follows(task.pk, house) == []


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"state": State.CLOSED}, ["claim_closed"]),
        ({"state": State.ARCHIVED, "handler": ""}, ["claim_closed", "handler_not_known"]),
        ({"state": State.RESTRICTED}, ["claim_restricted"]),
    ],
    ids=["open", "closed", "archived, handled by nobody", "restricted"],
)
def test_what_is_unusual_about_a_claim_is_said_before_a_mail_is_given_to_it(changed: dict[str, object], codes: list[str]) -> None:
    claim = replace(Claim(number=mails.claim(1), state=State.OPEN, insured_names=("ASSURE1 Jean",), handler="h.lambert"), **changed)  # type: ignore[arg-type]

    assert consequences.of_assigning(claim) == tuple(Consequence(code=code, claim=claim.number) for code in codes)
