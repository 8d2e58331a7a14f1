"""Numbers, plates and days as they stand in a folded text, to ask the register about."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from router.names import code
from router.normalise import fold

MOST = 80
"""Of each kind that are asked about; a text with more of them is a list."""

_POLICY_DIGITS = 5
_CODE = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{1,20}(?:[./_-][A-Z0-9]{1,20}){0,6}(?![A-Z0-9])")
_POLICY = re.compile(
    r"(?:POLICE|CONTRAT|POLIS\w{0,10}|POLICE?N?|POLICY|VERSICHERUNGSSCHEIN\w{0,7})[ :.N\u00b0ORUMEN-]{0,14}([A-Z0-9][A-Z0-9./ -]{3,24})"
)
_PAPER = r"(?:FACTU|DEVIS|INVOICE|RECHNUNG|BESTEK|OFFERTE|ANGEBOT|QUOT|ESTIMAT|PV\b|PROCES)"
_REF = re.compile(
    rf"(?<![A-Z0-9])(?:(?:NOTRE|NOS|ONZE|ONS|UNSER[A-Z]{{0,2}}|OUR)(?: (?!{_PAPER})[A-Z]{{1,20}}){{1,3}}?"
    r"|REF[A-Z]{0,10}|DOSSIER|FILE|KENMERK|(?:AKTEN)?ZEICHEN|AZ|U/Z)\b"
    r"(?:\.? (?:COURTIER|MAKELAAR|MAKLER|BROKER|INTERNE?|NUMBER))?[ :.N\u00b0#-]{0,8}(?=[A-Z/._-]{0,10} ?\d)"
    r"([A-Z0-9][A-Z0-9./ _-]{2,28})"
)
_ALONE = re.compile(
    r"(?:(?<=[*,;|()])|(?<= [-\u2013])|^)[ ]{0,3}([A-Z0-9][A-Z0-9./_-]{2,28}(?: \d{2,8})?)[ ]{0,3}(?=[*,;|()]| [-\u2013] |$)", re.MULTILINE
)
_PLATES = tuple(
    re.compile(rf"(?<![A-Z0-9]){shape}(?![A-Z0-9])")
    for shape in (
        r"[1-9][ -]?[A-Z]{3}[ -]?\d{3}",
        r"[A-Z]{1,3}[ -]?\d{2,3}[ -]?[A-Z]{1,3}",
        r"\d{2}[ -]?[A-Z]{2,3}[ -]?\d{1,2}",
        r"[A-Z]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}",
        r"[A-Z]{3,5}[ -]?\d{2,4}",
        r"\d{3}[ -]?[A-Z]{3}",
    )
)
"""Each is looked for by itself: "CAR DE-455" has the shape of a plate and hides the one that begins in it."""

_DAY = re.compile(r"(?<![\d./-])(\d{1,2})[./-](\d{1,2})[./-](\d{4}|\d{2})(?![./-]?\d)")
_ISO = re.compile(r"(?<![\d./-])(\d{4})-(\d{2})-(\d{2})(?![\d-])")
_MONTHS = ["JAN", "FEV|FEB", "MAR|MRT|MAA", "AVR|APR", "MAI|MEI|MAY", "JUIN|JUN", "JUIL|JUL", "AOU|AUG", "SEP", "OCT|OKT", "NOV", "DEC|DEZ"]
_SPELT = re.compile(rf"(?<!\d)(\d{{1,2}})(?:ER|\.)? ({'|'.join(_MONTHS)})[A-Z]{{0,7}}\.? (\d{{4}})(?!\d)")
_CENTURY = 2000
"""Of a year that is written with two figures."""


def plates(folded: str) -> list[str]:
    """What is shaped like a registration plate."""
    return list(dict.fromkeys(found for shape in _PLATES for found in islice(shape.findall(folded), MOST)))[:MOST]


def codes(folded: str) -> list[str]:
    """Words with a digit in them."""
    return list(dict.fromkeys(token for token in islice(_CODE.findall(folded), MOST * 4) if any(char.isdigit() for char in token)))[:MOST]


def policies(folded: str) -> list[str]:
    """Numbers behind the word policy, which may have spaces inside and words behind them; then words of many digits."""
    like = (token for token in codes(folded) if sum(char.isdigit() for char in token) >= _POLICY_DIGITS)
    return list(dict.fromkeys([*_after_cue(folded), *like]))[:MOST]


def file_numbers(folded: str, *, subject: str) -> list[str]:
    """Numbers behind a word for a file of the sender's own, and those that stand alone in a subject; an invoice has one, too."""
    alone = (match[1] for match in islice(_ALONE.finditer(subject), MOST))
    found = (code(number) for number in (*_after_cue(folded, _REF), *alone))
    return list(dict.fromkeys(number for number in found if any(char.isdigit() for char in number)))[:MOST]


def first_number(folded: str) -> str:
    """What a text begins with, where that is a number."""
    found = _CODE.match(folded)
    return code(found[0]) if found and found[0][0].isdigit() else ""


def _after_cue(folded: str, cue: re.Pattern[str] = _POLICY) -> Iterator[str]:
    for match in islice(cue.finditer(folded), MOST):
        pieces = match[1].split()
        for count in range(len(pieces), 0, -1):
            yield code("".join(pieces[:count]))


def days(text: str) -> set[date]:
    """Days written day first, with the month in figures or in letters, or as a machine writes them."""
    folded = fold(text)
    written = [_day(int(day), int(month), _year(year)) for day, month, year in islice(_DAY.findall(folded), MOST)]
    machine = [_day(int(day), int(month), int(year)) for year, month, day in islice(_ISO.findall(folded), MOST)]
    spelt = [_day(int(day), _month(month), int(year)) for day, month, year in islice(_SPELT.findall(folded), MOST)]
    return {day for day in (*written, *machine, *spelt) if day}


def _year(written: str) -> int:
    return int(written) + (_CENTURY if len(written) == len("26") else 0)


def _month(name: str) -> int:
    return next(number for number, names in enumerate(_MONTHS, start=1) if name in names.split("|"))


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def iso_day(text: str) -> date | None:
    """The day of a fact's normal form."""
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
