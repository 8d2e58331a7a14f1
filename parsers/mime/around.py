"""What stands around the parts of a multipart: a preamble, an epilogue (RFC 2046, 5.1.1).

Mailers write for old programs there that the mail is MIME; whatever else it is, somebody may have meant it to be read.
"""

import re
from collections.abc import Collection

from parsers.mime.charsets import decode
from parsers.mime.lines import ENDING, KNOWN_NAME
from parsers.mime.raw import BLOCK, Raw

BLANK = re.compile(rb"(?:[\s\0\x1a]++|\xef\xbb\xbf|-++(?=[\s\0]|\Z))*+")
"""Nothing but white space, dashes and byte order marks."""

WHITE = b" \t\r\n\v\f\0\x1a"
LINE = re.compile(rb"(--[^\r\n]{0,1100})(?=[\r\n]|\Z)")
MADE = re.compile(rb"--+=_\S{1,100}")
"""A boundary that no person wrote: RFC 2045, 6.7 advises programs to put "=_" into it."""

MOST_BOUNDARIES = 1_000
HEAD = 4 * 1024
ENDS = rb"(?:%s|\Z)" % ENDING
FIELD = rb"%s[^\r\n]*%s(?:[ \t]+[^\s][^\r\n]*%s)*" % (KNOWN_NAME, ENDS, ENDS)
FIELDS = re.compile(rb"(?:>?From [^\r\n]*%s)?(?:%s){2,}" % (ENDING, FIELD), re.IGNORECASE)
SENDER = re.compile(rb"^(?:from|return-path|received)[ \t]*:", re.IGNORECASE | re.MULTILINE)
MATTER = re.compile(rb"^(?:subject|date)[ \t]*:", re.IGNORECASE | re.MULTILINE)
PART = re.compile(rb"content-(?:type|transfer-encoding|disposition|id|description)[ \t]*:", re.IGNORECASE)

STOCK_BYTES = 1_000
"""What mailers write is shorter."""

MARKS = frozenset({"mime", "multipart", "multi", "mehrteilige", "meerdelig", "pgp", "openpgp"})
LOST_PARAMETER = re.compile(rb'boundary="([^"\s]{1,200})"', re.IGNORECASE)
# No name, number or fact about a claim can be said in these words alone.
ENGLISH = (
    "a aware all an and are authentication be can capable client compliant conformant content could cryptographically "
    "digitally display does doesn don email encapsulated encoded encrypted first following for format formatted formed have "
    "here however if in info information is it legible likely mail mailer may message messages mime more multi multipart multiple "
    "need non not of on one only openpgp or part parts pgp portions probably program properly protected read readable "
    "reader reading readers recommended remaining rfc s see send seeing separator should signed since software some standard "
    "support supports supported t text that the therefore these this to tools understand unable unreadable upgrade use "
    "using version viewer want which while will with without you your "
    "docserver cac washington edu 822 1341 1521 1847 2015 2045 2046 2440 2633 3156 4880 5751 8551 9580 "
)
FRENCH = (
    "charge cryptographiquement possible prenant totalité "
    "au aucun autre avec c ce cela certaines cet cette ci ceci comme comporte comprenant comprend contenu courrier crypté "
    "de des données du d e en encodé est et format il illisible illisibles l la le lecteur les lire lisible logiciel mais "
    "message messagerie multiples n ne ou par partie parties pas peut peuvent plusieurs pouvez prend pris pour programme qu "
    "que qui s se seconde si signé soit sont sous standard sur toute tout tous un une utilisez vous votre électronique être "
)
DUTCH = (
    "alle cryptografisch bericht berichten bestaat bestaand bevat dat deel deelbaar delen dit een en formaat gedeelten gecodeerd geheel "
    "gelezen deze heeft het in indeling is kan kunnen leesbaar leesprogramma mailprogramma meer meerdelig meerdelige meerdere met mogelijk "
    "niet of omdat ondertekend onleesbaar ondersteunt programma se te uit uw van versleuteld voor wordt worden begrijpt "
)
GERMAN = (
    "aus auf da das dass dem den der des die dies diese dieser dieses ein eine einem einer es formats gesamte gegebenenfalls ganz "
    "ihr ihre ist im kann können lesbar liegt mail mehrere mehreren mehrteilige mehrteiliges nachricht nicht oder programm "
    "sie sein sich signierte sind teil teile teilen teilweise und unlesbar unterstützt vollständig verschlüsselte versteht von vor "
    "wenn werden wird zu zum kryptografisch unterzeichnete"
)
WORDS = frozenset(f"{ENGLISH} {FRENCH} {DUTCH} {GERMAN}".split())


def says_nothing(raw: Raw, start: int, end: int, boundaries: Collection[bytes]) -> bool:
    """Whether no person would miss what stands there; `boundaries` are those of the mail."""
    if is_blank(raw, start, end, boundaries):
        return True
    return end - start <= STOCK_BYTES and _is_stock(raw.at(start, end - start), boundaries)


def is_blank(raw: Raw, start: int, end: int, boundaries: Collection[bytes]) -> bool:
    """Whether nothing but white space, dashes and boundaries stands there."""
    seen = 0
    while start < end:
        # Whole cached blocks, so that nothing is read twice.
        data = raw.at(start, min(BLOCK - start % BLOCK, end - start))
        at = 0
        while (at := _past_blanks(data, at)) < len(data):
            line = LINE.match(data, at)
            seen += 1
            if not line or seen > MOST_BOUNDARIES or not _is_boundary(line[1], boundaries):
                return False
            at = line.end()
        start += len(data)
    return True


def past_blanks(raw: Raw, start: int, end: int) -> int:
    """Where white space ends that stands there."""
    while start < end:
        data = raw.at(start, min(BLOCK - start % BLOCK, end - start))
        if rest := data.lstrip(WHITE):
            return start + len(data) - len(rest)
        start += len(data)
    return end


def begins_mail(head: bytes) -> bool:
    """Whether a mail's own header block begins there: who wrote, and what about or when."""
    found = FIELDS.match(head)
    if not found:
        return False
    lines = found[0].replace(b"\r", b"\n")
    return bool(SENDER.search(lines) and MATTER.search(lines))


def begins_part(head: bytes) -> bool:
    """Whether the header of a part begins there, and something stands below it."""
    header, _blank, rest = head.replace(b"\r\n", b"\n").replace(b"\r", b"\n").partition(b"\n\n")
    return bool(PART.match(header) and rest.strip())


def _past_blanks(data: bytes, at: int) -> int:
    found = BLANK.match(data, at)
    return found.end() if found else at


def _is_boundary(line: bytes, boundaries: Collection[bytes]) -> bool:
    text = line[2:].rstrip(b" \t\0")
    return text in boundaries or text.removesuffix(b"--") in boundaries or bool(MADE.fullmatch(b"--" + text))


def _is_stock(data: bytes, boundaries: Collection[bytes]) -> bool:
    lines = data.replace(b"\r", b"\n").split(b"\n")
    data = b"\n".join(line for line in lines if not line.startswith(b"--") or not _is_boundary(line, boundaries))
    text = decode(LOST_PARAMETER.sub(lambda found: b" mime " if _is_boundary(b"--" + found[1], boundaries) else found[0], data), "").lower()
    words = frozenset(re.findall(r"\w+", text))
    return bool(words & MARKS) and words <= WORDS
