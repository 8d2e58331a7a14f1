"""A mail on two claims: every step of the way, where the house wants it so."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from ingest import services
from storage import models
from tests.ingest.answers import answer, answering, receive
from tests.ingest.way import deliver
from tests.whole import mails


def _both(serial: int = 1) -> EmailMessage:
    mail = mails.letter(1, serial=serial)
    mail.replace_header("Subject", f"Devis *{mails.claim(1)}* et *{mails.claim(3)}*")
    return mail


@pytest.fixture
def wanted(hands: services.Services) -> services.Services:
    return replace(hands, settings=replace(hands.settings, two_claims="both"))


def test_each_claims_handler_has_a_task_with_the_paper(wanted: services.Services) -> None:
    tasks = deliver(_both(), wanted)

    found = [(task.claim, task.handler, task.warnings, [item.name for item in task.items.all()]) for task in tasks]
    assert found == [(mails.claim(number), "h.lambert", ["both_claims_named"], ["devis-1.txt"]) for number in (1, 3)]


def test_routing_it_again_changes_nothing(wanted: services.Services) -> None:
    before = deliver(_both(), wanted)

    deliver(_both(), wanted)

    assert list(models.Task.objects.filter(kind="claim").order_by("pk")) == before
    assert {task.state for task in models.Task.objects.all()} == {"open"}


def test_by_default_it_waits(hands: services.Services) -> None:
    (task,) = deliver(_both(), hands)

    assert (task.kind, task.claim, task.warnings) == ("triage", "", ["multiple_references"])


def test_the_answer_tells_of_neither(wanted: services.Services) -> None:
    found = answer(receive(_both(), answering(wanted, 25, mode="dry_run")))

    assert (found.kind, found.state, [word for word in ("C5021", "ASSURE") if word in found.subject + found.text]) == (
        "neutral",
        "dry_run",
        [],
    )


NOT_BOTH = {
    "a range": "*{0}* à *{1}*",
    "one of them is not": "*{0}* et non *{1}*",
    "one replaces the other": "*{0}* (erreur, remplace *{1}*)",
}


@pytest.mark.parametrize("name", NOT_BOTH)
def test_what_stands_between_the_numbers_must_say_and(name: str, wanted: services.Services) -> None:
    mail = _both()
    mail.replace_header("Subject", NOT_BOTH[name].format(mails.claim(1), mails.claim(3)))

    (task,) = deliver(mail, wanted)

    assert (task.kind, task.claim) == ("triage", "")
