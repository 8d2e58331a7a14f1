"""A sender who says that the number is wrong: told on the task, and answered in neutral words."""

import pytest

from core.values import Outcome
from tests.router.world import decided, tree, unit

WORDS = {
    "vous avez classé ce mail dans le mauvais dossier": True,
    "Bonjour, erreur de numéro de ma part, c'est le dossier incendie.": True,
    "Attention, le numéro en objet est faux.": True,
    "Ce courrier ne concerne pas le sinistre repris en objet mais celui de son voisin.": True,
    "Je me suis trompé de numéro.": True,
    "Sorry, verkeerd dossiernummer in het onderwerp.": True,
    "Deze mail zit in het verkeerde dossier.": True,
    "Entschuldigung, falsche Schadennummer im Betreff.": True,
    "Die Schadennummer im Betreff ist leider falsch.": True,
    "Sorry, wrong claim number.": True,
    "The reference in the subject is wrong.": True,
    "Le dommage ne concerne pas le toit.": False,
    "Mauvais numéro de châssis dans le rapport.": False,
    "Het verkeerde onderdeel werd geleverd.": False,
    "Die falsche Farbe.": False,
    "The wrong door was repaired.": False,
    "Erreur de calcul dans le devis.": False,
}


@pytest.mark.parametrize("text", WORDS)
def test_a_number_that_its_sender_calls_wrong_is_told_and_not_confirmed(text: str) -> None:
    decision = decided(tree(unit(subject="*C502100001*", own_text=text)))

    told = (Outcome.ROUTE_WARN, ("number_disputed",), "neutral")
    found = decision.units[0]
    assert (found.outcome, found.why, decision.acknowledgement.kind) == (told if WORDS[text] else (Outcome.ROUTE, (), "full"))
