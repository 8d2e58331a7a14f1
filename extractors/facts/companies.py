"""Numbers of firms: SIREN, SIRET (Luhn; La Poste sums its digits), ORIAS, and the enterprise numbers of Belgium and Switzerland."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.repair import DIGIT, REPAIRED, digits_of, few_letters
from extractors.facts.sheet import Sheet
from extractors.formats import enterprise

FRENCH_CUE = r"(?<![A-Za-z])(?i:siren|siret|r\.?c\.?s\b\.?)"
LINK = r"[^\d\n]{0,40}?\n?[^\d\n]{0,3}?"
SIRET = re.compile(rf"{FRENCH_CUE}{LINK}((?:{DIGIT}[ .\u00a0]?){{13}}{DIGIT})(?![ ]?\d)")
SIREN = re.compile(rf"{FRENCH_CUE}{LINK}(?![BSZG])((?:{DIGIT}[ .\u00a0]?){{8}}{DIGIT})(?![ ]?\d)")
BARE_SIRET = re.compile(r"(?<![\w.])(\d{3}[ \u00a0.]\d{3}[ \u00a0.]\d{3}[ \u00a0.]\d{5})(?![\w])")
ORIAS = re.compile(r"(?i:orias)[^\d\n]{0,30}(\d{2} ?\d{3} ?\d{3})(?![\w])")

BELGIAN_CUE = (
    r"(?<![A-Za-z])(?i:b\.?c\.?e\.?|k\.?b\.?o\.?|r\.?p\.?m\.?|r\.?p\.?r\.?|n°? ?d['’]entreprise|num[ée]ro d['’]entreprise|"
    r"ondernemings(?:nummer|nr\.?)|unternehmensnummer|enterprise number|company number)"
)
BELGIAN = re.compile(rf"{BELGIAN_CUE}[^\d\n]{{0,30}}?([01O]{DIGIT}{{3}}[. ]?{DIGIT}{{3}}[. ]?{DIGIT}{{3}})(?![\w])")
DOTTED = re.compile(r"(?<![\w./-])([01]\d{3}\.\d{3}\.\d{3})(?![\w/-])(?!\.\d)")
SWISS = re.compile(r"(?<![A-Za-z0-9])(CHE[ -]?\d{3}[. ]?\d{3}[. ]?\d{3})(?: ?(MWST|TVA|IVA|TPV)\b)?(?!\d)")

CUED, SHAPED = 0.98, 0.9


@finds("fr_siret", "fr_siren", "fr_orias")
def find_french_firms(sheet: Sheet) -> Iterator[Found]:
    """Numbers behind their name, and a SIRET also where it is written in its groups."""
    taken: list[tuple[int, int]] = []
    ways = (("fr_siret", SIRET, CUED), ("fr_siret", BARE_SIRET, SHAPED), ("fr_siren", SIREN, CUED))
    for kind, pattern, confidence in ways:
        for found in _checked(kind, pattern, sheet.text, confidence):
            if not any(found.start < end and found.end > start for start, end in taken):
                taken.append((found.start, found.end))
                yield found
    for match in ORIAS.finditer(sheet.text):
        value = re.sub(r"\D", "", match[1])
        yield Found(kind="fr_orias", value=value, start=match.start(1), end=match.end(1), confidence=CUED)


def _checked(kind: str, pattern: re.Pattern[str], text: str, confidence: float) -> Iterator[Found]:
    from stdnum.fr import siren, siret

    check = siret.is_valid if kind == "fr_siret" else siren.is_valid
    for match in pattern.finditer(text):
        compact = re.sub(r"[\s.]", "", match[1])
        value = digits_of(compact)
        if few_letters(compact) and check(value):
            sure = confidence if compact.isdigit() else REPAIRED
            yield Found(kind=kind, value=value, start=match.start(1), end=match.end(1), confidence=sure)


@finds("be_enterprise")
def find_belgian_firms(sheet: Sheet) -> Iterator[Found]:
    """Numbers behind their name, or with the dots of their own way of writing; those with "BE" come with the VAT numbers."""
    from stdnum.be import vat

    for pattern, confidence in ((BELGIAN, CUED), (DOTTED, SHAPED)):
        for match in pattern.finditer(sheet.text):
            compact = re.sub(r"[. ]", "", match[1])
            value = digits_of(compact)
            if few_letters(compact) and vat.is_valid(value):
                sure = confidence if compact.isdigit() else REPAIRED
                yield Found(kind="be_enterprise", value=enterprise(value), start=match.start(1), end=match.end(1), confidence=sure)


@finds("ch_uid")
def find_swiss_firms(sheet: Sheet) -> Iterator[Found]:
    """Numbers "CHE-123.456.789"; the role is `vat` where they are written as the number of a payer of VAT."""
    from stdnum.ch import uid

    for match in SWISS.finditer(sheet.text):
        if uid.is_valid(match[1]):
            role = "vat" if match[2] else ""
            yield Found(kind="ch_uid", value=uid.format(match[1]), start=match.start(), end=match.end(), confidence=CUED, role=role)
