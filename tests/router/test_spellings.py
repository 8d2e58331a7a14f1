"""Names, days and new losses of ordinary mail, however they are written."""

import pytest

from core.values import Outcome
from router.book import Book
from tests.router.test_bystanders import CROWD
from tests.router.test_others import DUPONT, PLAIN, TOLD, said, verdict_on
from tests.router.world import claim

# Names as people write them in a hurry.

HURRIED = [
    "Facture de m. lambert",
    "Factuur van de heer lambert",
    "Facture de J. Denis",
    "Hierbij Lambert' factuur",
    "We got Lambert's invoice",
    "Facture de Mme L\u0430mbert",
]


@pytest.mark.parametrize("text", HURRIED)
def test_a_name_is_heard_in_small_letters_behind_an_initial_with_an_ending_and_in_letters_of_another_alphabet(text: str) -> None:
    assert said(verdict_on(text, register=CROWD)) == TOLD


@pytest.mark.parametrize(
    "text", ["Assurée : \u041b\u0430mbert Anne", "Facture de E. Denis", "Écrire à m.lambert@ailleurs.example", "Cité 'Lambert' de Huy"]
)
def test_and_not_where_it_is_nobodys(text: str) -> None:
    assert said(verdict_on(text, register=CROWD)) == PLAIN


# Days of loss.


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sinistre du 14/02/26", TOLD),
        ("Sinistre du 14 février 2026", TOLD),
        ("Date du sinistre : 2026-02-14", TOLD),
        ("Schade van 14 februari 2026", TOLD),
        ("Unfall vom 14. Februar 2026", TOLD),
        ("Loss on 14 February 2026", TOLD),
        ("Sinistre du 14/03/26", PLAIN),
        ("Sinistre du 14 mars 2026", PLAIN),
        ("Sinistre du 31/02/26", PLAIN),
    ],
)
def test_the_day_of_a_loss_is_read_however_it_is_written(text: str, expected: object) -> None:
    assert said(verdict_on(text, register=CROWD)) == expected


NEW_LOSS = (Outcome.ROUTE_WARN, ("new_loss_reported",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M. Dupont a eu un nouvel accident hier 25/11/2026, nous déclarons ce sinistre", NEW_LOSS),
        ("Police AU-5500050 : nouveau sinistre le 25 novembre 2026", NEW_LOSS),
        ("Dupont: nieuwe schade op 25/11/2026", NEW_LOSS),
        ("Dupont: neuer Unfall am 25.11.2026", NEW_LOSS),
        ("Dupont had another accident on 25/11/2026", NEW_LOSS),
        ("M. Dupont a eu un nouvel accident le 14/03/2026", PLAIN),
        ("M. Dupont a eu un nouvel accident", PLAIN),
        ("M. Dupont nous remet un nouveau devis du 25/11/2026", PLAIN),
    ],
)
def test_a_new_loss_under_an_old_number_is_told(text: str, expected: object) -> None:
    assert said(verdict_on(text, register=CROWD)) == expected


def test_of_a_claim_without_a_day_no_loss_is_new() -> None:
    assert said(verdict_on("Nouvel accident le 25/11/2026", register=Book([claim(DUPONT)]))) == PLAIN
