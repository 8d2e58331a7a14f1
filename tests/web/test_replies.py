"""Letters that a handler may send: in the sender's language, with the claim in the subject, and nothing told to who is not known."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from core.values import SenderClass
from tests.web.builders import File, Made, Sent, send
from tests.web.reading import page, text

TOLD = {
    "fr": ("Bonjour, veuillez trouver ci-joint le rapport pour le dossier.", "Madame, Monsieur,", "Procès-verbal de plainte"),
    "nl": ("Beste, in bijlage vindt u het verslag voor het dossier van de klant.", "Geachte mevrouw", "Aangifte"),
    "de": ("Guten Tag, anbei finden Sie den Bericht für die Akte und das Gutachten.", "Sehr geehrte Damen", "Strafanzeige"),
    "en": ("Hello, please find the report for the file and the claim of the client.", "Dear Sir or Madam", "Criminal complaint record"),
}


def theft(**fields: object) -> Made:
    given = {"claim": "C502100300", "insured": "NGUYEN Linh", "subject": "Vol rue Haute *C502100300*"}
    return send(Sent(**(given | {"files": (File(name="l.pdf", content=b"%PDF", type="courrier_tiers"),)} | fields)))


def letters(html: str) -> list[dict[str, list[str]]]:
    """The letters that a mail program would open."""
    found = [piece.partition('"')[0].replace("&amp;", "&") for piece in html.split('href="mailto:')[1:]]
    return [{"to": [urlsplit(f"mailto:{one}").path], **parse_qs(urlsplit(f"mailto:{one}").query, keep_blank_values=True)} for one in found]


@pytest.mark.parametrize("language", TOLD)
def test_letters_are_in_the_language_that_the_sender_writes(language: str, handler: Client) -> None:
    written, greeting, _paper = TOLD[language]
    made = theft(own_text=written)

    answer, question = letters(page(handler, f"/tasks/{made.task.pk}/reply"))

    assert (answer["to"], answer["subject"]) == (["sinistres@lemaire.example"], ["Re: Vol rue Haute *C502100300*"])
    for letter in (answer, question):
        assert letter["body"][0].startswith(greeting), letter
        assert "*C502100300*" in letter["body"][0]
        assert "NGUYEN Linh" in letter["body"][0]
        assert "\r\n" in letter["body"][0]


@pytest.mark.parametrize("language", TOLD)
def test_another_language_is_chosen_by_a_click(language: str, handler: Client) -> None:
    made = theft()

    answer, question = letters(page(handler, f"/tasks/{made.task.pk}/reply?language={language}"))

    assert (answer["body"][0].startswith(TOLD[language][1]), TOLD[language][2] in question["body"][0]) == (True, True), question


def test_only_the_documents_that_were_chosen_are_asked_for(handler: Client) -> None:
    made = theft()
    address = f"/tasks/{made.task.pk}/reply?language=fr&asked=1"

    _answer, question = letters(page(handler, f"{address}&ask=facture_achat&ask=nonsense"))

    assert question["body"][0].count("\r\n- ") == 1
    assert len(letters(page(handler, address))) == 1


@pytest.mark.parametrize(
    "unproven", [{"sender_class": SenderClass.OTHER}, {"why": ("sender_not_authenticated",)}, {"sender_class": SenderClass.SPOOFED}]
)
def test_a_sender_who_is_not_proven_is_told_no_name_and_nothing_of_what_is_missing(unproven: dict[str, object], handler: Client) -> None:
    made = theft(**unproven)

    html = page(handler, f"/tasks/{made.task.pk}/reply")

    assert [("NGUYEN" in one["body"][0]) for one in letters(html)] == [False]
    assert "Il n’est pas prouvé que l’expéditeur intervient dans ce sinistre" in text(html)


@pytest.mark.parametrize(
    ("subject", "answer"),
    [
        ("Votre dossier", "Re: Votre dossier *C502100300*"),
        ("RE: Vol *C502100300*", "RE: Vol *C502100300*"),
        ("", "Re: *C502100300*"),
        ("a\r\nBcc: x@y.example", "Re: a Bcc: x@y.example *C502100300*"),
    ],
)
def test_the_subject_of_an_answer_has_the_claim_between_asterisks_once(subject: str, answer: str, handler: Client) -> None:
    made = theft(subject=subject)

    assert letters(page(handler, f"/tasks/{made.task.pk}/reply"))[0]["subject"] == [answer]


def test_what_waits_in_triage_has_no_letters(operator: Client) -> None:
    waits = send(Sent(claim="", kind="triage", title="no_reference"))

    assert operator.get(f"/tasks/{waits.task.pk}/reply").status_code == 404
