"""Classes of personal data (domain section 8.1): of each type of document, and those of a paper that count."""

from collections.abc import Iterable, Mapping

ORDINARY, MONEY, IDENTITY, HEALTH, JUDICIAL, LAWYER = "P1", "P2", "P3", "P4", "P5", "P6"

CLASSES: Mapping[str, tuple[str, ...]] = {
    "constat_auto": ("P3",),
    "temoignage": ("P3",),
    "pv_police": ("P5", "P3"),
    "plainte_pv": ("P5", "P3"),
    "plainte_recepisse": ("P5",),
    "etat_de_pertes": ("P2",),
    "facture_achat": ("P2",),
    "facture_reparation": ("P2",),
    "devis": ("P2",),
    "rapport_expertise": ("P2",),
    "contre_expertise": ("P2",),
    "certificat_medical_initial": ("P4",),
    "rapport_medical": ("P4",),
    "frais_medicaux": ("P4", "P2"),
    "carte_grise": ("P3",),
    "permis_conduire": ("P3",),
    "piece_identite": ("P3",),
    "certificat_authenticite": ("P2",),
    "rib_iban": ("P2",),
    "courrier_avocat": ("P5", "P6"),
    "mise_en_demeure": ("P5",),
    "reclamation_tiers": ("P2",),
    "citation": ("P5", "P3"),
    "jugement": ("P5",),
    "marche_travaux": ("P2",),
    "procuration": ("P3",),
    "quittance": ("P2",),
    "transaction": ("P2", "P5"),
    "desistement_plainte": ("P5",),
    "questionnaire_tva": ("P2",),
    "preuve_revenus": ("P2", "P4"),
    "note_honoraires": ("P2", "P6"),
    "constat_huissier": ("P5",),
    "acte_deces": ("P4",),
}
"""Classes above the ordinary by document type."""

OF_HEALTH = tuple(kind for kind, classes in CLASSES.items() if HEALTH in classes)
"""Types that are about health whatever stands in them."""

PAPERS_OF_IDENTITY = frozenset({"piece_identite", "permis_conduire"})


def classes_of(document_type: str, hints: Iterable[str] | None) -> tuple[str, ...]:
    """The classes of a paper that need care, P3 and above: of its type and, after them, what its text hints at, page by page."""
    return tuple(level for level in dict.fromkeys([*CLASSES.get(document_type, ()), *(hints or ())]) if level > MONEY)


def is_guarded(document_type: str, hints: Iterable[str] | None) -> bool:
    """Whether a paper needs care, whoever looks: what it says stays out of the index, and no program has it without a reason."""
    return max(counting(document_type, hints)) > MONEY


def counting(document_type: str, hints: Iterable[str] | None) -> frozenset[str]:
    """The classes that say who sees a paper: those that need care, else money, else the ordinary; never none.

    Some types hold a name and the number of a card by their nature (P3): on those it counts as ordinary, on all others it is a
    hint like any other, and identity papers are nothing else.
    """
    found = {*CLASSES.get(document_type, ()), *(hints or ())}
    if IDENTITY in CLASSES.get(document_type, ()) and document_type not in PAPERS_OF_IDENTITY:
        found.discard(IDENTITY)
    careful = frozenset(level for level in found if level > MONEY)
    return careful or frozenset({MONEY if MONEY in found else ORDINARY})
