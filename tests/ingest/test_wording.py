"""The texts of answers: ours in four languages, and an administrator's own."""

from pathlib import Path

import pytest

from core.errors import Misconfigured
from ingest.wording import LANGUAGES, REFUSALS, TEXTS, wording, write

VALUES = {
    "date": "02/03/2026",
    "time": "11:00",
    "claim": "C502100001",
    "insured": "DUPONT Jean",
    "received": "Devis (2)",
    "refused": "a.zip (protégé)",
    "missing": "",
    "handler": "h.lambert",
    "n": "2",
    "mail_no": "M-20260302-0001",
    "no_reference": "",
}


def test_the_complete_text_is_as_the_domain_has_it() -> None:
    letter = write(wording("fr"), "full", VALUES)

    assert letter.subject == "Accusé de réception *C502100001* - DUPONT Jean"
    assert letter.text.split("\n\n")[1:5] == [
        "Nous avons bien reçu votre message du 02/03/2026 à 11:00 concernant le sinistre *C502100001* - DUPONT Jean.",
        "Pièces reçues : Devis (2)",
        "Pièces non reprises : a.zip (protégé)",
        "Votre gestionnaire : h.lambert.",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_and_every_reason(language: str) -> None:
    words = wording(language)

    assert set(words.refusals) == set(REFUSALS)
    for kind in TEXTS:
        assert "{" not in write(words, kind, VALUES).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_neutral_text_names_nothing_of_a_claim(language: str) -> None:
    letter = write(wording(language), "neutral", VALUES | {"no_reference": "yes"})

    whole = (letter.subject + letter.text + letter.html).replace("*C502100001*", "")
    assert [name for name in ("C502100001", "DUPONT", "Devis", "h.lambert", "a.zip") if name in whole] == []


def test_a_value_makes_no_line_no_header_and_no_markup() -> None:
    letter = write(wording("en"), "full", VALUES | {"insured": "A\r\nBcc: x@y.example\r\n<script>\u202e {handler}"})

    assert letter.subject == "Acknowledgement *C502100001* - A Bcc: x@y.example <script> {handler}"
    assert ("<script>" in letter.html, "\nBcc" in letter.text) == (False, False)


def test_an_administrator_changes_what_he_likes_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "fr.yaml").write_text("subject: Bien reçu\nrefusals:\n  empty: rien dedans\n")

    words = wording("fr", tmp_path)

    assert (words.subject, words.refusals["empty"], words.refusals["bomb"]) == ("Bien reçu", "rien dedans", "archive anormale")
    assert words.full == wording("fr").full


@pytest.mark.parametrize(
    "text",
    [
        "subjekt: x",
        "full: '{claim.__class__}'",
        "neutral: 'about {claim}'",
        "full: 'open {claim'",
        "full: 'late {if claim} {claim}'",
        "subject: 'two {date}'",
        'subject: "two\\nlines"',
        "full: ''",
        "full: |\n  Geachte,\n  Met vriendelijke groeten,",
        "neutral: |\n  Geachte,\n  Dit bericht van {date} bevestigt enkel dat wij uw bericht kregen.",
        "refusals: {virus: x}",
        "- a list",
        "full: [1",
    ],
)
def test_a_template_that_does_not_fit_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "nl.yaml").write_text(text)

    with pytest.raises(Misconfigured, match=r"answers_template: nl\.yaml"):
        wording("nl", tmp_path)
