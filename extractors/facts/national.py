"""Numbers of persons (BE register number, FR NIR, NL BSN, DE IdNr, of taxes, of cards): found only to be masked, never brought out."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

BELGIAN = re.compile(r"(?<![\w.])\d{2}[.\s]?\d{2}[.\s]?\d{2}[\s.-]{1,3}\d{3}[\s.-]?\d{2}(?![\w])")
BELGIAN_PLAIN = re.compile(r"(?<!\w)\d{11}(?!\w)")
FRENCH = re.compile(r"(?<!\w)[1-478] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3}(?: ?\d{2})?(?!\w)", re.IGNORECASE)
ANNOUNCED = re.compile(
    r"\b(?:bsn|burgerservicenummer|sofi-?nummer|onderwijsnummer|steuer-?id(?:entifikationsnummer|nr)?|"
    r"(?:steuerliche )?identifikationsnummer|"
    r"idnr|steuer(?:nummer|-?nr)|st\.?-?nr|num[ée]ro fiscal|n° fiscal|spi|nif|niss|insz|rijksregister(?:nummer|nr)?|"
    r"registre national|(?:n° |num[ée]ro )?(?:de )?matricule(?: national)?|nationalregisternummer|"
    r"num[ée]ro (?:de )?s[ée]curit[ée] sociale|n° (?:de )?s[ée]cu(?:rit[ée] sociale)?)"
    r"[ .:n°r]{0,6}((?:\d[ ./-]?){8,14}\d)(?!\w)",
    re.IGNORECASE,
)

CARD = re.compile(
    r"\b(?:carte (?:nationale )?d['’]identit[ée]|cni|passeport|permis de conduire|titre de s[ée]jour|identiteitskaart|paspoort|rijbewijs|"
    r"personalausweis|reisepass|f[üu]hrerschein|passport|driving licen[cs]e|identity card)[^\n\d]{0,16}?(?<![A-Za-z0-9])"
    r"(?![\d]{1,2}[./-]\d{1,2}[./-])([A-Z]{0,3}\d(?:[ -]?[A-Z0-9]){5,13})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


@finds("national_id")
def find_national_numbers(sheet: Sheet) -> Iterator[Found]:
    """Everything that has the shape of a national number and its check digits, or is announced as one."""
    spans = {match.span(1) for pattern in (ANNOUNCED, CARD) for match in pattern.finditer(sheet.text)}
    spans |= {match.span() for match in BELGIAN.finditer(sheet.text) if _dotted_or_valid(match[0])}
    spans |= {match.span() for match in BELGIAN_PLAIN.finditer(sheet.text) if _belgian(match[0])}
    spans |= {match.span() for match in FRENCH.finditer(sheet.text) if _french(match[0])}
    for start, end in sorted(spans):
        yield Found(kind="national_id", value="", start=start, end=end)


def is_national(text: str) -> bool:
    """Whether the number of a person stands in `text`."""
    return any(True for _ in find_national_numbers(Sheet(text=text)))


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
