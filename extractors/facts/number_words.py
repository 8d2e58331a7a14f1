"""Numbers in words, as days and years are written in French, Dutch, German and English; folded, without spaces and hyphens."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


FRENCH = _listed("zero un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dixsept dixhuit dixneuf")
FRENCH_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante"}
BELGIAN_TENS = {70: "septante", 80: "huitante", 90: "nonante"}
DUTCH = _listed(
    "nul een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien"
)
GERMAN = _listed(
    "null ein zwei drei vier funf sechs sieben acht neun zehn elf zwolf dreizehn vierzehn funfzehn sechzehn siebzehn achtzehn neunzehn"
)
ENGLISH = _listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
)
DUTCH_TENS, GERMAN_TENS, ENGLISH_TENS = (
    dict(zip(range(20, 100, 10), _listed(words), strict=True))
    for words in (
        "twintig dertig veertig vijftig zestig zeventig tachtig negentig",
        "zwanzig dreissig vierzig funfzig sechzig siebzig achtzig neunzig",
        "twenty thirty forty fifty sixty seventy eighty ninety",
    )
)
DUTCH_ORDINALS = {1: "eerste", 3: "derde", 8: "achtste"}
GERMAN_ORDINALS = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
ENGLISH_ORDINALS = {1: "first", 2: "second", 3: "third", 5: "fifth", 8: "eighth", 9: "ninth", 12: "twelfth"}

TEENS_END = 20
CENTURY = 100
DAYS_IN_MONTH = 31


def folded(word: str) -> str:
    """`word` in small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word.casefold()) if not unicodedata.combining(sign))


def compact(words: str) -> str:
    """`words` in small letters without accents, spaces and hyphens."""
    return re.sub(r"[\s-]+", "", folded(words))


@cache
def days() -> dict[str, int]:
    """Day of the month by its words."""
    named = {word: day for day in range(1, DAYS_IN_MONTH + 1) for word in _day_words(day)}
    return {compact(word): day for word, day in named.items()}


@cache
def years() -> dict[str, int]:
    """Year from 1900 to 2099 by its words."""
    return {compact(word): year for year in range(1900, 2100) for word in _year_words(year)}


def _day_words(day: int) -> Iterator[str]:
    yield from _french(day)
    if day == 1:
        yield "premier"
    yield _joined(day, DUTCH, DUTCH_TENS, "en")
    dutch = _joined(day, DUTCH, DUTCH_TENS, "en")
    yield DUTCH_ORDINALS.get(day, f"{dutch}{'de' if day < TEENS_END else 'ste'}")
    german = GERMAN_ORDINALS.get(day) or f"{_joined(day, GERMAN, GERMAN_TENS, 'und')}{'t' if day < TEENS_END else 'st'}"
    yield from (german + ending for ending in ("e", "en", "er"))
    yield _english(day)
    yield _english_ordinal(day)


def _year_words(year: int) -> Iterator[str]:
    rest = year % CENTURY
    old = year < 2000  # noqa: PLR2004 - from here on "two thousand"
    for tail in _french(rest) if rest else ("",):
        starts = ("mil neuf cent", "mille neuf cent", "dix-neuf cent") if old else ("deux mille", "deux mil", "deux mille et")
        yield from (start + tail for start in starts)
    dutch = _joined(rest, DUTCH, DUTCH_TENS, "en") if rest else ""
    yield from (start + dutch for start in (("negentienhonderd",) if old else ("tweeduizend", "tweeduizenden")))
    german = _joined(rest, GERMAN, GERMAN_TENS, "und") if rest else ""
    german = f"{german}s" if rest == 1 else german
    yield from (start + german for start in (("neunzehnhundert",) if old else ("zweitausend", "zweitausendund")))
    english = _english(rest) if rest else ""
    yield from (start + english for start in (("nineteen", "nineteen hundred and") if old else ("two thousand", "two thousand and")))
    if not old and rest > 9:  # noqa: PLR2004 - "twenty twenty-six"; nobody says "twenty six" for 2006
        yield f"twenty{english}"


def _french(number: int) -> tuple[str, ...]:
    if number < TEENS_END:
        return (FRENCH[number],)
    tens, units = number // 10 * 10, number % 10
    if tens in FRENCH_TENS:
        return (_french_joined(FRENCH_TENS[tens], units),)
    belgian = _french_joined(BELGIAN_TENS[tens], units)
    if tens == 70:  # noqa: PLR2004 - sixty and ten
        return (belgian, f"soixante{'et' if units == 1 else ''}{FRENCH[10 + units]}")
    return (belgian, f"quatrevingt{FRENCH[number - 80] if number > 80 else 's'}")  # noqa: PLR2004 - four score


def _french_joined(tens: str, units: int) -> str:
    return tens if not units else f"{tens}{'et' if units == 1 else ''}{FRENCH[units]}"


def _joined(number: int, small: tuple[str, ...], tens: dict[int, str], link: str) -> str:
    """As Dutch and German say it: the units first."""
    if number < TEENS_END:
        return small[number]
    units = number % 10
    return f"{small[units] + link if units else ''}{tens[number // 10 * 10]}"


def _english(number: int) -> str:
    if number < TEENS_END:
        return ENGLISH[number]
    return ENGLISH_TENS[number // 10 * 10] + (ENGLISH[number % 10] if number % 10 else "")


def _english_ordinal(day: int) -> str:
    if day in ENGLISH_ORDINALS:
        return ENGLISH_ORDINALS[day]
    if day > TEENS_END and day % 10:
        return ENGLISH_TENS[day // 10 * 10] + _english_ordinal(day % 10)
    word = _english(day)
    return f"{word[:-1]}ieth" if word.endswith("y") else f"{word}th"
