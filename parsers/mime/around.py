"""What stands around the parts of a multipart: a preamble, an epilogue (RFC 2046, 5.1.1).

Mailers write for old programs there that the mail is MIME; whatever else it is, somebody may have meant it to be read.
"""

import re

from parsers.mime.charsets import decode
from parsers.mime.raw import BLOCK, Raw

BLANK = re.compile(rb"(?:[\s\0\x1a]++|-(?=\s|\Z)|--\S{0,200}+(?=\s|\Z))*+")
"""Nothing but white space, dashes and boundaries."""

STOCK_BYTES = 1_000
"""What mailers write is shorter."""

MARKS = frozenset({"mime", "multipart", "multi", "mehrteilige", "meerdelig", "pgp", "openpgp"})
LOST_PARAMETER = re.compile(r'boundary="[^"\s]{1,200}"', re.IGNORECASE)
# No name, number or fact about a claim can be said in these words alone.
ENGLISH = (
    "a aware all an and are authentication be can capable client compliant conformant content could cryptographically "
    "digitally display does doesn don email encapsulated encoded encrypted first following for format formatted formed have "
    "here however if in info information is it legible likely mail mailer may message messages mime more multi multipart "
    "need non not of on one only openpgp or part parts pgp portions probably program properly protected read readable "
    "reader reading readers recommended remaining rfc s see send seeing separator should signed since software some standard "
    "support supports supported t text that the therefore these this to tools understand unable unreadable upgrade use "
    "using version viewer want which while will with without you your "
    "docserver cac washington edu 822 1341 1521 1847 2015 2045 2046 2440 2633 3156 4880 5751 8551 9580 "
)
FRENCH = (
    "charge possible prenant totalité "
    "au aucun autre avec c ce cela certaines cet cette ci ceci comme comporte comprenant comprend contenu courrier crypté "
    "de des données du d e en encodé est et format il illisible illisibles l la le lecteur les lire lisible logiciel mais "
    "message messagerie multiples n ne ou par partie parties pas peut peuvent plusieurs pouvez prend pris pour programme qu "
    "que qui s se seconde si signé soit sont sous standard sur toute tout tous un une utilisez vous votre électronique être "
)
DUTCH = (
    "alle bericht berichten bestaat bestaand bevat dat deel deelbaar delen dit een en formaat gedeelten gecodeerd geheel "
    "gelezen deze heeft het in indeling is kan kunnen leesbaar leesprogramma mailprogramma meer meerdelig meerdelige meerdere met mogelijk "
    "niet of omdat ondertekend onleesbaar ondersteunt programma se te uit uw van versleuteld voor wordt worden begrijpt "
)
GERMAN = (
    "aus auf da das dass dem den der des die dies diese dieser dieses ein eine einem einer es formats gesamte gegebenenfalls ganz "
    "ihr ihre ist im kann können lesbar liegt mail mehrere mehreren mehrteilige mehrteiliges nachricht nicht oder programm "
    "sie sein sich signierte sind teil teile teilen teilweise und unlesbar unterstützt vollständig verschlüsselte versteht von vor "
    "wenn werden wird zu zum"
)
WORDS = frozenset(f"{ENGLISH} {FRENCH} {DUTCH} {GERMAN}".split())


def says_nothing(raw: Raw, start: int, end: int) -> bool:
    """Whether no person would miss what stands there."""
    return is_blank(raw, start, end) or (end - start <= STOCK_BYTES and _is_stock(raw.at(start, end - start)))


def is_blank(raw: Raw, start: int, end: int) -> bool:
    """Whether nothing but white space, dashes and boundaries stands there."""
    while start < end:
        # Whole cached blocks, so that nothing is read twice.
        count = min(BLOCK - start % BLOCK, end - start)
        if not BLANK.fullmatch(raw.at(start, count)):
            return False
        start += count
    return True


def _is_stock(data: bytes) -> bool:
    text = LOST_PARAMETER.sub(" mime ", decode(data, "")).lower()
    words = frozenset(re.findall(r"\w+", text))
    return bool(words & MARKS) and words <= WORDS
