"""Dates as papers from abroad write them, month in words: southern, eastern and Baltic languages of Europe, and Japanese."""

import datetime as dt
import re
from collections.abc import Iterator

from extractors.facts.found import Found

# Of each month, the beginnings of its names; an ending may follow, for these languages decline.
STEMS = {
    1: "enero gennaio janeiro styczni janv[āa]r leden ledna sausio jaanuar січ",
    2: "febrero febbraio fevereiro lut[ey] febru[āa]r únor vasario veebruar лют",
    3: "marzo março marc mart březen března kovo märts берез",
    4: "abril aprile kwie[ct] apr[īi]l duben dubna balandžio aprill квіт",
    5: "mayo maggio maio maj[a]? máj květ gegužės mai трав",
    6: "junio giugno junho czerwc jūnij jún červen června birželio juuni черв",
    7: "julio luglio julho lip[ci] jūlij júl červenec července liepos juuli лип",
    8: "agosto sierp august srpen srpna rugpjūčio серп",
    9: "septiembre settembre setembro wrze[śs] septemb září rugsėjo верес",
    10: "octubre ottobre outubro październik okt[óo]b říj spalio oktoober жовт",
    11: "noviembre novembre novembro listopad novemb lapkričio листоп",
    12: "diciembre dicembre dezembro grud decemb prosin gruodžio detsember груд",
}
NAME = "|".join(stem for stems in STEMS.values() for stem in stems.split())
MONTH = rf"(?P<month>(?:{NAME})[^\W\d_]*)\.?"
DAY = r"(?P<day>\d{1,2})"
YEAR = r"(?P<year>(?:18|19|20)\d{2})"
ANY_YEAR = re.compile(r"(?<!\d)(?:18|19|20)\d{2}(?!\d)")
# With the year behind, and with the year in front.
BEFORE = re.compile(rf"(?<![\w/.,-]){DAY}(?:\.|º|°|-[^\W\d_]{{1,3}})?\s+(?:de\s+)?{MONTH},?\s+(?:del?\s+)?{YEAR}(?!\d)", re.IGNORECASE)
BEHIND = (
    re.compile(rf"(?<![\w/.,-]){YEAR}\.?\s+(?:gada|m\.)\s+{DAY}\.?\s+{MONTH}", re.IGNORECASE),
    re.compile(rf"(?<![\w/.,-]){YEAR}\.?\s+(?:gada|m\.)\s+{MONTH}\s+{DAY}(?!\d)", re.IGNORECASE),
    re.compile(rf"(?<!\d){YEAR}年(?P<month>\d{{1,2}})月{DAY}日"),
)
REACH = 40
"""Signs of a date before its year."""

CONFIDENCE = 0.85


def foreign_dates(text: str) -> Iterator[Found]:
    """Every date that the calendar has, looked for around the years of the text."""
    for year in ANY_YEAR.finditer(text):
        before = BEFORE.search(text, max(year.start() - REACH, 0), year.end())
        for match in (before, *(shape.match(text, year.start()) for shape in BEHIND)):
            if match and match.start("year") == year.start():
                yield from _found(match)


def _found(match: re.Match[str]) -> Iterator[Found]:
    try:
        date = dt.date(int(match["year"]), _month(match["month"]), int(match["day"]))
    except ValueError:
        return
    yield Found(kind="date_eu", value=date.isoformat(), start=match.start(), end=match.end(), confidence=CONFIDENCE)


def _month(word: str) -> int:
    if word.isdigit():
        return int(word)
    # "červenec" begins like "červen", "maio" like "mai": the longest beginning decides.
    hits = [(len(stem), number) for number, stems in STEMS.items() for stem in stems.split() if re.match(stem, word, re.IGNORECASE)]
    return max(hits)[1]
