"""The schedule of losses against the complaint, item by item."""

import pytest

from core.pages import Fact, Page
from router.checklist import Paper, checklist_of
from router.losses import Standing, cross_check

COMPLAINT = (
    Page(number=1, text="PROCÈS-VERBAL DE PLAINTE\nLe 3 mars 2026 se présente M. Dupont qui dépose plainte."),
    Page(
        number=2,
        text="""Les auteurs ont emporté une télévision Samsung de 55 pouces et un PC portable Dell.
Ont également disparu : deux vélos de marque Trek, ma montre Omega, ainsi qu'un collier en or.
L'appareil photo n'a pas été volé.
Een elektrische fiets en een handtas van Delvaux werden meegenomen.
Entwendet wurden eine Bohrmaschine Bosch und ein Goldring.
A PlayStation 5 and an Apple iPad were taken from the living room.
Enfin, une machine à café Nespresso, trois manteaux et des bijoux de famille.
Un tableau du peintre local Servranckx, décroché du salon.""",
    ),
)

HERE, DOUBT, NOWHERE = Standing.IN_COMPLAINT, Standing.DOUBTFUL, Standing.NOT_FOUND

ITEMS = [
    ("Téléviseur Samsung 55 pouces", HERE, 1),
    ("TV Samsung", HERE, 1),
    ("Fernseher Samsung", HERE, 1),
    ("Television set Samsung", HERE, 1),
    ("Téléviseur LG", DOUBT, 1),
    ("Ordinateur portable Dell XPS", HERE, 1),
    ("Laptop Dell", HERE, 1),
    ("Laptop", HERE, 1),
    ("Vélo Trek", HERE, 2),
    ("Fiets Trek", HERE, 2),
    ("Montre Omega Speedmaster", HERE, 2),
    ("Montre Rolex", DOUBT, 2),
    ("Collier en or", HERE, 2),
    ("Halskette", HERE, 2),
    ("Appareil photo Canon", DOUBT, 3),
    ("Appareil photo", DOUBT, 3),
    ("Elektrische fiets", HERE, 4),
    ("Vélo électrique", HERE, 4),
    ("Handtas Delvaux", HERE, 4),
    ("Sac à main Delvaux", HERE, 4),
    ("Bohrmaschine Bosch", HERE, 5),
    ("Perceuse Bosch", HERE, 5),
    ("Perceuse Makita", DOUBT, 5),
    ("Goldring", HERE, 5),
    ("PlayStation 5", HERE, 6),
    ("Tablette Apple", HERE, 6),
    ("Machine à café Nespresso", HERE, 7),
    ("Manteau", HERE, 7),
    ("Bijoux", HERE, 7),
    ("Tableau Servrancks", HERE, 8),
    ("Guitare Fender", NOWHERE, 0),
    ("Canapé cuir", NOWHERE, 0),
    ("iPhone 14", NOWHERE, 0),
    ("Aspirateur Dyson", NOWHERE, 0),
    ("Tondeuse", NOWHERE, 0),
]


def item(label: str) -> Fact:
    return Fact(kind="item", value=label, raw=f"{label} 899,00 €")


@pytest.mark.parametrize(("label", "standing", "line"), ITEMS, ids=[label for label, _, _ in ITEMS])
def test_an_item_is_looked_up_in_other_words_and_other_languages(label: str, standing: Standing, line: int) -> None:
    (found,) = cross_check([item(label)], COMPLAINT)

    assert (found.standing, found.page, found.line, found.amount) == (standing, 2 if line else 0, line, "899,00")


def test_only_items_are_looked_up_each_once_and_in_their_order() -> None:
    facts = (Fact(kind="amount_eur", value="899.00", raw="899,00"), item("Guitare"), item("Laptop"))

    assert [found.item for found in cross_check(facts, COMPLAINT)] == ["Guitare", "Laptop"]


def test_a_schedule_that_is_too_long_says_how_many_items_were_not_looked_up() -> None:
    schedule = Paper(item="1", type="etat_de_pertes", facts=tuple(item(f"Guitare {n}") for n in range(10)))

    found = checklist_of("theft_home", [schedule, Paper(item="2", type="plainte_pv", pages=tuple(COMPLAINT))], most_items=3)

    assert found is not None
    assert ([loss.item for loss in found.losses], found.losses_left) == (["Guitare 0", "Guitare 1", "Guitare 2"], 7)


def test_a_long_schedule_and_a_long_complaint_end() -> None:
    pages = [Page(number=number, text="\n".join(["Les auteurs ont emporté divers objets sans valeur"] * 80)) for number in range(1, 11)]

    assert {found.standing for found in cross_check([item(f"Objet numéro {n} rare") for n in range(200)], pages)} <= set(Standing)
