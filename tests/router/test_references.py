"""Finding references: every form, what stands beside them, and texts written to be slow."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.values import Carrier, Form
from router.grammar import Pattern
from router.references import find

FORMS = [
    ("*C502100001*", Form.EXACT, True),
    ("*c502100001*", Form.DELIMITED, True),
    ("*C 502 100 001*", Form.DELIMITED, True),
    ("_C502100001_", Form.BARE, False),
    ("c502100001", Form.SEPARATED, False),
    ("C.502.100.001", Form.SEPARATED, False),
    ("C502-100-001", Form.SEPARATED, False),
    ("dossierC502100001", Form.SEPARATED, False),
    ("NoC502100001", Form.SEPARATED, False),
    ("C 502 100 001 15", Form.REPAIRED, False),
    ("C5O21000O1", Form.REPAIRED, False),
    ("C5O21OOO01", None, False),
    ("CZ24158313", None, False),
    ("dossier CS02100001", Form.REPAIRED, False),
    ("*C5021OOOO1*", Form.REPAIRED, True),
    ("*5O2100001*", None, False),
    ("*COIOIOIO11*", None, False),
    ("*502100001*", Form.REPAIRED, True),
    ("*G502100001*", Form.REPAIRED, True),
    ("sinistre 502100001", Form.REPAIRED, False),
    ("schadenummer: 502.100.001", Form.REPAIRED, False),
    ("\u0421502100001", Form.REPAIRED, False),
    ("\u03a4502100417", Form.REPAIRED, False),
    ("\u00c7502100001", None, False),
    ("xC502100001", None, False),
    ("C502100001x", None, False),
    ("Option C 15/03/2024 1", None, False),
    ("C 2024-03-15 1", None, False),
]


@pytest.mark.parametrize(("text", "form", "delimited"), FORMS, ids=[text for text, *_ in FORMS])
def test_a_form_is_named_as_it_is_written(text: str, form: Form | None, delimited: bool) -> None:  # noqa: FBT001 - a column of the table
    found = find(text, carrier=Carrier.SUBJECT, path="0")

    assert [(one.form, one.delimited) for one in found] == ([(form, delimited)] if form else [])


@pytest.mark.parametrize(
    "text",
    [
        "C502100001 à 03",
        "C502100001/2",
        "*C502100001*/02",
        "C502100001-02",
        "C502100001 t/m 05",
        "C502100001 bis 3",
        "C502100001 et 03",
        "C502100001, 002",
        "C502100001 - 05",
        "*C502100001* - *05*",
        "*C502100001* / 02",
        "C502100001/02/03",
        "C502100001~05",
        "*C502100001* et 2",
        "C502100001 & 50",
        "C502100001 & 50 DUPONT",
        "*C502100001* et suivants",
        "*C502100001* en volgende",
        "C502100001 und folgende",
        "C502100001 e.v.",
        "C502100001, 50",
        "C502100001, 50, 123",
        "*C502100001*/*50*/*123*",
        "*C502100001-100050*",
        "*C502100001* (+ 050 et 123)",
        "C502100001 et C...050",
        "C502100001 et C…050",
        "*C502100001*, ...050",
        "C502100001 et C4567",
        "*C502100001* et 502100123",
        "*C502100001*/502100123",
    ],
)
def test_a_shorthand_for_several_claims_is_marked(text: str) -> None:
    assert [one.suffix for one in find(text, carrier=Carrier.SUBJECT, path="0")] == ["range"]


@pytest.mark.parametrize(
    "text",
    [
        "C502100001/JD",
        "C502100001 - 2 photos",
        "*C502100001* 15/03/2024",
        "C502100001/15/03/2024",
        "rendez-vous C502100001 à 10h30",
        "rendez-vous C502100001 à 14 heures",
        "C502100001 à 1000 Bruxelles",
        "C502100001 et 2 devis",
        "C502100001, 2 photos",
        "C502100001 en 3 bijlagen",
        "C502100001 & 2 Anlagen",
        "*C502100001* et suivant votre mail",
        "C502100001, 12 rue de la Paix",
        "C502100001, 1-ABC-123",
        "C502100001 - 1-ABC-123",
        "C502100001 - 15 mars 2024",
        "C502100001, 2 mars",
        "*C502100001* - 15:30",
        "C502100001 et 120 EUR",
        "C502100001-2024",
        "C502100001 et C4 Picasso",
        "C502100001 et 0475123456",
        "*C502100001* - 471234567",
        "*C502100001* *DUPONT*",
    ],
)
def test_what_follows_a_reference_is_not_always_a_range(text: str) -> None:
    assert [one.suffix for one in find(text, carrier=Carrier.SUBJECT, path="0")] == [""]


def test_numbered_files_are_no_range() -> None:
    names = ["C502100001-1.pdf", "C502100001-02.pdf", "C502100001_3.pdf", "C502100001 (4).jpg"]

    found = [find(name, carrier=Carrier.FILE_NAME, path="0.1")[0] for name in names]

    assert {(one.value, one.suffix) for one in found} == {("C502100001", "")}


DRAFTS = [
    (Carrier.SUBJECT, "T502100417", True),
    (Carrier.OWN_TEXT, "T502100417", False),
    (Carrier.OWN_TEXT, "*T502100417*", True),
    (Carrier.OWN_TEXT, "Nos réf. : T502100417", True),
    (Carrier.QUOTED_TEXT, "dossier T 502 100 417", True),
    (Carrier.DOCUMENT_TEXT, "T 502 100 417", False),
    (Carrier.FILE_NAME, "T502100417_photo.jpg", True),
    (Carrier.FILE_NAME, "constat_T502100417.pdf", True),
    (Carrier.FILE_NAME, "constat T502100417.pdf", False),
]


@pytest.mark.parametrize(("carrier", "text", "counts"), DRAFTS)
def test_a_draft_number_outside_of_the_subject_needs_asterisks_or_a_cue(carrier: Carrier, text: str, counts: bool) -> None:  # noqa: FBT001
    assert [one.value for one in find(text, carrier=carrier, path="0")] == (["T502100417"] if counts else [])


@pytest.mark.parametrize(
    "text",
    [
        "Jean Martin, C 475 123 456, F 02 123 45 68",
        "Bureau Martin\nC 475 123 456 - jean@martin.example",
        "Bonjour\n-- \nJean\nC 475 123 456",
        "*T 02 123 45 67*",
        "*C 02 123 45 67*",
    ],
)
def test_what_stands_in_a_signature_is_a_telephone(text: str) -> None:
    assert find(text, carrier=Carrier.OWN_TEXT, path="0") == ()


def test_a_reference_in_a_signature_that_is_written_in_one_piece_counts() -> None:
    found = find("Bonjour\n-- \nJean, dossier C502100001", carrier=Carrier.OWN_TEXT, path="0")

    assert [one.value for one in found] == ["C502100001"]


def test_a_telephone_call_about_a_claim_hides_nothing() -> None:
    found = find("Suite à notre tél. C502100001", carrier=Carrier.SUBJECT, path="0")

    assert [one.value for one in found] == ["C502100001"]


def test_a_scanner_reads_the_letter_wrongly_only_behind_a_cue() -> None:
    text = "Nos réf. : G5O2100001\nMontant (502100001) €502100017"

    assert [one.value for one in find(text, carrier=Carrier.DOCUMENT_TEXT, path="0.1")] == ["C502100001"]


def test_bold_words_around_a_number_do_not_delimit_it() -> None:
    (found,) = find("*urgent* C502100001 *DUPONT*", carrier=Carrier.SUBJECT, path="0")

    assert (found.form, found.delimited) == (Form.BARE, False)


def test_lines_of_a_text_are_kept_apart() -> None:
    assert find("Total C\n502 100 001", carrier=Carrier.OWN_TEXT, path="0") == ()


def test_another_company_has_another_pattern() -> None:
    patterns = (Pattern(kind="claim", prefix="AB", digits=7),)

    (found,) = find("dossier *AB 123.4567*", carrier=Carrier.SUBJECT, path="0", patterns=patterns)

    assert (found.value, found.kind, found.form) == ("AB1234567", "claim", Form.DELIMITED)


@settings(deadline=None)
@given(st.text(alphabet="C5T0*OI &#;=?%2A_.\\\n\u00a0\u200b\uff0a\u0441à-", max_size=60), st.sampled_from(list(Carrier)))
def test_whatever_is_found_stands_in_the_text(text: str, carrier: Carrier) -> None:
    assert all(one.raw in text for one in find(text, carrier=carrier, path="0"))


HOSTILE = [
    "*",
    "*C",
    "C5",
    "C ",
    "C 5",
    " 5",
    "dossier n ",
    "=?a?q?",
    "&amp;",
    "&#4",
    "\n ",
    "C\u200b",
    "tel 0",
    "BE68 5390 ",
    "FR76 ",
    "\\*",
]
HOSTILE += ["-- \n", "C 475 12 34 56\n", "N°", "sinistre 5", "GG(", "ref G5O21 0 ", "é", "\uff23\uff15", "=?utf-8?q?a?= ", "C502100001 à "]


@pytest.mark.timeout(60)
@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
@pytest.mark.parametrize("carrier", [Carrier.SUBJECT, Carrier.OWN_TEXT, Carrier.DOCUMENT_TEXT])
def test_twice_the_text_takes_about_twice_the_time(piece: str, carrier: Carrier) -> None:
    def seconds(size: int) -> float:
        text = piece * (size // len(piece))
        start = time.process_time()
        find(text, carrier=carrier, path="0")
        return time.process_time() - start

    # Quadratic work would take four hundred times as long; the constant forgives a busy machine.
    assert seconds(100_000) < 40 * seconds(5_000) + 0.5
