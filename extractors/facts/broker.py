"""References of the two sides of a letter: "V/Réf.", "uw ref.", "Ihr Zeichen" are the addressee's, "N/Réf." the sender's."""

import re
from collections.abc import Iterator
from itertools import pairwise

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet
from extractors.formats import fits

REFERENCE = r"r[ée]f(?:[ée]rences?|erentie|erenz|s)?\b\.?"
MARK = r"(?:kenmerk|zeichen|dossier(?:nummer)?|aktenzeichen)"
ADDRESSEE = rf"(?:v(?:otre|os)?[ ./]{{0,3}}{REFERENCE}|(?:uw|ihre?|your)[ /.]{{0,2}}(?:{REFERENCE}|{MARK}|reference))"
SENDER = rf"(?:n(?:otre|os)?[ ./]{{0,3}}{REFERENCE}|(?:onze?|ons|unsere?|our|mijn|mein|my)[ /.]{{0,2}}(?:{REFERENCE}|{MARK}|reference))"
PLAIN = rf"(?:{REFERENCE}|kenmerk|aktenzeichen|az\.)(?: ?(?:dossier|interne|courtier|client|makelaar))?"
LINK = r"[ \t]*(?:n[°ºo]\.?|nr\.?)?[ \t]*[:=][ \t]*(?:n[°ºo]\.? ?)?"
LOOSE = r"[ \t]*(?:n[°ºo]\.?|nr\.?)?[ \t]*[:=]?[ \t]*"
VALUE = r"(?P<value>[A-Z0-9][A-Z0-9./_-]{2,34}(?<![./_-]))(?![\w@])"
WAYS = (
    ("addressee", re.compile(rf"(?<![\w])(?:{ADDRESSEE}){LOOSE}{VALUE}", re.IGNORECASE)),
    ("sender", re.compile(rf"(?<![\w])(?:{SENDER}){LOOSE}{VALUE}", re.IGNORECASE)),
    ("", re.compile(rf"(?<![\w/])(?:{PLAIN}){LINK}{VALUE}", re.IGNORECASE)),
)
# A row of labels, the values on the next.
LABEL = re.compile(rf"(?P<addressee>{ADDRESSEE})|(?P<sender>{SENDER})", re.IGNORECASE)
CELL = re.compile(r"[^\t\n]+?(?=\t| {2,}|\n|\Z)")
NOT_OURS = re.compile(r"[CT]\d{9}|\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
"""Claim and draft numbers, which the router looks for, and dates."""

FEWEST_DIGITS = 2
CONFIDENCE, BELOW = 0.9, 0.8


@finds("broker_ref")
def find_references(sheet: Sheet) -> Iterator[Found]:
    """What stands behind each cue, or under it where the cues make a row of their own."""
    taken: set[int] = set()
    for role, pattern in WAYS:
        for match in pattern.finditer(sheet.text):
            start, end = match.span("value")
            if start not in taken and _plausible(match["value"]):
                taken.add(start)
                yield Found(kind="broker_ref", value=match["value"].upper(), start=start, end=end, confidence=CONFIDENCE, role=role)
    yield from (found for found in _below(sheet.text) if found.start not in taken)


def _below(text: str) -> Iterator[Found]:
    """Values in the columns of a row of labels."""
    start = 0
    lines = text.split("\n")
    for line, following in pairwise(lines):
        start += len(line) + 1
        labels, values = _cells(line), _cells(following)
        if len(labels) != len(values):
            continue
        for label, value in zip(labels, values, strict=True):
            side = LABEL.fullmatch(label[0].strip(" :."))
            raw = value[0].strip()
            if side and _plausible(raw) and fits("broker_ref", raw):
                at = start + value.start()
                yield Found(kind="broker_ref", value=raw.upper(), start=at, end=at + len(raw), confidence=BELOW, role=side.lastgroup or "")


def _cells(line: str) -> list[re.Match[str]]:
    return [cell for cell in CELL.finditer(line) if cell[0].strip()]


def _plausible(value: str) -> bool:
    return sum(sign.isdigit() for sign in value) >= FEWEST_DIGITS and not NOT_OURS.fullmatch(value)
