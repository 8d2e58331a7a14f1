"""What senders want, in four languages, and what it asks of a task."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from core.values import Outcome, Unit
from router.intents import intents_of
from tests.router.world import WEDNESDAY, decided, part, reading, tree, unit

BRUSSELS = ZoneInfo("Europe/Brussels")
WISHES = [
    ("send_us", "Pouvez-vous m’envoyer une copie du rapport ?"),
    ("send_us", "Merci de nous faire\nparvenir la déclaration."),
    ("send_us", "Kunt u ons het verslag bezorgen?"),
    ("send_us", "Gelieve ons een kopie van de factuur te sturen."),
    ("send_us", "Könnten Sie uns das Gutachten zusenden?"),
    ("send_us", "Wir bitten um Übersendung der Akte."),
    ("send_us", "Could you please send us the invoice?"),
    ("let_us_know", "Où en est mon dossier ?"),
    ("let_us_know", "Merci de me confirmer la prise en charge."),
    ("let_us_know", "Wat is de stand van zaken?"),
    ("let_us_know", "Laat ons weten wanneer de expert langskomt."),
    ("let_us_know", "Bitte teilen Sie uns mit, ob Deckung besteht."),
    ("let_us_know", "Wie ist der Sachstand?"),
    ("let_us_know", "Please let us know whether you agree."),
    ("assessment", "Quel est l'expert désigné ?"),
    ("assessment", "Welke expert is aangesteld?"),
    ("assessment", "Wir haben einen Gutachter noch nicht beauftragt."),
    ("assessment", "Please appoint an adjuster."),
    ("liability", "Notre assuré conteste toute responsabilité."),
    ("liability", "Onze verzekerde betwist de aansprakelijkheid."),
    ("liability", "Wir bestreiten die Haftung."),
    ("liability", "Our client denies liability."),
    ("court", "L'audience est fixée au 12 mars."),
    ("court", "Wij ontvingen een dagvaarding."),
    ("court", "Der Gerichtstermin steht fest."),
    ("court", "The hearing is scheduled for May."),
    ("contract_change", "Je souhaite résilier mon contrat auto."),
    ("contract_change", "Merci d'ajouter un véhicule."),
    ("contract_change", "Gelieve een voertuig aan de polis toe te voegen."),
    ("contract_change", "Bitte ein Fahrzeug zum Vertrag hinzufügen."),
    ("contract_change", "Please add a driver to the policy."),
    ("contract_change", "Gelieve een voertuig toe te voegen."),
    ("contract_change", "Bitte ein Fahrzeug hinzufügen."),
    ("contract_change", "Please add a vehicle to our fleet."),
    ("contract_change", "Graag de polis aanpassen of de polis opzeggen."),
    ("contract_change", "Ich möchte meine Adressänderung mitteilen."),
    ("contract_change", "I would like to cancel my policy."),
    ("data_protection", "J'exerce mon droit d'accès au titre du RGPD."),
    ("data_protection", "Veuillez supprimer toutes mes données."),
    ("data_protection", "Ik wil inzage in mijn persoonsgegevens."),
    ("data_protection", "Ich bitte Sie, meine Daten zu löschen."),
    ("data_protection", "This is a subject access request."),
    ("complaint", "Je souhaite introduire une réclamation sur votre gestion."),
    ("complaint", "Ik dien een formele klacht in."),
    ("complaint", "Hiermit will ich Beschwerde einlegen."),
    ("complaint", "This is a formal complaint."),
    ("other", "Pouvons-nous classer ce dossier ?"),
    ("other", "Mogen wij het dossier als afgehandeld afsluiten?"),
    ("other", "Das Fahrzeug kann besichtigt werden."),
    ("other", "The vehicle can be seen at the garage."),
    ("we_send", "Veuillez trouver ci-joint le devis."),
    ("we_send", "In bijlage vindt u de factuur."),
    ("we_send", "Anbei die Rechnung."),
    ("we_send", "Please find attached the invoice."),
]
NOTHING = [
    "",
    "Bonjour,\n\nMerci pour votre aide.",
    "Dans l'attente de votre retour, nous vous prions d'agréer nos salutations.",
    "Please do not hesitate to let us know if you have any questions.",
    "Vous disposez d'un droit d'accès et de rectification de vos données.",
    "U heeft recht op inzage.",
    "J'ai déposé plainte à la police.",
    "Réclamation du tiers : 1 200 EUR.",
    "Nous avons loué un véhicule de remplacement.",
    "Merci. De nous à vous, envoyer une lettre ne sert à rien.",
]


@pytest.mark.parametrize(("intent", "text"), WISHES)
def test_what_a_sender_wants_is_recognised(intent: str, text: str) -> None:
    assert intent in intents_of(Unit(path="0", own_text=text))


@pytest.mark.parametrize("text", NOTHING)
def test_courtesies_and_stock_phrases_want_nothing(text: str) -> None:
    assert intents_of(Unit(path="0", own_text=text)) == ()


def test_what_is_quoted_wants_nothing() -> None:
    assert intents_of(Unit(path="0", own_text="Vu.", quoted_text="Pouvez-vous nous envoyer le rapport ?", signature="anbei")) == ()


@pytest.mark.parametrize(("subject", "found"), [("Changement d'adresse", ("contract_change",)), ("RE: Changement d'adresse", ())])
def test_a_subject_that_was_taken_over_is_not_the_senders_own(subject: str, found: tuple[str, ...]) -> None:
    assert intents_of(Unit(path="0", subject=subject)) == found


def _at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BRUSSELS)


DUE = [
    ("Voici la photo.", "normal", _at(9, 17), "photo"),
    ("Pouvez-vous nous envoyer le rapport ?", "normal", _at(6, 17), "send_us"),
    ("Où en est ce dossier ?", "normal", _at(6, 17), "let_us_know"),
    ("Quel est l'expert ?", "normal", _at(9, 17), "photo"),
    ("L'audience du 12/03/2026 est confirmée.", "urgent", _at(4, 14, 11), "court"),
    ("L'audience du 12/06/2026 est confirmée.", "normal", _at(9, 17), "photo"),
    ("J'exerce mon droit d'accès.", "high", _at(9, 17), "photo"),
    ("Ceci est une plainte formelle.", "high", _at(9, 17), "photo"),
    ("Je souhaite résilier mon contrat.", "normal", _at(9, 17), "photo"),
]


@pytest.mark.parametrize(("text", "priority", "due", "because"), DUE)
def test_a_wish_may_make_a_task_more_pressing(text: str, priority: str, due: datetime, because: str) -> None:
    mail = tree(unit(subject="*C502100001*", own_text=text), part("0.1", "x.jpg"))

    (plan,) = decided(mail, readings={"0.1": reading(kind="photo")}).tasks

    assert (plan.priority, plan.due_at, plan.because) == (priority, due, because)


def test_a_request_for_ones_data_is_a_warning_on_its_claim() -> None:
    decision = decided(tree(unit(subject="*C502100001* DUPONT", own_text="J'exerce mon droit d'accès.")))

    assert (decision.units[0].outcome, decision.tasks[0].warnings) == (Outcome.ROUTE_WARN, ("data_protection_request",))


WITHOUT_A_CLAIM = [
    ("Je souhaite résilier mon contrat.", ("contract_change",), "normal", _at(5, 10, 11), "contract_change"),
    ("J'exerce mon droit d'accès.", ("data_protection_request", "no_reference"), "high", _at(3, 17, month=4), "data_protection_request"),
    ("On a volé ma voiture. Merci de résilier mon contrat.", ("new_claim",), "high", _at(4, 14, 11), "triage"),
    ("On a volé ma voiture. J'exerce mon droit d'accès.", ("data_protection_request", "new_claim"), "high", _at(4, 14, 11), "triage"),
    ("Bonjour", ("no_reference",), "normal", _at(4, 14, 11), "triage"),
]


@pytest.mark.parametrize(("text", "why", "priority", "due", "because"), WITHOUT_A_CLAIM)
def test_what_is_no_claims_matter_is_handed_over_in_its_own_time(
    text: str, why: tuple[str, ...], priority: str, due: datetime, because: str
) -> None:
    decision = decided(tree(unit(subject="Bonjour", own_text=text)), now=WEDNESDAY)

    (plan,) = decision.tasks
    assert (decision.units[0].why, plan.priority, plan.due_at, plan.because) == (why, priority, due, because)


def test_the_day_of_a_month_that_is_shorter_is_its_last() -> None:
    (plan,) = decided(tree(unit(own_text="J'exerce mon droit d'accès.")), now=datetime(2026, 1, 30, 9, tzinfo=BRUSSELS)).tasks

    assert plan.due_at == _at(27, 17, month=2)
