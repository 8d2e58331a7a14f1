"""Amounts in euro: "1 234,56 €", "€ 1.234,56", "1234.56 EUR", "EUR 1,234.56", "150,-"; the value is "1234.56"."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

SIGN = r"(?:€|\beuros?\b|\bEUR\b)"
SPACE = r"[ \u00a0\u202f]"
WHOLE = rf"\d{{1,3}}(?:(?P<by>[.,'’]|{SPACE})\d{{3}}(?:(?P=by)\d{{3}})*)?|\d{{4,9}}"
NUMBER = rf"(?P<minus>[-–\u2212]{SPACE}?)?(?P<whole>{WHOLE})(?:(?P<decimal>{SPACE}?[.,]{SPACE}?)(?P<cents>\d{{2}}|[-–—]{{1,2}}))?"
# Letters may touch an amount where OCR dropped the space: "TotalTTC1.234,56€".
BEFORE = r"(?<![\d.,/+-])(?<![^\W\d_][.,/-])(?<![\d_][^\W\d_])"
AFTER = r"(?![\w/])(?![.,]\d)"
SIGN_BEHIND = re.compile(rf"{BEFORE}(?:{NUMBER}){SPACE}?{SIGN}(?!\d)", re.IGNORECASE)
SIGN_BEFORE = re.compile(rf"(?:€|(?<!\w)EUR(?:O|OS)?\b){SPACE}{{0,2}}(?:{NUMBER})(?!\d)(?![.,]\d)(?!{SPACE}?%)", re.IGNORECASE)
BARE = re.compile(rf"{BEFORE}(?:{NUMBER}){AFTER}(?!{SPACE}?[%\d€$£])")
# What a number with two decimals counts when it is no money.
NOT_MONEY = re.compile(r"(?:%|\b(?:km|kg|cm|mm|m2|m²|kwh|h|min|heures?|uren|uur|stunden?|jours?|dagen|tage?|days?)\b)", re.IGNORECASE)

GLUED_WORD = re.compile(r"(?<![^\W_])[^\W\d_]{2,20}$")
GLUED_CUE = re.compile(
    r"(?:ttc|tvac|h\.?t\.?v?a?|tva|btw|mwst|total|totaal|gesamt\w*|\w*betrag|\w*bedrag|montant|payer|betalen|zahlen|franchise|net|netto)$",
    re.IGNORECASE,
)

WITH_SIGN, WITHOUT = 0.97, 0.7


@finds("amount_eur")
def find_amounts(sheet: Sheet) -> Iterator[Found]:
    """Every amount with the sign of the euro, and every bare number with two decimals."""
    text = sheet.text
    taken: list[tuple[int, int]] = []
    for pattern, confidence in ((SIGN_BEFORE, WITH_SIGN), (SIGN_BEHIND, WITH_SIGN), (BARE, WITHOUT)):
        for match in pattern.finditer(text):
            if any(match.start() < end and match.end() > start for start, end in taken):
                continue
            if confidence == WITHOUT and not _bare_amount(match, text):
                continue
            if not _may_begin(text, match.start(), signed=confidence == WITH_SIGN):
                continue
            taken.append(match.span())
            yield Found(kind="amount_eur", value=_value(match), start=match.start(), end=match.end(), confidence=confidence)


def _bare_amount(match: re.Match[str], text: str) -> bool:
    if not match["cents"] or not match["cents"].isdigit() or " " in match["decimal"] or re.match(r"0\d", match["whole"]):
        return False
    return not NOT_MONEY.match(text[match.end() : match.end() + 12].lstrip())


def _may_begin(text: str, start: int, *, signed: bool) -> bool:
    """Whether an amount may begin here: not within a word, unless that is one which announces an amount."""
    before = text[max(start - 24, 0) : start]
    if not before or not (before[-1].isalnum() or before[-1] == "_"):
        return True
    return bool(GLUED_CUE.search(before) or (signed and GLUED_WORD.search(before)))


def _value(match: re.Match[str]) -> str:
    whole = re.sub(r"\D", "", match["whole"])
    cents = match["cents"] if match["cents"] and match["cents"].isdigit() else "00"
    return f"{'-' if match['minus'] else ''}{int(whole)}.{cents}"
