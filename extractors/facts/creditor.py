"""References of creditors (ISO 11649): "RF18 5390 0754 7034"; RF, two check digits (rest by 97), and up to 21 signs."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

SHAPE = re.compile(r"(?<![A-Za-z0-9])RF\d{2}(?:[A-Z0-9]{4,21}|(?: [A-Z0-9]{4}){1,5}(?: [A-Z0-9]{1,4})?)(?![A-Za-z0-9])")
"""Without spaces, or in groups of four of which the last may be shorter."""

GROUPED, PLAIN = 0.97, 0.93


@finds("rf_reference")
def find_creditor_references(sheet: Sheet) -> Iterator[Found]:
    """Every reference whose check digits are right; words in capitals behind one are not part of it."""
    from stdnum import iso11649

    for match in SHAPE.finditer(sheet.text):
        raw = match[0]
        while raw and not iso11649.is_valid(raw):
            raw = raw.rpartition(" ")[0]
        if len(raw.replace(" ", "")) > len("RF18"):
            sure = GROUPED if " " in raw else PLAIN
            end = match.start() + len(raw)
            yield Found(kind="rf_reference", value=iso11649.compact(raw), start=match.start(), end=end, confidence=sure)
