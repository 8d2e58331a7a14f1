"""What a claim, a sender or a Message-ID may have before older things count no more: nothing is lost, and it is said."""

from dataclasses import replace

import pytest

from core.limits import Limits
from core.papers import Received
from ingest import operations, services
from storage import models
from storage.threads import Threads
from tests.ingest.test_carried import BOSS, FIRST, letter
from tests.ingest.test_duplicates import COURTESY, came_by, mail
from tests.ingest.way import deliver
from tests.whole import mails


def limited(hands: services.Services, limits: Limits) -> services.Services:
    return replace(hands, settings=replace(hands.settings, limits=limits), history=Threads(limits=limits))


def steps(task: models.Task) -> list[str]:
    return [seen for step in task.verdict.value["trail"] if step["rule"] == "assigned_before" for seen in step["saw"]]


def test_of_a_claim_with_more_papers_than_count_nothing_is_said_to_be_complete(hands: services.Services) -> None:
    deliver(mail(1, "facture.txt"), hands)
    deliver(mail(2, "devis.txt"), hands)

    all_of_it = Threads(limits=Limits(claim_papers=2)).received([mails.claim(1)])
    newest = Threads(limits=Limits(claim_papers=1)).received([mails.claim(1)])

    assert all_of_it.complete
    assert (newest.complete, newest.types) == (False, frozenset({"devis"}))


@pytest.mark.parametrize(("most", "rule", "said"), [(2, "assigned_before", False), (1, "no_reference", True)], ids=["all", "the newest"])
def test_an_earlier_mail_that_is_not_looked_at_places_nothing_and_the_page_says_so(
    most: int,
    rule: str,
    said: bool,  # noqa: FBT001 - a column of the table
    hands: services.Services,
) -> None:
    house = limited(hands, Limits(earlier_mails=most))
    for serial in (1, 2):
        (waiting,) = deliver(letter(serial), house)
        operations.assign(waiting.pk, mails.claim(2), BOSS, house)

    (task,) = deliver(letter(3, In_Reply_To=FIRST), house)

    assert (task.verdict.rule, "earlier=newest" in steps(task)) == (rule, said)


@pytest.mark.parametrize(("most", "opens"), [(2, []), (1, ["many_copies"])], ids=["compared", "too many"])
def test_a_mail_with_a_message_id_of_too_many_opens_a_task_that_says_it_may_be_a_copy(
    most: int, opens: list[str], hands: services.Services
) -> None:
    house = limited(hands, Limits(copies=most))
    for paper in ("devis.txt", "facture.txt"):
        deliver(mail(1, paper, number=None), house)

    found = deliver(came_by(mail(1, "facture.txt", number=None)), house)

    assert [code for task in found for code in task.warnings if code == "many_copies"] == opens
    assert all("many_copies" in task.verdict.value["why"] for task in found)


@pytest.mark.parametrize(("most", "opens"), [(8, False), (3, True)], ids=["a greeting", "longer than one"])
def test_a_text_longer_than_a_greeting_opens_a_task_of_its_own(most: int, opens: bool, hands: services.Services) -> None:  # noqa: FBT001 - a column
    house = limited(hands, Limits(courtesy_words=most))
    deliver(mail(1, "facture.txt", text="Merci de bien noter que ceci est contesté.\n"), house)

    assert bool(deliver(mail(2, "facture.txt", text="Bonjour, veuillez trouver la facture ci-joint.\n"), house)) is opens


def test_the_defaults_are_those_of_the_page_of_limits() -> None:
    limits = Limits()

    assert (limits.claim_papers, limits.earlier_mails, limits.copies, limits.courtesy_words) == (500, 200, 20, 80)
    assert (Received().complete, len(COURTESY.split()) < limits.courtesy_words) == (True, True)
