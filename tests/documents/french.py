"""What the papers from France say."""

from tests.documents.letters import papers

FRENCH = papers(
    "fr",
    "FR",
    {
        "devis": """
Menuiserie {family} SARL
{street}, {town}
SIRET {siret} - TVA {vatno}
Tél. {phone} - {email}

# Devis n° {ref}
Établi le {date}, valable trois mois
Pour : {name}
| Ouvrage | Prix HT
| Dépose et évacuation de la porte fracturée | {part1} €
| Fourniture et pose d'une porte blindée | {part2} €
| Total HT | {net} €
| TVA 20 % | {tax} €
| Total TTC | {gross} €
Signature du client précédée de la mention bon pour accord
""",
        "rapport_expertise": """
{family} Expertise Automobile
{street}, {town}
Tél. {phone} - {email}

# Rapport d'expertise
Mission reçue le {date}, véhicule examiné le {date2} chez le réparateur
| Immatriculation | {plate}
| N° de série | {vin}
| Assuré | {name}
| Contrat | {policy}
Coût de la remise en état : {amount} € TTC
Valeur avant sinistre : {amount2} € TTC
Conclusion : le véhicule est réparable et les dommages concordent avec la déclaration.
Rapport clos le {date3:w}
""",
        "convocation_expertise": """
Cabinet {family}, experts en bâtiment
{street}, {town} - {phone}

{date:w}
# Convocation à une réunion d'expertise
Madame, Monsieur,
Nous vous invitons à assister à l'expertise contradictoire qui se tiendra le {date2:w} à {time}, à l'adresse du sinistre :
{street2}, {town2}.
Vous pouvez vous faire assister de la personne de votre choix. En votre absence, il sera passé outre.
Contrat {policy}
""",
        "certificat_medical_initial": """
Docteur {name}
Médecine générale
{street}, {town} - {phone}

# Certificat médical initial
Je certifie avoir examiné ce jour, {date:w}, {name2}, qui déclare avoir été victime d'un accident de la circulation le {date2}.
Je constate des ecchymoses de l'épaule gauche et une douleur à la rotation de la nuque.
Ces lésions entraînent une incapacité totale de travail de quatre jours.
Remis en main propre à l'intéressé.
""",
        "plainte_recepisse": """
Brigade territoriale autonome
{street}, {town} - {phone}

# Récépissé de dépôt de plainte
Procédure n° {pv}
Le {date} à {time}, {name} s'est présenté à notre unité afin de porter plainte pour des faits de vol commis entre \
le {date2} et le {date3}.
Le présent récépissé est remis au plaignant pour valoir ce que de droit.
""",
        "plainte_pv": """
Commissariat de police de {city}
# Procès-verbal de plainte
PV n° {pv}
Le {date} à {time}, devant nous se présente {name}, demeurant {street}, {town}, joignable au {mobile}, qui nous déclare :
Je dépose plainte contre X. En rentrant chez moi le {date2:w}, j'ai trouvé la serrure arrachée et les tiroirs vidés.
On m'a dérobé un ordinateur d'une valeur de {amount} € et un vélo acheté {amount2} €.
Après lecture, persiste et signe.
""",
        "etat_de_pertes": """
{name}
{street}, {town}
# État des pertes après le vol du {date}
Contrat {policy}
| Objet | Acheté le | Valeur
| Téléviseur | {date2} | {part1} €
| Montre | {date3} | {part2} €
| Total | | {net} €
Je certifie sincères les indications ci-dessus. Le {date4}.
""",
        "facture_achat": """
Électro {family}
{street}, {town}
SIRET {siret}

# Facture {ref}
Vendu le {date} à {name}
| Article | Prix TTC
| Lave-vaisselle encastrable | {gross} €
Dont TVA 20 % : {tax} €
Payé par carte bancaire. Garantie légale de deux ans.
""",
        "recherche_fuite": """
{family} Assèchement
{street}, {town} - {phone}
# Rapport de recherche de fuite
Visite du {date} chez {name}
Méthode : gaz traceur et caméra thermique, sans casse.
Origine : raccord défectueux sous le receveur de douche.
Le joint doit être remplacé par un plombier. Coût de notre passage : {amount} € TTC.
""",
        "constat_dde": """
# Constat amiable dégâts des eaux
| Date du sinistre | {date}
| Adresse | {street}, {town}
| Occupant A | {name}
| Assureur A, contrat n° | {policy}
| Occupant B | {name2}
| Assureur B, contrat n° | {policy2}
Cause : débordement de baignoire. Réparée : oui.
Signatures des deux parties, le {date2}
""",
        "temoignage": """
# Attestation de témoin
Je soussignée {name}, demeurant {street}, {town}, téléphone {mobile}, atteste avoir assisté aux faits suivants.
Le {date:w}, vers {time}, j'attendais le bus quand la camionnette blanche a brûlé le feu rouge et percuté le cycliste.
La camionnette portait la plaque {plate}.
Je n'ai aucun lien avec les personnes en cause et sais que cette attestation peut être produite en justice.
Fait le {date2}
""",
        "attestation_meteo": """
Station climatologique de {city}
# Certificat d'intempéries
Nous certifions que le {date:w}, des rafales dépassant cent kilomètres à l'heure ont été relevées dans la commune de {town}.
Le maximum a été mesuré à {time}. Certificat délivré le {date2} pour être remis à l'assureur.
""",
        "jugement": """
Tribunal judiciaire de {city}
# Jugement du {date:w}
Entre {name}, demandeur, et {name2}, défendeur
Par ces motifs, le tribunal, statuant publiquement par jugement contradictoire et en premier ressort,
condamne {name2} à payer à {name} la somme de {amount} € en réparation de son préjudice matériel, \
et {amount2} € au titre des frais de procédure.
""",
        "note_honoraires": """
Maître {name}, avocat
{street}, {town}
SIRET {siret}
# Note de frais et honoraires {ref}
Date : {date}
| Consultation et étude du dossier | {part1} €
| Rédaction des conclusions | {part2} €
| Total HT | {net} €
| TVA 20 % | {tax} €
| Total TTC | {gross} €
Règlement par virement : {iban} {bic}
""",
        "bail": """
# Contrat de bail d'un appartement
Entre {name}, bailleur, et {name2}, preneur
Logement situé {street}, {town}
Le bail prend effet le {date:w} pour trois ans. Le loyer mensuel est fixé à {amount} €, charges comprises.
Il a été remis deux trousseaux au preneur le {date2}.
""",
        "certificat_cession": """
# Certificat de cession d'un véhicule d'occasion
| Immatriculation | {plate}
| N° d'identification | {vin}
| Ancien propriétaire | {name}
| Nouveau propriétaire | {name2}
Le vendeur certifie avoir cédé le véhicule le {date} à {time}.
""",
        "controle_technique": """
Centre de contrôle {family}
{street}, {town} - {phone}
# Procès-verbal de contrôle technique
Visite périodique du {date}
| Immatriculation | {plate}
| N° de série | {vin}
Résultat favorable, une défaillance mineure : éclairage de plaque.
Prochaine visite avant le {date2}
""",
        "autre/menu": """
Restaurant Le Vieux Lavoir
# Menu de la semaine
Lundi : velouté de potiron, filet de cabillaud, tarte aux pommes
Mardi : salade de chèvre, pot-au-feu, crème brûlée
Réservations au {phone}
""",
        "autre/course": """
# Course à pied des vendanges
Rendez-vous le {date:w} à {time} devant la mairie de {city}.
Deux parcours dans les vignes, ravitaillement et musique à l'arrivée.
Inscriptions : {email}
""",
    },
)
