"""What the papers from Belgium in French say: `#` begins a title, `|` a row of cells, braces hold what `filling` makes up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One paper before it is filled in."""

    type: str
    language: str
    country: str
    text: str
    held: bool = False
    """Kept for the set that figures are reported on."""
    apart: bool = False
    """Worded without regard to the names of the types and the cues of the classifier."""


def papers(language: str, country: str, texts: dict[str, str]) -> tuple[Template, ...]:
    """A template for each text; what follows a `/` in a key only tells two papers of a type apart."""
    return tuple(
        Template(type=key.partition("/")[0], language=language, country=country, text=text.strip("\n")) for key, text in texts.items()
    )


BELGIAN = papers(
    "fr",
    "BE",
    {
        "facture_reparation": """
Carrosserie {family} SRL
{street} - {town}
TVA {vatno} - Tél. {phone} - {email}

# Facture de réparation {ref}
Date de facture : {date}
Client : {name}
Véhicule immatriculé {plate}, châssis {vin}

| Désignation | Montant
| Remplacement aile avant et optique | {part1} €
| Main d'oeuvre tôlerie et peinture | {part2} €
| Total HTVA | {net} €
| TVA 21 % | {tax} €
| Net à payer TVAC | {gross} €

À verser sur le compte {iban} (BIC {bic}) avec la communication {comm}
""",
        "constat_auto": """
# Constat amiable d'accident automobile
Ne constitue pas une reconnaissance de responsabilité mais un relevé des faits
| 1. Date de l'accident | {date} | Heure {time}
| 2. Lieu | {town}, {street} | 3. Blessés : non
| Véhicule A | Véhicule B
| 6. Preneur d'assurance : {name} | 6. Preneur d'assurance : {name2}
| 7. Plaque {plate} | 7. Plaque {plate2}
| 8. Police n° {policy} | 8. Police n° {policy2}
12. Circonstances : le véhicule B quittait un stationnement
14. Mes observations : l'autre conducteur n'a pas regardé dans son rétroviseur
""",
        "declaration": """
{name}
{street}, {town}
GSM {mobile}

{town2}, le {date:w}

# Déclaration de sinistre habitation
Contrat n° {policy}
Je tiens à vous signaler un sinistre survenu le {date2:w} vers {time}. La tempête a arraché une partie de la toiture \
et l'eau s'est infiltrée dans deux chambres du premier étage.
Un couvreur a posé une bâche en urgence. J'estime les dégâts à {amount} € environ.
Personne n'a été blessé et la maison reste habitable.
""",
        "pv_police": """
Zone de police Semois et Lesse
{street}, {town}

# Pro Justitia
PV n° {pv}
Accident de roulage avec dégâts matériels, faits du {date} à {time}
L'an deux mille vingt-quatre, nous, inspecteur {name}, sommes appelés sur les lieux. À notre arrivée, nous constatons \
la présence de deux véhicules sur la bande de droite.
Le premier porte la plaque {plate}, le second la plaque {plate2}.
Test d'haleine du conducteur {name2} : négatif.
""",
        "mise_en_demeure": """
{name}
{street}, {town}

Par lettre recommandée
{date:w}

# Mise en demeure
Madame, Monsieur,
Malgré mes deux rappels du {date2} et du {date3}, l'indemnité de {amount} € ne m'a toujours pas été versée.
Je vous mets par la présente en demeure de verser cette somme dans les quinze jours sur le compte {iban}.
À défaut, je saisirai le juge de paix sans autre avis et réclamerai les intérêts.
""",
        "rib_iban": """
Banque du Condroz
# Attestation de compte bancaire
Nous certifions que la personne reprise ci-dessous possède un compte dans nos livres.
| Titulaire du compte | {name}
| Adresse | {street}, {town}
| IBAN | {iban}
| BIC | {bic}
Fait le {date} à la demande du client.
""",
        "courrier_avocat": """
Cabinet {family} & {family2}
Avocats au barreau de Namur
{street}, {town}
Tél. {phone} - {email}

{date:w}
Nos réf. {ref}
Police {policy}

Mes chers Confrères,
Je suis le conseil de {name}, victime de l'accident du {date2:w}. Ma cliente ne peut accepter votre offre de {amount} €.
Elle évalue son dommage à {amount2} € et m'a chargé d'introduire la procédure si aucun accord n'intervient.
Je vous prie de croire à l'assurance de mes sentiments confraternels.
""",
        "quittance": """
# Quittance d'indemnité
Police {policy} - sinistre du {date}
Le soussigné, {name}, reconnaît accepter la somme de {amount} € en réparation de son dommage et donne décharge à la compagnie, \
pour solde de tout compte.
Le paiement sera fait sur le compte {iban}.
Fait à {town}, le {date2:w}
Lu et approuvé, signature
""",
        "questionnaire_tva": """
# Questionnaire relatif à la TVA
Entreprise : Menuiserie {family} SA
Numéro de TVA : {vatno}
Êtes-vous assujetti à la TVA ? oui
Dans quelle mesure récupérez-vous la taxe sur les réparations du véhicule {plate} ? à moitié
Date et signature : {date}
""",
        "citation": """
Étude de {name}, huissier de justice
{street}, {town}, tél. {phone}

# Citation à comparaître
L'an deux mille vingt-quatre, à la requête du Procureur du Roi, j'ai cité le nommé {name2} à comparaître le {date:w} à {time} \
devant le tribunal de police, salle B.
Prévenu d'avoir, le {date2}, conduit le véhicule {plate} sans rester maître de sa vitesse.
Copie laissée au domicile. Coût de l'acte : {amount} €
""",
    },
)
