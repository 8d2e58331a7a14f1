"""Address cards (vCard 2.1, RFC 2426, RFC 6350): name, firm, telephones, mail and postal addresses, a page for each card."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.readers import Sheets, reads
from extractors.readers.text import decode

FOLD = re.compile(r"\n[ \t]")
PROPERTY = re.compile(r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:\"[^\"]*\"|[^\":])*)?):(?P<value>.*)")
CHARSET = re.compile(r";CHARSET=\"?([\w.:-]+)", re.IGNORECASE)
PRINTABLE = re.compile(r"QUOTED-PRINTABLE", re.IGNORECASE)
BETWEEN = re.compile(r"(?<!\\)((?:\\\\)*);")
ESCAPED = re.compile(r"\\([\\;:,nN])")
SCHEME = re.compile(r"^(?:tel|mailto):", re.IGNORECASE)
SHOWN = ("FN", "N", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "ADR", "URL", "NOTE")
"""Properties that a person reads, in the order of the page."""

ADDRESS = 7
"""Parts of an address: box, what goes with the street, street, town, region, code, country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One property of a card, its value in plain text."""

    name: str
    value: str


@reads("text/vcard")
def read_vcard(content: Content, context: Context) -> Sheets:
    """What each card says about a person or a firm."""
    limit = context.limits.text_bytes
    cards = [page for page in map(_page, _cards(decode(content.head(limit)))) if page is not None]
    if not cards:
        raise Unreadable(Problem.DAMAGED)
    left_out = len(cards) > context.limits.pages or content.size > limit
    pages = tuple(Page(number=number, text=page) for number, page in enumerate(cards[: context.limits.pages], 1))
    return Sheets(pages=pages, problem=Problem.TOO_BIG if left_out else None)


def _cards(text: str) -> Iterator[list[Line]]:
    card: list[Line] | None = None
    for line in _lines(text):
        mark = (line.name, line.value.strip().upper())
        if mark == ("BEGIN", "VCARD"):
            card = []
        elif mark == ("END", "VCARD") and card is not None:
            yield card
            card = None
        elif card is not None and line.name in SHOWN:
            card.append(line)
    if card:
        yield card


def _lines(text: str) -> Iterator[Line]:
    """The content lines, unfolded; in version 2.1 a quoted-printable value goes on after a line that ends with "="."""
    lines = iter(FOLD.sub("", text).split("\n"))
    for line in lines:
        found = PROPERTY.fullmatch(line)
        if found is None:
            continue
        values = [found["value"]]
        printable = PRINTABLE.search(found["parameters"])
        while printable and values[-1].endswith("=") and (more := next(lines, None)) is not None:
            values.append(more)
        value = _octets("\n".join(values), found["parameters"]) if printable else found["value"]
        yield Line(name=found["name"].upper(), value=value)


def _octets(value: str, parameters: str) -> str:
    octets = quopri.decodestring(value.encode("utf-8", "replace"))
    charset = CHARSET.search(parameters)
    try:
        text = octets.decode(charset[1] if charset else "utf-8")
    except (LookupError, UnicodeError):
        return decode(octets)
    return text.replace("\r\n", "\n").replace("\0", "")


def _page(card: list[Line]) -> str:
    has_name = any(line.name == "FN" and line.value.strip() for line in card)
    shown = [line for name in SHOWN for line in card if line.name == name and not (name == "N" and has_name)]
    texts = (_words(line) for line in shown)
    return "\n".join(dict.fromkeys(text for text in texts if text))


def _words(line: Line) -> str:
    parts = [_unescaped(part).strip() for part in BETWEEN.sub("\\1\0", line.value).split("\0")]
    if line.name == "ADR":
        return _address(parts + [""] * (ADDRESS - len(parts)))
    if line.name == "N":
        # Family name first, as the card has it; it is read given name first.
        return " ".join(part for part in (*parts[3:4], *parts[1:3], *parts[:1], *parts[4:5]) if part)
    if line.name == "ORG":
        return ", ".join(part for part in parts if part)
    return SCHEME.sub("", ";".join(parts)) if line.name in {"TEL", "EMAIL"} else ";".join(parts)


def _address(parts: list[str]) -> str:
    box, more, street, town, region, code, country = parts[:ADDRESS]
    lines = (street, more, box, f"{code} {town}".strip(), region, country)
    return "\n".join(line for line in lines if line)


def _unescaped(value: str) -> str:
    return ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
