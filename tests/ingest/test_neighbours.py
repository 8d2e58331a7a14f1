"""Two claims of one broker with almost the same number: what he wrote before, and what a paper says, end the doubt."""

from email.message import EmailMessage

from ingest import operations, services
from storage import models
from tests.ingest.way import deliver
from tests.whole import mails

NEAR = "near_number_of_sender"
BOSS = "o.leclerc"


def bare(number: int, serial: int, paper: str = "Devis de réparation") -> EmailMessage:
    """A mail with nothing but the number, and a paper."""
    mail = mails.letter(number, serial=serial)
    mail.get_payload()[0].set_content("Bonjour,\n\nVoir annexe.\n")
    del mail.get_payload()[1:]
    mail.add_attachment(f"{paper} no {serial}", filename=f"devis-{serial}.txt")
    return mail


def test_an_earlier_mail_on_the_same_claim_ends_no_doubt(hands: services.Services) -> None:
    (first,) = deliver(bare(1, 1), hands)
    operations.close(first.pk, BOSS, hands)

    (second,) = deliver(bare(1, 2), hands)

    assert [task.warnings for task in (first, second)] == [[NEAR], [NEAR]]
    assert first.verdict.value["near"] == [mails.claim(2), mails.claim(3)]


def test_a_paper_with_the_policy_tells_and_the_task_is_opened_once(hands: services.Services) -> None:
    (task,) = deliver(bare(1, 1, paper="Devis de réparation, police 50.001.456"), hands)

    assert (task.warnings, task.title) == ([], "devis")
    assert models.Verdict.objects.filter(unit=task.unit).count() == 1
