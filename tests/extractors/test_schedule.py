"""The rows of a schedule of losses."""

import pytest

from core.pages import Page
from extractors.schedule import lost_items
from tests.extractors import papers

SCHEDULE = (
    "ÉTAT DE PERTES",
    "Description     Date d'achat     Valeur",
    "1. Téléviseur Samsung 55 pouces     12/03/2022     899,00 €",
    "2. Ordinateur portable Dell     2021     1 249,00 €",
    "3. Montre Omega Speedmaster     facture     4 500,00 €",
    "Total     6 648,00 €",
)


def test_every_row_with_an_amount_is_an_item_and_sums_are_none() -> None:
    found = papers.reading_of(papers.pdf(SCHEDULE))

    items = [fact for fact in found.facts if fact.kind == "item"]
    assert [(fact.value, fact.raw.split(fact.value)[-1].strip()) for fact in items] == [
        ("Téléviseur Samsung 55 pouces", "899,00 €"),
        ("Ordinateur portable Dell", "1 249,00 €"),
        ("Montre Omega Speedmaster", "4 500,00 €"),
    ]
    assert all(fact.box and fact.page == 1 for fact in items)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("- Vélo électrique   2 100,00 EUR", "Vélo électrique"),
        ("Televisie LG\t€ 750,00", "Televisie LG"),
        ("Fernseher Sony\t12.03.2021\t1.099,00 EUR", "Fernseher Sony"),
        ("Apple iPad\tEUR 549.00", "Apple iPad"),
        ("2 x Montre ........ 300,00 €", "Montre"),
        ("Bague en or 18 carats     1 850 €", "Bague en or 18 carats"),
        ("Total TTC 1 000,00 €", ""),
        ("Franchise 250,00 €", ""),
        ("Totaal € 2.000,00", ""),
        ("Gesamtsumme 2.000,00 EUR", ""),
        ("Objet : vol du 3 mars, 2 000,00 €", ""),
        ("Sans montant", ""),
    ],
)
def test_a_row_names_what_was_lost(row: str, expected: str) -> None:
    found = lost_items([Page(number=1, text=row)])

    assert [fact.value for fact in found] == ([expected] if expected else [])
