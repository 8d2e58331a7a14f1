import pytest

from core.pages import Box, Page, Word
from extractors.facts import facts_of
from extractors.formats import fits, formats
from tests.extractors import papers


def found(text: str, kind: str, language: str = "fr") -> list[str]:
    return [fact.value for fact in facts_of([Page(number=1, text=text)], language=language) if fact.kind.startswith(kind)]


LETTERS_ONLY = "EBOLA"
"""A personalised plate that is not to be told from a word."""

USED = ("iban", "date_eu", "amount_eur", "phone", "policy_number")
PLATES = ("plate_fr_siv", "plate_fr_fni", "plate_be", "plate_be_old", "plate_be_custom", "plate_nl", "plate_de", "plate_lu")


@pytest.mark.parametrize("kind", sorted(formats().patterns))
def test_every_format_takes_its_examples(kind: str) -> None:
    assert [value for value in formats().examples[kind] if not fits(kind, value)] == []


@pytest.mark.parametrize("kind", sorted(set(formats().patterns) - {"iban", "fr_siren"}))
def test_every_format_refuses_its_counterexamples(kind: str) -> None:
    assert [value for value in formats().counterexamples[kind] if fits(kind, value)] == []


@pytest.mark.parametrize(
    ("kind", "value"), [(kind, value) for kind in (*USED, *PLATES) for value in formats().examples[kind] if value != LETTERS_ONLY]
)
def test_the_examples_of_a_format_are_found_after_a_cue(kind: str, value: str) -> None:
    cue = "police n°" if kind == "policy_number" else "Tél." if kind == "phone" else "plaque" if kind in PLATES else "soit"

    assert len(found(f"{cue} {value}\n", "plate" if kind in PLATES else kind)) == 1


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind in USED for value in formats().counterexamples[kind]])
def test_the_counterexamples_of_a_format_are_not_found(kind: str, value: str) -> None:
    assert found(f"soit {value}\n", kind) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("IBAN BE68 5390 0754 7034", "BE68539007547034"),
        ("IBAN:FR1420041010050500013M02606", "FR1420041010050500013M02606"),
        ("FR76 3000 6000 0112 3456 7890 189 BIC AGRIFRPP", "FR7630006000011234567890189"),
        ("NL91ABNA0417164300", "NL91ABNA0417164300"),
        ("DE89 3704 0044 0532 0130 00.", "DE89370400440532013000"),
        ("LU28-0019-4006-4475-0000", "LU280019400644750000"),
        ("BE68 539O O754 7O34", "BE68539007547034"),
        ("BE68 5390 0754 7035", None),
        ("BE68 5390 0754 70345", None),
        ("XX68 5390 0754 7034", None),
        ("FR14 DE LA PART DE MONSIEUR MARTIN", None),
    ],
)
def test_account_numbers(text: str, value: str | None) -> None:
    assert found(text, "iban") == ([value] if value else [])


def test_a_repaired_account_number_is_less_sure() -> None:
    sure, repaired = (facts_of([Page(number=1, text=text)], language="fr")[0] for text in ("BE68 5390 0754 7034", "BE68 539O O754 7O34"))

    assert (sure.confidence, repaired.confidence) == (0.99, 0.7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("le 12/03/2024", "2024-03-12"),
        ("le 1er juin 2021", "2021-06-01"),
        ("Liège, le 3 août 2023.", "2023-08-03"),
        ("du 14 févr. 2024", "2024-02-14"),
        ("op 3 maart 2024", "2024-03-03"),
        ("3 mrt 2024", "2024-03-03"),
        ("am 5. Februar 2024", "2024-02-05"),
        ("31. Dez. 2023", "2023-12-31"),
        ("1. MÄRZ 2024", "2024-03-01"),
        ("on 4th of March 2024", "2024-03-04"),
        ("March 4, 2024", "2024-03-04"),
        ("2024-03-12", "2024-03-12"),
        ("2024-03-12T10:00", "2024-03-12"),
        ("12.3.24", "2024-03-12"),
        ("12-03-1998", "1998-03-12"),
        ("12 / 03 / 2024", "2024-03-12"),
        ("Date : 12 03 2024", "2024-03-12"),
        ("O1/O6/2021", "2021-06-01"),
        ("12/25/2023", "2023-12-25"),
        ("le 12\nmars 2024", "2024-03-12"),
        ("31/02/2024", None),
        ("le 45/03/2024", None),
        ("02.12.34.56.78", None),
        ("0475/12.34.56", None),
        ("BE 0123.456.749", None),
        ("12.03.24.118", None),
        ("v 1.2.3", None),
        ("12/03/2024/118", None),
        ("Dossier 2024/0012", None),
        ("1.234,56", None),
        ("12 mars", None),
        ("85.07.30-033.28", None),
    ],
)
def test_dates(text: str, value: str | None) -> None:
    assert found(text, "date_eu") == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 234,56 €", "1234.56"),
        ("1\u00a0234,56\u00a0€", "1234.56"),
        ("1\u202f234\u202f567,00 €", "1234567.00"),
        ("€ 1.234,56", "1234.56"),
        ("1.234,56 EUR", "1234.56"),
        ("EUR 1,234.56", "1234.56"),
        ("1234.56 EUR", "1234.56"),
        ("€ 150,-", "150.00"),
        ("150 €", "150.00"),
        ("2.500 €", "2500.00"),
        ("-45,00 €", "-45.00"),
        ("8 500 euros", "8500.00"),
        ("€12,50", "12.50"),
        ("Total TTC 1.494,59", "1494.59"),
        ("1'234.50 EUR", "1234.50"),
        ("TVA 21,00 %", None),
        ("6,50 h", None),
        ("3,75 km", None),
        ("12,3456", None),
        ("1234", None),
        ("2 rue de Fer, 5000 Namur", None),
        ("0475 12.34.56", None),
        ("50.123.456", None),
    ],
)
def test_amounts(text: str, value: str | None) -> None:
    assert found(text, "amount_eur") == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "language", "kind", "value"),
    [
        ("immatriculé AB-123-CD", "fr", "plate_fr_siv", "AB-123-CD"),
        ("immatriculation : AB123CD", "fr", "plate_fr_siv", "AB-123-CD"),
        ("le véhicule AB-123-CD roulait", "fr", "plate_fr_siv", "AB-123-CD"),
        ("plaque 1-ABC-123", "fr", "plate_be", "1-ABC-123"),
        ("Renault Clio 2-XYZ-987", "fr", "plate_be", "2-XYZ-987"),
        ("nummerplaat: 1ABC123", "nl", "plate_be", "1-ABC-123"),
        ("kenteken 12-ABC-3", "nl", "plate_nl", "12-ABC-3"),
        ("auto X-123-XX", "nl", "plate_nl", "X-123-XX"),
        ("Kennzeichen AC-XY 123", "de", "plate_de", "AC-XY 123"),
        ("amtliches Kennzeichen: B-A 1E", "de", "plate_de", "B-A 1E"),
        ("plaque ABC-123", "fr", "plate_be_old", "ABC-123"),
        ("immatriculation 123 ABC 75", "fr", "plate_fr_fni", "123 ABC 75"),
        ("registration number AB 1234", "en", "plate_lu", "AB 1234"),
        ("A. AB-123-CD", "fr", "plate_fr_siv", "AB-123-CD"),
    ],
)
def test_plates(text: str, language: str, kind: str, value: str) -> None:
    facts = facts_of([Page(number=1, text=text)], language=language)

    assert [(fact.kind, fact.value) for fact in facts] == [(kind, value)]


@pytest.mark.parametrize(
    "text",
    [
        "AI-123-CD",
        "ABC-123",
        "123-ABC",
        "facture FA-2024-118",
        "rue B 12",
        "LE 12 MARS",
        "AC-XY 123",
        "12345",
        "CE-123",
        "ISO-9001-A",
        "TVA BE 0123.456.749",
        "plaque de cuisson",
        "article AB 123 CDE",
    ],
)
def test_what_is_no_plate(text: str) -> None:
    assert found(text, "plate") == []


@pytest.mark.parametrize(
    ("text", "language", "value"),
    [
        ("Tél. 01 55 92 26 92", "fr", "+33155922692"),
        ("GSM 0475/12.34.56", "fr", "+32475123456"),
        ("04 222 33 44 BE 0123.456.749", "fr", "+3242223344"),
        ("tel. 0475 12 34 56", "nl", "+32475123456"),
        ("Telefon 0241 4770 120", "de", "+492414770120"),
        ("call +44 20 7946 0958", "en", "+442079460958"),
        ("0032 2 555 12 12", "fr", "+3225551212"),
        ("T +32 (0)2 555 12 12", "fr", "+3225551212"),
        ("Tél. 02 123 45 67", "fr", "+3221234567"),
        ("le 12.03.2024 à 14:30", "fr", None),
        ("IBAN BE68 5390 0754 7034", "fr", None),
        ("dossier 0475123456", "fr", None),
        ("1 494,59 €", "fr", None),
        ("SIREN 732 829 320", "fr", None),
        ("C502100001", "fr", None),
    ],
)
def test_phones(text: str, language: str, value: str | None) -> None:
    assert found(text, "phone", language) == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("police n° 50.123.456", "50.123.456"),
        ("N° de police : AXZ-12345-7890", "AXZ-12345-7890"),
        ("contrat n° 12345678", "12345678"),
        ("Contrat d'assurance n° 0045/7788", "0045/7788"),
        ("n° de contrat\n50.123.456", "50.123.456"),
        ("Polisnummer: 12.345.678/01", "12.345.678/01"),
        ("polisnr. 12345678", "12345678"),
        ("Versicherungsschein-Nr. KV 4711/0815", "KV 4711/0815"),
        ("Policen-Nr.: 12345-67", "12345-67"),
        ("Policy no. HX/99-1234", "HX/99-1234"),
        ("Policy number: 1234567", "1234567"),
        ("Réf. contrat : AB 123 456", "AB 123 456"),
        ("la police est arrivée à 14 h 30", None),
        ("la police 101 est venue", None),
        ("procès-verbal de police n° 123456", None),
        ("contrat n° du 12/03/2024", None),
        ("police d'assurance", None),
        ("50.123.456", None),
    ],
)
def test_policy_numbers(text: str, value: str | None) -> None:
    assert found(text, "policy_number") == ([value] if value else [])


@pytest.mark.parametrize(
    "text",
    [
        "NISS 85.07.30-033.28",
        "Registre national : 85073003328",
        "N° de sécurité sociale 2 55 08 14 168 025 38",
        "255081416802538",
        "BSN 111222333",
        "Steuer-ID 36 574 261 809",
        "police n° 85.07.30-033.28",
        "Tél. 85.07.30-033.28",
    ],
)
def test_no_national_number_ever_comes_out(text: str) -> None:
    assert facts_of([Page(number=1, text=text)], language="fr") == ()


def test_a_value_comes_once_a_page_with_the_page_it_stands_on() -> None:
    facts = facts_of([Page(number=1, text="12/03/2024 et 12.03.2024"), Page(number=2, text="12/03/2024")], language="fr")

    assert [(fact.value, fact.raw, fact.page) for fact in facts] == [("2024-03-12", "12/03/2024", 1), ("2024-03-12", "12/03/2024", 2)]


def put(text: str, x: float, y: float, confidence: float = 1.0) -> Word:
    return Word(box=Box(x0=x, y0=y, x1=x + 6 * len(text), y1=y + 10), text=text, confidence=confidence)


def test_a_value_in_another_column_is_read_with_the_label_on_its_row() -> None:
    words = (
        put("Police", 50, 100),
        put("n°", 90, 100),
        put("Date", 50, 120),
        put("50.123.456", 300, 101, 0.8),
        put("12/03/2024", 300, 121),
    )
    page = Page(number=1, text="Police n°\nDate\n50.123.456\n12/03/2024", words=words, width=595, height=842)

    policy, date = facts_of([page], language="fr")

    assert (policy.value, policy.box, policy.confidence) == ("50.123.456", words[3].box, round(0.93 * 0.8, 3))
    assert (date.value, date.box) == ("2024-03-12", words[4].box)


def test_numbers_of_two_columns_are_not_joined() -> None:
    words = (put("1", 50, 100), put("234,56", 300, 100), put("€", 345, 100))

    assert [fact.value for fact in facts_of([Page(number=1, text="", words=words)], language="fr")] == ["234.56"]


@pytest.mark.parametrize(
    ("lines", "language", "expected"),
    [
        (
            papers.STATEMENT,
            "fr",
            {
                ("date_eu", "2024-02-14"),
                ("time_24h", "17:45"),
                ("plate_be", "2-XYZ-987"),
                ("policy_number", "AXZ-12345-7890"),
                ("person", "Marchal"),
            },
        ),
        (
            papers.DUTCH,
            "nl",
            {
                ("amount_eur", "1250.00"),
                ("date_eu", "2024-06-30"),
                ("plate_be", "1-DEF-456"),
                ("policy_number", "12.345.678/01"),
                ("phone", "+32475123456"),
                ("iban", "BE71096123456769"),
            },
        ),
        (
            papers.GERMAN,
            "de",
            {
                ("date_eu", "2024-02-05"),
                ("plate_de", "AC-XY 123"),
                ("amount_eur", "3456.78"),
                ("policy_number", "KV 4711/0815"),
                ("phone", "+492414770120"),
                ("issuer", "Kfz-Sachverständigenbüro Weber"),
            },
        ),
        (
            papers.ENGLISH,
            "en",
            {("date_eu", "2024-03-04"), ("amount_eur", "2345.00"), ("phone", "+442079460958"), ("policy_number", "HX/99-1234")},
        ),
    ],
    ids=["fr", "nl", "de", "en"],
)
def test_the_facts_of_whole_papers_are_found_and_nothing_else(
    lines: tuple[str, ...], language: str, expected: set[tuple[str, str]]
) -> None:
    reading = papers.reading_of(papers.pdf(lines))

    assert (reading.language, papers.facts(reading)) == (language, expected)
