"""What the papers in Dutch, German and English say, and all papers together."""

from tests.documents.french import FRENCH
from tests.documents.letters import BELGIAN, Template, papers
from tests.documents.wordings import wordings

FLEMISH = papers(
    "nl",
    "BE",
    {
        "declaration": """
{name}
{street}, {town}
Gsm {mobile} - {email}

# Schadeaangifte woning
Polisnummer {policy}
Op {date:w} omstreeks {time} is bij ons brand ontstaan in de keuken. De brandweer was snel ter plaatse.
De dampkap en de kasten zijn vernield. Ik raam de schade op {amount} euro.
Gelieve mij te laten weten wanneer de expert langskomt.
Met vriendelijke groeten, {date2}
""",
        "facture_reparation": """
Carrosserie {family} BV
{street}, {town}
Btw {vatno} - tel. {phone}

# Herstellingsfactuur {ref}
Factuurdatum: {date}
Voertuig met nummerplaat {plate}
| Omschrijving | Bedrag
| Achterbumper en sensoren | € {part1}
| Werkuren spuiterij | € {part2}
| Totaal exclusief btw | € {net}
| Btw 21 % | € {tax}
| Te betalen | € {gross}
Te storten op {iban} met mededeling {comm}
""",
        "mise_en_demeure": """
{name}
{street}, {town}
Aangetekende zending, {date:w}

# Ingebrekestelling
Geachte,
Ondanks mijn brief van {date2} heb ik de vergoeding van € {amount} niet ontvangen.
Ik stel u hierbij in gebreke en eis betaling binnen acht dagen op rekening {iban}.
Doet u dat niet, dan stap ik naar de vrederechter.
""",
        "rapport_expertise": """
Expertisebureau {family}
{street}, {town}, tel. {phone}
# Expertiseverslag
Voertuig onderzocht op {date}, nummerplaat {plate}, chassisnummer {vin}
Verzekerde: {name}, polis {policy}
Herstelkosten: € {amount} exclusief btw
Waarde voor het ongeval: € {amount2}
Het voertuig is herstelbaar. Verslag opgemaakt op {date2:w}.
""",
    },
)
DUTCH = papers(
    "nl",
    "NL",
    {
        "devis": """
Glashandel {family}
{street}, {town}, telefoon {phone}
# Offerte {ref}
Datum {date}
| Werk | Prijs
| Dubbel glas leveren | € {part1}
| Plaatsen en afkitten | € {part2}
| Totaal | € {net}
Onze rekening: {iban}
""",
        "temoignage": """
# Getuigenverklaring
Ik, {name}, wonende te {town}, {street}, heb op {date:w} rond {time} het volgende gezien.
De grijze auto met kenteken {plate} reed achteruit tegen de geparkeerde scooter en reed daarna weg.
Ik ben bereikbaar op {mobile}. Naar waarheid opgemaakt op {date2}.
""",
    },
)
GERMAN = papers(
    "de",
    "DE",
    {
        "devis": """
Autolackiererei {family} GmbH
{street}, {town}
Tel. {phone} - USt-IdNr. {vatno}
# Kostenvoranschlag {ref}
Datum: {date}
Fahrzeug mit Kennzeichen {plate}, Fahrgestellnummer {vin}
| Arbeit | Preis
| Tür hinten links ersetzen | {part1} €
| Lackieren | {part2} €
| Summe netto | {net} €
| MwSt. 19 % | {tax} €
| Endsumme brutto | {gross} €
""",
        "rapport_expertise": """
Kfz-Sachverständigenbüro {family}
{street}, {town}, Telefon {phone}
# Gutachten über einen Unfallschaden
Besichtigung am {date:w}, Kennzeichen {plate}
Halter: {name}, Versicherungsschein-Nr. {policy}
Die Kosten der Instandsetzung betragen {amount} € ohne Mehrwertsteuer.
Der Wiederbeschaffungswert liegt bei {amount2} €.
Erstellt am {date2}
""",
        "courrier_avocat": """
Rechtsanwälte {family} und {family2}
{street}, {town}
Telefon {phone}, {email}
{date:w}
Unser Zeichen {ref}
Sehr geehrte Damen und Herren,
wir vertreten die Interessen von {name}. Unsere Mandantin wurde am {date2} durch das Fahrzeug {plate} geschädigt.
Wir fordern Sie auf, den Betrag von {amount} € auf das Konto {iban} zu überweisen.
Mit freundlichen kollegialen Grüßen
""",
        "declaration": """
{name}
{street}, {town}
Mobil {mobile}
# Schadenanzeige
Versicherungsschein-Nr. {policy}
Am {date:w} gegen {time} lief in unserem Keller die Waschmaschine aus. Teppich und Regale sind durchnässt.
Den Schaden schätze ich auf {amount} €.
Bitte rufen Sie mich abends an.
""",
    },
)
ENGLISH = papers(
    "en",
    "EN",
    {
        "temoignage": """
# Witness statement
My name is {name} and I live at {street}, {town}.
On {date:w} at about {time} I was crossing the car park when I saw a silver van hit the barrier.
The driver got out, looked at the damage and drove off. I believe the contents of this statement are true.
Signed on {date2:w}
""",
        "autre/club": """
# Allotment society newsletter
The spring meeting takes place on {date:w} in the village hall. Seeds can be swapped from {time} onwards.
Please bring a cake. Questions to {email}.
""",
    },
)
TEMPLATES: tuple[Template, ...] = (*BELGIAN, *FRENCH, *FLEMISH, *DUTCH, *GERMAN, *ENGLISH, *wordings())

TUNE, HOLDOUT = 1, 1001
"""The seed to look at while mending, and the seed that figures are reported on: other names, and wordings kept for it."""


def is_holdout(seed: int) -> bool:
    """Whether `seed` makes a set of the other names."""
    return seed >= HOLDOUT


def templates_of(seed: int) -> tuple[Template, ...]:
    """The papers that a set of `seed` may hold."""
    return TEMPLATES if is_holdout(seed) else tuple(template for template in TEMPLATES if not template.held)
