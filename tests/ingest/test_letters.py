"""What an answer says of the papers of a mail: what is missing, refused, announced or here already."""

import base64
from email.message import EmailMessage

import pytest

from core.errors import Problem
from ingest import letters
from ingest.services import Services
from ingest.wording import LANGUAGES, REFUSALS, wording
from storage import items, models
from tests.ingest.answers import TEXTS, answer, receive, stranger, written
from tests.ingest.way import deliver
from tests.whole import mails

SEE = {
    "fr": "Voir pièce jointe, bonne journée.",
    "nl": "Zie bijlage, met dank aan u.",
    "de": "Siehe Anhang, ich bitte Sie um eine kurze Rückmeldung zu dem Schaden.",
    "en": "See attached, thank you.",
}
LOGO = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgAAAAAgAB4iG8MwAAAABJRU5ErkJggg==")


def bare(text: str, *, serial: int = 1) -> EmailMessage:
    """A broker's mail without any file but the logo of his signature."""
    mail = mails.letter(1, serial=serial)
    body = EmailMessage()
    for name in ("From", "To", "Subject", "Date", "Message-ID", "Authentication-Results"):
        body[name] = mail[name]
    body.set_content(text)
    body.add_related(LOGO, maintype="image", subtype="png", cid="<logo>", filename="image001.png", disposition="inline")
    return body


def said(mail: models.Mail, condition: str) -> bool:
    """Whether the answer has the line of a condition."""
    row = answer(mail)
    words = wording(row.language)
    source = words.neutral if row.kind == "neutral" else words.full
    return source.split(f"{{if {condition}}}")[1].splitlines()[0].split("{")[0] in row.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_attachment_that_was_forgotten_is_asked_for(language: str, house: Services) -> None:
    mail = receive(bare(SEE[language]), house)

    assert (answer(mail).kind, answer(mail).language, said(mail, "forgotten"), said(mail, "nothing")) == ("full", language, True, False)


def test_a_stranger_is_asked_for_it_too(house: Services) -> None:
    mail = bare(SEE["fr"])
    mail.replace_header("From", stranger()["From"])
    del mail["Authentication-Results"]

    held = receive(mail, house)

    assert (answer(held).kind, said(held, "forgotten")) == ("neutral", True)


@pytest.mark.parametrize("text", ["Bonjour, pouvez-vous me rappeler ? Cordialement", "Envoi sans pièce jointe."])
def test_who_announces_none_is_asked_for_none(text: str, house: Services) -> None:
    mail = receive(bare(text), house)

    assert (said(mail, "forgotten"), said(mail, "nothing")) == (False, False)


def test_who_attached_what_he_announces_is_asked_for_nothing(house: Services) -> None:
    assert not said(receive(written(SEE["fr"] + "\n" + TEXTS["fr"]), house), "forgotten")


def test_of_a_mail_with_nothing_in_it_the_answer_says_so(house: Services) -> None:
    assert said(receive(bare("\n"), house), "nothing")


def test_a_paper_that_is_on_the_claim_already_is_named_with_its_day(house: Services) -> None:
    deliver(written(TEXTS["fr"], 1), house)
    again = written(TEXTS["fr"], 2)
    again.get_payload()[1].set_payload(written(TEXTS["fr"], 1).get_payload()[1].get_payload())  # type: ignore[union-attr, index]
    again.add_attachment("DEVIS\nTotal : 12,00 EUR\n", filename="autre_devis.txt")

    mail = receive(again, house)

    lines = answer(mail).text.splitlines()
    (refused,) = [line for line in lines if line.startswith("Pièces non reprises")]
    assert refused.endswith("(déjà reçu le 02/03/2026)")
    assert refused.count("(") == 1
    assert any(line.startswith("Pièces reçues : ") and "(2)" not in line for line in lines)


def test_every_reason_but_that_of_a_mail_or_a_copy_comes_from_a_problem() -> None:
    assert {*letters.REFUSED.values(), "encrypted_mail", "duplicate"} == set(REFUSALS)
    assert set(letters.REFUSED) <= set(Problem)


@pytest.mark.parametrize(("problem", "code"), letters.REFUSED.items())
def test_a_file_that_was_refused_is_named_with_why_and_what_to_do(problem: Problem, code: str, house: Services) -> None:
    mail = deliver(written(TEXTS["fr"]), house)[0].unit.mail
    models.Item.objects.filter(mail=mail, kind="document", parent="0").update(problem=problem)
    loaded = items.load(mail.pk)
    words = wording("fr")

    assert any(f"({words.refusals[code]})" in line for line in letters._refused(loaded.tree.parts, words, {}))
