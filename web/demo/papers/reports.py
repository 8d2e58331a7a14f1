"""What experts and other insurers write: an assessment report, a recourse letter, a letter, a complaint receipt, a list of losses."""

from dataclasses import dataclass
from datetime import date, timedelta

from web.demo.papers import numbers
from web.demo.papers.numbers import euros
from web.demo.papers.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The claim a paper is about."""

    reference: str
    insured: str
    policy: str
    plate: str
    car: str
    loss: date
    at: date


def assessment(case: Case) -> bytes:
    """An expert's report of two pages (rapport d'expertise)."""
    sheet = _expert("Rapport d'expertise")
    sheet.title("RAPPORT D'EXPERTISE AUTOMOBILE - DÉFINITIF")
    sheet.lines(
        f"Vos références : {case.reference}",
        "N/Réf. mission : CV-2291-A",
        f"Assuré : {case.insured}     Police n° {case.policy}",
        f"Date du sinistre : {numbers.day(case.loss)}     Date de la visite : {numbers.day(case.at - timedelta(days=2))}",
    )
    sheet.line("1. Le véhicule", bold=True, gap=18)
    sheet.table(
        (
            ("Marque et type", case.car),
            ("Immatriculation", case.plate),
            ("Numéro de châssis", "WVWZZZ1JZ3W386752"),
            ("Kilométrage relevé", "84 312 km"),
        ),
        (200, 280),
        head=False,
    )
    sheet.line("2. Constatations", bold=True, gap=18)
    sheet.paragraph(
        "Choc frontal gauche d'intensité moyenne. Pare-chocs avant, optique gauche et aile avant gauche à remplacer, capot à redresser. "
        "Les dégâts relevés sont compatibles avec la déclaration de l'assuré. Le véhicule est réparable.",
    )
    sheet.foot("Cabinet Vasseur Expertises - page 1/2")
    sheet.page()
    sheet.line("3. Évaluation", bold=True, gap=18)
    sheet.table(
        (
            ("Poste", "Montant HTVA"),
            ("Pièces", euros(142_050)),
            ("Main d'oeuvre (12,5 h)", euros(68_750)),
            ("Peinture", euros(24_000)),
            ("Total HTVA", euros(234_800)),
            ("TVA 21 %", euros(49_308)),
            ("Total TVA comprise", euros(284_108)),
        ),
        (370, 110),
    )
    sheet.lines("Valeur de remplacement avant sinistre (V.R.A.D.E.) : " + euros(1_150_000), "Chômage : 5 jours", "Perte totale : non")
    sheet.lines(f"Fait à Liège, le {numbers.long_day(case.at)}", "", "Denis Vasseur, expert en automobile")
    sheet.foot("Cabinet Vasseur Expertises - page 2/2")
    return sheet.done()


def recourse(case: Case) -> bytes:
    """The letter of another insurer that claims its money back (réclamation)."""
    sheet = Sheet("Recours", "Altera Verzekeringen")
    sheet.letterhead(
        "Altera Verzekeringen", ("Service Recours - Havenlaan 200, 1080 Brussel", "recours@altera-verzekeringen.example"), "#b35900"
    )
    sheet.lines("Vertebois Assurances", "Service sinistres automobile", "Place du Bois 1", "1000 Bruxelles", x=340)
    sheet.lines(f"Bruxelles, le {numbers.long_day(case.at)}")
    sheet.lines(
        f"Vos réf. : {case.reference}",
        "Nos réf. : RC/88121/kv",
        f"Votre assuré : {case.insured}",
        f"Date du sinistre : {numbers.day(case.loss)}",
    )
    sheet.line("Objet : réclamation - recours contre votre assuré", bold=True, gap=24)
    sheet.paragraph("Madame, Monsieur,")
    sheet.paragraph(
        "Nous intervenons en qualité d'assureur de la partie adverse dans l'accident repris sous rubrique. La responsabilité de votre "
        "assuré est engagée : il a quitté son emplacement de stationnement sans céder le passage.",
    )
    sheet.paragraph(
        f"Nous vous réclamons le remboursement de notre débours, soit {euros(184_590)}, dans les trente jours, sur notre compte "
        f"{numbers.belgian_iban('9900552310')} avec la mention de nos références.",
    )
    sheet.paragraph("Veuillez agréer, Madame, Monsieur, nos salutations distinguées.")
    sheet.lines("", "K. Verbist", "Gestionnaire recours")
    return sheet.done()


def note(case: Case) -> bytes:
    """A letter of an insured with the claim's number in its head only."""
    sheet = Sheet("Courrier", "")
    sheet.lines(case.insured, "Rue des Carmes 17", "4000 Liège")
    sheet.lines("Vertebois Assurances", "Service sinistres", "Place du Bois 1", "1000 Bruxelles", x=340)
    sheet.lines(
        f"Liège, le {numbers.long_day(case.at)}", "", f"Concerne : sinistre du {numbers.day(case.loss)}", f"Vos réf. : {case.reference}"
    )
    sheet.paragraph("Madame, Monsieur,")
    sheet.paragraph(
        f"Suite à votre courrier, je vous confirme que la voiture immatriculée {case.plate} se trouve toujours au garage et que l'expert "
        "peut l'y examiner tous les jours ouvrables entre 9 et 16 heures.",
    )
    sheet.paragraph("Je reste dans l'attente de votre accord avant de faire commencer les travaux. Quand puis-je espérer une réponse ?")
    sheet.paragraph("Je vous prie d'agréer, Madame, Monsieur, l'expression de mes sentiments distingués.")
    sheet.lines("", case.insured)
    return sheet.done()


def complaint_receipt(case: Case) -> bytes:
    """The receipt of the police for a complaint (récépissé de dépôt de plainte)."""
    sheet = Sheet("Récépissé", "Police locale")
    sheet.letterhead("Police locale - Les Trois Collines", ("Rue de la Station 4 - 7000 Mons",), "#203864", size=12)
    sheet.title("RÉCÉPISSÉ DE DÉPÔT DE PLAINTE")
    sheet.lines(f"PV n° MO.11.L3.004217/{case.at:%y}", f"Date de la plainte : {numbers.day(case.at)}", "Fait : vol de véhicule")
    sheet.paragraph(
        f"La personne nommée ci-après, {case.insured}, a déposé plainte ce jour pour le vol du véhicule {case.car}, "
        f"immatriculé {case.plate}, commis entre le {numbers.day(case.loss)} à 22 h 00 et le {numbers.day(case.at)} à 7 h 15.",
    )
    sheet.paragraph("Le présent récépissé ne vaut pas copie du procès-verbal.")
    sheet.lines("", "L'inspecteur de police")
    return sheet.done()


def losses(case: Case) -> bytes:
    """A list of stolen or burnt things (état de pertes)."""
    sheet = Sheet("État de pertes", case.insured)
    sheet.title("ÉTAT DE PERTES - INVENTAIRE DES BIENS")
    sheet.lines(f"Assuré : {case.insured}", f"Police n° {case.policy}", f"Sinistre du {numbers.day(case.loss)} - réf. {case.reference}")
    sheet.table(
        (
            ("Objet", "Date d'achat", "Valeur", "Preuve"),
            ("Téléviseur 55 pouces", "12/2022", euros(89_900), "facture"),
            ("Ordinateur portable", "03/2023", euros(124_900), "facture"),
            ("Montre", "06/2015", euros(45_000), "photo"),
            ("Vélo électrique", "05/2021", euros(219_900), "aucune"),
            ("Total", "", euros(479_700), ""),
        ),
        (210, 90, 90, 90),
    )
    sheet.lines(f"Certifié sincère, le {numbers.long_day(case.at)}", "", case.insured)
    return sheet.done()


def _expert(title: str) -> Sheet:
    sheet = Sheet(title, "Cabinet Vasseur Expertises")
    address = ("Rue du Marché 5 - 4000 Liège - GSM 0470 12 34 56", "rapports@cabinet-vasseur.example")
    sheet.letterhead("Cabinet Vasseur Expertises", address, "#444444")
    return sheet
