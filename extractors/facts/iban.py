"""Account numbers (ISO 13616): country, length and check digits agree, or it is none."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from extractors.facts import Found, finds
from extractors.facts.repair import REPAIRED, readings
from extractors.facts.sheet import Sheet

# Country and check digits, then groups with a space, a dot or a hyphen between; O, I, S, B, Z and G may be misread digits.
CANDIDATE = re.compile(r"(?<![A-Z0-9])(?:IBAN[ :.]{0,3})?([A-Z]{2}[ ]?[0-9OQIlSBZG]{2}(?:[ .\u00a0-]?[0-9A-Za-z]){11,30})")
SEPARATORS = re.compile(r"[ .\u00a0-]")
EXACT = 0.99

# Not in the register: they have the numbers of France under codes of their own.
FRENCH_TERRITORIES = frozenset({"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"})
# Nor these, which have numbers all the same: lengths as their banks use them, checked by 97 only.
UNREGISTERED = {"AO": 25, "BF": 28, "BJ": 28, "CF": 27, "CG": 27, "CI": 28, "CM": 27, "CV": 25, "DZ": 26, "GA": 27, "GQ": 27, "GW": 25} | {
    "IR": 26,
    "KM": 27,
    "MA": 28,
    "MG": 27,
    "ML": 28,
    "MZ": 25,
    "NE": 28,
    "SN": 28,
    "TD": 27,
    "TG": 28,
}
FRENCH = re.compile(r"\d{10}[0-9A-Z]{11}\d{2}")


@finds("iban")
def find_ibans(sheet: Sheet) -> Iterator[Found]:
    """Every account number, also with single signs misread when the check digits then agree."""
    at = 0
    while found := CANDIDATE.search(sheet.text, at):
        iban = _longest(found[1])
        at = found.start() + 1
        if iban:
            value, length, confidence = iban
            yield Found(kind="iban", value=value, start=found.start(1), end=found.start(1) + length, confidence=confidence)
            at = found.start(1) + length


def _longest(raw: str) -> tuple[str, int, float] | None:
    """The account number that `raw` begins with, its length in `raw`, and how sure it is."""
    length = _length_of(raw[:2])
    if length is None:
        return None
    end = _end(raw, length)
    if end is None or (end < len(raw) and raw[end].isalnum() and raw[end - 1].isdigit() and raw[end].isdigit()):
        return None
    compact = SEPARATORS.sub("", raw[:end])
    if valid(compact.upper()):
        return compact.upper(), end, EXACT
    repaired = _repaired(compact)
    return (repaired, end, REPAIRED) if repaired else None


def _end(raw: str, length: int) -> int | None:
    """Where the first `length` signs of `raw` that are no separators end."""
    count = 0
    for index, sign in enumerate(raw):
        count += not SEPARATORS.match(sign)
        if count == length:
            return index + 1
    return None


def _repaired(compact: str) -> str | None:
    """The one number that differs from `compact` only in signs that look alike, and whose check digits agree."""
    country = compact[:2]
    options = readings(f"nn{_shape_of(country)}", compact[2:])
    agreeing = {number for signs in product(*options) if valid(number := country + "".join(signs))} if options else set()
    return agreeing.pop() if len(agreeing) == 1 else None


def valid(number: str) -> bool:
    """Whether the check digits of `number`, without separators, agree."""
    from stdnum import iban
    from stdnum.exceptions import ValidationError
    from stdnum.iso7064 import mod_97_10

    if number[:2] in UNREGISTERED:
        return mod_97_10.is_valid(number[4:] + number[:4])
    if number[:2] in FRENCH_TERRITORIES:
        return mod_97_10.is_valid(number[4:] + number[:4]) and bool(FRENCH.fullmatch(number[4:]))
    try:
        iban.validate(number, check_country=False)  # its lists of banks age
    except ValidationError:
        return False
    # Belgian accounts have check digits of their own: the rest by 97, 97 for 0.
    return number[:2] != "BE" or (int(number[4:14]) % 97 or 97) == int(number[14:])


def _length_of(country: str) -> int | None:
    """How many signs the numbers of `country` have."""
    shape = _shape_of(country)
    return 4 + len(shape) if shape else None


@cache
def _shape_of(country: str) -> str:
    """The kind of each sign behind the check digits by the register of ISO 13616: `n`, `a` or `c`; "" for no country."""
    from stdnum import numdb

    if country in UNREGISTERED:
        return "c" * (UNREGISTERED[country] - 4)
    listed = "FR" if country in FRENCH_TERRITORIES else country
    ((_, properties), *_) = numdb.get("iban").info(listed)
    return "".join(kind * int(count) for count, kind in re.findall(r"(\d+)!([nac])", properties.get("bban", "")))
