"""Courts of France, Belgium, Luxembourg, the Netherlands and Germany, by their name and seat."""

import re
from collections.abc import Iterator

from extractors.facts.found import Found
from extractors.names.spelling import WORD

SEAT = rf"{WORD}(?:[ -](?:(?:de|la|le|les|sur|sous|am|an|der|den|in)[ -])*{WORD}){{0,2}}"
COURT = re.compile(
    r"(?<![\w])(?:"
    rf"(?i:tribunal (?:judiciaire|correctionnel|administratif|d['’]arrondissement|de (?:police|proximit[ée]|commerce|grande instance|"
    rf"premi[èe]re instance|la famille)|du travail|de l['’]entreprise)|cour d['’](?:appel|assises)|justice de paix|cour du travail)"
    rf"(?:[^\S\n](?i:(?:francophone |du canton )?(?:de|d['’]|du|des|[àa]))[^\S\n]?(?:(?:la|le|les)[^\S\n])?{SEAT})?"
    rf"|(?i:politierechtbank|rechtbank van eerste aanleg|ondernemingsrechtbank|arbeidsrechtbank|correctionele rechtbank|hof van beroep|"
    rf"vredegerecht|gerechtshof|rechtbank)[^\S\n](?i:(?:te|van|in)[^\S\n])?{SEAT}"
    rf"|(?:Amtsgericht|Landgericht|Oberlandesgericht|Verwaltungsgericht|Arbeitsgericht)(?:es|s)?[^\S\n](?:in[^\S\n])?{SEAT}"
    rf"|(?:{WORD}[^\S\n])?(?:County|Crown|Magistrates['’]|High) Court(?: (?:at|of) {SEAT})?"
    r"|(?i:cour de cassation|hof van cassatie)|Bundesgerichtshof)"
)
PARTS = ("tribunal", "cour d", "justice de paix", "rechtbank", "hof", "vredegerecht", "gericht", " court")
"""The letters without which no court is named: pages are many, and courts few."""

CONFIDENCE = 0.92


def courts_in(text: str) -> Iterator[Found]:
    """Every court named in `text`."""
    small = text.lower()
    for match in COURT.finditer(text) if any(part in small for part in PARTS) else ():
        value = " ".join(match[0].split())
        yield Found(kind="court", value=value, start=match.start(), end=match.end(), confidence=CONFIDENCE)
