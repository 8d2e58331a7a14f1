"""The texts of answers: ours in four languages, and an administrator's own."""

from pathlib import Path

import pytest

from core.errors import Misconfigured
from ingest.wording import LANGUAGES, REFUSALS, SCHEDULE, TEXTS, wording, write

VALUES = {
    "date": "02/03/2026",
    "time": "11:00",
    "claim": "C502100001",
    "insured": "DUPONT Jean",
    "received": "Devis (2)",
    "refused": "a.zip (protégé)",
    "missing": "",
    "handler": "h.lambert",
    "form": "",
    "forgotten": "",
    "nothing": "",
    "more": "",
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

    assert (set(words.refusals), set(words.schedule)) == (set(REFUSALS), set(SCHEDULE))
    for kind in TEXTS:
        assert "{" not in write(words, kind, VALUES | {"more": "3", "form": "yes"}, [VALUES]).text


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

    assert (words.subject, words.refusals["empty"], words.refusals["bomb"]) == ("Bien reçu", "rien dedans", wording("fr").refusals["bomb"])
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
        "refusals: [password]",
        "refusals: {password: 'locked on {date}'}",
        "refusals: {duplicate: 'before {time}'}",
        "schedule: {colour: x}",
        "schedule: {title: 'for {insured}'}",
        "digest: 'about {claim}'",
        "digest: |\n  {each}{insured}\n  Dit bericht bevestigt enkel dat wij uw berichten ontvingen.",
        "digest: |\n  {each}{mail_no",
        "neutral: |\n  {each}{mail_no}\n  Dit bericht bevestigt enkel dat wij uw bericht ontvingen.",
        "- a list",
        "full: [1",
    ],
)
def test_a_template_that_does_not_fit_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "nl.yaml").write_text(text)

    with pytest.raises(Misconfigured, match=r"answers_template: nl\.yaml"):
        wording("nl", tmp_path)


def test_a_digest_has_a_line_for_each_mail_and_a_claim_where_it_may_be_named() -> None:
    mails = [
        {"mail_no": f"M-{number}", "date": "02/03/2026", "time": "11:00", "claim": claim} for number, claim in ((1, "C502100001"), (2, ""))
    ]

    letter = write(wording("fr"), "digest", {"date": "02/03/2026", "n": "2", "more": ""}, mails)

    assert letter.subject == "Accusé de réception - 02/03/2026"
    assert letter.text.split("\n\n")[1] == "M-1 - reçu le 02/03/2026 à 11:00 - *C502100001*\nM-2 - reçu le 02/03/2026 à 11:00"
    assert "<p>M-1 - reçu le 02/03/2026 à 11:00 - *C502100001*<br>M-2 - " in letter.html
    assert "encore" not in letter.text


def test_what_a_mail_of_a_digest_says_of_itself_makes_no_line_of_its_own() -> None:
    letter = write(wording("fr"), "digest", {"date": "d", "n": "1"}, [{"mail_no": "M-1\r\nBcc: x", "date": "<b>", "time": "", "claim": ""}])

    assert ("M-1 Bcc: x - reçu le <b>" in letter.text, "<b>" in letter.html) == (True, False)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_says_what_to_do(language: str) -> None:
    words = wording(language)

    said = {code: phrase for code, phrase in words.refusals.items() if code != "duplicate"}
    assert [code for code, phrase in said.items() if not phrase.partition(" - ")[2]] == []
    assert "{date}" in words.refusals["duplicate"]


def test_a_house_changes_its_digest_and_its_form(tmp_path: Path) -> None:
    own = "digest: |\n  {each}{mail_no}{reference}\n  Ce message confirme la réception et rien de plus.\nschedule:\n  title: INVENTAIRE\n"
    (tmp_path / "fr.yaml").write_text(own, "utf-8")

    words = wording("fr", tmp_path)

    assert (words.schedule["title"], words.schedule["total"]) == ("INVENTAIRE", wording("fr").schedule["total"])
    letter = write(words, "digest", {"date": "d", "n": "1"}, [{"mail_no": "M-1", "claim": "C1"}])
    assert letter.text == "M-1 - *C1*\n\nCe message confirme la réception et rien de plus.\n"
