"""When and where a camera took a picture, as it wrote into it (EXIF, CIPA DC-008). Neither is ever logged."""

import math
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from core.media import Place, is_believed
from extractors.media.places import SIXTY, place_at

EXIF, GPS = 0x8769, 0x8825
"""Where the two sets of tags begin."""

TAKEN, TAKEN_ZONE = 0x9003, 0x9011
"""DateTimeOriginal and OffsetTimeOriginal."""

LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4

DAY = re.compile(r"(\d{4})[:-](\d\d)[:-](\d\d)[ T](\d\d):(\d\d):(\d\d)")
ZONE = re.compile(r"[+-]\d\d:\d\d")
SIGNS = {"N": 1, "S": -1, "E": 1, "W": -1}


def taken_at(exif: Mapping[int, object]) -> datetime | None:
    """The moment of the exposure, with its zone where the camera wrote one that there can be."""
    found = DAY.match(_text(exif.get(TAKEN)))
    zone = _text(exif.get(TAKEN_ZONE))
    if found is None:
        return None
    year, month, day, hour, minute, second = found.groups()
    written = f"{year}-{month}-{day}T{hour}:{minute}:{second}"
    moment = (_moment(written + zone) if ZONE.fullmatch(zone) else None) or _moment(written)
    return moment if moment and is_believed(moment) else None


def place(gps: Mapping[int, object]) -> Place | None:
    """Where the camera was."""
    latitude = _degrees(gps.get(LATITUDE), _text(gps.get(LATITUDE_REF)), "NS")
    longitude = _degrees(gps.get(LONGITUDE), _text(gps.get(LONGITUDE_REF)), "EW")
    return None if latitude is None or longitude is None else place_at(latitude, longitude)


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _degrees(parts: object, side: str, sides: str) -> float | None:
    if not isinstance(parts, Sequence) or len(parts) != 3 or side not in tuple(sides):  # noqa: PLR2004 - degrees, minutes, seconds
        return None
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
    except (TypeError, ValueError, ArithmeticError):
        return None
    if not all(math.isfinite(part) and part >= 0 for part in (degrees, minutes, seconds)) or max(minutes, seconds) > SIXTY:
        return None
    return SIGNS[side] * (degrees + minutes / SIXTY + seconds / SIXTY / SIXTY)


def _text(value: object) -> str:
    text = value.decode("ascii", "replace") if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return text.strip("\0 ")
