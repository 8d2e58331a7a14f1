from collections.abc import Sequence

import pytest

from core import finding, folding
from storage import search
from storage.models import Mail, SearchEntry, Task, Unit, Verdict
from tests.databases import ON_BOTH, Database
from tests.ingest.way import NOW

pytestmark = ON_BOTH


def task(*texts: str, codes: Sequence[str] = ()) -> int:
    """A task that is found by these texts."""
    count = Task.objects.count()
    mail = Mail.objects.create(sha256=str(count), size=1, received_at=NOW, held_at=NOW)
    unit = Unit.objects.create(mail=mail, path="0", value={})
    verdict = Verdict.objects.create(unit=unit, decided_at=NOW, actor="claimpost", outcome="route", value={})
    made = Task.objects.create(key=str(count), unit=unit, verdict=verdict, kind="claim", title="message", opened_at=NOW)
    search.keep(entry(made.pk, *texts, codes=codes))
    return made.pk


def entry(task_id: int, *texts: str, codes: Sequence[str] = ()) -> search.Entry:
    return search.entry(task_id, texts=map(folding.words, texts), numbers=folding.numbers(texts), codes=codes)


def is_found(typed: str, **codes: object) -> bool:
    return search.matching(Task.objects.all(), finding.query(typed), search.Codes(**codes)).exists()  # type: ignore[arg-type]


CASES = {
    "a word": ("Rapport d'expertise définitif", "rapport", True),
    "another word": ("Rapport d'expertise définitif", "devis", False),
    "part of a word": ("Rapport d'expertise définitif", "exper", False),
    "two words in any order": ("Rapport d'expertise définitif", "définitif rapport", True),
    "a word that is missing": ("Rapport d'expertise définitif", "rapport devis", False),
    "capitals": ("Rapport", "RAPPORT", True),
    "without accents": ("Évaluation définitive", "evaluation definitive", True),
    "with accents where there are none": ("EVALUATION", "évaluation", True),
    "accents of their own": ("de\u0301finitif", "définitif", True),
    "ligatures and sharp s": ("œuvre, straße", "oeuvre STRASSE", True),
    "an elided article": ("l’expertise d'office", "l'expertise", True),
    "an elided article of another shape": ("L’expertise", "expertise", True),
    "an apostrophe within": ("aujourd'hui", "aujourd’hui", True),
    "a hyphen": ("contre-expertise", "contre-expertise", True),
    "a hyphen as a space": ("contre-expertise", "contre expertise", True),
    "a hyphen is an order": ("expertise contre", "contre-expertise", False),
    "a phrase": ("le choc avant gauche", '"choc avant"', True),
    "a phrase in another order": ("le choc avant gauche", '"avant choc"', False),
    "a phrase in French quotes": ("le choc avant gauche", "« choc avant »", True),
    "a phrase that does not end": ("le choc avant gauche", '"choc avant', True),
    "a phrase over two lines": ("le choc\navant", '"choc avant"', True),
    "a beginning": ("Rapport d'expertise", "exper*", True),
    "a beginning of nothing": ("Rapport d'expertise", "export*", False),
    "a beginning after a word": ("Rapport d'expertise", "rapport exp*", True),
    "a beginning behind a hyphen": ("contre-expertise", "contre-exp*", True),
    "a plate": ("Véhicule 1-ABC-123", "1-ABC-123", True),
    "a plate without signs": ("Véhicule 1-ABC-123", "1abc123", True),
    "a plate in pieces": ("Véhicule 1-ABC-123", "1 abc 123", True),
    "a plate with other signs": ("Véhicule 1.ABC.123", "1-abc-123", True),
    "a plate that was written without": ("Véhicule 1ABC123", "1-ABC-123", True),
    "a plate that was written without, in pieces": ("Véhicule 1ABC123", "1 ABC 123", True),
    "another plate": ("Véhicule 1-ABC-123", "1-ABC-124", False),
    "a plate in another order": ("123 abc 1", '"1 ABC 123"', False),
    "a beginning of a plate": ("Véhicule 1-ABC-123", "1ab*", True),
    "a policy": ("Police 50.123.456", "50.123.456", True),
    "a policy without points": ("Police 50.123.456", "50123456", True),
    "a policy with spaces": ("Police 50123456", "50 123 456", True),
    "a policy and a word": ("Police 50.123.456 DUPONT", "dupont 50 123 456", True),
    "a claim between asterisks": ("objet *C502100001* suite", "*C502100001*", True),
    "a claim without": ("objet *C502100001* suite", "c502100001", True),
    "an asterisk before and behind is no beginning": ("C5021000012", "*C502100001*", False),
    "an amount": ("Total 2 841,20 EUR", "2 841,20", True),
    "an address": ("rapports@maes-expert.example", "rapports@maes-expert.example", True),
    "a part of an address": ("rapports@maes-expert.example", "maes-expert", True),
    "a file": ("rapport_definitif.pdf", "rapport_definitif.pdf", True),
    "nothing but signs": ("Rapport", "*** --", True),
    "operators are words": ("Rapport", "rapport OR devis", False),
    "quotes and colons": ("Rapport", "rapport': & | ! ( ) :* \" \\", True),
    "other letters": ("Δήλωση", "δηλωση", True),
    "Chinese": ("事故报告", "事故报告", True),
    "very long words": ("x" * 300, "x" * 150, True),
}


@pytest.mark.parametrize(("text", "typed", "found"), CASES.values(), ids=CASES)
def test_what_is_typed_finds(text: str, typed: str, found: object, database: Database) -> None:
    assert database
    task(text)

    assert is_found(typed) == found


def test_no_phrase_goes_from_one_text_to_the_next(database: Database) -> None:
    assert database
    task("le choc", "avant gauche")

    assert (is_found('"choc avant"'), is_found("choc avant")) == (False, True)


@pytest.mark.parametrize(
    ("codes", "found"),
    [
        ({"sender": ("maes",)}, True),
        ({"sender": ("ma",)}, True),
        ({"sender": ("devis",)}, False),
        ({"type": "devis"}, True),
        ({"type": "dev"}, False),
        ({"language": "fr", "type": "devis", "sender": ("maes",)}, True),
        ({"language": "nl"}, False),
    ],
)
def test_lists_are_narrowed_by_codes(codes: dict[str, object], found: object, database: Database) -> None:
    assert database
    task("devis de maes", codes=("from_maes", "type_devis", "lang_fr"))

    assert is_found("", **codes) == found


@pytest.mark.parametrize("typed", ["from_maes", "type_devis", '"type_devis"'])
def test_no_code_is_a_word(typed: str, database: Database) -> None:
    assert database
    task("bonjour", codes=("from_maes", "type_devis"))

    assert not is_found(typed)


def test_new_words_take_the_place_of_the_old_ones(database: Database) -> None:
    assert database
    found = task("devis")

    search.keep(entry(found, "facture"))

    assert (is_found("devis"), is_found("facture"), SearchEntry.objects.count()) == (False, True, 1)


def test_what_is_forgotten_is_not_found(database: Database) -> None:
    assert database
    found = task("devis")

    search.forget([found])

    assert (is_found("devis"), SearchEntry.objects.count()) == (False, 0)


def test_of_a_very_long_text_every_word_is_found_and_phrases_at_its_beginning(database: Database) -> None:
    assert database
    words = " ".join(f"mot{number}" for number in range(30_000))

    task(f"{words} fin du texte 9-XYZ-876")

    assert [is_found(typed) for typed in ("mot29999", '"mot15997 mot15998"', "fin texte", "9xyz876", '"fin du texte"')] == [
        True,
        True,
        True,
        True,
        False,
    ]


def test_the_worst_text_that_fits_is_kept(database: Database) -> None:
    assert database
    words = [f"{number:x}" for number in range(400_000)]

    task(" ".join(words))

    assert (is_found(words[16_000]), SearchEntry.objects.count()) == (True, 1)
