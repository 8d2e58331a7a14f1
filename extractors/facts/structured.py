"""Structured communications of Belgian transfers: "+++090/9337/55493+++"; the last two digits are the rest by 97 (97 for 0)."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.repair import DIGIT, REPAIRED, digits_of, few_letters
from extractors.facts.sheet import Sheet

SHAPE = re.compile(
    rf"(?P<before>[+*]{{3}} ?)?(?<![\w/.-])(?P<number>{DIGIT}{{3}} ?/ ?{DIGIT}{{4}} ?/ ?{DIGIT}{{5}})(?![\w/-])(?P<after> ?[+*]{{3}})?"
)
FRAMED, PLAIN = 0.99, 0.93


@finds("be_structured_comm")
def find_structured_communications(sheet: Sheet) -> Iterator[Found]:
    """Every communication whose last two digits are right, also without its crosses."""
    from stdnum.be import ogm_vcs

    for match in SHAPE.finditer(sheet.text):
        compact = re.sub(r"[ /]", "", match["number"])
        digits = digits_of(compact)
        if few_letters(compact) and ogm_vcs.is_valid(digits):
            sure = FRAMED if match["before"] and match["after"] else PLAIN
            confidence = sure if compact.isdigit() else REPAIRED
            value = f"+++{ogm_vcs.format(digits)}+++"
            yield Found(kind="be_structured_comm", value=value, start=match.start(), end=match.end(), confidence=confidence)
