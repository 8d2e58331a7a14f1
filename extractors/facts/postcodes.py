"""Postcodes and their towns: "4000 Liège", "F-75001 Paris", "1012 AB Amsterdam"; where it cannot be told, nothing."""

import re
from collections.abc import Iterator

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet

PREFIX = r"(?:(?P<country>B|F|L|D|NL|BE|FR|LU|DE)[- ] ?)?"
# Where an address may go on: a new line or column, after a comma or a dash, after "à".
START = (
    r"(?:\A|(?<=[\n\t,;(|])|(?<=[,;(|] )|(?<= - )|(?<= – )|(?<=\bà )|(?<=\bte )|(?<=\bin )|"
    r"(?<=\bcommune de )|(?<=\bville de )|(?<=\bgemeente )|(?<=: )|(?<=:))"
)
LETTERS = r"(?!S[ADS]\b)[A-Z]{2}"
CODE = rf"(?P<code>\d{{4}} ?{LETTERS}(?=[ \n\t,;.)]|\Z)|\d{{5}}|\d{{4}}(?! ?S[ADS]\b))"
NAME = r"[A-ZÀ-ÖØ-Þ][\w'’À-ÿ-]*"
TOWN = rf"(?P<town>{NAME}(?: (?:{NAME}|[sdl]['’]\w+|sur|sous|lez|lès|les|la|le|de|du|des|en|aan|den|am|an|der|op|bij|ob)){{0,4}})"
SHAPE = re.compile(rf"{START} ?{PREFIX}{CODE}[ \u00a0]?(?:{TOWN})?")
NO_TOWN = re.compile(
    r"(?:eur|euros?|janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre|januari|februari|"
    r"maart|april|mei|juni|juli|augustus|september|oktober|october|november|december|januar|februar|m[äa]rz|dezember|km|kg|"
    r"m(?:onsieur|adame|r|me)?|de|du|le|la|les|et|en|il|elle|nous|je|ht|ttc|tva)",
    re.IGNORECASE,
)
LINKS = re.compile(r"(?: (?:sur|sous|lez|lès|les|la|le|de|du|des|en|aan|den|am|an|der|op|bij|ob))+$")
CUE = re.compile(r"(?:code postal|c\.?p\.?|postcode|postleitzahl|plz|zip)[ .:]{0,4}$", re.IGNORECASE)
YEAR = re.compile(r"(?:19|20)\d{2}")
STREET = re.compile(
    r"\b(?:rue|avenue|av\.|bd|boulevard|place|chauss[ée]e|chemin|quai|all[ée]e|impasse|route|square|bp|stra+t|str\.|laan|weg|plein|"
    r"steenweg|street|road|\w+stra(?:ss|ß)e|\w+str\.|\w+straat|\w+laan|\w+steenweg|\w+weg|\w+platz)",
    re.IGNORECASE,
)
REACH = 80
LOWEST, LOWEST_FRENCH = 1000, 1000
SURE, PLAIN = 0.92, 0.75


@finds("postcode", "town")
def find_postcodes(sheet: Sheet) -> Iterator[Found]:
    """Every postcode with its town, and one without where a prefix, its letters or a cue say what it is."""
    for match in SHAPE.finditer(sheet.text):
        code, town = match["code"], _town(match)
        before = sheet.text[max(match.start() - REACH, 0) : match.start()]
        if not _plausible(code) or not _said(match, before, town=town):
            continue
        confidence = SURE if match["country"] or STREET.search(before) or CUE.search(before) else PLAIN
        start, end = match.span("code")
        value = re.sub(r"(\d{4}) ?([A-Z]{2})", r"\1 \2", code)
        yield Found(kind="postcode", value=value, start=start, end=end, confidence=confidence)
        if town:
            start = match.start("town")
            yield Found(kind="town", value=town, start=start, end=start + len(town), confidence=confidence)


def _town(match: re.Match[str]) -> str:
    town = LINKS.sub("", match["town"] or "")
    # "Liège BE": the code of a country or a word for a number follows.
    town = re.sub(r" (?:BE|FR|NL|DE|LU|TVA|BTW|T[ée]l|Tel|GSM|Fax|IBAN|BIC|SIRET|SIREN|RCS|CEDEX(?: \d+)?)\b.*$", "", town)
    return "" if NO_TOWN.fullmatch(town.split(" ")[0]) or len(town) < 2 else town  # noqa: PLR2004 - "Y" is a village; a letter is not


def _plausible(code: str) -> bool:
    return int(code[:4]) >= LOWEST if len(code) != 5 else int(code) >= LOWEST_FRENCH  # noqa: PLR2004 - France and Germany have five


def _said(match: re.Match[str], before: str, *, town: str) -> bool:
    if match["country"] or CUE.search(before):
        return True
    if re.search(r"[A-Z]", match["code"]):
        return bool(town) or bool(re.match(r"[ \t]*(?:\n|\Z)", match.string[match.end("code") :]))
    if not town or not _ends(match, town):
        return False
    # "2024 Bruxelles" may be a year: only an address before it says otherwise.
    return bool(STREET.search(before)) or not YEAR.fullmatch(match["code"])


def _ends(match: re.Match[str], town: str) -> bool:
    """Whether the address ends behind the town: no verb or number of a sentence follows."""
    rest = match.string[match.start("town") + len(town) :]
    return bool(
        re.match(
            r"[ \t]*(?:[\n,;.)(|\t]|\Z|[-–] | ?cedex|[ ]{2}|(?:BE|FR|NL|DE|LU|TVA|BTW|T[ée]l|GSM|Fax|IBAN|SIRET|SIREN|RCS)\b)",
            rest,
            re.IGNORECASE,
        )
    )
