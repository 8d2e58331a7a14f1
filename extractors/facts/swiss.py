"""References of Swiss payment slips: "21 00000 00003 13947 14300 09017"; 27 digits, the last by the recursive modulo 10."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.repair import DIGIT, REPAIRED, digits_of, few_letters
from extractors.facts.sheet import Sheet

CUE = r"(?:r[ée]f[ée]rence|referen[zc]e?|riferimento|QRR)"
GROUPED = rf"{DIGIT}{{2}}(?: {DIGIT}{{5}}){{5}}"
SHAPE = re.compile(rf"(?<![\w/.-])(?P<grouped>{GROUPED})(?![\w/-])|\b(?i:{CUE})[^\n\d]{{0,30}}(?<!\w)(?P<plain>\d{{27}})(?!\w)")
SURE, CUED = 0.95, 0.9


@finds("ch_qr_reference")
def find_swiss_references(sheet: Sheet) -> Iterator[Found]:
    """Every reference whose last digit is right: in its groups of five, or in one piece behind the word that announces it."""
    from stdnum.ch import esr

    for match in SHAPE.finditer(sheet.text):
        name = match.lastgroup or ""
        raw = match[name].replace(" ", "")
        digits = digits_of(raw)
        # Of one digit in ten, chance makes the right one: nothing but noughts is no reference.
        if few_letters(raw) and digits.strip("0") and esr.is_valid(digits):
            sure = REPAIRED if not raw.isdigit() else SURE if name == "grouped" else CUED
            yield Found(kind="ch_qr_reference", value=digits, start=match.start(name), end=match.end(name), confidence=sure)
