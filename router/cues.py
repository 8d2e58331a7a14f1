"""Phrases in data files by which a program knows what people mean, in whatever accents, signs and lines they write them.

A phrase is words in small letters: `a/b` is either word, `a?` may be missing, `a*` is any word that begins so, and `...` stands
for up to five words of any kind. A phrase does not go over the end of a sentence.
"""

import re
from collections.abc import Iterable

from router.normalise import fold

MOST = 20_000
"""Characters of a text that are looked at."""

_PIECE = re.compile(r"\w+|[.!?;:](?=\s|$)|\n\s*\n")
_GAP = r"(?:\w+ ){0,5}?"


def plain(text: str) -> str:
    """A text as phrases are looked for in it: words in capitals, a bar between sentences."""
    pieces = (piece if piece[0].isalnum() or piece[0] == "_" else "|" for piece in _PIECE.findall(fold(text[:MOST])))
    return f" {' '.join(pieces)} "


def pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """What finds any of the phrases in a plain text."""
    return re.compile(rf"(?<= )(?:{'|'.join(map(_phrase, phrases))})")


def _phrase(phrase: str) -> str:
    return "".join(map(_word, phrase.split()))


def _word(written: str) -> str:
    if written == "...":
        return _GAP
    optional = written.endswith("?")
    words = (_spelt(word) for word in written.removesuffix("?").split("/"))
    return rf"(?:(?:{'|'.join(words)}) ){'?' if optional else ''}"


def _spelt(word: str) -> str:
    beginning = re.escape(fold(word.removesuffix("*")))
    return rf"{beginning}\w*" if word.endswith("*") else beginning
