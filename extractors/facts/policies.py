"""Policy numbers: they have no shape of their own, so one counts only after the word that announces it."""

import re
from collections.abc import Iterator
from functools import cache

from extractors.facts import Found, finds
from extractors.facts.sheet import Sheet
from extractors.formats import fits, formats

NUMBER_SIGN = r"(?:n[°ºo]\.?|nr\.?|no\.?|num[ée]ro|nummer|number|#)"
MORE_CUES = (
    rf"{NUMBER_SIGN} ?(?:de |du )?(?:la )?(?:police|contrat)(?: d'assurance)?",
    rf"(?:police|contrat)(?: d'assurance)?,? {NUMBER_SIGN}",
    r"r[ée]f(?:[ée]rence|\.)? (?:de |du )?(?:police|contrat)",
    rf"(?:verzekerings)?polis ?{NUMBER_SIGN}?",
    rf"contract ?{NUMBER_SIGN}",
    rf"(?:versicherungs|policen)-? ?{NUMBER_SIGN}",
    rf"versicherungsschein-? ?{NUMBER_SIGN}",
    rf"vertrags?-? ?{NUMBER_SIGN}",
    rf"(?:insurance )?policy ?{NUMBER_SIGN}",
    r"(?:police|contrat|polis|policy|versicherungsschein)(?= ?[:=])",
)
BARE = re.compile(r"(?<!\w)(?:police|contrat|polis|contract|policy|vertrag|versicherungsschein) (?=\S*\d)", re.IGNORECASE)
"""The word alone announces only what looks like nothing else."""

UNLIKE_OTHERS = re.compile(r"[A-Z]{2,6}[-/ ]?\d[\d./-]{4,}|[A-Z]{1,3}/\d{6,}|\d{8,12}|\d{1,2}\.\d{3}\.\d{3}(?:/\d{2})?", re.IGNORECASE)
BARE_CONFIDENCE = 0.85
IN_NEXT_COLUMN = re.compile(r"\t[ \t]*")
LINK = r"[ \t]*(?:[:=#]|n°|nr\.?|is|est|:)?[ \t]*(?:\([AB]\)[ \t]*)?\n?[ \t]*"
VALUE = re.compile(r"(?=[A-Z0-9./-]*\d|[A-Z]{1,6} \d)[A-Z0-9](?:[A-Z0-9./-]| (?=[A-Z]{0,3}\d)){3,23}(?<![./ -])", re.IGNORECASE)
FEWEST_DIGITS = 3
CONFIDENCE = 0.93
DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}")
POLICE_RECORD = re.compile(r"\b(?:proc[èe]s-verbal|p\.?v\.?|zone|commissariat)[^\n]{0,20}\Z", re.IGNORECASE)
REACH = 60
"""Signs before a cue that are looked at."""


@finds("policy_number")
def find_policies(sheet: Sheet) -> Iterator[Found]:
    """The number after each cue; never what stands after a word for the officers."""
    taken = 0
    for cue in _cues().finditer(sheet.text):
        value = VALUE.match(sheet.text, cue.end())
        if not value or value.start() < taken or _is_of_the_officers(sheet.text, cue):
            continue
        raw = value[0]
        if sum(sign.isdigit() for sign in raw) < FEWEST_DIGITS or DATE.fullmatch(raw) or not fits("policy_number", raw):
            continue
        taken = value.end()
        yield _found(value, CONFIDENCE)
        if beside := _beside(sheet.text, taken):
            taken = beside.end()
            yield _found(beside, CONFIDENCE)
    yield from _bare(sheet.text)


def _bare(text: str) -> Iterator[Found]:
    for cue in BARE.finditer(text):
        value = VALUE.match(text, cue.end())
        if value and UNLIKE_OTHERS.fullmatch(value[0]) and not _is_of_the_officers(text, cue):
            yield _found(value, BARE_CONFIDENCE)


def _is_of_the_officers(text: str, cue: re.Match[str]) -> bool:
    """Whether the word "police" of the cue means the officers."""
    return "police" in cue[0].casefold() and bool(POLICE_RECORD.search(text[max(cue.start() - REACH, 0) : cue.start()]))


def _beside(text: str, end: int) -> re.Match[str] | None:
    """The number in the next column, where the row of a form has one for each party."""
    gap = IN_NEXT_COLUMN.match(text, end)
    value = VALUE.match(text, gap.end()) if gap else None
    return value if value and UNLIKE_OTHERS.fullmatch(value[0]) else None


def _found(value: re.Match[str], confidence: float) -> Found:
    return Found(kind="policy_number", value=value[0].upper(), start=value.start(), end=value.end(), confidence=confidence)


@cache
def _cues() -> re.Pattern[str]:
    # The bare words of the list need a number sign or a colon here: "police" is also the officers.
    listed = (re.escape(word) for word in formats().cues["policy"] if len(word.split()) > 1 or word.endswith(("nr", "nummer", "Nr")))
    words = "|".join((*MORE_CUES, *listed))
    return re.compile(rf"(?<![\w]) ?(?:{words}){LINK}", re.IGNORECASE)
