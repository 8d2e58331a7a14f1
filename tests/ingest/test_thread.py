"""Whose words count for what a mail has locked: the same sender, the same thread, within the days of the limit."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest

from core.limits import Limits
from core.settings import Settings
from ingest import unlocking
from ingest.services import Services
from storage.threads import Letter
from tests.ingest.locked import OPEN, WORD, answer, deliver, inside, locked, telling
from tests.ingest.way import NOW
from tests.whole import mails

STRANGER = "Un Autre <autre@ailleurs.example>"


@pytest.mark.parametrize(
    ("mail", "days", "opened"),
    [
        (answer, 13, True),
        (answer, 15, False),
        (lambda: telling(f"mdp : {WORD}"), 0, False),
        (lambda: telling(f"mdp : {WORD}", Subject=f"RE: TR : Info complémentaire *{mails.claim(1)}*"), 0, True),
        (lambda: telling(f"mdp : {WORD}", References="<0@x.example> <1.1@courtier-horizon.example>"), 0, True),
        (lambda: telling(f"mdp : {WORD}", From=STRANGER, In_Reply_To="<1.1@courtier-horizon.example>"), 0, False),
    ],
    ids=["thirteen days", "fifteen days", "another thread", "the same subject", "a reference", "another sender"],
)
def test_only_the_same_sender_and_thread_within_fourteen_days_counts(
    hands: Services,
    mail: Callable[[], EmailMessage],
    days: int,
    opened: bool,  # noqa: FBT001 - a column of the table
) -> None:
    first = deliver(locked(), hands)

    deliver(mail(), replace(hands, now=lambda: NOW + timedelta(days=days)))

    assert (inside(first) == OPEN) is opened


def test_the_limit_may_turn_it_off(hands: Services) -> None:
    off = replace(hands, settings=replace(hands.settings, limits=Limits(thread_mails=0)))
    first = deliver(locked(), off)

    deliver(answer(), off)

    assert ("facture.txt", "") not in inside(first)


def letter(subject: str, *message_ids: str) -> Letter:
    return Letter(mail_id=1, sha256="", received_at=NOW, sender="a@b.example", subject=subject, message_ids=frozenset(message_ids))


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (letter("Sinistre", "<1@x>"), letter("Code", "<2@x>", "<1@x>"), True),
        (letter("Sinistre", "<1@x>", "<0@x>"), letter("Code", "<2@x>", "<0@x>"), True),
        (letter("Sinistre DUPONT"), letter("RE: TR : [EXTERNE] sinistre  Dupont"), True),
        (letter("Antw.: Schade"), letter("WG: AW: Schade"), True),
        (letter("Sinistre DUPONT"), letter("Sinistre MULLER"), False),
        (letter("Photos : DUPONT"), letter("Facture : DUPONT"), False),
        (letter("RE:"), letter("TR:"), False),
        (letter(""), letter(""), False),
    ],
)
def test_a_thread_is_told_by_its_numbers_or_its_subject(one: Letter, other: Letter, together: bool) -> None:  # noqa: FBT001
    assert (unlocking.same_thread(one, other), unlocking.same_thread(other, one)) == (together, together)


def test_the_default_span_is_that_of_the_rule() -> None:
    assert (Settings().limits.thread_days, Settings().limits.thread_mails) == (14, 10)
