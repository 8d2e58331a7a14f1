"""Where a camera was: degrees as it wrote them, and ISO 6709 text, as films have it. Neither is ever logged."""

import re

from core.media import Place

DIGITS = 5
"""Decimals of a degree: a metre."""

SIXTY = 60
WHOLE = {"latitude": 2, "longitude": 3}
"""Digits of the degrees; minutes and seconds, of two each, may follow without anything between."""

WRITTEN = re.compile(r"([+-])(\d{2}(?:\d{2}){0,2}(?:\.\d{1,9})?)([+-])(\d{3}(?:\d{2}){0,2}(?:\.\d{1,9})?)(?![\d.])")
"""Latitude and longitude (ISO 6709, annex H); a height and a name of the system may follow."""


def place_at(latitude: float, longitude: float) -> Place | None:
    """The place; none for what is no place on earth, and for nought and nought, which is a receiver that saw nothing."""
    if latitude == longitude == 0:
        return None
    try:
        return Place(latitude=round(latitude, DIGITS), longitude=round(longitude, DIGITS))
    except ValueError:
        return None


def place_said(text: str) -> Place | None:
    """The place that a text like `+50.6403+005.5700/` names."""
    found = WRITTEN.match(text)
    if found is None:
        return None
    north, latitude, east, longitude = found.groups()
    first, second = _degrees(latitude, WHOLE["latitude"]), _degrees(longitude, WHOLE["longitude"])
    if first is None or second is None:
        return None
    return place_at(-first if north == "-" else first, -second if east == "-" else second)


def _degrees(written: str, whole: int) -> float | None:
    """Degrees of digits that hold them alone, or with minutes, or with minutes and seconds."""
    digits, _, decimals = written.partition(".")
    parts = [digits[:whole], *(digits[at : at + 2] for at in range(whole, len(digits), 2))]
    *firsts, last = parts
    values = [*(float(part) for part in firsts), float(f"{last}.{decimals or 0}")]
    if any(value >= SIXTY for value in values[1:]):
        return None
    found = 0.0
    for value in reversed(values):
        found = value + found / SIXTY
    return found
