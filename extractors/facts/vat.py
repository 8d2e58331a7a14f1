"""VAT numbers of the European Union with their check digits ("BE 0123.456.749"); a Belgian one is the enterprise number, too."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.repair import DIGIT, REPAIRED, digits_of, few_letters
from extractors.facts.sheet import Sheet
from extractors.formats import enterprise

COUNTRIES = "AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|XI"
NEAR = frozenset({"BE", "FR", "NL", "DE", "LU"})
"""Countries whose numbers count without a cue."""
WORDS = frozenset({"DE", "LU"})
"""Countries whose code is a word and whose check is weak: without a cue, no space may stand behind the code."""
REPAIRABLE = {
    "BE": re.compile(rf"{DIGIT}{{9,10}}"),
    "DE": re.compile(rf"{DIGIT}{{9}}"),
    "LU": re.compile(rf"{DIGIT}{{8}}"),
    "FR": re.compile(rf"{DIGIT}{{11}}"),
}

NAME = r"(?:T\.?V\.?A\.?|B\.?T\.?W\.?|VAT|MwSt\.?|U\.?St\.?|UID|NIF|CIF|P\.? ?IVA|IVA|TAX)"
CUE = re.compile(rf"(?<![A-Za-z]){NAME}[^\n\d]{{0,30}}$", re.IGNORECASE)
START = r"(?:(?<![A-Za-z0-9])|(?<=TVA)|(?<=BTW)|(?<=VAT)|(?<=MwSt)|(?<=IdNr)|(?<=ID))"
CANDIDATE = re.compile(
    rf"{START}(?P<country>{COUNTRIES})(?P<gap>[ .:-]{{0,3}})(?P<number>U? ?[A-Za-z0-9+*|](?:[ ./-]{{0,2}}[A-Za-z0-9+*|]){{4,13}})",
    re.IGNORECASE,
)
# Without the code of the country, behind the cue.
BARE = re.compile(
    rf"(?<![A-Za-z]){NAME}(?P<link>[ \w'’.-]{{0,24}}?[ \t:.°n-]{{0,4}})(?<![\d.])"
    r"(?P<number>\d{2} ?\d{3} ?\d{3} ?\d{3}|[01]\d{3}[. ]?\d{3}[. ]?\d{3})(?![\w])(?![. ]\d)",
    re.IGNORECASE,
)
DUTCH = re.compile(r"(?<![A-Za-z0-9])\d{9}B\d{2}(?!\w)")
SEPARATORS = re.compile(r"[ ./:-]+")
REACH = 60
SURE, WEAK, BARE_SURE = 0.98, 0.9, 0.9


@finds("vat_eu")
def find_vat_numbers(sheet: Sheet) -> Iterator[Found]:
    """Every number whose check digits are those of its country."""
    at = 0
    while match := CANDIDATE.search(sheet.text, at):
        at = match.start() + 1
        cued = bool(CUE.search(sheet.text[max(match.start() - REACH, 0) : match.start()]))
        found = _longest(match, cued=cued) if cued or _alone(match) else None
        if found:
            at = found.end
            yield from _with_enterprise(found)
    yield from _without_country(sheet.text)


def _alone(match: re.Match[str]) -> bool:
    """Whether the number may stand without a cue."""
    country = match["country"]
    return country in NEAR and not (country in WORDS and match["gap"])


def _longest(match: re.Match[str], *, cued: bool) -> Found | None:
    """The longest number that ends where a word ends and whose check digits are right."""
    number = match["number"]
    ends = [end for end in range(len(number), 5, -1) if end == len(number) or not number[end].isalnum()]
    for check, confidence in ((_valid, SURE if cued else WEAK), (_valid_repaired, REPAIRED)):
        for end in ends:
            after = match.start("number") + end
            if re.match(r"[ .]?\d", match.string[after : after + 2]) and not cued:
                continue
            if value := check(match["country"].upper(), number[:end]):
                return Found(kind="vat_eu", value=value, start=match.start(), end=after, confidence=confidence)
    return None


def _valid(country: str, number: str) -> str:
    """The number without separators when its check digits are right, else ""."""
    from stdnum.eu import vat
    from stdnum.exceptions import ValidationError

    compact = SEPARATORS.sub("", number).upper()
    try:
        value: str = vat.validate(country + compact)
    except ValidationError:
        return ""
    if country in {"EL", "GR"}:
        return f"EL{value.removeprefix('EL').removeprefix('GR')}"
    return value


def _valid_repaired(country: str, number: str) -> str:
    compact = SEPARATORS.sub("", number)
    pattern = REPAIRABLE.get(country)
    if not pattern or not pattern.fullmatch(compact) or not few_letters(compact):
        return ""
    return _valid(country, digits_of(compact))


def _without_country(text: str) -> Iterator[Found]:
    for match in BARE.finditer(text):
        digits = re.sub(r"\D", "", match["number"])
        country = "FR" if len(digits) == 11 else "BE"  # noqa: PLR2004 - two check digits before the nine of the SIREN
        if value := _valid(country, digits):
            start, end = match.span("number")
            yield from _with_enterprise(Found(kind="vat_eu", value=value, start=start, end=end, confidence=BARE_SURE))
    for match in DUTCH.finditer(text):
        if value := _valid("NL", match[0]):
            yield Found(kind="vat_eu", value=value, start=match.start(), end=match.end(), confidence=BARE_SURE)


def _with_enterprise(found: Found) -> Iterator[Found]:
    yield found
    if found.value.startswith("BE"):
        yield Found(kind="be_enterprise", value=enterprise(found.value[2:]), start=found.start, end=found.end, confidence=found.confidence)
