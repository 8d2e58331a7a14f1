"""Whether a paper holds what its type must hold: complete, or what is missing."""

import pytest

from core.errors import Problem
from core.pages import Page
from core.papers import Completeness, DocumentType
from extractors.completeness import _evidence, completeness_of
from extractors.facts import facts_of
from extractors.types import types
from tests.extractors import papers


def judged(kind: str, text: str, language: str = "fr") -> Completeness:
    pages = [Page(number=1, text=text)]
    return completeness_of(DocumentType(id=kind, confidence=0.9), pages, facts_of(pages, language=language))


CASES = [
    ("facture_reparation", "Date : 12 mars 2024\nTotal à payer 1 494,59 €", ()),
    ("facture_reparation", "Total à payer 1 494,59 €", ("invoice_date",)),
    ("facture_reparation", "Date : 12 mars 2024\nmerci de votre confiance", ("amount_gross",)),
    ("facture_achat", "Ticket de caisse du 12/03/2024\nTotal 89,90 EUR", ()),
    ("devis", "Devis n° 12\nTotal TTC 1 200,00 €", ()),
    ("devis", "Devis n° 12\nvalable un mois", ("amount_gross",)),
    ("declaration", "Contrat n° 50.123.456\nDate du sinistre : 21/02/2026", ()),
    ("declaration", "Date du sinistre : 21/02/2026", ("policy_number",)),
    ("declaration", "Mon contrat n° 50.123.456 couvre cela.", ("loss_date",)),
    ("rib_iban", "IBAN BE68 5390 0754 7034", ()),
    ("rib_iban", "Mon compte chez vous", ("iban",)),
    ("rib_iban", "IBAN BE68 5390 0754 7035", ("iban",)),
    ("carte_grise", "A AB-123-CD", ()),
    ("carte_grise", "certificat d'immatriculation", ("plate",)),
    ("constat_auto", "Date de l'accident 14/02/2024\nVéhicule A plaque 2-XYZ-987", ()),
    ("constat_auto", "Date de l'accident 14/02/2024", ("a_plate",)),
    ("constat_dde", "Date du sinistre : 14/02/2024\nLieu : rue de Fer 3, 5000 Namur", ()),
    ("constat_dde", "Date du sinistre : 14/02/2024", ("place",)),
    ("temoignage", "Je soussigné Paul Durand atteste avoir vu le choc.", ()),
    ("temoignage", "J'atteste avoir vu le choc.", ("witness",)),
    ("certificat_medical_initial", "Je certifie avoir examiné M. Karim Benali le 4 mars 2024", ()),
    ("certificat_medical_initial", "Je certifie avoir examiné M. Karim Benali", ("exam_date",)),
    ("attestation_assurance", "Attestation d'assurance AXA", ()),
    ("attestation_assurance", "Attestation d'assurance", ("insurer",)),
    ("procuration", "Je soussignée Anne Martin donne procuration à Luc Petit", ()),
    ("procuration", "Je soussignée Anne Martin donne procuration", ("agent",)),
    ("citation", "comparaître à l'audience du 12 mai 2026", ()),
    ("citation", "comparaître devant le tribunal", ("hearing_date",)),
    ("jugement", "Jugement prononcé le 4 mars 2026", ()),
    ("jugement", "Par ces motifs le tribunal condamne", ("decision_date",)),
    ("plainte_pv", "Le 4 mars 2026 comparaît le plaignant\nplainte du 4 mars 2026", ()),
    ("quittance", "Lu et approuvé", ()),
    ("quittance", "Quittance d'indemnité", ("signed",)),
    ("questionnaire_tva", "TVA récupérable : 50 %", ()),
    ("recherche_fuite", "Cause : joint de douche", ()),
    ("recherche_fuite", "Rapport de visite", ("cause",)),
    ("courrier_avocat", "Maître Sophie Leclercq\nMon mandant conteste", ()),
    ("contrat_sous_traitance", "Sous-traitant : Toitures Brabant SRL", ()),
    ("marche_travaux", "Maître d'ouvrage : Jeanne Robert", ()),
    ("declaration_circonstanciee", "Je roulais. Stop.", ("facts",)),
    ("photo", "", ()),
]


NAMES = [f"{kind}: {', '.join(missing) or 'complete'}" for kind, _, missing in CASES]


@pytest.mark.parametrize(("kind", "text", "missing"), CASES, ids=NAMES)
def test_a_paper_is_complete_or_says_what_is_missing(kind: str, text: str, missing: tuple[str, ...]) -> None:
    found = judged(kind, text)

    assert (found.missing, set(found.present) | set(missing)) == (missing, set(types()[kind].required) - set(found.unknown))


@pytest.mark.parametrize(
    ("kind", "text", "language"),
    [
        ("temoignage", "Ik, ondergetekende, Jan Peeters, verklaar", "nl"),
        ("temoignage", "Zeuge: Frau Anna Schmidt", "de"),
        ("temoignage", "I, the undersigned, John Smith, saw it", "en"),
        ("facture_reparation", "Factuurdatum: 12/03/2024\nTotaal incl. btw € 1.494,59", "nl"),
        ("facture_reparation", "Rechnungsdatum 12.03.2024\nGesamtbetrag 1.494,59 EUR", "de"),
        ("facture_reparation", "Invoice date 12/03/2024\nAmount due EUR 1,494.59", "en"),
    ],
)
def test_fields_are_found_in_every_language(kind: str, text: str, language: str) -> None:
    assert judged(kind, text, language).complete


def test_what_cannot_be_read_is_not_said_to_be_missing() -> None:
    page = Page(number=1, text="IBAN", problem=Problem.DAMAGED)

    assert completeness_of(DocumentType(id="rib_iban"), [page], []) == Completeness(unknown=("iban",))


def test_every_required_field_has_a_way_to_be_found() -> None:
    assert {field for kind in types().values() for field in kind.required} - set(_evidence()) == set()


def test_the_papers_of_one_file_are_judged_one_by_one() -> None:
    found = papers.reading_of(papers.pdf(papers.INVOICE, papers.REPORT))

    judged = [(paper.type.id, paper.completeness.missing) for paper in found.documents]
    assert judged == [("facture_reparation", ()), ("rapport_expertise", ())]
