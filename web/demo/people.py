"""Who writes in the samples: invented brokers, insurers, experts and insured, each with the mail program of their desk."""

from dataclasses import dataclass

OFFICE = "sinistres@vertebois.example"
"""The mailbox of the demonstration's claims office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who writes: `signature` and `small_print` stand under each mail."""

    name: str
    address: str
    language: str = "fr"
    office: str = ""
    signature: str = ""
    small_print: str = ""
    colour: str = "#1f4e79"
    """Of the office's logo."""

    @property
    def domain(self) -> str:
        """The part after the @."""
        return self.address.partition("@")[2]


MARTIN = Person(
    name="Cabinet Martin - Sinistres",
    address="sinistres@courtier-martin.example",
    office="Cabinet Martin",
    signature=(
        "Sabine Mercier\nGestionnaire sinistres\n\nCabinet Martin SRL\nAvenue des Tilleuls 84 - 5000 Namur\n"
        "T 081 12 34 56 - F 081 12 34 57\nFSMA 0999.128.404 - www.courtier-martin.example"
    ),
    small_print=(
        "Ce message et ses annexes sont confidentiels et réservés à l'usage exclusif de leurs destinataires. Si vous l'avez reçu par "
        "erreur, merci de nous en avertir et de le détruire. Pensez à l'environnement avant d'imprimer ce mail."
    ),
)
PEETERS = Person(
    name="Makelaarskantoor Peeters",
    address="schade@makelaar-peeters.example",
    language="nl",
    office="Makelaarskantoor Peeters",
    signature=(
        "Met vriendelijke groeten,\nJoke Wouters\nSchadebeheer\n\nMakelaarskantoor Peeters BV\nKerkstraat 12 - 9300 Aalst\n"
        "Tel. 053 12 34 56 | FSMA 0999.341.277"
    ),
    small_print="Dit bericht is enkel bestemd voor de geadresseerde. Ontving u het per vergissing, gelieve het dan te verwijderen.",
    colour="#7a1f3d",
)
NORD = Person(
    name="Assur Conseil Nord",
    address="gestion@assur-conseil-nord.example",
    office="Assur Conseil Nord",
    signature=(
        "Thomas Lefranc\nService indemnisation\nASSUR CONSEIL NORD\n27 rue des Tanneurs, 59000 Lille\n"
        "Tél. : 01 99 00 27 27\nORIAS 07 999 104 - RCS Lille B 502 100 001"
    ),
    small_print="Document non contractuel. Courtier d'assurances immatriculé à l'ORIAS, sous le contrôle de l'autorité compétente.",
    colour="#2e7d32",
)
LUX = Person(
    name="Brokers of Luxembourg",
    address="claims@brokers-lux.example",
    language="en",
    office="Brokers of Luxembourg",
    signature="Kind regards,\nNora Whitfield\nClaims desk\nBrokers of Luxembourg S.à r.l.\n8, rue des Roses, L-1234 Luxembourg",
    small_print="This e-mail is intended for the named recipient only.",
    colour="#5b4b8a",
)
ALTERA = Person(
    name="Altera Verzekeringen - Courrier entrant",
    address="post@altera-verzekeringen.example",
    office="Altera Verzekeringen",
    signature="Altera Verzekeringen NV\nService courrier entrant - Dienst inkomende post\nHavenlaan 200, 1080 Brussel",
    small_print="Altera Verzekeringen NV - RPR Brussel 0999.660.118",
    colour="#b35900",
)
VASSEUR = Person(
    name="Cabinet Vasseur Expertises",
    address="rapports@cabinet-vasseur.example",
    office="Cabinet Vasseur",
    signature="Denis Vasseur\nExpert en automobile\nCabinet Vasseur Expertises\nRue du Marché 5 - 4000 Liège\nGSM 0470 12 34 56",
    colour="#444444",
)
DUPONT = Person(name="Jean Dupont", address="jean.dupont@courriel.example", signature="Jean Dupont")
SCHMITZ = Person(name="Eva Schmitz", address="eva.schmitz@courriel.example", signature="Eva Schmitz")
NEIGHBOUR = Person(name="Gérard Lemoine", address="gerard.lemoine59@boitealettres.example", signature="G. Lemoine")
DELVAUX = Person(
    name="Sophie Delvaux",
    address="sophie.delvaux@boitealettres.example",
    signature="Sophie Delvaux\nRue de l'Abbaye 41, 7000 Mons\nContrat auto n° 50.778.112 - GSM 0475/12.34.56",
)
CROOK = Person(name=MARTIN.name, address=MARTIN.address, office=MARTIN.office, signature="Le Service Comptabilité\nCabinet Martin")

SENDERS = (MARTIN, PEETERS, NORD, LUX, ALTERA, VASSEUR, DUPONT, SCHMITZ, NEIGHBOUR, DELVAUX)
