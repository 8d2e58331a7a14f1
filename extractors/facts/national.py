"""National numbers of persons (BE register number, FR NIR, NL BSN, DE IdNr): found only to be masked, never brought out."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

BELGIAN = re.compile(r"(?<![\w.])\d{2}[.\s]?\d{2}[.\s]?\d{2}[\s.-]{1,3}\d{3}[\s.-]?\d{2}(?![\w])")
BELGIAN_PLAIN = re.compile(r"(?<!\w)\d{11}(?!\w)")
FRENCH = re.compile(r"(?<!\w)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\w)", re.IGNORECASE)
ANNOUNCED = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofi-?nummer|steuer-?id(?:entifikationsnummer|nr)?|idnr|niss|insz|rijksregister(?:nummer|nr)?|"
    r"registre national|nationalregisternummer|num[ée]ro (?:de )?s[ée]curit[ée] sociale|n° (?:de )?s[ée]cu(?:rit[ée] sociale)?)"
    r"[ .:n°r]{0,6}((?:\d[ .-]?){8,14}\d)(?!\w)",
    re.IGNORECASE,
)


@finds("national_id")
def find_national_numbers(sheet: Sheet) -> Iterator[Found]:
    """Everything that has the shape of a national number and its check digits, or is announced as one."""
    spans = {match.span(1) for match in ANNOUNCED.finditer(sheet.text)}
    spans |= {match.span() for match in BELGIAN.finditer(sheet.text) if _dotted_or_valid(match[0])}
    spans |= {match.span() for match in BELGIAN_PLAIN.finditer(sheet.text) if _belgian(match[0])}
    spans |= {match.span() for match in FRENCH.finditer(sheet.text) if _french(match[0])}
    for start, end in sorted(spans):
        yield Found(kind="national_id", value="", start=start, end=end)


def _dotted_or_valid(raw: str) -> bool:
    # 85.07.30-033.28 is written like nothing else, right or misread.
    return bool(re.fullmatch(r"\d{2}\.\d{2}\.\d{2}-\d{3}\.\d{2}", raw)) or _belgian(raw)


def _belgian(raw: str) -> bool:
    digits = re.sub(r"\D", "", raw)
    body, check = int(digits[:9]), int(digits[9:])
    # Who was born from 2000 on has a 2 before the nine digits.
    return check in {97 - body % 97, 97 - (2_000_000_000 + body) % 97} and 1 <= int(digits[2:4]) % 20 <= 12  # noqa: PLR2004 - a month


def _french(raw: str) -> bool:
    compact = raw.replace(" ", "").upper().replace("2A", "19").replace("2B", "18")
    if len(compact) == 13:  # noqa: PLR2004 - without its key
        return " " in raw and 1 <= int(compact[3:5]) <= 12  # noqa: PLR2004
    return 97 - int(compact[:13]) % 97 == int(compact[13:])
