"""Numbers, plates and days as they stand in a folded text, to ask the register about."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice

from router.names import code

MOST = 80
"""Of each kind that are asked about; a text with more of them is a list."""

_POLICY_DIGITS = 5
_CODE = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{1,20}(?:[./_-][A-Z0-9]{1,20}){0,6}(?![A-Z0-9])")
_POLICY = re.compile(
    r"(?:POLICE|CONTRAT|POLIS\w{0,10}|POLICE?N?|POLICY|VERSICHERUNGSSCHEIN\w{0,7})[ :.N\u00b0ORUMEN-]{0,14}([A-Z0-9][A-Z0-9./ -]{3,24})"
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

_DAY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")


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


def _after_cue(folded: str) -> Iterator[str]:
    for match in islice(_POLICY.finditer(folded), MOST):
        pieces = match[1].split()
        for count in range(len(pieces), 0, -1):
            yield code("".join(pieces[:count]))


def days(text: str) -> set[date]:
    """Days written day first."""
    return {day for parts in islice(_DAY.findall(text), MOST) if (day := _day(*map(int, parts)))}


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
