"""Names on papers: who is named, in which part, and that ordinary sentences name nobody."""

import time

import pytest

from core.pages import Page
from extractors.facts import facts_of
from extractors.facts.sheet import Sheet
from extractors.names import courts, insurers, issuers, people

NAMED = frozenset({"person", "insurer", "court", "issuer"})

SENTENCES = [
    ("Le véhicule est assuré auprès d'AXA Belgium sous le numéro 123.", "fr", {("insurer", "", "AXA")}),
    ("Notre assureur Ethias a été informé.", "fr", {("insurer", "", "Ethias")}),
    ("Son assureur, la MAIF, conteste.", "fr", {("insurer", "", "MAIF")}),
    ("Je suis assuré chez Groupama depuis dix ans.", "fr", {("insurer", "", "Groupama")}),
    ("De wagen is verzekerd bij KBC Verzekeringen.", "nl", {("insurer", "", "KBC Verzekeringen")}),
    ("Verzekeraar: Baloise Insurance", "nl", {("insurer", "", "Baloise")}),
    ("Haftpflichtversicherung bei der HUK-COBURG.", "de", {("insurer", "", "HUK-COBURG")}),
    ("Der Versicherer Allianz hat abgelehnt.", "de", {("insurer", "", "Allianz")}),
    ("Contrat souscrit à la Matmut.", "fr", {("insurer", "", "MATMUT")}),
    ("Polis bij P&V Verzekeringen", "nl", {("insurer", "", "P&V")}),
    ("The third party is insured with Zurich Insurance.", "en", {("insurer", "", "Zurich Insurance")}),
    ("La Luxembourgeoise prend le sinistre en charge.", "fr", {("insurer", "", "Lalux")}),
    ("Assureur : Mutuelle du Ponant", "fr", {("insurer", "", "Mutuelle du Ponant")}),
    ("Le dossier de Vertebois Assurances est clos.", "fr", {("insurer", "", "Vertebois Assurances")}),
    ("Assureur : Vertebois", "fr", {("insurer", "", "Vertebois")}),
    ("Compagnie : Vertebois", "fr", {("insurer", "", "Vertebois")}),
    ("Verzekeraar: Vertebois", "nl", {("insurer", "", "Vertebois")}),
    ("Versicherer: Vertebois", "de", {("insurer", "", "Vertebois")}),
    ("Insurer: Vertebois", "en", {("insurer", "", "Vertebois")}),
    ("Mutuelle du Ponant", "fr", {("insurer", "", "Mutuelle du Ponant")}),
    ("die Vertebois Versicherung", "de", {("insurer", "", "Vertebois Versicherung")}),
    ("de Vertebois Verzekeringen", "nl", {("insurer", "", "Vertebois Verzekeringen")}),
    ("with Vertebois Insurance", "en", {("insurer", "", "Vertebois Insurance")}),
    ("Je soussigné Paul Durand déclare avoir vu l'accident.", "fr", {("person", "signatory", "Paul Durand")}),
    ("Mme Claire Van Damme conduisait.", "fr", {("person", "", "Claire Van Damme")}),
    ("certifie avoir examiné ce jour M. Karim Benali, né en mai", "fr", {("person", "victim", "Karim Benali")}),
    ("Maître Sophie Leclercq, avocat au barreau de Liège", "fr", {("person", "lawyer", "Sophie Leclercq")}),
    ("Docteur Henri Colson", "fr", {("person", "doctor", "Henri Colson")}),
    ("Assuré : MARTIN Paul Police n° 12", "fr", {("person", "insured", "MARTIN Paul")}),
    ("Conducteur habituel : Nadia Haddad", "fr", {("person", "driver", "Nadia Haddad")}),
    ("Expert : Bureau Delcourt & Fils", "fr", {("person", "expert", "Bureau Delcourt & Fils")}),
    ("Maître d'ouvrage : Jeanne Robert", "fr", {("person", "client", "Jeanne Robert")}),
    ("Sous-traitant : Toitures Brabant SRL", "fr", {("person", "subcontractor", "Toitures Brabant SRL")}),
    ("donne procuration à Madame Lucie Petit", "fr", {("person", "agent", "Lucie Petit")}),
    ("Le décès de Marcel Dumont est survenu hier.", "fr", {("person", "deceased", "Marcel Dumont")}),
    ("Titulaire : Anne de la Tour", "fr", {("person", "holder", "Anne de la Tour")}),
    ("Ik, ondergetekende, Jan Peeters, verklaar", "nl", {("person", "signatory", "Jan Peeters")}),
    ("Getuige: Dhr. Luc Mertens", "nl", {("person", "witness", "Luc Mertens")}),
    ("Verzekeringnemer: VAN DEN BERG Els", "nl", {("person", "insured", "VAN DEN BERG Els")}),
    ("De heer Tom Claes was aanwezig.", "nl", {("person", "", "Tom Claes")}),
    ("Ich, der Unterzeichnete, Karl Müller", "de", {("person", "signatory", "Karl Müller")}),
    ("Zeuge: Frau Anna Schmidt", "de", {("person", "witness", "Anna Schmidt")}),
    ("Beschuldigter: Uwe Brandt", "de", {("person", "accused", "Uwe Brandt")}),
    ("I, the undersigned, John Smith, saw", "en", {("person", "signatory", "John Smith")}),
    ("Policyholder: Emma Clark", "en", {("person", "insured", "Emma Clark")}),
    ("Le prévenu comparaît devant le tribunal de police de Namur.", "fr", {("court", "", "tribunal de police de Namur")}),
    ("Arrêt de la cour d'appel de Paris", "fr", {("court", "", "cour d'appel de Paris")}),
    ("voor de politierechtbank te Gent", "nl", {("court", "", "politierechtbank te Gent")}),
    ("vor dem Amtsgericht Aachen", "de", {("court", "", "Amtsgericht Aachen")}),
    ("Convoqué devant la justice de paix de Wavre", "fr", {("court", "", "justice de paix de Wavre")}),
    ("bij het vredegerecht te Aalst", "nl", {("court", "", "vredegerecht te Aalst")}),
    ("het hof van beroep te Antwerpen", "nl", {("court", "", "hof van beroep te Antwerpen")}),
    ("at Bristol County Court", "en", {("court", "", "Bristol County Court")}),
    ("Garage des Tilleuls SRL\nRue du Moulin", "fr", {("issuer", "garage", "Garage des Tilleuls SRL")}),
    ("Kfz-Sachverständigenbüro Weber\n\nGUTACHTEN", "de", {("issuer", "expert", "Kfz-Sachverständigenbüro Weber")}),
    ("Advocatenkantoor De Wit BV\nLange Straat", "nl", {("issuer", "law_firm", "Advocatenkantoor De Wit BV")}),
    ("Madame, Monsieur,", "fr", set()),
    ("Le foyer du sinistre se trouve au gan du salon.", "fr", set()),
    ("Votre assureur : numéro de contrat à rappeler", "fr", set()),
    ("Geachte heer, mevrouw,", "nl", set()),
    ("Sehr geehrte Damen und Herren,", "de", set()),
    ("Facture de réparation\nDate : mars", "fr", set()),
    ("Client : date et signature", "fr", set()),
]


def named(text: str, language: str) -> set[tuple[str, str, str]]:
    found = facts_of([Page(number=1, text=text)], language=language)
    return {(fact.kind, fact.role, fact.value) for fact in found if fact.kind in NAMED}


@pytest.mark.parametrize(("text", "language", "expected"), SENTENCES, ids=[text[:40] for text, _, _ in SENTENCES])
def test_who_is_named_is_found_and_nobody_else(text: str, language: str, expected: set[tuple[str, str, str]]) -> None:
    assert named(text, language) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Le conducteur était Marc Lefebvre au moment des faits.", {"Marc Lefebvre"}),
        ("La victime Julie Moreau a été transportée.", {"Julie Moreau"}),
        ("Le propriétaire n'était pas présent.", set()),
        ("L'expert a rendu ses conclusions.", set()),
    ],
)
def test_a_french_name_without_a_label_is_found_with_little_confidence(text: str, expected: set[str]) -> None:
    found = [fact for fact in facts_of([Page(number=1, text=text)], language="fr") if fact.kind == "person"]

    assert ({fact.value for fact in found}, all(fact.confidence <= 0.5 for fact in found)) == (expected, True)


def test_the_model_is_asked_on_french_pages_only() -> None:
    assert named("Le conducteur était Marc Lefebvre au moment des faits.", "nl") == set()


def test_every_name_has_its_place_and_what_was_written() -> None:
    (fact,) = facts_of([Page(number=3, text="Chez Bâloise\nAssurances on dit non.")], language="fr")

    assert (fact.value, fact.raw, fact.page) == ("Baloise", "Bâloise", 3)


@pytest.mark.parametrize(
    "hostile",
    ["A" * 50_000, "Expert : " * 8_000, "M. " * 20_000, "De La " * 10_000, "tribunal de police de " * 4_000, "Assurances du " * 6_000],
)
def test_no_page_takes_long(hostile: str) -> None:
    sheet = Sheet.of(Page(number=1, text=hostile))
    began = time.process_time()

    for finder in (courts.courts_in, insurers.insurers_in, issuers.issuers_in, people.people_in):
        list(finder(sheet.text))

    # Hundreds of milliseconds are enough; what grows with the square takes minutes.
    assert time.process_time() - began < 20
