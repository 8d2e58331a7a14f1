"""Number plates of France, Belgium, the Netherlands, Germany and Luxembourg; the shapes are those of the domain."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet
from extractors.formats import fits, formats

CUES = (
    "immatricul[ée]e?s?",
    r"immat\.?",
    "plaques?",
    "nummerplaat",
    "kentekenplaat",
    "kfz-kennzeichen",
    r"kfz-kz\.?",
    "number plate",
    "licen[cs]e plate",
    "registration",
    r"reg\. ?no\.?",
)
LINK = (
    r"(?:[ \t:=.]|n°|n[or]\.?|number|plate|num[ée]ro|sous|le|du v[ée]hicule|de la voiture|d'immatriculation|is|ist|est|van het voertuig|"
    r"\([AB]\)|[AB]\.(?= ))*"
)
# Field A of a registration certificate (directive 1999/37/EC), at the start of a line or of a column.
FIELD_A = r"(?:(?<=\n)|(?<=\t)|\A)\(?A\.?\)?(?:\.1)?[ :]+"

# Kinds whose shape alone says that it is a plate, and how surely; written with hyphens. Order decides where shapes meet.
SHAPED = {
    "plate_be": r"[1-9A-NP-Z][-–. ]?[A-Z]{3}[-–. ]?\d{3}",
    "plate_fr_siv": r"[A-HJ-NP-TV-Z]{2}[-–. ]?\d{3}[-–. ]?[A-HJ-NP-TV-Z]{2}",
    "plate_nl": r"[A-Z0-9]{1,3}[-–][A-Z0-9]{2,3}[-–][A-Z0-9]{1,3}",
    "plate_de": r"[A-ZÄÖÜ]{1,3}[- ][A-Z]{1,2} ?\d{1,4}[EH]?",
}
# Kinds that count only after a cue, likeliest first.
ANNOUNCED = ("plate_fr_siv", "plate_be", "plate_nl", "plate_de", "plate_fr_fni", "plate_lu", "plate_be_old")
CUSTOM = "plate_be_custom"
SPACED = frozenset({"plate_de", "plate_fr_fni", "plate_lu"})
"""Kinds that are written with spaces."""

VALUE = re.compile(r"[A-Z0-9ÄÖÜ][A-Z0-9ÄÖÜ–. -]{2,11}(?<![ .–-])")

GERMAN_LETTERS = 0.6
"""How sure a German shape is without a cue and outside a German text: "LE 12", "RUE B 12" have it, too."""

CUED, WRITTEN, PLAIN = 0.97, 0.93, 0.75
WEAK_KINDS = frozenset({CUSTOM, "plate_lu"})


@finds("plate_fr_siv", "plate_fr_fni", "plate_be", "plate_be_old", "plate_be_custom", "plate_nl", "plate_de", "plate_lu")
def find_plates(sheet: Sheet) -> Iterator[Found]:
    """Plates by their cue first, then those whose shape speaks for itself."""
    taken: list[tuple[int, int]] = []
    for found in (*_announced(sheet.text), *_shaped(sheet.text, sheet.language)):
        if not any(found.start < end and found.end > start for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _announced(text: str) -> Iterator[Found]:
    for cue in _cues().finditer(text):
        found = VALUE.match(text, cue.end())
        if found and (kind_and_end := _kind(found[0])):
            kind, end = kind_and_end
            raw = found[0][:end]
            confidence = PLAIN if kind in WEAK_KINDS else CUED
            yield Found(kind=kind, value=_value(kind, raw), start=found.start(), end=found.start() + end, confidence=confidence)


@cache
def _cues() -> re.Pattern[str]:
    listed = (re.escape(word) for word in formats().cues["plate"] if word != "A.")
    words = "|".join(sorted({*CUES, *listed}, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?i:{words})(?:(?!\w)|(?=\d)|(?<=[a-zà-ÿ])(?=[A-Z]))(?i:{LINK})|{FIELD_A}")


def _kind(raw: str) -> tuple[str, int] | None:
    """The kind of plate that `raw` begins with, and its length; the longest that ends at a word's end."""
    ends = sorted({match.end() for match in re.finditer(r"[A-Z0-9ÄÖÜ](?![A-Z0-9ÄÖÜ])", raw)}, reverse=True)
    for end in ends:
        for kind in ANNOUNCED:
            if _announced_as(kind, raw[:end]):
                return kind, end
    # A personalised plate of letters only is not to be told from a word.
    word = re.match(r"[A-Z0-9-]+", raw)
    if word and re.search(r"\d", word[0]) and fits(CUSTOM, word[0].rstrip("-")):
        return CUSTOM, len(word[0].rstrip("-"))
    return None


def _announced_as(kind: str, raw: str) -> bool:
    if kind == "plate_nl" and len(re.findall(r"[-–. ]+", raw)) == 1:
        return False  # three groups, or none at all
    return fits(kind, raw if kind in SPACED else _hyphened(raw))


def _shaped(text: str, language: str) -> Iterator[Found]:
    for kind, shape in SHAPED.items():
        for match in re.finditer(rf"(?<![\w-]){shape}(?![\w-])(?!\.\d)", text):
            value = _value(kind, match[0])
            if fits(kind, value if kind == "plate_de" else _hyphened(match[0])) and (confidence := _sureness(kind, match[0], language)):
                yield Found(kind=kind, value=value, start=match.start(), end=match.end(), confidence=confidence)


def _sureness(kind: str, raw: str, language: str) -> float:
    """How sure a plate without a cue is; 0.0 when its shape is that of too many other things."""
    if kind == "plate_de":
        return GERMAN_LETTERS if language == "de" and re.fullmatch(r"[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?", raw) else 0.0
    if kind == "plate_nl" and (not any(map(str.isdigit, raw)) or not any(map(str.isalpha, raw))):
        return 0.0
    separators = len(re.findall(r"[-–]", raw))
    if separators == 2:  # noqa: PLR2004 - written as on the plate
        return WRITTEN
    # Letters and digits in a row are also parts, products and postcodes.
    return PLAIN if kind == "plate_fr_siv" and separators == 0 and " " not in raw else PLAIN - 0.15 if " " in raw else 0.0


def _hyphened(raw: str) -> str:
    return re.sub(r"[-–. ]+", "-", raw)


def _value(kind: str, raw: str) -> str:
    """As on the plate: hyphens between the groups, also where none were written."""
    match kind:
        case "plate_de":
            return raw
        case "plate_fr_fni" | "plate_lu":
            return re.sub(r"[-–. ]+", " ", raw)
        case "plate_be_custom":
            return _hyphened(raw)
    compact = re.sub(r"[-–. ]+", "", raw)
    if kind == "plate_be":
        return f"{compact[0]}-{compact[1:4]}-{compact[4:]}"
    return _hyphened(raw) if re.search(r"[-–. ]", raw) else "-".join(re.findall(r"[A-Z]+|\d+", compact))
