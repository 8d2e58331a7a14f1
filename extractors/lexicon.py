"""The words that tell one paper from another, in four languages, and where they stand in a text.

They are listed for each type in data/lexicon: `title` may head such a paper, `strong` stands on hardly any other, `weak` is usual
there, `against` says that it is a neighbour. A `*` at an end of a word is any ending or any beginning. The domain's own names and
cues of the types (data/document_types.yaml) count among the titles and the strong ones.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from extractors.types import PICTURES, UNKNOWN, fold, types

LONGEST_TEXT = 60_000
"""Characters of a paper that are looked at: twenty full pages."""

FOLDER = "lexicon"
SECTION = re.compile(r"\[(\w+)\]")
WORD = re.compile(r"[^\W_]+")
PATTERN = re.compile(r"\*?[^\W_]+\*?")
EDGE = 4
"""Letters by which words with any ending or beginning are looked up; none has fewer."""


class Role(StrEnum):
    """How a phrase speaks for a type."""

    TITLE = "title"
    STRONG = "strong"
    WEAK = "weak"
    AGAINST = "against"


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A phrase, and the types that it speaks for or against."""

    text: str
    """As the list writes it."""

    words: tuple[str, ...]
    """Folded, each perhaps with a `*`."""

    roles: tuple[tuple[str, Role], ...]
    """Types, and how it speaks for each."""

    def fits(self, words: Sequence[str], start: int) -> bool:
        """Whether it stands in `words` from `start` on."""
        found = words[start : start + len(self.words)]
        return len(found) == len(self.words) and all(map(_fits, self.words, found))


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A phrase in a text, by words."""

    phrase: Phrase
    start: int
    end: int


def words_of(text: str) -> list[str]:
    """The words of `text`, folded."""
    return WORD.findall(fold(text[:LONGEST_TEXT]))


def spots(words: Sequence[str]) -> tuple[Spot, ...]:
    """Where phrases stand in `words`; one inside a longer one does not count."""
    found = sorted(_standing(words), key=lambda spot: (spot.start, -spot.end))
    kept: list[Spot] = []
    widest = (0, 0)
    for spot in found:
        if spot.end > widest[1]:
            widest = (spot.start, spot.end)
            kept.append(spot)
        elif (spot.start, spot.end) == widest:
            kept.append(spot)
    return tuple(kept)


def _standing(words: Sequence[str]) -> Iterator[Spot]:
    index = _index()
    for start, (word, following) in enumerate(zip(words, (*words[1:], ""), strict=False)):
        for first in (word, f"{word[:EDGE]}*", f"*{word[-EDGE:]}"):
            for phrase in (*index.get((first, ""), ()), *index.get((first, following), ())):
                if phrase.fits(words, start):
                    yield Spot(phrase=phrase, start=start, end=start + len(phrase.words))


def _fits(pattern: str, word: str) -> bool:
    if pattern.startswith("*"):
        return word.endswith(pattern[1:])
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


@cache
def phrases() -> tuple[Phrase, ...]:
    """Every phrase, read once."""
    roles: defaultdict[tuple[str, ...], dict[str, Role]] = defaultdict(dict)
    written: dict[tuple[str, ...], str] = {}
    order = list(Role)
    for kind, role, text in sorted((*_listed(), *_named()), key=lambda entry: order.index(entry[1])):
        if words := tuple(PATTERN.findall(fold(text))):
            written.setdefault(words, text)
            # A phrase that stands twice under a type counts as the stronger; with endings or without, it speaks for the same.
            roles[plain(words)].setdefault(kind, role)
    return tuple(Phrase(text=text, words=words, roles=tuple(roles[plain(words)].items())) for words, text in written.items())


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """A phrase's words without what stands for their endings."""
    return tuple(word.strip("*") for word in words)


@cache
def _index() -> Mapping[tuple[str, str], tuple[Phrase, ...]]:
    """Phrases by their first word, or the edge of it, and their second, or "" where that has no one spelling."""
    found: defaultdict[tuple[str, str], list[Phrase]] = defaultdict(list)
    for phrase in phrases():
        first, *others = phrase.words
        edge = first if "*" not in first else f"*{first[-EDGE:]}" if first.startswith("*") else f"{first[:EDGE]}*"
        second = others[0] if others and "*" not in others[0] else ""
        found[edge, second].append(phrase)
    return {key: tuple(kept) for key, kept in found.items()}


def _listed() -> Iterator[tuple[str, Role, str]]:
    """The lists' own phrases."""
    folder = files("extractors") / "data" / FOLDER
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        if file.name.endswith(".txt"):
            yield from _entries(file.read_text("utf-8"))


def _entries(text: str) -> Iterator[tuple[str, Role, str]]:
    kind = ""
    for line in text.splitlines():
        if head := SECTION.fullmatch(line.strip()):
            kind = head[1]
        elif " = " in line and not line.startswith("#"):
            role, _, listed = line.partition(" = ")
            yield from ((kind, Role(role.strip()), text.strip()) for text in listed.split(";") if text.strip())


def _named() -> Iterator[tuple[str, Role, str]]:
    """The domain's names and cues."""
    for kind in types().values():
        if kind.id not in {*PICTURES, UNKNOWN}:
            yield from ((kind.id, Role.TITLE, title) for title in kind.titles)
            yield from ((kind.id, Role.STRONG if " " in cue.strip() else Role.WEAK, cue) for cue in kind.cues)
