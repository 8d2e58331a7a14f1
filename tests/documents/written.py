"""How people write days, hours and sums: by language and country, in figures and in words."""

import datetime as dt
import random

MONTHS = {
    "fr": ["janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"],
    "nl": ["januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"],
    "de": ["Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember"],
    "en": ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"],
}
FR = [
    "zéro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix-sept",
    "dix-huit",
    "dix-neuf",
]
NL = [
    "nul",
    "een",
    "twee",
    "drie",
    "vier",
    "vijf",
    "zes",
    "zeven",
    "acht",
    "negen",
    "tien",
    "elf",
    "twaalf",
    "dertien",
    "veertien",
    "vijftien",
    "zestien",
    "zeventien",
    "achttien",
    "negentien",
]
DE = [
    "null",
    "ein",
    "zwei",
    "drei",
    "vier",
    "fünf",
    "sechs",
    "sieben",
    "acht",
    "neun",
    "zehn",
    "elf",
    "zwölf",
    "dreizehn",
    "vierzehn",
    "fünfzehn",
    "sechzehn",
    "siebzehn",
    "achtzehn",
    "neunzehn",
]
TENS = {"fr": ("vingt", "trente"), "nl": ("twintig", "dertig"), "de": ("zwanzig", "dreißig")}
DUTCH_FIRST = {1: "eerste", 3: "derde", 8: "achtste"}
GERMAN_FIRST = {1: "ersten", 3: "dritten", 7: "siebten", 8: "achten"}


def day(value: dt.date, language: str, way: str) -> str:
    """The day: `w` with the month in words, `l` wholly in words, `d` dotted, `-`, `i` ISO, else with slashes."""
    if way == "l":
        return _in_words(value, language)
    if way == "w":
        return _with_month(value, language)
    if way == "i":
        return value.isoformat()
    sign = {"d": ".", "-": "-"}.get(way, "/")
    return f"{value:%d}{sign}{value:%m}{sign}{value:%Y}"


def _with_month(value: dt.date, language: str) -> str:
    month = MONTHS[language][value.month - 1]
    first = "1er" if value.day == 1 else str(value.day)
    shown = {"fr": f"{first} {month}", "de": f"{value.day}. {month}"}.get(language, f"{value.day} {month}")
    return f"{shown} {value.year}"


def _in_words(value: dt.date, language: str) -> str:
    month, rest = MONTHS[language][value.month - 1], value.year - 2000
    match language:
        case "fr":
            number = "premier" if value.day == 1 else _french(value.day)
            return f"{number} {month} deux mille {_french(rest)}"
        case "nl":
            plain = _joined(value.day, NL, "nl", "en")
            first = DUTCH_FIRST.get(value.day, plain + ("de" if value.day < 20 else "ste"))
            return f"{first} {month} tweeduizend {_joined(rest, NL, 'nl', 'en')}"
        case "de":
            plain = _joined(value.day, DE, "de", "und")
            first = GERMAN_FIRST.get(value.day, plain + ("ten" if value.day < 20 else "sten"))
            return f"{first} {month} zweitausend{_joined(rest, DE, 'de', 'und')}"
    return _with_month(value, language)


def _french(number: int) -> str:
    if number < 20:
        return FR[number]
    tens, units = TENS["fr"][number // 10 - 2], number % 10
    return tens if not units else f"{tens} et un" if units == 1 else f"{tens}-{FR[units]}"


def _joined(number: int, small: list[str], language: str, link: str) -> str:
    if number < 20:
        return small[number]
    units = number % 10
    unit = small[units] + ("ë" + link[1:] if small[units].endswith("ee") else link) if units else ""
    return unit + TENS[language][number // 10 - 2]


def hour(value: dt.time, language: str, chance: random.Random) -> str:
    """The time of the day."""
    ways = {
        "fr": ("%Hh%M", "%H:%M", "%H h %M", "%HH%M"),
        "nl": ("%Hu%M", "%H:%M", "%H.%M uur", "%H:%M uur"),
        "de": ("%H:%M Uhr", "%H.%M Uhr"),
        "en": ("%H:%M",),
    }
    return value.strftime(chance.choice(ways[language]))


def money(cents: int, country: str, *, spaced: bool) -> str:
    """The sum without a sign, as the country writes it; `spaced` for a Belgian or Luxembourgish paper in French."""
    whole, rest = divmod(abs(cents), 100)
    grouped = f"{whole:,}"
    minus = "-" if cents < 0 else ""
    if country == "EN":
        return f"{minus}{grouped}.{rest:02}"
    return f"{minus}{grouped.replace(',', ' ' if country == 'FR' or spaced else '.')},{rest:02}"


def signed(number: str, way: int) -> str:
    """The sum with the sign of the euro, in one of four ways."""
    return (f"{number} €", f"€ {number}", f"{number} EUR", f"EUR {number}")[way]


def grouped(number: str, sizes: tuple[int, ...], sign: str = " ") -> str:
    """`number` in groups of those sizes; the last size repeats."""
    parts, at, index = [], 0, 0
    while at < len(number):
        size = sizes[min(index, len(sizes) - 1)]
        parts.append(number[at : at + size])
        at, index = at + size, index + 1
    return sign.join(parts)
