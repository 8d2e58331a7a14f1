"""The rows of a schedule of losses: what was lost, each row as it stands with its amount."""

import re
from collections.abc import Iterable, Iterator

from core.pages import Fact, Page
from extractors.facts.sheet import GAP, Sheet

SCHEDULE = "etat_de_pertes"

FIGURE = r"\d{1,3}(?:[ .\u00a0\u202f]?\d{3})*"
AMOUNT = re.compile(
    rf"(?:€|(?<![A-Za-zÀ-ÿ])EUR)[ ]?{FIGURE}(?:[,.]\d{{2}})?(?!\d)|(?<![\d/.-]){FIGURE}(?:[,.]\d{{2}})?[ ]?(?:€|EUR\b|euros?\b)"
    rf"|(?<![\d/.,-]){FIGURE}[,.]\d{{2}}(?![\d/.])",
    re.IGNORECASE,
)
DAY = re.compile(r"\b(?:\d{1,2}[/.-])?\d{1,2}[/.-](?:19|20)\d{2}\b|\b(?:19|20)\d{2}\b(?=\s|$)")
LEAD = re.compile(r"^[\s|•*–-]*(?:\d{1,3}(?:[.)/]|\s*[xX\u00d7])?[\s|]+)?")
SUM = re.compile(
    r"(?i)^\W*(?:(?:sous|sub)[ -]?total|total|totaal|gesamt|summe|tva|btw|mwst|montant|bedrag|betrag|report|"
    r"à reporter|franchise|solde|amount|valeur totale|eindtotaal)"
)
NO_GOODS = re.compile(
    r"(?i)^\W*(?:sinistre|dossier|police|polis|contrat|date|datum|tél|tel|iban|page|pagina|seite|réf|ref|n°|description|objet|omschrijving|voorwerp|bezeichnung|"
    r"gegenstand|item|proof|preuve)\b\W*(?::|$|\t)"
)
PROOF = re.compile(
    r"(?i)\b(?:facture|ticket|sans|photo|garantie|factuur|kassabon|geen|rechnung|kassenbon|ohne|"
    r"invoice|receipt|none|oui|non|ja|nee|nein|yes|no)\b.*$"
)
PROOF_BEHIND = re.compile(
    r"(?i)(?<=\w)[\s,(]+(?:facture|ticket(?: de caisse)?|sans (?:facture|preuve|ticket)|factuur|kassabon|rechnung|"
    r"kassenbon|invoice|receipt|"
    r"oui|non|ja|nee|nein|yes|no)\)?$"
)
FEWEST_LETTERS = 2


def lost_items(pages: Iterable[Page]) -> tuple[Fact, ...]:
    """What each row of the `pages` names beside an amount; sums and the rows around the table are left out."""
    return tuple(fact for page in pages for fact in _on_page(page))


def _on_page(page: Page) -> Iterator[Fact]:
    sheet = Sheet.of(page)
    start = 0
    for row in sheet.text.split("\n"):
        amounts = list(AMOUNT.finditer(row))
        label = _label(row, amounts[0].start()) if amounts else ""
        if label:
            at = start + row.index(label)
            yield Fact(
                kind="item",
                value=" ".join(label.split()),
                raw=" ".join(f"{label} {amounts[-1][0]}".split()),
                page=page.number,
                box=sheet.box(at, start + amounts[-1].end()),
                confidence=round(0.9 * sheet.confidence(at, at + len(label)), 3),
            )
        start += len(row) + 1


def _label(row: str, amount: int) -> str:
    """The words of a row that name something, before its amount, or behind where nothing stands before; "" for a sum or a head."""
    if SUM.match(row) or NO_GOODS.match(row):
        return ""
    lead = LEAD.match(row)
    before = DAY.split(row[lead.end() if lead else 0 : amount])[0]
    cells = [cell.strip(" .:;|_-–") for cell in re.split(rf"{GAP}|\s{{3,}}|\.{{3,}}", before)]
    named = [cell for cell in cells if sum(sign.isalpha() for sign in cell) >= FEWEST_LETTERS and not PROOF.fullmatch(cell)]
    return PROOF_BEHIND.sub("", named[0]) if named else ""
