"""Papers that only the scenarios need: of a doctor, a court and the police, and the fee note of an expert."""

from web.demo.papers import numbers
from web.demo.papers.numbers import euros
from web.demo.papers.reports import Case
from web.demo.papers.sheet import Sheet

COMPLAINED = ("un téléviseur de 55 pouces", "un ordinateur portable")
"""What the complaint names of the things that were stolen."""


def blank() -> bytes:
    """An empty page."""
    sheet = Sheet("", "")
    sheet.page()
    return sheet.done()


def account_and_receipt() -> bytes:
    """An account without head or end, and a receipt for a pump that nothing but a name and a town tells from its next page."""
    sheet = Sheet("Documents", "")
    for _ in range(12):
        sheet.paragraph(
            "Le matin, en ouvrant la porte de la cave, nous avons vu que l'eau venait du mur du fond et montait le long des marches. Les "
            "étagères du bas étaient sous l'eau, et nous avons porté au salon ce qui pouvait encore servir. Mon voisin est venu nous aider "
            "avec sa pompe, et toute la famille a vidé la cave jusqu'au soir,"
        )
    sheet.page()
    sheet.lines("Atelier Grandjean", "5000 Namur")
    sheet.paragraph("la pompe a été prêtée pour deux jours, avec le tuyau et la rallonge, et elle est revenue en bon état.")
    return sheet.done()


def certificate(case: Case) -> bytes:
    """A medical certificate of two pages."""
    sheet = Sheet("Certificat médical initial", "Docteur Renard")
    sheet.letterhead("Docteur Claire Renard", ("Médecine générale", "Rue de l'Église 12 - 5000 Namur - Tél. 081 12 00 45"), "#204d3a")
    sheet.title("CERTIFICAT MÉDICAL INITIAL")
    sheet.paragraph(
        f"Je soussignée, docteur en médecine, certifie avoir examiné ce {numbers.long_day(case.at)} {case.insured}, qui déclare avoir "
        f"été victime d'un accident de la circulation le {numbers.day(case.loss)}."
    )
    sheet.paragraph(
        "Je constate une douleur à la rotation de la nuque et des ecchymoses de l'épaule gauche. Lésions traumatiques récentes."
    )
    sheet.foot("Certificat médical initial - page 1/2")
    sheet.page()
    sheet.paragraph("Ces lésions entraînent une incapacité totale de travail de quatre jours, sauf complications.")
    sheet.lines("Certificat remis en main propre au patient pour servir et valoir ce que de droit.", "", "Docteur Claire Renard")
    sheet.foot("Certificat médical initial - page 2/2")
    return sheet.done()


def doctors_bill(case: Case) -> bytes:
    """The fees of a doctor."""
    sheet = Sheet("Note d'honoraires médicaux", "Docteur Renard")
    sheet.letterhead("Docteur Claire Renard", ("Médecine générale", "Rue de l'Église 12 - 5000 Namur - INAMI 1-99912-45-004"), "#204d3a")
    sheet.title("FRAIS ET HONORAIRES MÉDICAUX")
    sheet.lines(f"Patient : {case.insured}", f"Date des soins : {numbers.day(case.at)}", "Attestation de soins donnés n° 00417")
    sheet.table((("Prestation", "Honoraires"), ("Consultation au cabinet", euros(3_000)), ("Radiographie", euros(4_650))), (370, 110))
    sheet.lines("Total des honoraires : " + euros(7_650), "Soins de santé suite à l'accident. Remboursement mutuelle non demandé.")
    return sheet.done()


def summons(case: Case, hearing: str) -> bytes:
    """A summons before the criminal court."""
    sheet = Sheet("Citation à comparaître", "Huissier de justice")
    sheet.letterhead("Étude de Maître Colin", ("Huissier de justice - Rue du Palais 3, 5000 Namur",), "#333333")
    sheet.title("CITATION À COMPARAÎTRE")
    sheet.paragraph(
        f"L'an deux mille vingt-six, le {numbers.long_day(case.at)}, à la requête de Monsieur le Procureur du Roi, j'ai cité "
        f"{case.insured} à comparaître en personne à l'audience du {hearing} à 9 heures devant le tribunal de police de Namur, salle B."
    )
    sheet.paragraph(
        f"Prévenue d'avoir, le {numbers.day(case.loss)}, par défaut de prévoyance ou de précaution, causé involontairement un accident "
        f"avec le véhicule {case.plate}."
    )
    sheet.lines("Et afin que la citée n'en ignore, je lui ai laissé copie du présent exploit.", "", "L'huissier de justice")
    return sheet.done()


def complaint(case: Case) -> bytes:
    """The record of a complaint to the police after a burglary."""
    sheet = Sheet("Procès-verbal de plainte", "Police locale")
    sheet.letterhead("Police locale - Les Trois Collines", ("Commissariat de Lille-Sud", "Rue de la Station 4"), "#203864", size=12)
    sheet.title("PROCÈS-VERBAL DE PLAINTE")
    sheet.lines(f"PV n° TG.11.L3.004911/{case.at:%y}", f"Le {numbers.day(case.at)} à 9 h 15")
    sheet.paragraph(
        f"Devant nous se présente {case.insured}, qui nous déclare : je dépose plainte contre X pour un vol commis chez moi le "
        f"{numbers.day(case.loss)}. En rentrant, j'ai trouvé la serrure arrachée."
    )
    sheet.lines("On m'a dérobé :", *(f"- {thing}" for thing in COMPLAINED))
    sheet.paragraph("Lecture faite, persiste et signe le présent procès-verbal de plainte.")
    return sheet.done()


def fee_note(case: Case) -> bytes:
    """What an expert wants for his report."""
    sheet = Sheet("Note d'honoraires", "Cabinet Vasseur Expertises")
    sheet.letterhead("Cabinet Vasseur Expertises", ("Rue du Marché 5 - 4000 Liège",), "#444444")
    sheet.title("NOTE D'HONORAIRES ET FRAIS D'EXPERTISE")
    sheet.lines(f"Mission CV-2291-A - vos références {case.reference}", f"Date : {numbers.day(case.at)}")
    sheet.table((("Prestation", "Montant"), ("Honoraires d'expertise", euros(24_500)), ("Frais de déplacement", euros(3_800))), (370, 110))
    sheet.lines("Total de l'état d'honoraires : " + euros(28_300))
    return sheet.done()
