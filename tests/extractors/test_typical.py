import pytest

from core.pages import Page
from extractors.facts import facts_of
from extractors.facts.typical import with_typical

INVOICE = "Atelier\nFacture 2024-118\n12/03/2024, Paul Lenoir\nAile avant 540,00 €\nBE68 5390 0754 7034"
LICENCE = "PERMIS DE CONDUIRE\n1. Lenoir\n3. 04.05.1980\n4A. 01.02.2015\n4b. 01.02.2030"
REGISTRATION = "CERTIFICAT D'IMMATRICULATION\nI 05.06.2019\nB 05.06.2019"


def roles(text: str, kind: str) -> set[tuple[str, str]]:
    page = Page(number=1, text=text)
    return {(fact.value, fact.role) for fact in with_typical(facts_of([page], language="fr"), kind, [page]) if fact.role}


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (INVOICE, "facture_reparation", {("2024-03-12", "invoice"), ("540.00", "total"), ("BE68539007547034", "creditor")}),
        (LICENCE, "permis_conduire", {("1980-05-04", "birth"), ("2015-02-01", "valid_from"), ("2030-02-01", "valid_to")}),
        (REGISTRATION, "carte_grise", {("2019-06-05", "first_registration")}),
        ("Déposée à Namur le 03/04/2024 contre inconnu", "plainte_pv", {("2024-04-03", "complaint")}),
        # Two days without a label: neither is taken for the one.
        ("Le 03/04/2024 puis le 05/04/2024", "plainte_pv", set()),
        # Whose account a company's letterhead has, nobody knows.
        ("Compagnie Nord SA - BE68 5390 0754 7034", "quittance", set()),
        ("Le 03/04/2024", "courrier_tiers", set()),
    ],
)
def test_a_value_that_no_word_explains_is_what_a_paper_of_the_type_has(text: str, kind: str, expected: set[tuple[str, str]]) -> None:
    assert roles(text, kind) == expected


def test_what_a_word_says_of_a_value_is_left_to_it() -> None:
    assert ("2024-04-03", "birth") in roles("né le 03/04/2024", "plainte_pv")
