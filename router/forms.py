"""The expressions of the reference grammar, built once for a set of patterns. None of them can backtrack far."""

import re
from dataclasses import dataclass
from functools import lru_cache

from router.grammar import Pattern

SEPARATORS = r"[ .\-_/:,\u00b7]"
_SEP = rf"{SEPARATORS}{{0,3}}"
_SEP_OR_LINE = r"[ .\-_/:,\u00b7\n]{0,3}"
REPAIRS = str.maketrans("OQDIL|!ZSGB", "00011112568")
_DIGIT_LIKE = "[0-9OQDIL|!ZSGB]"
_NOT_INSIDE = r"(?<![^\W_])"
_ENDS = r"(?![^\W_])"
OCR_LETTERS = "G(\u20ac"
"""How a scanner reads the letter C."""

CLAIM_CUES = r"DOSSIER(?:NUMMER|NR)?S?|SINISTRE|SIN\.|SCHADE(?:NUMMER|GEVAL|DOSSIER|NR)?|SCHADEN(?:NUMMER|FALL|AKTE|-?NR)?|CLAIM"
"""Words before a number that can only be the number of a claim."""

_REFERENCE_CUES = (
    rf"{CLAIM_CUES}|(?:(?:NOS|VOS|NOTRE|VOTRE|ONZE|UW|OUR|YOUR|[NVOU]/)\s?)?REF(?:ERENCE|ERENTIE|S)?"
    r"|AKTENZEICHEN|(?:UNSER|IHR)\s?ZEICHEN"
)
_NUMBER_WORD = r"(?:N[O\u00b0R]?|NUM(?:ERO|MER)?|NUMBER)"
_BETWEEN = rf"(?:[ .:#=\-/]|DE |DU |VAN |{_NUMBER_WORD}){{0,6}}"

CUE_BEFORE = re.compile(rf"(?:(?<![^\W_])(?:{_REFERENCE_CUES}))(?:[ .:#=\-/*(\[\"'_]|{_NUMBER_WORD}){{0,8}}$")
CLAIM_CUE_BEFORE = re.compile(rf"{_NOT_INSIDE}(?:{CLAIM_CUES})(?:[ .:#=\-*(\[\"'_]|{_NUMBER_WORD}|DE |DU |VAN ){{0,8}}$")
GLUED_BEFORE = re.compile(rf"{_NOT_INSIDE}(?:{_REFERENCE_CUES}|{_NUMBER_WORD})$")

_AND = r"(?:ET|EN|UND|AND|&|\+)"
_COUNTED = (
    r" ?(?:PHOTO|FOTO|BILD|ANNEXE|PIECE|PJ\b|DOC|FACT|DEVIS|BIJLAGE|STUK|OFFERTE|ANLAGE|DOKUMENT|RECHNUNG|ATTACHMENT|INVOICE|PAG|SEITE"
    r"|BLAD|VIDEO|FICHIER|BESTAND|DATEI|FILE|MAIL|COURRIER|BRIEF|EUR|\u20ac|%|JOUR|DAG|TAG|DAY|SEM|WEEK|WOCHE|MOIS|MAAND|MONAT|MONTH"
    r"|ANS?\b|KM|HEURES?\b|H\b|UUR|UHR|MIN|JAN|FEV|FEB|MAR|MRT|AVR|APR|MAI|MEI|MAY|JUN|JUI|JUL|AOU|AUG|SEP|OCT|OKT|NOV|DEC|DEZ)"
)
"""What a small number behind a reference may count, or be a day of: then it is no other file's."""

_LIST_GOES_ON = rf"(?= ?(?:[,;&+/)\]*\n]|{_AND}\b|$))"

RANGE = re.compile(
    r"\*{0,2} ?[(\[]?(?:"
    r"(?:/\d{1,3}|-0?\d{1,2}|/ 0?\d{1,2}| ?- ?0\d{1,2}|/\d{1,3}/\d{1,3}|-\d{5,8}| ?~ ?\d{1,9}"
    r"| ?(?:A|AU|JUSQU'?AU?|T/M|TOT|TOT EN MET|BIS|TO) ?\d{1,3}"
    rf"| ?(?:{_AND}|,|;) ?0\d{{1,2}}| ?{_AND} ?\d{{1,3}}| ?[,;] ?\d{{1,6}}{_LIST_GOES_ON}"
    rf")(?!\d|[/.\-:]\d| ?(?:H|HEURES?|UUR|UHR)\b|H\d|[^\W\d_]|{_COUNTED})"
    rf"|[ \-/,;&+~]{{0,4}}(?:{_AND} ?)?\*\d{{1,6}}(?=\*)"
    rf"| ?(?:{_AND}|[,;/\-]) ?(?:[CT]?\.{{2,4}} ?\d{{1,6}}|[CT]\d{{3,5}}|(?P<whole>\d{{9}}))(?![^\W_])"
    rf"| ?{_AND} ?(?:SUIVANTE?S|SUIV\b|VOLGENDEN?\b|FOLGENDEN?\b|FOLLOWING\b)| ?(?:E\.V\.|FF\b)"
    r")"
)
"""A shorthand for more files right behind a reference; `whole` is the digits of another one, its letter forgotten."""

RANGE_IN_FILE_NAME = re.compile(r"[ _]?(?:A|AU|T/M|TOT|BIS|TO)[ _]?\d{2,3}(?![^\W_])")

MASKS = re.compile(
    r"(?:\+\+\+|\*\*\*) ?\d{3}/\d{4}/\d{5} ?(?:\+\+\+|\*\*\*)"
    r"|(?<![^\W_])(?:BE\d\d(?: ?\d{4}){3}|FR\d\d(?: ?[A-Z0-9]{4}){5} ?[A-Z0-9]{3}|NL\d\d ?[A-Z]{4}(?: ?\d{4}){2} ?\d\d"
    r"|DE\d\d(?: ?\d{4}){4} ?\d\d|LU\d\d(?: ?[A-Z0-9]{4}){4}|[A-Z]{2}\d\d[A-Z]{4}\d{10,22})(?![^\W_])"
    r"|(?<![^\W_])(?:TEL(?:EPHONE|EFOON|EFON)?|PHONE|GSM|FAX|MOB(?:ILE|IEL|IL)?|PORTABLE|HANDY)(?![^\W_])[ .:\u00b0]{0,3}"
    r"(?:[A-Z][ .:]{1,2})?(?:\+|\(?0)[\d ./()\-]{5,22}"
    r"|(?<!\d)(?:(?:0?[1-9]|[12]\d|3[01])(?P<sign>[./\-])(?:0?[1-9]|1[0-2])(?P=sign)(?:19|20)\d\d|20\d\d-(?:0[1-9]|1[0-2])-[0-3]\d)(?!\d)"
)
"""Structured payment references, bank accounts, telephone numbers and dates: they have the shape of references and are none."""

TELEPHONE_LINE = re.compile(r"(?<![^\W_])(?:(?:TEL|GSM|FAX|MOB)(?![^\W_])|[TFMG] ?[:.]? ?(?:\+|0\d))|@|WWW\.")
TELEPHONES_ALONE = re.compile(r"(?:[A-Z][ .:]{0,3}\d[\d ./()\-]{6,20}[ |,;]{0,3}){1,4}")
"""A line that is nothing but telephones, whatever their digits begin with; below a name it is that person's."""

NAME_LINE = re.compile(rf"(?!.*{_NOT_INSIDE}(?:{_REFERENCE_CUES}|NUM))[^\W\d_][^\s\d:*?!]{{0,30}}(?: [^\s\d:*?!]{{1,30}}){{0,3}}")
SIGNATURE = re.compile(r"(?:^|\n)(?:-- ?|__+)\n")
DELIMITED = re.compile(r"\*(?P<inside>[^*]{1,60})(?=\*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """The expressions of one pattern; all are matched at a given place, never searched for."""

    pattern: Pattern
    compact: re.Pattern[str]
    separated: re.Pattern[str]
    repaired: re.Pattern[str]
    """Compact, with letters for digits."""

    partial: re.Pattern[str]
    inside: re.Pattern[str]
    """Between asterisks: letter and digits, separators and letters for digits allowed."""

    inside_bare: re.Pattern[str]
    """Between asterisks: digits only, the letter forgotten."""

    inside_partial: re.Pattern[str]
    after_cue: re.Pattern[str]
    """After the cue of a claim: digits only, the letter forgotten."""

    scanned: re.Pattern[str]
    """As a scanner reads it: the letter mistaken, digits or letters for digits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """The expressions of all patterns, and where in a text it is worth trying them."""

    forms: tuple[Forms, ...]
    places: re.Pattern[str]
    """A letter with something like digits behind it."""

    scanned_places: re.Pattern[str]
    cues: re.Pattern[str]
    """A claim cue with digits behind it; the digits are group 1."""


@lru_cache(maxsize=16)
def search_for(patterns: tuple[Pattern, ...]) -> Search:
    """The expressions of these patterns."""
    letters = "|".join(sorted({re.escape(pattern.prefix) for pattern in patterns}, key=len, reverse=True))
    ahead = rf"(?=(?:{_SEP}{_DIGIT_LIKE}){{5}})"
    return Search(
        forms=tuple(_forms(pattern) for pattern in patterns),
        places=re.compile(rf"(?:{letters}){ahead}"),
        scanned_places=re.compile(rf"[{re.escape(OCR_LETTERS)}]{ahead}"),
        cues=re.compile(rf"{_NOT_INSIDE}(?:{CLAIM_CUES}){_BETWEEN}(?=\d)"),
    )


def _forms(pattern: Pattern) -> Forms:
    prefix, count = re.escape(pattern.prefix), pattern.digits
    lengths = [length for length in range(count - 3, count + 4) if length != count]
    partial = "|".join(rf"\d{{{length}}}{_ENDS}" for length in lengths)
    spread = "|".join(rf"(?:{_SEP}\d){{{length}}}" for length in lengths)
    return Forms(
        pattern=pattern,
        compact=re.compile(rf"{prefix}(\d{{{count}}}){_ENDS}"),
        separated=re.compile(rf"{prefix}((?:{_SEP}\d){{{count}}}){_ENDS}"),
        repaired=re.compile(rf"{prefix}({_DIGIT_LIKE}{{{count}}}){_ENDS}"),
        partial=re.compile(rf"{prefix}(?:{partial})"),
        inside=re.compile(rf"\s?{prefix}((?:{_SEP_OR_LINE}{_DIGIT_LIKE}){{{count}}})\s?"),
        inside_bare=re.compile(rf"\s?((?:{_SEP_OR_LINE}\d){{{count}}})\s?"),
        inside_partial=re.compile(rf"\s?{prefix}(?:{spread})\s?"),
        after_cue=re.compile(rf"(\d(?:{_SEP}\d){{{count - 1}}}){_ENDS}(?![.\-/]\d| \d{{3}}(?!\d))"),
        scanned=re.compile(rf"[{re.escape(OCR_LETTERS)}]((?:{_SEP}{_DIGIT_LIKE}){{{count}}}){_ENDS}"),
    )
