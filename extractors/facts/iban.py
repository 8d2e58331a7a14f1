"""Account numbers (ISO 13616): country, length and check digits agree, or it is none."""

import re
from collections.abc import Iterator
from itertools import product

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

# Country and check digits, then groups with a space, a dot or a hyphen between; O, I, S, B and Z may be misread digits.
CANDIDATE = re.compile(r"(?<![A-Za-z0-9])(?:IBAN[ :.]{0,3})?([A-Z]{2}[ ]?[0-9OQIlSBZ]{2}(?:[ .\u00a0-]?[0-9A-Za-z]){11,30})")
SEPARATORS = re.compile(r"[ .\u00a0-]")
MISREAD = str.maketrans("OQIlSBZ", "0011582")
LETTERS = {"0": "0O", "O": "0O", "1": "1I", "I": "1I", "5": "5S", "S": "5S", "8": "8B", "B": "8B"}
EXACT, REPAIRED = 0.99, 0.7
MOST_REPAIRS = 64

# Not in the register: they have the numbers of France under codes of their own.
FRENCH_TERRITORIES = frozenset({"BL", "GF", "GP", "MF", "MQ", "NC", "PF", "PM", "RE", "TF", "WF", "YT"})
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
    if _valid(compact.upper()):
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
    bank = compact[4:]
    # Where a country's numbers have digits only, every letter is a misread digit; elsewhere each sign may be either.
    start = compact[:2] + compact[2:4].translate(MISREAD)
    options = [LETTERS.get(sign, sign) if sign in "OISB" else sign for sign in bank.upper()]
    count = 1
    for option in options:
        count *= len(option)
    if count > MOST_REPAIRS:
        return None
    valid = [number for signs in product(*options) if _valid(number := start + "".join(signs))]
    return valid[0] if len(valid) == 1 else None


def _valid(number: str) -> bool:
    from stdnum import iban
    from stdnum.exceptions import ValidationError
    from stdnum.iso7064 import mod_97_10

    if number[:2] in FRENCH_TERRITORIES:
        return mod_97_10.is_valid(number[4:] + number[:4]) and bool(FRENCH.fullmatch(number[4:]))
    try:
        iban.validate(number, check_country=False)  # its lists of banks age
    except ValidationError:
        return False
    return True


def _length_of(country: str) -> int | None:
    """How many signs the numbers of `country` have, by the register of ISO 13616."""
    from stdnum import numdb

    listed = "FR" if country in FRENCH_TERRITORIES else country
    ((_, properties), *_) = numdb.get("iban").info(listed)
    parts = re.findall(r"(\d+)!", properties.get("bban", ""))
    return 4 + sum(map(int, parts)) if parts else None
