"""Every format of the domain's annex C as its finder takes it, and what looks like one and is none."""

import pytest

from core.pages import Fact, Page
from extractors.facts import FINDERS, facts_of
from extractors.formats import formats

CUES = {
    "policy_number": "Police n°",
    "broker_ref": "V/Réf.",
    "pv_fr": "PV n°",
    "fr_siren": "SIREN",
    "fr_siret": "SIRET",
    "fr_orias": "ORIAS",
    "bic": "BIC",
    "vat_eu": "TVA",
    "phone": "Tél.",
    "postcode": "Code postal :",
    "yes_no": "Blessés :",
    "vin": "",
}
"""The word that announces each kind of which the shape does not speak for itself."""

ELSEWHERE = frozenset({"claim_number", "draft_number", "free_text"})
"""The router finds the first two; the last is no value."""

PLATES = frozenset(kind for kind in formats().patterns if kind.startswith("plate"))
NEVER_OUT = frozenset({"national_id"})
NO_EXAMPLE = frozenset({("vat_eu", "FR12123456789"), ("plate_be_custom", "EBOLA")})
"""Of the shape only: the check digits are wrong; letters that are not to be told from a word."""

EXAMPLES = [(kind, value) for kind, values in formats().examples.items() if kind not in ELSEWHERE for value in values]
COUNTEREXAMPLES = [(kind, value) for kind, values in formats().counterexamples.items() if kind not in ELSEWHERE for value in values]


def facts(text: str, language: str = "fr") -> tuple[Fact, ...]:
    return facts_of([Page(number=1, text=text)], language=language)


def found(text: str, kind: str, language: str = "fr") -> list[str]:
    return [fact.value for fact in facts(text, language) if fact.kind == kind]


def cue(kind: str) -> str:
    return "plaque" if kind.startswith("plate") else CUES.get(kind, "soit")


def test_every_format_has_a_finder() -> None:
    assert set(formats().patterns) - ELSEWHERE - set(FINDERS.all()) == set()


@pytest.mark.parametrize(("kind", "value"), [example for example in EXAMPLES if example not in NO_EXAMPLE and example[0] not in NEVER_OUT])
def test_each_example_is_found(kind: str, value: str) -> None:
    kinds = {fact.kind for fact in facts(f"{cue(kind)} {value}\n")}

    # A plate may have the shape of several countries.
    assert kinds & (PLATES if kind in PLATES else {kind})


@pytest.mark.parametrize(("kind", "value"), [*COUNTEREXAMPLES, *(example for example in NO_EXAMPLE if example[0] == "vat_eu")])
def test_no_counterexample_is_found(kind: str, value: str) -> None:
    assert found(f"{cue(kind)} {value}\n", kind) == []


@pytest.mark.parametrize("value", formats().examples["national_id"])
def test_no_national_number_comes_out(value: str) -> None:
    assert facts(f"NISS {value}\n") == ()


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("TVA BE 0123.456.749", "vat_eu", "BE0123456749"),
        ("TVA BE 0123.456.749", "be_enterprise", "0123.456.749"),
        ("TVABE0123456749", "vat_eu", "BE0123456749"),
        ("BTW-nummer: NL 8143.26.584.B.01", "vat_eu", "NL814326584B01"),
        ("USt-IdNr.: DE136695976", "vat_eu", "DE136695976"),
        ("N° TVA intracommunautaire : FR 40 303 265 045", "vat_eu", "FR40303265045"),
        ("TVA 23 334 175 221", "vat_eu", "FR23334175221"),
        ("TVA LU15027442", "vat_eu", "LU15027442"),
        ("TVA BE O123.456.749", "vat_eu", "BE0123456749"),
        ("VAT BE 0123.456.748", "vat_eu", None),
        ("LA SOMME DE 136695976", "vat_eu", None),
        ("BCE 0123.456.749", "be_enterprise", "0123.456.749"),
        ("RPM Liège 0123 456 749", "be_enterprise", "0123.456.749"),
        ("Ondernemingsnummer: 0123456749", "be_enterprise", "0123.456.749"),
        ("0123456749", "be_enterprise", None),
        ("RCS Nancy B 323 159 715", "fr_siren", "323159715"),
        ("SIREN : 732829320", "fr_siren", "732829320"),
        ("SIREN:73282932O", "fr_siren", "732829320"),
        ("SIRET 732 829 320 00074", "fr_siren", None),
        ("SIREN 732 829 320 00074", "fr_siret", "73282932000074"),
        ("732 829 320 00074", "fr_siret", "73282932000074"),
        ("SIRET73282932000074", "fr_siret", "73282932000074"),
        ("SIRET 356 000 000 09075", "fr_siret", "35600000009075"),
        ("SIRET 356 000 000 49838", "fr_siret", None),
        ("732829320", "fr_siren", None),
        ("n° ORIAS : 07001234", "fr_orias", "07001234"),
        ("07 001 234", "fr_orias", None),
        ("UID CHE-107.787.577 MWST", "ch_uid", "CHE-107.787.577"),
        ("BIC: GEBABEBB", "bic", "GEBABEBB"),
        ("BICBNPAFRPPXXX", "bic", "BNPAFRPPXXX"),
        ("Code BIC/SWIFT : BNPA FR PP", "bic", "BNPAFRPP"),
        ("BE68 5390 0754 7034 GEBABEBB", "bic", "GEBABEBB"),
        ("MONSIEUR MULTIPLE", "bic", None),
        ("FACTURES", "bic", None),
        ("+++090/9337/55493+++", "be_structured_comm", "+++090/9337/55493+++"),
        ("Communication : 090/9337/55493", "be_structured_comm", "+++090/9337/55493+++"),
        ("***O90/9337/55493***", "be_structured_comm", "+++090/9337/55493+++"),
        ("+++090/9337/55494+++", "be_structured_comm", None),
        ("Référence RF18 5390 0754 7034", "rf_reference", "RF18539007547034"),
        ("RF18539007547034", "rf_reference", "RF18539007547034"),
        ("RF18 5390 0754 7034 MERCI", "rf_reference", "RF18539007547034"),
        ("RF712348231", "rf_reference", "RF712348231"),
        ("RF71 2348 231", "rf_reference", "RF712348231"),
        ("RF19539007547034", "rf_reference", None),
        ("XRF18539007547034", "rf_reference", None),
        ("RF18 5390 0754 7034", "iban", None),
        ("21 00000 00003 13947 14300 09017", "ch_qr_reference", "210000000003139471430009017"),
        ("Referenz: 210000000003139471430009017", "ch_qr_reference", "210000000003139471430009017"),
        ("Référence 210000000003139471430009017", "ch_qr_reference", "210000000003139471430009017"),
        ("2l 00000 00003 13947 14300 O9017", "ch_qr_reference", "210000000003139471430009017"),
        ("210000000003139471430009017", "ch_qr_reference", None),
        ("21 00000 00003 13947 14300 09016", "ch_qr_reference", None),
        ("00 00000 00000 00000 00000 00000", "ch_qr_reference", None),
        ("N° de châssis : WVWZZZ1JZ3W386752", "vin", "WVWZZZ1JZ3W386752"),
        ("châssis WVWZZZ1JZ3W38675O", "vin", "WVWZZZ1JZ3W386750"),
        ("E WVWZZZ1JZ3W386752", "vin", "WVWZZZ1JZ3W386752"),
        ("WVWZZZ1JZ3W386752", "vin", "WVWZZZ1JZ3W386752"),
        ("INTERNATIONALISER2", "vin", None),
        ("PV n° TG.69.L3.00572/24", "pv_be", "TG.69.L3.00572/24"),
        ("proces-verbaal PL07B3 2023123456-1", "pv_nl", "PL07B3 2023123456-1"),
        ("procédure n° 01234/00567/2024", "pv_fr", "01234/00567/2024"),
        ("procès-verbal n° 2024/012345", "pv_fr", "2024/012345"),
        ("dossier 2024/012345", "pv_fr", None),
        ("Jean@Example.be,", "email", "jean@example.be"),
        ("4000 Liège", "postcode", "4000"),
        ("4000 Liège", "town", "Liège"),
        ("rue de Fer 2, 5000 Namur", "postcode", "5000"),
        ("F-75001 Paris", "postcode", "75001"),
        ("67000 STRASBOURG CEDEX", "town", "STRASBOURG"),
        ("1012 AB Amsterdam", "postcode", "1012 AB"),
        ("Postcode: 2611ET", "postcode", "2611 ET"),
        ("Postcode: 2611 SS", "postcode", None),
        ("52062 Aachen", "town", "Aachen"),
        ("14190 Villers-la-Ville", "town", "Villers-la-Ville"),
        ("en 2024 Madame Dupont", "postcode", None),
        ("Liège, 2024 Monsieur", "postcode", None),
        ("1500 Euros", "postcode", None),
        ("vers 14h30", "time_24h", "14:30"),
        ("17 h 45", "time_24h", "17:45"),
        ("om 9u05", "time_24h", "09:05"),
        ("14.30 Uhr", "time_24h", "14:30"),
        ("Heure : 8.15", "time_24h", "08:15"),
        ("12:30:45", "time_24h", "12:30"),
        ("at 5:05 PM", "time_24h", "17:05"),
        ("12:05 am", "time_24h", "00:05"),
        ("25:00", "time_24h", None),
        ("1:1000", "time_24h", None),
        ("TVA 21 %", "percent", "21%"),
        ("5,50%", "percent", "5.5%"),
        ("120 %", "percent", None),
        ("Blessés : NON", "yes_no", "no"),
        ("Blessé(s) même léger(s) ☐ non ☒ oui", "yes_no", "yes"),
        ("Gewonden: nee", "yes_no", "no"),
        ("Blessés ☐ non ☐ oui", "yes_no", None),
        ("Blessés : non, pas à ma connaissance mais", "yes_no", "no"),
        ("Oui, je confirme", "yes_no", None),
        ("V/Réf. : DOS/2024/0153", "broker_ref", "DOS/2024/0153"),
        ("Uw ref.: 2024-0815", "broker_ref", "2024-0815"),
        ("Ihr Zeichen: AB-4711", "broker_ref", "AB-4711"),
        ("Vos réf.\tNos réf.\nDOS/2024/0153\tGT-118", "broker_ref", "DOS/2024/0153"),
        ("V/Réf. : C502100001", "broker_ref", None),
        ("V/Réf. : 12/03/2024", "broker_ref", None),
        ("notre référence habituelle", "broker_ref", None),
    ],
)
def test_a_value_is_read_as_it_is_written(text: str, kind: str, value: str | None) -> None:
    assert found(text, kind)[:1] == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("le premier juin deux mille vingt-six", "2026-06-01"),
        ("le vingt et un mars deux mille vingt et un", "2021-03-21"),
        ("l'an deux mille vingt-quatre", None),
        ("le quatre décembre de l'an deux mille vingt-quatre", "2024-12-04"),
        ("le douze mai mil neuf cent nonante-huit", "1998-05-12"),
        ("le trois mai mille neuf cent quatre-vingt-dix-neuf", "1999-05-03"),
        ("1er juin 2026", "2026-06-01"),
        ("1. Juni 2026", "2026-06-01"),
        ("1 juni 2026", "2026-06-01"),
        ("June 1st, 2026", "2026-06-01"),
        ("the first of June 2026", "2026-06-01"),
        ("the twenty-third of May two thousand and twenty-five", "2025-05-23"),
        ("op eenentwintig juni tweeduizend vierentwintig", "2024-06-21"),
        ("op tweeëntwintig mei 2024", "2024-05-22"),
        ("am dritten Oktober zweitausendvierundzwanzig", "2024-10-03"),
        ("am ersten März 2024", "2024-03-01"),
        ("01.06.26", "2026-06-01"),
        ("2026-06-01", "2026-06-01"),
        ("1/6/2026", "2026-06-01"),
        ("le01/06/2026à14h30", "2026-06-01"),
        ("Liège,le1erjuin2026", "2026-06-01"),
        ("Date:12mars2024", "2024-03-12"),
        ("trente et un février deux mille vingt-six", None),
        ("31.04.2024", None),
        ("mars deux mille", None),
    ],
)
def test_dates_in_words_and_figures(text: str, value: str | None) -> None:
    assert found(text, "date_eu") == ([value] if value else [])


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("IBAN:FR7630006000011234567890189BIC:AGRIFRPP", "iban", "FR7630006000011234567890189"),
        ("compteBE68539007547034", "iban", "BE68539007547034"),
        ("BE68 539O 0754 7O34", "iban", "BE68539007547034"),
        ("NL91A8NA0417164300", "iban", "NL91ABNA0417164300"),
        ("DE8937O4OO44O532O13OOO", "iban", "DE89370400440532013000"),
        ("TotalTTC1.234,56€", "amount_eur", "1234.56"),
        ("Totalàpayer:1 494,59€", "amount_eur", "1494.59"),
        ("MontantHT1.234,56", "amount_eur", "1234.56"),
        ("immatriculationAB-123-CD", "plate_fr_siv", "AB-123-CD"),
        ("plaque1-ABC-123", "plate_be", "1-ABC-123"),
        ("Tél.0475/12.34.56", "phone", "+32475123456"),
        ("SIRET:73282932000074APE4520A", "fr_siret", "73282932000074"),
    ],
)
def test_missing_spaces_and_misread_signs_do_no_harm(text: str, kind: str, value: str) -> None:
    assert found(text, kind) == [value]


def test_a_repair_keeps_what_stood_there_and_is_less_sure() -> None:
    (fact,) = facts("SIREN 73282932O")

    assert (fact.value, fact.raw, fact.confidence) == ("732829320", "73282932O", 0.7)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Procès-verbal 123/24\nPolice n° 50.213.448", "50.213.448"),
        ("Zone Condroz\nN° de police : 50.213.448", "50.213.448"),
        ("RPV 24/118\nContrat n° 77.123.456", "77.123.456"),
        ("Police AUT763220043", "AUT763220043"),
        ("Contrat n° 2.439.218/32\tEY/75651245", "EY/75651245"),
    ],
)
def test_a_report_of_the_police_hides_no_policy_number_of_another_line(text: str, number: str) -> None:
    assert number in {fact.value for fact in facts_of([Page(number=1, text=text)], language="fr") if fact.kind == "policy_number"}
