"""What a garage writes: estimate and repair invoice."""

from dataclasses import dataclass
from datetime import date

from web.demo.papers import numbers
from web.demo.papers.numbers import euros
from web.demo.papers.sheet import Sheet

VAT = 21


@dataclass(frozen=True, slots=True, kw_only=True)
class Garage:
    """Who repairs: its letterhead, and where it wants its money."""

    name: str
    address: tuple[str, ...]
    company: str
    iban: str
    colour: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was done to whose car; amounts are cents without VAT."""

    garage: Garage
    customer: tuple[str, ...]
    plate: str
    car: str
    policy: str
    number: str
    at: date
    work: tuple[tuple[str, int], ...]

    @property
    def net(self) -> int:
        """Sum without VAT."""
        return sum(amount for _, amount in self.work)

    @property
    def vat(self) -> int:
        """The VAT."""
        return round(self.net * VAT / 100)


VIGNERON = Garage(
    name="Carrosserie Vigneron",
    address=("Chaussée de Louvain 310 - 5004 Namur", "Tél. 081 12 98 76 - atelier@carrosserie-vigneron.example"),
    company=numbers.belgian_company("09991804"),
    iban=numbers.belgian_iban("9900417752"),
    colour="#8a1c1c",
)
TANNEURS = Garage(
    name="Garage des Tanneurs",
    address=("112 boulevard Victor, 59000 Lille", "Tél. 01 99 00 31 12 - contact@garage-tanneurs.example"),
    company=numbers.french_vat("502100001"),
    iban=numbers.french_iban("99030", "00415", "00020051170"),
    colour="#20536b",
)


def estimate(order: Order) -> bytes:
    """A repair estimate (devis)."""
    sheet = _head(order, f"Devis {order.number}")
    sheet.title(f"DEVIS N° {order.number}")
    _subject(sheet, order)
    sheet.paragraph("Devis de réparation établi sur la base des dégâts visibles, sous réserve de démontage.")
    _amounts(sheet, order)
    sheet.paragraph("Devis valable 30 jours. Véhicule réparable. Délai des travaux : 4 jours ouvrables.")
    sheet.lines("Bon pour accord, date et signature du client :", "", "", "................................................")
    return sheet.done()


def invoice(order: Order) -> bytes:
    """A repair invoice (facture de réparation)."""
    sheet = _head(order, f"Facture {order.number}")
    sheet.title(f"FACTURE DE RÉPARATION N° {order.number}")
    _subject(sheet, order)
    _amounts(sheet, order)
    sheet.paragraph(f"Payable à 15 jours sur le compte IBAN {order.garage.iban}.")
    if order.garage.company.startswith("0"):
        sheet.paragraph(
            f"Communication structurée : {numbers.structured(''.join(sign for sign in order.number if sign.isdigit()).zfill(10))}"
        )
    sheet.paragraph("Travaux exécutés avec pièces de rechange d'origine, garantis 24 mois.")
    return sheet.done()


def _head(order: Order, title: str) -> Sheet:
    sheet = Sheet(title, order.garage.name)
    sheet.letterhead(order.garage.name, (*order.garage.address, f"TVA {order.garage.company}"), order.garage.colour)
    sheet.lines(*order.customer, x=340)
    return sheet


def _subject(sheet: Sheet, order: Order) -> None:
    sheet.lines(
        f"Date : {numbers.day(order.at)}",
        f"Véhicule : {order.car}   Immatriculation : {order.plate}",
        f"Assurance : Vertebois Assurances, police n° {order.policy}",
    )


def _amounts(sheet: Sheet, order: Order) -> None:
    sheet.table((("Description", "Montant HTVA"), *((label, euros(amount)) for label, amount in order.work)), (370, 110))
    sheet.table(
        (
            ("Total HTVA", euros(order.net)),
            (f"TVA {VAT} %", euros(order.vat)),
            ("Total TVA comprise", euros(order.net + order.vat)),
        ),
        (370, 110),
        head=False,
    )
    sheet.foot(f"{order.garage.name} - TVA {order.garage.company} - IBAN {order.garage.iban}")
