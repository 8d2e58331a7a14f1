"""Codes of banks (ISO 9362): eight or eleven signs behind "BIC" or "SWIFT", or behind an account number, on its row or below it."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import MASK, Sheet

CODE = r"([A-Z]{4} ?[A-Z]{2} ?[A-Z0-9]{2}(?: ?[A-Z0-9]{3})?)(?![A-Za-z0-9])"
ANNOUNCED = re.compile(rf"(?<![A-Za-z])(?i:bic|swift)(?i:[ /-]*(?:bic|swift|code|nr\.?|adresse?))*[ \t:.=()-]*\n?[ \t]*{CODE}")
BEHIND_ACCOUNT = re.compile(rf"{MASK}[ \t.,;:/()-]{{0,6}}{CODE}")
BELOW_ACCOUNT = re.compile(rf"{MASK}[ \t.,;:/()-]{{0,6}}\n[ \t]*{CODE}(?=[ \t]*(?:\n|\Z))")
NEAR = frozenset({"AT", "BE", "CH", "DE", "ES", "FR", "GB", "IE", "IT", "LU", "MC", "NL", "PT"})
"""Countries of banks whose code may stand alone below an account: words have eight capitals, too ("RECHNUNG", of Niue)."""

CUED, BESIDE = 0.98, 0.9


@finds("bic")
def find_bics(sheet: Sheet) -> Iterator[Found]:
    """Every code of a country that exists."""
    from stdnum import bic

    for pattern, confidence in ((ANNOUNCED, CUED), (BEHIND_ACCOUNT, BESIDE), (BELOW_ACCOUNT, BESIDE)):
        for match in pattern.finditer(sheet.text):
            # "BNPAFRPP ET" has no branch; "BNPAFRPP XXX" has.
            for raw in (match[1], re.sub(r" [A-Z0-9]{3}$", "", match[1])):
                if bic.is_valid(raw) and (pattern is not BELOW_ACCOUNT or raw[4:6] in NEAR):
                    start = match.start(1)
                    yield Found(kind="bic", value=raw.replace(" ", ""), start=start, end=start + len(raw), confidence=confidence)
                    break
