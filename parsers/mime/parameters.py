"""Values with parameters, Content-Type and Content-Disposition, however broken (RFC 2045, 5.1; RFC 2183; RFC 2231)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import unquote_to_bytes

from parsers.mime.charsets import codec_of, decode
from parsers.mime.words import decode_words

NAME = re.compile(r"\s*+([^\s=;\"]++)\s*+=\s*+")
QUOTED = re.compile(r'"([^"\\]*+(?:\\.[^"\\]*+)*+)"', re.DOTALL)
WORDS = re.compile(r"=\?[^?\s]{0,100}\?[bBqQ]\?.{0,4000}?\?=", re.DOTALL)
# White space is tried from its beginning only: a header of nothing else must not cost the square of its length.
NEXT = re.compile(r";|(?<!\s)\s++(?=[\w-]++\*?\d*+\*?=[\"\w])")
DOUBLY = re.compile(r'""[^";\s]')
MARKED = re.compile(r"""'([^']+)'|\\"([^"]+)\\\"""")
ESCAPED = re.compile(r"\\(.)", re.DOTALL)
WINDOWS_PATH = re.compile(r"[A-Za-z]:\\|\\\\")
SECTION = re.compile(r"([^*]+)\*(?:(\d{1,4})(\*?))?$")
EXTENDED = re.compile(r"([^']*)'([^']*)'(.*)", re.DOTALL)
MOST = 500
"""Parameters of one header that are read."""

PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parametrised:
    """A header's value, lower-cased, and its parameters by lower-cased name, decoded."""

    value: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Sections:
    """The pieces of one parameter that RFC 2231 cut up, by number; a piece is extended when it is percent-encoded."""

    pieces: dict[int, tuple[str, bool]]


@lru_cache(maxsize=256)
def parse(text: str) -> Parametrised:
    """The value and the parameters; what cannot be made out is left out."""
    # Some mailers forget the first semicolon.
    end = found.start() if (found := NEXT.search(text)) else len(text)
    # Others forget the value itself.
    value, rest = ("", text) if NAME.match(text[:end]) else (text[:end], text[end:])
    plain: dict[str, str] = {}
    cut: dict[str, _Sections] = {}
    for name, given in _pairs(rest):
        if found := SECTION.fullmatch(name):
            # `name*=` is extended; `name*0=` is a piece; `name*0*=` is both.
            extended = found[2] is None or bool(found[3])
            cut.setdefault(found[1], _Sections({})).pieces.setdefault(int(found[2] or 0), (given, extended))
        else:
            plain.setdefault(name, _decoded(given))
    joined = {name: _join(sections) for name, sections in cut.items()}
    return Parametrised(value=_bare(value), parameters={**plain, **joined})


def _bare(value: str) -> str:
    # Behind the last closing bracket no comment ends.
    end = value.rfind(")") + 1
    return (re.sub(r"\([^)]*\)", "", value[:end]) + value[end:]).strip(" \t\r\n\"'").lower()


def _pairs(rest: str) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    at = 0
    while at < len(rest) and len(pairs) < MOST:
        if rest[at] == ";" or rest[at].isspace():
            at += 1
            continue
        found = NAME.match(rest, at)
        if not found:
            at = _after(rest, at)
            continue
        value, at = _value(rest, found.end())
        pairs.append((found[1].lower(), value))
    return pairs


def _value(rest: str, at: int) -> tuple[str, int]:
    """A parameter's value that begins at `at`, and where it ends."""
    if at < len(rest) and rest[at] == '"':
        if DOUBLY.match(rest, at):
            end = _after(rest, at)
            return rest[at:end].strip('" \t'), end
        if quoted := QUOTED.match(rest, at):
            # RFC 822 escapes by a backslash; old Windows mailers just wrote their path.
            path = WINDOWS_PATH.match(quoted[1])
            return quoted[1] if path else ESCAPED.sub(r"\1", quoted[1]), quoted.end()
        # The closing quote is missing: the rest is the value.
        return rest[at + 1 :].rstrip(" \t;"), len(rest)
    start = at
    while words := WORDS.match(rest, at):
        at = words.end()
        gap = re.compile(r"\s+(?==\?)").match(rest, at)
        at = gap.end() if gap else at
    end = _after(rest, at)
    return _bare_of_marks(rest[start:end].strip()), end


def _bare_of_marks(value: str) -> str:
    # Marks that are none to the standard: single ones, and those that some program escaped.
    marked = MARKED.fullmatch(value)
    return marked[1] or marked[2] if marked else value


def _after(rest: str, at: int) -> int:
    """Where an unquoted value ends: at a semicolon that another parameter follows, or that is the last."""
    found = NEXT.search(rest, at)
    return found.start() if found else len(rest)


def _decoded(value: str) -> str:
    if "=?" in value:
        return decode_words(value)
    # RFC 2231's form without its star, as some mailers write it.
    if (found := EXTENDED.fullmatch(value)) and PERCENT.search(found[3]) and found[1]:
        return decode(unquote_to_bytes(found[3]), found[1])
    return value


def _join(sections: _Sections) -> str:
    pieces = [sections.pieces[number] for number in sorted(sections.pieces)]
    charset = ""
    first, extended = pieces[0]
    if extended and (found := EXTENDED.fullmatch(first)):
        charset, first = found[1], found[3]
        pieces[0] = (first, True)
    if not any(extended for _text, extended in pieces):
        return _decoded("".join(text for text, _extended in pieces))
    data = b"".join(unquote_to_bytes(text) if extended else text.encode() for text, extended in pieces)
    text = decode(data, charset or "utf-8")
    if not charset and (found := EXTENDED.fullmatch(text)) and codec_of(found[1]):
        # The marks between charset and text were encoded too.
        text = found[3]
    return decode_words(text).strip('"')
