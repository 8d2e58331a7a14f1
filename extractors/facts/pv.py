"""Numbers of police reports of Belgium ("TG.69.L3.00572/24"), the Netherlands ("PL07B3 2023123456-1") and France (by their cue)."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet
from extractors.formats import fits, formats

MORE_CUES = (
    r"p\.?-?v\.? ?(?:n[°ºo]\.?|nr\.?|nummer|:)?",
    r"n[°ºo]\.? ?(?:de |du )?p\.?v\.?",
    r"(?:n[°ºo]\.?|num[ée]ro) ?(?:de |du )?proc[èe]s[- ]verbal",
    r"proc[èe]s[- ]verbal ?(?:n[°ºo]\.?)?",
    r"proc[ée]dure ?(?:n[°ºo]\.?)?",
    r"proces-verbaal ?(?:nr\.?|nummer)?",
)
LINK = r"(?:[ \t]*(?:n[°ºo]\.?|nr\.?|:|=|est|is))*[ \t]*\n?[ \t]*"
BELGIAN = re.compile(r"(?<![\w.])[A-Z]{2}\.?\d{2}\.?[A-Z0-9]{2}\.?\d{5,6} ?/ ?(?:20)?\d{2}(?![\w/])")
DUTCH = re.compile(r"(?<![A-Z0-9])PL\d{2}[A-Z0-9]{2}[- ]?20\d{2}\d{6}-\d(?!\w)")
FRENCH = re.compile(r"\d{4,5}/\d{1,6}/(?:20)?\d{2}(?![\w/])|(?:20)\d{2}/\d{4,7}(?![\w/])")
SURE, CUED = 0.96, 0.92


@finds("pv_be", "pv_nl", "pv_fr")
def find_reports(sheet: Sheet) -> Iterator[Found]:
    """Belgian and Dutch numbers by their shape, French ones behind a cue only."""
    for kind, pattern in (("pv_be", BELGIAN), ("pv_nl", DUTCH)):
        for match in pattern.finditer(sheet.text):
            value = re.sub(r" ?/ ?", "/", match[0])
            if fits(kind, value):
                yield Found(kind=kind, value=value, start=match.start(), end=match.end(), confidence=SURE)
    for cue in _cues().finditer(sheet.text):
        found = FRENCH.match(sheet.text, cue.end())
        if found and fits("pv_fr", found[0]):
            yield Found(kind="pv_fr", value=found[0], start=found.start(), end=found.end(), confidence=CUED)


@cache
def _cues() -> re.Pattern[str]:
    words = "|".join((*MORE_CUES, *(re.escape(word) for word in formats().cues["pv"])))
    return re.compile(rf"(?<!\w)(?:{words}){LINK}", re.IGNORECASE)
