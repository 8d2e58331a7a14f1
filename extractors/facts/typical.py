"""What a value is on a paper of its type when no word beside it says so: the day on a complaint is that of the complaint.

A role is given only where a single value of its kind has none, and no other value of the kind has that role.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from core.pages import Fact, Page

INVOICE = {"date_eu": "invoice", "amount_eur": "total", "iban": "creditor", "bic": "creditor"}
PAID_TO_SENDER = {"iban": "creditor", "bic": "creditor"}
LOSS = {"date_eu": "loss", "time_24h": "loss"}
COMPLAINT = {"date_eu": "complaint", "time_24h": "complaint"}
VISIT = {"date_eu": "visit", "time_24h": "visit", "amount_eur": "total"}
PAID_OUT = {"amount_eur": "indemnity"}

ROLES: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(("facture_achat", "facture_reparation", "facture_entretien", "note_honoraires", "frais_medicaux"), INVOICE),
    **dict.fromkeys(("mise_en_demeure", "courrier_avocat"), PAID_TO_SENDER),
    **dict.fromkeys(("constat_auto", "constat_dde", "declaration", "declaration_circonstanciee", "pv_police"), LOSS),
    **dict.fromkeys(("attestation_meteo", "mission_expertise", "certificat_medical_initial"), LOSS),
    **dict.fromkeys(("plainte_pv", "plainte_recepisse", "desistement_plainte"), COMPLAINT),
    **dict.fromkeys(("rapport_expertise", "recherche_fuite", "constat_huissier"), VISIT),
    **dict.fromkeys(("quittance", "transaction"), PAID_OUT),
    "reclamation_tiers": LOSS | PAID_TO_SENDER,
    "etat_de_pertes": {"date_eu": "loss", "amount_eur": "total"},
    "devis": {"amount_eur": "total"},
    "marche_travaux": {"amount_eur": "total"},
    "rib_iban": {"iban": "insured", "bic": "insured"},
    "convocation_expertise": {"date_eu": "meeting", "time_24h": "meeting"},
    "citation": {"date_eu": "hearing", "time_24h": "hearing"},
    "bail": {"date_eu": "valid_from"},
    "contrat": {"date_eu": "valid_from"},
}

BROADER = {("convocation_expertise", "visit"): "meeting"}
"""What a word beside a value says of it, and what that is on such a paper: the visit to which somebody is summoned."""

CODES: Mapping[str, Mapping[str, str]] = {
    "permis_conduire": {"3": "birth", "4a": "valid_from", "4b": "valid_to"},
    "carte_grise": {"b": "first_registration"},
}
"""Fields of documents that are numbered or lettered (directives 2006/126/EC, annex I, and 1999/37/EC, annex I)."""


def with_typical(facts: Iterable[Fact], kind: str, pages: Sequence[Page]) -> tuple[Fact, ...]:
    """`facts` of a paper of type `kind`, with the roles that its type gives to values that have none."""
    found = [_told(fact, kind, pages) for fact in facts]
    for sort, role in ROLES.get(kind, {}).items():
        same = [fact for fact in found if fact.kind == sort]
        open_ones = {fact.value for fact in same if not fact.role}
        if len(open_ones) == 1 and not any(fact.role == role for fact in same):
            found = [replace(fact, role=role) if fact.kind == sort and not fact.role else fact for fact in found]
    return tuple(found)


def _told(fact: Fact, kind: str, pages: Sequence[Page]) -> Fact:
    """The fact with what the code of its field says, or with the name that its role has on such a paper."""
    if fact.role:
        return replace(fact, role=BROADER.get((kind, fact.role), fact.role))
    if fact.kind != "date_eu" or kind not in CODES:
        return fact
    text = next((page.text for page in pages if page.number == fact.page), "")
    codes = [before[1].lower() for before in re.finditer(rf"(\w+)[.:)]*\s*{re.escape(fact.raw)}", text)]
    return replace(fact, role=next((CODES[kind][code] for code in codes if code in CODES[kind]), ""))
