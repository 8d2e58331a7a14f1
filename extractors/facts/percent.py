"""Percentages from 0 to 100: "21 %", "5,5%"; the value is "5.5%", the role `vat` that of a rate."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

SHAPE = re.compile(r"(?<![\d.,])(\d{1,3})(?:[.,](\d{1,2}))?[ \u00a0\u202f]?%(?!\w)")
VAT = re.compile(r"(?:t\.?v\.?a\.?|b\.?t\.?w\.?|mwst\.?|ust\.?|mehrwertsteuer|vat|tax[ae]?)[^\n\d%]{0,24}$", re.IGNORECASE)
VAT_BEHIND = re.compile(r" ?(?:de )?(?:tva|btw|mwst|ust|vat)\b", re.IGNORECASE)
REACH = 40
CONFIDENCE = 0.96
MOST = 100.0


@finds("percent")
def find_percentages(sheet: Sheet) -> Iterator[Found]:
    """Every percentage that a share can have."""
    for match in SHAPE.finditer(sheet.text):
        decimals = (match[2] or "").rstrip("0")
        value = f"{int(match[1])}{'.' + decimals if decimals else ''}"
        if float(value) <= MOST:
            role = "vat" if _of_vat(sheet.text, match) else ""
            yield Found(kind="percent", value=f"{value}%", start=match.start(), end=match.end(), confidence=CONFIDENCE, role=role)


def _of_vat(text: str, match: re.Match[str]) -> bool:
    return bool(VAT.search(text[max(match.start() - REACH, 0) : match.start()]) or VAT_BEHIND.match(text, match.end()))
