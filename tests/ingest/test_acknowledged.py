"""What an acknowledgement asks for, after the mails that came before."""

from dataclasses import replace
from email.message import EmailMessage

import pytest

from ingest.options import options
from ingest.services import Services
from router.acknowledgement import Acknowledgement
from router.mail import decide_mail
from router.systems import connect
from storage import items, models
from tests.extractors import papers
from tests.ingest.way import NOW, deliver
from tests.whole import mails

INVOICE = "TICKET DE CAISSE\nDate d'achat : 12/01/2026\n1 téléviseur\nTotal TVA comprise : 310,00 EUR\n"


@pytest.fixture
def asked(hands: Services) -> Services:
    """An office with claims of somebody who suffered a loss: they need a statement, a purchase invoice and an estimate."""
    path = hands.settings.home / "claims.csv"
    path.write_text(path.read_text("utf-8").replace(",auto,", ",liability_victim,"), "utf-8")
    settings = replace(hands.settings, authserv_id="mx.claimpost.test")
    return replace(hands, settings=settings, register=connect(settings.register))


def bringing(paper: str, *, serial: int, number: int = 1) -> EmailMessage:
    mail = mails.letter(number, serial=serial)
    mail.get_payload()[1].set_content(paper, filename="piece.txt")
    return mail


def answer(mail: EmailMessage, hands: Services) -> Acknowledgement:
    """The acknowledgement of a mail that has gone the whole way."""
    (task,) = deliver(mail, hands)
    loaded = items.load(task.unit.mail_id)
    decision = decide_mail(loaded.tree, loaded.readings, hands.register, hands.history, options(hands.settings), now=NOW)
    return decision.acknowledgement


def test_a_paper_that_came_last_week_is_not_asked_for_again(asked: Services) -> None:
    first = answer(mails.letter(1, serial=1), asked)
    other = answer(bringing(INVOICE, serial=2, number=2), asked)
    second = answer(bringing(INVOICE, serial=3), asked)

    assert (first.kind, first.missing) == ("full", ("declaration_circonstanciee", "facture_achat"))
    assert other.missing == ("declaration_circonstanciee", "devis")
    assert (second.kind, second.missing) == ("full", ("declaration_circonstanciee",))


def test_each_paper_of_one_scan_counts(asked: Services) -> None:
    both = mails.letter(1, serial=1)
    pages = papers.pdf(["DEVIS DE REPARATION", "Devis valable un mois.", "Total : 90,00 EUR"], INVOICE.splitlines())
    both.get_payload()[1].set_content(pages, maintype="application", subtype="pdf", filename="pieces.pdf")
    answer(both, asked)

    assert answer(bringing("Bonjour", serial=2), asked).missing == ("declaration_circonstanciee",)


def test_what_was_taken_away_from_the_claim_is_asked_for_again(asked: Services) -> None:
    answer(mails.letter(1, serial=1), asked)
    models.Task.objects.update(state=models.Task.State.CANCELLED)

    assert answer(bringing(INVOICE, serial=2), asked).missing == ("declaration_circonstanciee", "devis")
