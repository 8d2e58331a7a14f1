"""What a value is in its document, and what contradicts what."""

import datetime as dt

import pytest

from core import codec
from core.pages import Box, Fact, Page, Word
from extractors.facts import facts_of


def facts(text: str, language: str = "fr", received: dt.date | None = None) -> tuple[Fact, ...]:
    return facts_of([Page(number=1, text=text)], language=language, received=received)


def roles(text: str, language: str = "fr") -> list[tuple[str, str]]:
    return [(fact.role, fact.value) for fact in facts(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Total TTC : 1 494,59 €", [("total", "1494.59")]),
        ("Total HT 1.000,00 € TVA 210,00 € Total TTC 1.210,00 €", [("net", "1000.00"), ("vat", "210.00"), ("total", "1210.00")]),
        ("Total HTVA\t1.000,00 €", [("net", "1000.00")]),
        ("TVA 21 %\t259,39 €", [("vat", "21%"), ("vat", "259.39")]),
        ("Net à payer ............ 1 494,59 €", [("total", "1494.59")]),
        ("1 494,59 € TTC", [("total", "1494.59")]),
        ("soit 1 000,00 € HT et 1 210,00 € TTC", [("net", "1000.00"), ("total", "1210.00")]),
        ("TotalTTC1.234,56€", [("total", "1234.56")]),
        ("Franchise : 250,00 €", [("deductible", "250.00")]),
        ("une franchise contractuelle de 250 €", [("deductible", "250.00")]),
        ("Acompte versé : 500,00 €", [("advance", "500.00")]),
        ("Totaal te betalen: € 1.250,00", [("total", "1250.00")]),
        ("Bedrag excl. btw € 1.000,00", [("net", "1000.00")]),
        ("Btw 21% € 210,00", [("vat", "21%"), ("vat", "210.00")]),
        ("eigen risico van € 250,00", [("deductible", "250.00")]),
        ("voorschot € 300,00", [("advance", "300.00")]),
        ("Gesamtbetrag 3.456,78 EUR", [("total", "3456.78")]),
        ("Zwischensumme 2.904,86 EUR", [("net", "2904.86")]),
        ("zzgl. 19 % MwSt. 551,92 EUR", [("vat", "19%"), ("vat", "551.92")]),
        ("Selbstbeteiligung 300 EUR", [("deductible", "300.00")]),
        ("Anzahlung 100,00 EUR", [("advance", "100.00")]),
        ("Amount due: EUR 2,345.00", [("total", "2345.00")]),
        ("policy excess of EUR 250", [("deductible", "250.00")]),
        ("HT\tTVA\tTTC\n1 000,00 €\t210,00 €\t1 210,00 €", [("net", "1000.00"), ("vat", "210.00"), ("total", "1210.00")]),
        ("pare-chocs avant 845,20 €", [("", "845.20")]),
        ("cabinet 845,20 €", [("", "845.20")]),
    ],
)
def test_what_an_amount_is(text: str, expected: list[tuple[str, str]]) -> None:
    assert roles(text) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Date de l'accident : 14/02/2024", "loss"),
        ("l'accident survenu le 14/02/2024", "loss"),
        ("le sinistre du 14 février 2024", "loss"),
        ("vol commis le 14/02/2024", "loss"),
        ("l'accident est survenu à Namur, le 14/02/2024", "loss"),
        ("l'accident qui est survenu à Namur\nle 14/02/2024", "loss"),
        ("datum ongeval: 14/02/2024", "loss"),
        ("schadegeval van 14/02/2024", "loss"),
        ("Schadentag: 14.02.2024", "loss"),
        ("Unfall vom 14.02.2024", "loss"),
        ("Date of accident 14/02/2024", "loss"),
        ("Liège, le 14 février 2024", "letter"),
        ("Gent, 14 februari 2024", "letter"),
        ("Aachen, den 14. Februar 2024", "letter"),
        ("Date : 14/02/2024", "letter"),
        ("FACTURE N° 2024-0118\nDate : 14/02/2024", "invoice"),
        ("Date de facture 14/02/2024", "invoice"),
        ("Facture n° 118 du 14/02/2024", "invoice"),
        ("Factuurdatum 14/02/2024", "invoice"),
        ("Rechnungsdatum: 14.02.2024", "invoice"),
        ("Échéance : 14/02/2024", "due"),
        ("vervaldatum 14/02/2024", "due"),
        ("fällig am 14.02.2024", "due"),
        ("Due date: 14/02/2024", "due"),
        ("à l'audience du 14/02/2024", "hearing"),
        ("ter zitting van 14/02/2024", "hearing"),
        ("Verhandlung am 14.02.2024", "hearing"),
        ("de nous répondre avant le 14/02/2024", "deadline"),
        ("uiterlijk op 14/02/2024", "deadline"),
        ("spätestens bis zum 14.02.2024", "deadline"),
        ("no later than 14 February 2024", "deadline"),
        ("né le 14/02/1994", "birth"),
        ("1re mise en circulation : 14/02/2014", "first_registration"),
        ("valable jusqu'au 14/02/2024", "valid_to"),
        ("rapport d'expertise du 14/02/2024", "report"),
        ("Votre lettre du 14/02/2024", "letter"),
        ("Nous avons parlé de l'accident. Le 14/02/2024, je vous ai écrit.", ""),
        ("le 14/02/2024", ""),
    ],
)
def test_what_a_date_is(text: str, role: str) -> None:
    assert [fact.role for fact in facts(text) if fact.kind == "date_eu"] == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Veuillez verser sur le compte BE68 5390 0754 7034", "creditor"),
        ("Bénéficiaire : Garage des Tilleuls, IBAN BE68 5390 0754 7034", "creditor"),
        ("compte de l'assuré : BE68 5390 0754 7034", "insured"),
        ("mijn rekening BE68 5390 0754 7034", "insured"),
        ("zu überweisen auf BE68 5390 0754 7034", "creditor"),
        ("IBAN BE68 5390 0754 7034", ""),
    ],
)
def test_whose_an_account_is(text: str, role: str) -> None:
    assert [fact.role for fact in facts(text)] == [role]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("GSM 0475/12.34.56", "mobile"),
        ("Tél. 04 222 33 44 - Belgique", "fixed"),
        ("Fax 04 222 33 45 - Belgique", "fax"),
        ("+33 6 12 34 56 78", "mobile"),
    ],
)
def test_what_a_telephone_number_is(text: str, role: str) -> None:
    assert [fact.role for fact in facts(text)] == [role]


def test_the_sides_of_an_accident() -> None:
    text = (
        "Véhicule A : Renault, plaque 1-ABC-123\nN° de police : 50.123.456\nVéhicule B : Fiat, plaque 2-XYZ-987\nN° de police : 12.345.678"
    )

    assert [(fact.kind, fact.role) for fact in facts(text)] == [
        ("plate_be", "A"),
        ("policy_number", "A"),
        ("plate_be", "B"),
        ("policy_number", "B"),
    ]


def put(text: str, x: float, y: float) -> list[Word]:
    words, at = [], x
    for piece in text.split():
        words.append(Word(box=Box(x0=at, y0=y, x1=at + 6 * len(piece), y1=y + 10), text=piece))
        at += 6 * len(piece) + 4
    return words


def boxed(*placed: tuple[str, float, float]) -> tuple[Fact, ...]:
    words = tuple(word for text, x, y in placed for word in put(text, x, y))
    return facts_of([Page(number=1, text="", words=words, width=595, height=842)], language="fr")


def test_the_columns_of_a_statement_are_the_sides() -> None:
    found = boxed(
        ("véhicule A", 40, 100),
        ("véhicule B", 340, 100),
        ("plaque 1-ABC-123", 40, 130),
        ("plaque 2-XYZ-987", 340, 130),
        ("Police n° 50.123.456", 40, 160),
        ("Police n° 12.345.678", 340, 160),
    )

    assert [(fact.value, fact.role) for fact in found] == [
        ("1-ABC-123", "A"),
        ("2-XYZ-987", "B"),
        ("50.123.456", "A"),
        ("12.345.678", "B"),
    ]


@pytest.mark.parametrize("indent", [0, 50, 90], ids=["left", "centred", "far right"])
def test_the_head_of_a_column_may_stand_in_its_middle(indent: float) -> None:
    heads = (("VÉHICULE A", 40 + indent, 100), ("12. Circonstances", 230, 100), ("VÉHICULE B", 400 + indent, 100))
    found = boxed(*heads, ("GH-482-KL", 40, 130), ("6 roulait", 230, 130), ("FX-219-BN", 400, 130))

    assert [(fact.value, fact.role) for fact in found] == [("GH-482-KL", "A"), ("FX-219-BN", "B")]


def test_between_two_columns_no_side_is_guessed() -> None:
    found = boxed(("véhicule A", 40, 100), ("véhicule B", 340, 100), ("plaque 1-ABC-123", 150, 130))

    assert [(fact.value, fact.role) for fact in found] == [("1-ABC-123", "")]


def test_the_header_of_a_column_says_what_an_amount_is() -> None:
    found = boxed(
        ("Base HT", 100, 100),
        ("TVA", 250, 100),
        ("Total TTC", 400, 100),
        ("1000,00", 100, 115),
        ("210,00", 250, 115),
        ("1210,00", 400, 115),
    )

    assert [(fact.value, fact.role) for fact in found] == [("1000.00", "net"), ("210.00", "vat"), ("1210.00", "total")]


def test_the_heads_of_the_columns_count_for_the_sum_below_them_and_not_for_its_parts() -> None:
    rows = ("Pièces\t10,00\t2,10\t12,10", "Main d'oeuvre\t20,00\t4,20\t24,20", "Total\t30,00\t6,30\t36,30")
    found = facts("\n".join(("Libellé\tHT\tTVA\tTTC", *rows)))

    assert [(fact.value, fact.role) for fact in found] == [
        ("10.00", ""),
        ("2.10", ""),
        ("12.10", ""),
        ("20.00", ""),
        ("4.20", ""),
        ("24.20", ""),
        ("30.00", "net"),
        ("6.30", "vat"),
        ("36.30", "total"),
    ]


def test_a_sum_that_adds_up_is_sure_and_names_its_parts() -> None:
    found = facts("Total HT 100,00 €\nTaxes diverses 21,00 €\nTotal TTC 121,00 €\nTotal de la page 12,00 €")

    assert [(fact.value, fact.role, fact.confidence) for fact in found] == [
        ("100.00", "net", 0.97),
        ("21.00", "vat", 0.97),
        ("121.00", "total", 0.97),
        ("12.00", "total", 0.679),
    ]


def test_two_sums_that_add_up_decide_nothing() -> None:
    found = facts("Total HT 100,00 €\nTVA 21,00 €\nTotal TTC 121,00 €\nTotal HT 50,00 €\nTVA 10,50 €\nTotal TTC 60,50 €")

    assert {fact.confidence for fact in found} == {0.679}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("1. Date de l'accident 14/02/2024   Heure 17:45", "loss"),
        ("l'accident est survenu le 14/02/2024 vers 17h45", "loss"),
        ("l'audience du 3 mars 2024 à 9h00", "hearing"),
        ("Ouvert de 9h00 à", ""),
    ],
)
def test_a_time_shares_the_role_of_the_date_before_it(text: str, role: str) -> None:
    assert [fact.role for fact in facts(text) if fact.kind == "time_24h"] == [role]


def test_two_totals_that_differ_are_both_kept_and_less_sure() -> None:
    one = facts("Total TTC : 100,00 €")[0]
    two = facts("Total TTC : 100,00 €\nTotal à payer : 90,00 €")

    assert [(fact.value, fact.role, fact.confidence < one.confidence) for fact in two] == [
        ("100.00", "total", True),
        ("90.00", "total", True),
    ]


def test_no_loss_is_after_the_letter_about_it() -> None:
    letter, loss = facts("Liège, le 3 mars 2024\nl'accident du 14/05/2024")

    assert (letter.role, loss.role, loss.confidence < letter.confidence) == ("letter", "", True)


def test_no_loss_is_after_the_document_came() -> None:
    (loss,) = facts("l'accident du 14/05/2024", received=dt.date(2024, 3, 3))

    assert loss.role == ""


def test_a_day_without_a_year_is_the_last_one_before_the_document_came() -> None:
    found = [facts("l'accident du 14 mai à Namur", received=day) for day in (None, dt.date(2024, 6, 1), dt.date(2024, 3, 1))]

    assert [[(fact.value, fact.role) for fact in each] for each in found] == [[], [("2024-05-14", "loss")], [("2023-05-14", "loss")]]


def test_a_fact_that_was_kept_before_there_were_roles_still_loads() -> None:
    kept = codec.dump(Fact(kind="iban", value="BE68539007547034", raw="BE68 5390 0754 7034", role="creditor"))
    older = {name: value for name, value in kept.items() if name != "role"}

    assert (codec.load(Fact, kept).role, codec.load(Fact, older).role) == ("creditor", "")
