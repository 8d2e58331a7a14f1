"""What comes out of ordinary pages, and what of them is no fact although it looks like one."""

import pytest

from core.pages import Fact, Page
from extractors.facts import facts_of
from tests.extractors import papers


def facts(text: str, language: str = "fr") -> tuple[Fact, ...]:
    return facts_of([Page(number=1, text=text)], language=language)


LETTER = """Cabinet Delcourt & Fils
Rue de l'Église 14
4000 Liège
Tél. 04 222 33 44

Assurances Générales
Service Sinistres
1000 Bruxelles

Liège, le 3 août 2023

V/Réf. : C502100001
N/Réf. : DG/2023/0118

Madame, Monsieur,

Nous faisons suite à votre lettre du 12 juillet 2023 dans le dossier repris sous rubrique. Notre client, qui conduisait sa
voiture à 50 km/h, a été heurté par l'arrière. L'article 12 du contrat et l'arrêt n° 118/2019 sont clairs ; page 2 de 3.
Il nous reste 15 jours, soit 2 semaines. En 2022 Monsieur Martin habitait au 3e étage, boîte 12.

Veuillez agréer nos salutations distinguées.
Page 1/2
"""
INVOICE = """Garage des Tilleuls SRL - Rue du Moulin 12, 4000 Liège
TVA BE 0123.456.749 - Tél. 04 222 33 44 - IBAN BE68 5390 0754 7034 - BIC GBKXBEBB
FACTURE N° 2024-0118
Date : 12 mars 2024
Échéance : 11 avril 2024
Réf. article   Désignation            Qté   P.U.     Montant
4711-0815      Pare-chocs avant       1     845,20   845,20
Main d'oeuvre 6,50 h                                  390,00
Total HT                                             1 235,20 €
TVA 21 %                                               259,39 €
Total à payer                                        1 494,59 €
Communication : +++090/9337/55493+++
"""
STATEMENT = """CONSTAT AMIABLE D'ACCIDENT AUTOMOBILE
1. Date de l'accident : 14/02/2024   Heure : 17:45   2. Localisation : Namur, rue de Fer 12   3. Blessé(s) même léger(s) : non
4. Dégâts matériels à des véhicules autres que A et B : non   5. Témoins : noms, adresses, tél. : 0475/12.34.56
VÉHICULE A
6. Preneur d'assurance : MARCHAL Luc, rue Haute 14, 5000 Namur, tél. 081 22 33 44
7. Véhicule à moteur : Renault Clio, n° d'immatriculation : 2-XYZ-987, pays : Belgique
8. Société d'assurance : Assurances Générales, n° de contrat : AXZ-12345-7890, n° de carte verte : 12
Attestation valable du 01/01/2024 au 31/12/2024
9. Conducteur : MARCHAL Luc, date de naissance : 30/07/1985, permis de conduire n° 1234567890, catégorie B
VÉHICULE B
7. Véhicule à moteur : Fiat Panda, n° d'immatriculation : 1-ABC-123
8. Société d'assurance : Belga, n° de contrat : 50.123.456
12. CIRCONSTANCES  1 en stationnement / à l'arrêt  2 quittait un stationnement  3 prenait un stationnement  17 n'avait pas observé
Indiquer le nombre de cases marquées d'une croix : A 2, B 1
10. Indiquer le point de choc initial  11. Dégâts apparents  13. Croquis de l'accident  14. Mes observations  15. Signatures
"""


def test_an_accident_statement_gives_its_facts_and_nothing_else() -> None:
    assert [(fact.kind, fact.value, fact.role) for fact in facts(STATEMENT)] == [
        ("date_eu", "2024-02-14", "loss"),
        ("time_24h", "17:45", "loss"),
        ("yes_no", "no", "injured"),
        ("yes_no", "no", "other_damage"),
        ("phone", "+32475123456", "mobile"),
        ("person", "MARCHAL Luc", "insured"),
        ("postcode", "5000", ""),
        ("town", "Namur", ""),
        ("phone", "+3281223344", "fixed"),
        ("plate_be", "2-XYZ-987", "A"),
        ("insurer", "Assurances Générales", ""),
        ("policy_number", "AXZ-12345-7890", "A"),
        ("date_eu", "2024-01-01", "valid_from"),
        ("date_eu", "2024-12-31", "valid_to"),
        ("person", "MARCHAL Luc", "driver"),
        ("date_eu", "1985-07-30", "birth"),
        ("plate_be", "1-ABC-123", "B"),
        ("insurer", "Belga", ""),
        ("policy_number", "50.123.456", "B"),
    ]


def test_an_ordinary_letter_gives_its_facts_and_nothing_else() -> None:
    assert [(fact.kind, fact.value, fact.role) for fact in facts(LETTER)] == [
        ("issuer", "Cabinet Delcourt & Fils", ""),
        ("postcode", "4000", ""),
        ("town", "Liège", ""),
        ("phone", "+3242223344", "fixed"),
        ("insurer", "Assurances Générales", ""),
        ("postcode", "1000", ""),
        ("town", "Bruxelles", ""),
        ("date_eu", "2023-08-03", "letter"),
        ("broker_ref", "DG/2023/0118", "sender"),
        ("date_eu", "2023-07-12", "letter"),
        ("person", "Martin", ""),
    ]


def test_an_invoice_gives_its_facts_and_nothing_else() -> None:
    assert [(fact.kind, fact.value, fact.role) for fact in facts(INVOICE)] == [
        ("postcode", "4000", ""),
        ("town", "Liège", ""),
        ("vat_eu", "BE0123456749", ""),
        ("be_enterprise", "0123.456.749", ""),
        ("phone", "+3242223344", "fixed"),
        ("iban", "BE68539007547034", ""),
        ("bic", "GBKXBEBB", ""),
        ("date_eu", "2024-03-12", "invoice"),
        ("date_eu", "2024-04-11", "due"),
        ("amount_eur", "845.20", ""),
        ("amount_eur", "390.00", ""),
        ("amount_eur", "1235.20", "net"),
        ("percent", "21%", "vat"),
        ("amount_eur", "259.39", "vat"),
        ("amount_eur", "1494.59", "total"),
        ("be_structured_comm", "+++090/9337/55493+++", ""),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Steuernummer: 143/317/22090",
        "St.-Nr. 201/5902/3626",
        "Numéro fiscal : 30 23 217 600 053",
        "Burgerservicenummer 111222333",
        "BSN: 1112.22.333",
        "Identifikationsnummer 11234567890",
        "Carte d'identité n° 591-1234567-89",
        "Passeport n° 12AB34567",
        "Permis de conduire n° 0475123456",
        "Matricule 1980 0101 12345",
    ],
)
def test_no_number_of_a_person_comes_out(text: str) -> None:
    assert facts(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Page 1/2",
        "page 12 de 24",
        "Dossier 2024/0012/118",
        "Réf. 12-03-2024-118/A",
        "V 2.14.30",
        "échelle 1:50",
        "article 1382 du Code civil",
        "R.G. 23/1234/A",
        "12345678901234",
        "KONTAKT MULTIPLE",
        "N° 2024-0118",
        "à 50 km/h sur 200 m",
        "la police est intervenue",
        "UN HOMME DE 123456789 ANS",
        "BON DE COMMANDE 20240312101530",
        "version 12.03.24.118",
        "modèle 308 1.6 HDi 110",
        "Oui, non et peut-être",
        "@example et jean@",
        "le lot 4000 comprend",
        "de 10 à 12 personnes",
    ],
)
def test_what_is_no_fact(text: str) -> None:
    assert [(fact.kind, fact.value) for fact in facts(text)] == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Tél. 02.12.34.56.78", ["phone"]),
        ("GSM 0475/12.34.56", ["phone"]),
        ("Tél. +32 2 555 12 12", ["phone"]),
        ("SIRET 732 829 320 00074", ["fr_siret"]),
        ("TVA BE 0123.456.749", ["vat_eu", "be_enterprise"]),
        ("IBAN FR76 3000 6000 0112 3456 7890 189", ["iban"]),
        ("PV n° TG.69.L3.00572/24", ["pv_be"]),
        ("V/Réf. : DOS/2024/01.06.26", ["broker_ref"]),
        ("+++090/9337/55493+++", ["be_structured_comm"]),
        ("RF18 5390 0754 7034", ["rf_reference"]),
        ("21 00000 00003 13947 14300 09017", ["ch_qr_reference"]),
        ("contact 12.50@example.be", ["email"]),
    ],
)
def test_a_part_of_a_longer_value_is_nothing_of_its_own(text: str, kinds: list[str]) -> None:
    assert [fact.kind for fact in facts(text)] == kinds


def test_what_two_papers_of_one_scan_say_differently_is_no_contradiction() -> None:
    found = papers.reading_of(papers.pdf(papers.INVOICE, (*papers.REPORT, "Total des réparations : 3 000,00 €")))
    totals = [(fact.value, fact.confidence) for fact in found.facts if fact.role == "total"]

    assert (len(found.documents), totals) == (2, [("1494.59", 0.97), ("3000.00", 0.97)])
