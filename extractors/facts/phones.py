"""Telephone numbers; the value is E.164."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

if TYPE_CHECKING:
    import phonenumbers

REGIONS = {"fr": ("FR", "BE", "LU"), "nl": ("BE", "NL"), "de": ("DE", "BE", "LU"), "en": ("GB", "BE", "FR")}
EVERYWHERE = ("FR", "BE", "NL", "DE", "LU")
COUNTRIES = (
    ("BE", re.compile(r"\bBE ?[01]\d{3}[. ]?\d{3}[. ]?\d{3}\b|\bB-\d{4}\b|\bBelgique\b|\bBelgië\b|\bBelgien\b|\.be\b", re.IGNORECASE)),
    ("FR", re.compile(r"\bSIRET\b|\bSIREN\b|\bRCS\b|\bAPE\b|\bF-\d{5}\b|\bFrance\b|\.fr\b|\bcedex\b", re.IGNORECASE)),
    ("NL", re.compile(r"\bKvK\b|\bNL\d{9}B\d{2}\b|\b\d{4} ?[A-Z]{2}\b(?= [A-Z])|\bNederland\b|\.nl\b")),
    ("DE", re.compile(r"\bHRB\b|\bUSt-?Id|\bD-\d{5}\b|\bDeutschland\b|\.de\b")),
    ("CH", re.compile(r"\bCHE-\d{3}|\bCH-\d{4}\b|\bSchweiz\b|\bSuisse\b|\bSvizzera\b|\.ch\b")),
    ("LU", re.compile(r"\bL-\d{4}\b|\bLuxembourg\b|\.lu\b")),
)
CUE = re.compile(
    r"(?:t[ée]l(?:[ée]?(?:phone|foon|efon))?|gsm|mob(?:ile|iel)?|portable|handy|phone|fax|appel\w*|bel(?:len)?|rufen|call|fixe|✆|☎|\b[TMF](?=[\s.:(]))"
    r"[\s.:()/n°r-]{0,6}$",
    re.IGNORECASE,
)
# A mobile number in Belgium has four digits first, a town's number of two or three ends in pairs; in France all are pairs,
# which is how some write a mobile number of the Netherlands, too.
BELGIAN = (
    r"0(?:4\d\d|[789]0\d)[ /.]{1,3}(?:\d{2}[ .]?\d{2}[ .]?\d{2}|\d{3}[ .]\d{3})|0\d{3}[ /.]{1,3}\d{2}[ .]\d{2}[ .]\d{2}"
    r"|0\d{1,2}[ /]{1,3}\d{2,3}[ .]\d{2}[ .]\d{2}"
)
WAYS = (
    (("BE",), re.compile(BELGIAN)),
    (("FR", "NL"), re.compile(r"06(?:[ .-]\d{2}){4}")),
    (("FR",), re.compile(r"0\d(?:[ .-]\d{2}){4}")),
)
ENTERPRISE = re.compile(r"[01]\d{3}\.\d{3}\.\d{3}")
BEFORE_ENTERPRISE = re.compile(
    r"(?:\bBE|TVA|BTW|MwSt|KBO|BCE|RPM|RPR|KvK|SIREN|SIRET|RCS[ \w]*|ORIAS)[ .:n°r]{0,6}(?:FR|BE|NL|DE|LU)?$", re.IGNORECASE
)
FAX = re.compile(r"(?:t[ée]l[ée]?(?:copie(?:ur)?|fax)|fax|\bF)[\s.:()n°r-]{0,6}$", re.IGNORECASE)
REACH = 24
CUED, ABROAD, SHAPED, UNUSED = 0.97, 0.95, 0.85, 0.7
CELL = re.compile(r"[^§]+")
FEWEST = 5
"""Digits of a cell that may hold a number."""

SHORTEST = 9
"""Digits of a number without a country code and without a cue."""


@finds("phone")
def find_phones(sheet: Sheet) -> Iterator[Found]:
    """Every valid number, by the rules of the countries that the text points to."""
    # What is masked ends a number, and so does the end of a column.
    text = re.sub(r"[\t\n|]", "§", sheet.text)
    taken: list[tuple[int, int]] = []
    # The sure ones first; the countries stay in their order.
    for found in sorted(_candidates(text, _regions(sheet)), key=lambda found: found.confidence == UNUSED):
        if not any(found.start < end and found.end > start for start, end in taken):
            taken.append((found.start, found.end))
            yield found


def _candidates(text: str, regions: tuple[str, ...]) -> Iterator[Found]:
    import phonenumbers

    dense = CELL.sub(_dense, text)
    for region in regions:
        for match in phonenumbers.PhoneNumberMatcher(dense, region, leniency=phonenumbers.Leniency.POSSIBLE):
            confidence = _confidence(match.raw_string, text[max(match.start - REACH, 0) : match.start])
            if not confidence or region not in (_written_in(match.raw_string) or (region,)):
                continue
            if not phonenumbers.is_valid_number(match.number):
                # A number not in use yet counts where the text announces it; one that keeps its first 0 is of another country.
                if confidence != CUED or match.number.italian_leading_zero:
                    continue
                confidence = UNUSED
            value = phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.E164)
            role = _role(match.number, text[max(match.start - REACH, 0) : match.start])
            yield Found(kind="phone", value=value, start=match.start, end=match.end, confidence=confidence, role=role)


def _dense(cell: re.Match[str]) -> str:
    """The cell as it is, or nothing where it has too few digits: the matcher is slow."""
    return cell[0] if sum(map(str.isdigit, cell[0])) >= FEWEST else "§" * len(cell[0])


def _role(number: "phonenumbers.PhoneNumber", before: str) -> str:
    """`fax` where the text says so, else `mobile` or `fixed` by the plan of its country; "" where that has both in one range."""
    import phonenumbers

    if FAX.search(before):
        return "fax"
    kinds = {phonenumbers.PhoneNumberType.MOBILE: "mobile", phonenumbers.PhoneNumberType.FIXED_LINE: "fixed"}
    return kinds.get(phonenumbers.number_type(number), "")


def _regions(sheet: Sheet) -> tuple[str, ...]:
    """Countries in the order in which a number without a country code is tried: named in the text, then of the language."""
    named = [country for country, pattern in COUNTRIES if pattern.search(sheet.text)]
    return tuple(dict.fromkeys((*named, *REGIONS.get(sheet.language, EVERYWHERE))))


def _written_in(raw: str) -> tuple[str, ...]:
    """The countries whose way of writing `raw` follows, where several have the same digits; none when it follows no such way."""
    return next((countries for countries, pattern in WAYS if pattern.fullmatch(raw.strip("() "))), ())


def _confidence(raw: str, before: str) -> float:
    if ENTERPRISE.fullmatch(raw) or BEFORE_ENTERPRISE.search(before):
        return 0.0
    if CUE.search(before):
        return CUED
    if raw.startswith(("+", "00", "(+", "(00")):
        return ABROAD
    digits = re.sub(r"\D", "", raw)
    # Without a cue, a row of digits is a phone number only when it begins with 0 and stands in groups.
    return SHAPED if raw.startswith(("0", "(0")) and len(digits) >= SHORTEST and raw != digits else 0.0
