"""Assigning teaches: the next mail of the thread, or with the sender's reference, follows a person's decision while it stands."""

from email.message import EmailMessage

import pytest

from ingest import corrections, grounds, operations, services
from ingest.corrections import Move
from storage import models
from tests.ingest.way import deliver
from tests.whole import mails

BOSS = "o.leclerc"
FIRST = "<1.None@courtier-horizon.example>"


def letter(serial: int, **headers: str) -> EmailMessage:
    """A mail without a number of ours; headers by their names with _ for -."""
    mail = mails.letter(None, serial=serial)
    for name, value in headers.items():
        name = name.replace("_", "-")  # noqa: PLW2901 - as headers are spelt
        del mail[name]
        mail[name] = value
    return mail


def taught(hands: services.Services, **headers: str) -> models.Task:
    """The first mail, which a person gave to claim 2."""
    (waiting,) = deliver(letter(1, **headers), hands)
    return models.Task.objects.get(pk=operations.assign(waiting.pk, mails.claim(2), BOSS, hands))


def placed(mail: EmailMessage, hands: services.Services) -> tuple[str, str]:
    (task,) = deliver(mail, hands)
    return task.claim, task.verdict.rule


FOLLOWS = (mails.claim(2), "assigned_before")


def test_an_answer_follows_and_says_who_decided_and_when(hands: services.Services) -> None:
    given = taught(hands)

    (task,) = deliver(letter(2, In_Reply_To=FIRST), hands)

    assert (task.claim, task.warnings, task.verdict.outcome) == (mails.claim(2), ["assigned_before"], "route_warn")
    assert {key: task.verdict.value["precedent"][key] for key in ("actor", "unit", "tie")} == {
        "actor": BOSS,
        "unit": given.unit_id,
        "tie": "thread",
    }


def test_a_mail_with_the_same_reference_of_the_sender_follows(hands: services.Services) -> None:
    taught(hands, Subject="Recours - Nos réf. 2024/88123/AB")

    assert placed(letter(2, Subject="Rappel, notre référence 2024-88123 AB : 2024/88123/AB"), hands)[1] != "assigned_before"
    assert placed(letter(3, Subject="Rappel (Nos réf : 2024.88123.AB)"), hands) == FOLLOWS


@pytest.mark.parametrize(
    ("headers", "follows"),
    [
        ({"From": "Autre gestionnaire <autre@courtier-horizon.example>"}, True),
        ({"From": "Un Autre <autre@ailleurs.example>"}, False),
        ({"Subject": "TR: Documents demandés"}, False),
        ({"In_Reply_To": "<other@courtier-horizon.example>"}, False),
        ({"In_Reply_To": "<other@courtier-horizon.example>", "References": f"<0@x.example> {FIRST}"}, True),
        ({"Authentication_Results": "mx.claimpost.test; dmarc=fail header.from=courtier-horizon.example"}, False),
    ],
    ids=["a colleague", "a stranger", "a forward", "another thread", "deep in the thread", "forged"],
)
def test_only_the_same_sender_in_the_same_thread_follows(headers: dict[str, str], follows: bool, hands: services.Services) -> None:  # noqa: FBT001 - a column
    taught(hands)

    assert (placed(letter(2, **{"In_Reply_To": FIRST, **headers}), hands) == FOLLOWS) is follows


def test_an_assignment_that_was_corrected_stops_teaching_and_the_correction_teaches(hands: services.Services) -> None:
    given = taught(hands)
    corrections.correct(given.pk, Move(claim=mails.claim(3)), "p.maes", "misplaced", hands)

    assert placed(letter(2, In_Reply_To=FIRST), hands) == (mails.claim(3), "assigned_before")


def test_an_assignment_that_was_undone_teaches_nothing(hands: services.Services) -> None:
    given = taught(hands)
    corrections.undo(given.pk, BOSS, hands)

    assert placed(letter(2, In_Reply_To=FIRST), hands) == ("", "no_reference")


def test_a_follower_that_was_moved_elsewhere_makes_the_next_one_wait(hands: services.Services) -> None:
    taught(hands)
    (task,) = deliver(letter(2, In_Reply_To=FIRST), hands)
    corrections.correct(task.pk, Move(claim=mails.claim(3)), BOSS, "misplaced", hands)

    assert placed(letter(3, In_Reply_To=FIRST, References=f"{FIRST} <2.None@courtier-horizon.example>"), hands) == ("", "no_reference")


def test_what_the_engine_placed_teaches_nothing(hands: services.Services) -> None:
    deliver(mails.letter(1, serial=1), hands)

    assert placed(letter(2, In_Reply_To="<1.1@courtier-horizon.example>"), hands) == ("", "no_reference")


def test_an_assignment_that_others_follow_is_not_undone_but_moved(hands: services.Services) -> None:
    given = taught(hands)
    deliver(letter(2, In_Reply_To=FIRST), hands)

    with pytest.raises(grounds.Refused) as refused:
        corrections.undo(given.pk, BOSS, hands)

    assert refused.value.code == "built_on"
