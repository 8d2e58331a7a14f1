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

CLAIM_CUES = (
    r"DOSSIER(?:NUMMER|NR)?S?|SINISTRES?|SIN\.|SCHADE(?:NUMMERS?|GEVAL(?:LEN)?|DOSSIERS?|NRS?)?"
    r"|SCHADEN(?:NUMMERN?|FALL|F(?:A|AE)LLE|AKTEN?|-?NR)?|CLAIMS?"
)
"""Words before a number that can only be the number of a claim."""

_REFERENCE_CUES = (
    rf"{CLAIM_CUES}|(?:(?:NOS|VOS|NOTRE|VOTRE|ONZE|UW|OUR|YOUR|[NVOU]/)\s?)?REF(?:ERENCE|ERENTIE|S)?"
    r"|(?:ONS|UW)\s?KENMERK|AKTENZEICHEN|(?:UNSER|IHR)\s?ZEICHEN"
)
_NUMBER_WORD = r"(?:N[O\u00b0R]?|NUM(?:ERO|MER)?|NUMBER)"
_BETWEEN = rf"(?:[ .:#=\-/]|DE |DU |VAN |{_NUMBER_WORD}){{0,6}}"

CUE_BEFORE = re.compile(rf"(?:(?<![^\W_])(?:{_REFERENCE_CUES}))(?:[ .:#=\-/*(\[\"'_]|{_NUMBER_WORD}){{0,8}}$")
CLAIM_CUE_BEFORE = re.compile(rf"{_NOT_INSIDE}(?:{CLAIM_CUES})(?:[ .:#=\-*(\[\"'_]|{_NUMBER_WORD}|DE |DU |VAN ){{0,8}}$")
WRITTEN_BELOW = re.compile(rf"\s*(?:(?:P\.? ?S|N\.? ?B)(?![^\W_])|(?:{CLAIM_CUES})(?![^\W_]))")
"""A line that nobody has standing in his signature: a postscript, or the number of a claim."""

GLUED_BEFORE = re.compile(rf"{_NOT_INSIDE}(?:{_REFERENCE_CUES}|{_NUMBER_WORD})$")

_AND = r"(?:ET|EN|UND|AND|&|\+)"
_THINGS = (
    r" ?(?:PHOTO|FOTO|BILD(?:ER)?\b|ANNEXE|PIECE|PJ\b|DOC(?:S|UMENTS?|UMENTEN)?\b|FACT(?:URES?|UUR|UREN)?\b|DEVIS\b|BIJLAGE"
    r"|STUK(?:S|KEN)?\b|OFFERTE|ANLAGE|DOKUMENT|RECHNUNG|ATTACHMENT|INVOICE|PAG(?:ES?|S|INAS?|INA'S)?\b|SEITEN?\b|BLAD(?:EN|ZIJDEN?)?\b|VIDEO|FICHIER"
    r"|BESTAND(?:EN)?\b|DATEI|FILES?\b|MAILS?\b|COURRIER|BRIE(?:F|FE|VEN)\b)"
)
_MEASURES = (
    r" ?(?:EUR\b|EUROS?\b|\u20ac|%|JOURS?\b|DAG(?:EN)?\b|TAGE?N?\b|DAYS?\b"
    r"|SEM(?:AINES?)?\b|(?:WEKEN|WEEKS?)\b|WOCHEN?\b|MOIS\b|MAAND(?:EN)?\b|MONATE?\b|MONTHS?\b|ANS?\b|KM\b|HEURES?\b|H\b|UUR\b|UHR\b"
    r"|MIN(?:UTES?|UTEN)?\b"
    # A given name stands before another word.
    r"|JAN\b(?! [^\W\d_])|JAN(?:V|VIER|UARI?|UARY)\b|FEV(?:R|RIER)?\b|FEB(?:R|RUARI?|RUARY)?\b|MAR[SZ]?\b|MRT\b|MAART\b|MAERZ\b|MARCH\b"
    r"|AVR(?:IL)?\b|APR(?:IL)?\b|MAI\b|MEI\b|MAY\b|JUN[IE]?\b|JUIN\b|JUIL(?:LET)?\b|JUL[IY]?\b|AOU(?:T)?\b|AUG(?:UST|USTUS)?\b"
    r"|SEPT?(?:EMBRE|EMBER)?\b|O[CK]T(?:OBRE|OBER)?\b|NOV(?:EMBRE|EMBER)?\b|DE[CZ](?:EMBRE|EMBER)?\b)"
)
_COUNTED = rf"(?:{_THINGS}|{_MEASURES})"
"""What a small number behind a reference may count, or be a day of: then it is no other file's."""

_LIST_GOES_ON = rf"(?= ?(?:[,;&+/)\]*\n]|{_AND}\b|$))"
_TO = r"(?:AU?|JUSQU(?:'?(?:AU?|EN)|E)|T/M|T\.E\.M\.?|TEM|TOT|TOT EN MET|BIS|TO)"
_OTHERS = (
    rf"(?: ?{_AND} (?:(?:UNE?|L'|LES|EEN|DE|HET|EIN|EINE|DIE|DER|DAS|THE) ?)?"
    r"(?:\d{1,2} )?(?:AUTRES?|ANDERE?[NRS]?|WEITERE?[NRS]?|OTHERS?|ANOTHER)"
    r"| ?[,;(\-/]? ?(?:X ?\d{1,2}|\d{1,2} ?X|DIVERSE?S?|PLUSIEURS|VERSCHILLENDE|VERSCHIEDENE|MEHRERE|MEERDERE|SEVERAL|VARIOUS))"
    rf"(?= (?:{CLAIM_CUES}|ZAKEN|AKTEN|FILES?)\b)"
    rf"| ?{_AND} (?:(?:D'|LES|DE|DIE|THE) ?)?(?:AUTRES|ANDEREN?|WEITERE[NS]?|OTHERS)(?= ?(?:[,;.)\]\-\n]|$))"
    r"| ?[,(]? ?(?:E\.A\.|U\.A\.|ET AL\b\.?)(?! ?\w)"
)
"""What says that there are more files, and not which."""

_GOES_ON = r"\d|[/.\-:]\d| ?(?:H|HEURES?|UUR|UHR)\b|H\d|[^\W\d_]"
"""Behind a small number: it is longer, a date, an hour or part of a word."""

RANGE = re.compile(
    r"\*{0,2} ?[(\[]?(?:"
    # "A number to another" and "a number/another" count nothing: what stands behind is the subject of the mail.
    rf"(?:/\d{{1,3}}(?:/\d{{1,3}})?| ?{_TO} ?\d{{1,3}})(?!{_GOES_ON}|{_MEASURES})"
    r"|(?:-0?\d{1,2}|/ 0?\d{1,2}| ?- ?0\d{1,2}|-\d{5,8}| ?~ ?\d{1,9}"
    rf"| ?(?:\\|\||-{{0,2}}>|=) ?\d{{1,6}}{_LIST_GOES_ON}"
    rf"| ?(?:{_AND}|[,;]) ?(?:(?:LE|DE|HET|DAS|DIE|THE) )?(?:{CLAIM_CUES})(?: {_NUMBER_WORD})?[ .:]{{1,2}}\d{{1,6}}"
    rf"|(?: [^\W\d_]{{1,14}}){{1,4}} (?:AVEC|MET|MIT|WITH)(?: (?:LE|DE|HET|THE|{CLAIM_CUES})){{0,2}} \d{{2,6}}{_LIST_GOES_ON}"
    rf"| ?(?:{_AND}|,|;) ?0\d{{1,2}}| ?{_AND} ?\d{{1,3}}| ?[,;] ?\d{{1,6}}{_LIST_GOES_ON}"
    rf")(?!{_GOES_ON}|{_COUNTED})"
    rf"|[ \-/,;&+~.>|\\=]{{0,5}}(?:(?:{_AND}|{_TO}) ?)?\*\d{{1,6}}(?=\*)"
    rf"| ?(?:{_AND}|[,;/=>|\-]) ?(?:[CT]?\.{{2,4}} ?\d{{1,6}}|[CT]\d{{3,5}}|(?P<whole>\d{{9}}))(?![^\W_])"
    rf"| ?{_AND} ?(?:SUIVANTE?S|SUIV\b|VOLGENDEN?\b|FOLGENDEN?\b|FOLLOWING\b)| ?(?:E\.V\.|FF\b)"
    rf"|{_OTHERS})"
)
"""A shorthand for more files right behind a reference; `whole` is the digits of another one, its letter forgotten."""

SHORT_BEHIND = re.compile(rf"[ *]{{0,3}}[#(\[]? ?(\d{{2,6}})(?!\d|[/.\-:]\d|[^\W\d_]|{_COUNTED})")
"""A few digits behind a reference: another claim's, if there is one whose number ends so."""

OTHER_CUE_BEFORE = re.compile(
    rf"{_NOT_INSIDE}(?:FACT(?:URE|UUR)?|INVOICE|RECHNUNG|DEVIS|OFFERTE|TEL|GSM|FAX|MOB|COMPTE|REKENING|KONTO|ACCOUNT|IBAN|TVA|BTW|VAT)"
    rf"(?:[ .:#=\-/*(\[\"'_]|{_NUMBER_WORD}){{0,8}}$|\+\d{{1,3}}[ .(0)]{{0,5}}$"
)
"""What says that the digits behind it are no claim's."""

MISTAKEN = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}0?(\d{5,12})(?![^\W_])")
"""Digits with a letter that is not ours, or one too many."""

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
