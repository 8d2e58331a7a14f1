"""Who a paper is from: the firm of the letterhead, by its legal form or its trade."""

import re
from collections.abc import Iterator, Mapping

from extractors.facts.found import Found
from extractors.names.spelling import is_name

HEAD_ROWS = 8
"""Rows of a page in which a letterhead stands."""

LONGEST = 60
FORM = re.compile(
    r"(?<![\w])(?:S\.?A\.?R\.?L\.?|S\.?P\.?R\.?L\.?|S\.?R\.?L\.?|S\.?A\.?S\.?U?|S\.?A\.?|S\.?C\.?P\.?|"
    r"S\.?E\.?L\.?A\.?R\.?L\.?|E\.?U\.?R\.?L\.?|"
    r""
    r"S\.?C\.?R\.?L\.?|B\.?V\.?B\.?A\.?|B\.?V\.?|N\.?V\.?|V\.?O\.?F\.?|"
    r"GmbH(?: & Co\.? KG)?|AG|UG|KG|OHG|e\.K\.|Ltd\.?|PLC|LLP|ASBL|VZW)(?![\w])"
)
TRADES: Mapping[str, re.Pattern[str]] = {
    "law_firm": re.compile(
        r"(?i)\b(?:cabinet d['’]avocats?|avocats?(?: associ[ée]s| au barreau)?|advocaten(?:kantoor|associatie)?|advocaat|"
        r"rechtsanw[äa]lt(?:e|in|skanzlei)?|anwaltskanzlei|kanzlei|law (?:firm|office)|solicitors)\b"
    ),
    "expert": re.compile(
        r"(?i)\b(?:(?:bureau|cabinet) d['’]expertises?|expertises?|expertisebureau|expertisekantoor|experts?(?: automobile)?|"
        r"\w*sachverst[äa]ndigen(?:b[üu]ro)?|gutachter(?:b[üu]ro)?|loss adjusters?|assessors)\b"
    ),
    "garage": re.compile(
        r"(?i)\b(?:garage|carrosserie|auto(?:haus|bedrijf|centrum)|carrosserie\w*|werkstatt|kfz-\w+|schadeherstel|body ?shop|"
        r"carglass|pare-brise)\b"
    ),
    "": re.compile(
        r"(?i)\b(?:[ée]tablissements|ets\.?|entreprise|soci[ée]t[ée]|plomberie|toitures?|menuiserie|bouwbedrijf|loodgieter\w*|dakwerken|"
        r"dachdecker\w*|sanit[äa]r\w*|klempner\w*|magasin|boutique|cabinet|[ée]tude|clinique|h[ôo]pital|ziekenhuis|krankenhaus)\b"
    ),
}
TITLE = re.compile(
    r"(?i)\b(?:factu(?:re|ur)|rechnung|invoice|devis|offerte|rapport|gutachten|verslag|report|attestation|n[°º]|date|datum|objet|mission|"
    r"convocation|constat|ordre|r[ée]union|service|vos?|votre|notre)\b|[:;?!█]|\d{3}"
)
BY_FORM, BY_TRADE = 0.88, 0.8


def issuers_in(text: str) -> Iterator[Found]:
    """The firm that heads the page, if its first rows name one."""
    start = 0
    for row in text.split("\n")[:HEAD_ROWS]:
        for cell in re.finditer(r"[^\t]+", row):
            if found := _firm(cell[0], start + cell.start()):
                yield found
                return
        start += len(row) + 1


def _firm(cell: str, at: int) -> Found | None:
    name = cell.strip(" ,-–|")
    if not name or len(name) > LONGEST or TITLE.search(name) or not name[0].isupper() or not is_name(name) or name.endswith("."):
        return None
    by_form = FORM.search(name)
    trade = next((role for role, words in TRADES.items() if words.search(name)), None)
    if (trade is None and not by_form) or len(name.split()) == 1 or (trade == "" and not by_form and name.isupper()):
        return None
    start = at + cell.index(name)
    confidence = BY_FORM if by_form else BY_TRADE
    return Found(kind="issuer", value=name, start=start, end=start + len(name), confidence=confidence, role=trade or "")
