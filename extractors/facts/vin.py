"""Chassis numbers of vehicles (ISO 3779): seventeen signs without I, O and Q; Europe has no check sign."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

SHAPE = re.compile(r"(?<![A-Z0-9])(?=[A-Z0-9]{0,14}\d[A-Z0-9]*)[A-HJ-NPR-Z0-9]{17}(?![A-Za-z0-9])")
CUE = (
    r"(?<![A-Za-z])(?i:v\.?i\.?n\b\.?|ch[âa]ssis(?:nummer|nr\.?)?|num[ée]ro de s[ée]rie|(?:identification|identificatie)[^\n\d]{0,20}|"
    r"fahrgestell(?:nummer|nr\.?|-nr\.?)?|fahrzeug-?ident\w*\.?(?:-?nr\.?)?|fin\b)"
)
# O, Q and I never stand in one: behind the cue they are misread digits.
ANNOUNCED = re.compile(
    rf"{CUE}[^\n]{{0,24}}?(?<![A-Z0-9])((?:[A-Z0-9] ?){{16}}[A-Z0-9])(?![A-Za-z0-9])|{CUE}[ :.]*([A-Z0-9]{{17}})(?![A-Za-z0-9])"
)
FIELD_E = re.compile(r"(?:\A|(?<=[\n\t]))\(?E\.?\)?[ :]+([A-Z0-9]{17})(?![A-Za-z0-9])")
REPAIR = str.maketrans("OQI", "001")
FEWEST_DIGITS, FEWEST_LETTERS = 4, 2
CUED, SHAPED, REPAIRED = 0.97, 0.85, 0.7


@finds("vin")
def find_vins(sheet: Sheet) -> Iterator[Found]:
    """Numbers behind their cue first, then those whose shape speaks for itself."""
    taken: list[tuple[int, int]] = []
    for pattern in (ANNOUNCED, FIELD_E, SHAPE):
        for match in pattern.finditer(sheet.text):
            group = match.lastindex or 0
            raw = match[group].replace(" ", "")
            value = raw.translate(REPAIR) if group else raw
            if not _plausible(value) or any(match.start(group) < end and match.end(group) > start for start, end in taken):
                continue
            taken.append(match.span(group))
            confidence = REPAIRED if value != raw else CUED if group else SHAPED
            yield Found(kind="vin", value=value, start=match.start(group), end=match.end(group), confidence=confidence)


def is_vin(value: str) -> bool:
    """Whether `value` is a chassis number and nothing else."""
    return bool(SHAPE.fullmatch(value)) and _plausible(value)


def _plausible(value: str) -> bool:
    # The last three signs count the vehicles, in figures everywhere.
    figures = sum(sign.isdigit() for sign in value)
    return figures >= FEWEST_DIGITS and len(value) - figures >= FEWEST_LETTERS and value[-3:].isdigit()
