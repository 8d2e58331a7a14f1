"""Brings a text into the one spelling that the search for references knows, and remembers where every character stood.

The steps and their order are those of the reference grammar: unfold, encoded-words, escapes, look-alikes, compatibility
forms, invisible signs, case and accents, homoglyphs, white space. Every step is linear in the length of the text.
"""

import base64
import binascii
import html
import quopri
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from core.values import Carrier

HEADERS = frozenset({Carrier.SUBJECT, Carrier.FILE_NAME})

# The text of an encoded-word must not hold spaces (RFC 2047, 2), but senders put them there.
_WORD = r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,2000}\?="
_WORDS = re.compile(rf"{_WORD}(?:\s*{_WORD})*")
_WORD_PARTS = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,2000})\?=")
_RAW_BYTES = re.compile("[\udc80-\udcff]+")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_ESCAPES = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});"
    r"|(?:%[cC]2%[aA]0|=C2=A0|%(?:2[0aAdDeEfF]|3[aA]|5[fF])|=(?:2A|2D|20|5F))"
    r"|=\r?\n|\\[*_#()\-.]"
)
_ENCODED_BYTES = re.compile("[%=]([0-9a-fA-F]{2})")
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u20e3\ufe00-\ufe0f\ufeff\u0300-\u0326\u0328-\u036f]+"
)
_BEYOND_ASCII = re.compile("[^\x00-\x7f]")
_NEW_LINE = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_SPACES = re.compile(r"[^\S\n]{2,}|\n[\s]+")
_SPACES_OF_A_LINE = re.compile(r"\s{2,}")

_ASTERISKS = "\uff0a\u2217\u204e\u066d\ufe61\u2731\u2732\u2733\u2734\u2736\u273b\u273d\u2042\u2051\u26b9\u235f\u229b\U0001f7b6"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\ufe58\ufe63"
_LOOK_ALIKES = str.maketrans(_ASTERISKS + _DASHES, "*" * len(_ASTERISKS) + "-" * len(_DASHES))
# Cyrillic, then Greek; the text is in capitals when they are replaced.
_HOMOGLYPHS = str.maketrans("\u0421\u0422\u041e\u0410\u0412\u0415\u03a4\u039f\u0391\u0392\u0395\u03f9", "CTOABETOABEC")
_KEPT_ACCENTS = frozenset("\u00c7\u00e7")
"""A letter of a prefix with an accent is another letter."""


@dataclass(frozen=True, slots=True)
class _Layer:
    """What one step moved: segments of the new text, where each began in the old one, and whether it was replaced there."""

    starts: tuple[int, ...]
    olds: tuple[int, ...]
    ends: tuple[int, ...]
    """End of a replaced segment in the old text, -1 for a segment that was only moved."""

    def start(self, at: int) -> int:
        """Where the character at `at` began."""
        found = bisect_right(self.starts, at) - 1
        return self.olds[found] + (at - self.starts[found] if self.ends[found] < 0 else 0)

    def end(self, at: int) -> int:
        """Where the character at `at` ended."""
        found = bisect_right(self.starts, at) - 1
        return self.olds[found] + at - self.starts[found] + 1 if self.ends[found] < 0 else self.ends[found]


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalised:
    """A text in capitals, without accents or look-alikes; `cased` and `plain` are the same characters before two of the steps."""

    text: str
    cased: str
    """Before capitals."""

    plain: str
    """In capitals, before homoglyphs were replaced."""

    original: str
    layers: tuple[_Layer, ...]

    def raw(self, start: int, end: int) -> str:
        """The original spelling of the characters from `start` up to `end`."""
        first, last = start, end - 1
        for layer in reversed(self.layers):
            first, last = layer.start(first), layer.end(last) - 1
        return self.original[first : last + 1]

    def has_homoglyph(self, start: int, end: int) -> bool:
        """Whether a letter of another alphabet stands between `start` and `end`."""
        return self.text[start:end] != self.plain[start:end]


class _Tracer:
    """A text on its way through the steps."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.layers: list[_Layer] = []

    def replace(self, pattern: re.Pattern[str], new: Callable[[re.Match[str]], str]) -> None:
        """Replace each match by what `new` makes of it; remember the places when a length changes."""
        pieces: list[str] = []
        starts, olds, ends = [0], [0], [-1]
        length = last = 0
        for match in pattern.finditer(self.text):
            piece = new(match)
            if piece == match[0]:
                continue
            pieces += [self.text[last : match.start()], piece]
            length += match.start() - last
            starts += [length, length + len(piece)]
            olds += [match.start(), match.end()]
            ends += [match.end(), -1]
            length += len(piece)
            last = match.end()
        if not pieces:
            return
        moved = any(end >= 0 and end - old != starts[i + 1] - starts[i] for i, (old, end) in enumerate(zip(olds, ends, strict=True)))
        self.text = "".join([*pieces, self.text[last:]])
        if moved:
            self.layers.append(_Layer(tuple(starts), tuple(olds), tuple(ends)))


def normalise(text: str, carrier: Carrier) -> Normalised:
    """`text` as the search wants it; lines are kept apart outside of headers and file names."""
    traced = _Tracer(text)
    header = carrier in HEADERS
    traced.replace(_RAW_BYTES, lambda match: _decode(match[0].encode("ascii", "surrogateescape"), "utf-8"))
    if header:
        traced.replace(_FOLD, lambda _: "")
        traced.replace(_WORDS, lambda match: _decode_words(match[0]))
    traced.replace(_ESCAPES, lambda match: _unescape(match[0]))
    traced.replace(_ESCAPES, lambda match: _unescape(match[0]))
    traced.replace(_NEW_LINE, lambda _: "\n")
    traced.text = traced.text.translate(_LOOK_ALIKES)
    traced.replace(_BEYOND_ASCII, lambda match: _simplest(match[0]))
    traced.replace(_INVISIBLE, lambda _: "")
    spaces = _SPACES_OF_A_LINE if header else _SPACES
    traced.text = traced.text.replace("\t", " ").replace("\n", " ") if header else traced.text.replace("\t", " ")
    traced.replace(spaces, lambda match: "\n" if "\n" in match[0] else " ")
    plain = _capitals(traced.text)
    return Normalised(text=plain.translate(_HOMOGLYPHS), cased=traced.text, plain=plain, original=text, layers=tuple(traced.layers))


def fold(text: str) -> str:
    """`text` in capitals without accents, for comparing names."""
    if text.isascii():
        return text.upper()
    decomposed = unicodedata.normalize("NFKD", text.replace("\u0152", "OE").replace("\u0153", "oe").replace("\u00df", "ss"))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).upper()


def _decode_words(text: str) -> str:
    """Adjacent encoded-words; the bytes of one charset are joined first, because a word may end inside a character."""
    pieces: list[tuple[str, bytes]] = []
    for charset, encoding, content in _WORD_PARTS.findall(text):
        name = charset.partition("*")[0].lower()
        decoded = _decode_word(encoding, content)
        if pieces and pieces[-1][0] == name:
            pieces[-1] = (name, pieces[-1][1] + decoded)
        else:
            pieces.append((name, decoded))
    return "".join(_decode(content, name) for name, content in pieces)


def _decode_word(encoding: str, content: str) -> bytes:
    data = content.encode("utf-8", "replace")
    if encoding in "qQ":
        return quopri.decodestring(data, header=True)
    try:
        return base64.b64decode(data + b"=" * (-len(data) % 4))
    except binascii.Error:
        return data


def _decode(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except (LookupError, ValueError):
        return content.decode("cp1252", "replace")


def _unescape(found: str) -> str:
    if found[0] == "&":
        return html.unescape(found)
    if found[0] == "\\":
        return found[1]
    return bytes.fromhex("".join(_ENCODED_BYTES.findall(found))).decode()


@lru_cache(maxsize=4096)
def _simplest(char: str) -> str:
    """The plain letter, digit or sign behind one character beyond ASCII."""
    if char in _KEPT_ACCENTS:
        return char
    if char.isspace():
        return " "
    if char.isdecimal():
        return str(unicodedata.decimal(char))
    decomposed = unicodedata.normalize("NFKD", char)
    return "".join(mark for mark in decomposed if not unicodedata.combining(mark)) or char


def _capitals(text: str) -> str:
    """In capitals, one for one: a letter whose capital form is longer stays."""
    capitals = text.upper()
    if len(capitals) == len(text):
        return capitals
    return "".join(upper if len(upper := char.upper()) == 1 else char for char in text)
