"""What speaks for each type of paper, added up: phrases by where they stand, each counting less the more there are of its like."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from core.pages import Page
from extractors.lexicon import Phrase, Role, Spot, plain, spots, words_of
from extractors.stems import sounds_like
from extractors.titles import titles_of
from extractors.types import types

HEADINGS = 4
"""Lines of a page, the most prominent first, that are looked at as its heading."""

WHOLE = 1.5
"""How often a phrase counts that is the whole heading."""

LIKELY = {Role.TITLE: 1.0, Role.STRONG: 1.0, Role.WEAK: 0.5, Role.AGAINST: 0.0}
"""How likely a phrase stands on papers of a type, by its role there."""

FAR = 3
"""Words that may stand before a phrase in a heading: "pro forma", a name, a number."""


class Place:
    """Where a phrase counts: in the first heading that says anything, in another, in the text, in the file's name, in the mail."""

    HEAD, HEADING, TITLE, STRONG, WEAK, AGAINST, NAME, MAIL = "head", "heading", "title", "strong", "weak", "against", "name", "mail"


@dataclass(slots=True)
class Signs:
    """What was found for one type: points by place, and the phrases with the place where each counted first."""

    points: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    phrases: dict[Phrase, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that speaks for types: the signs of those that have any, and what the words sound like."""

    signs: Mapping[str, Signs]
    sound: Mapping[str, float]
    all_words: tuple[str, ...]
    """The words of the paper, folded."""


def evidence_of(pages: Sequence[Page], *, name: str = "", mail_text: str = "") -> Evidence:
    """What speaks for the type of the paper that `pages` are."""
    found: defaultdict[str, Signs] = defaultdict(Signs)
    if pages:
        _headings(pages[0], found)
    words = words_of("\n".join(page.text for page in pages))
    _add(spots(words), found)
    for place, text in ((Place.NAME, name.replace("_", " ").replace(".", " ")), (Place.MAIL, mail_text)):
        for spot in spots(words_of(text)):
            _count(spot.phrase, place, found, roles=(Role.TITLE, Role.STRONG))
    return Evidence(signs=found, sound=sounds_like(words), all_words=tuple(words))


def _headings(page: Page, found: Mapping[str, Signs]) -> None:
    place = Place.HEAD
    for title in titles_of(page)[:HEADINGS]:
        words = words_of(title.text)
        leading = [spot for spot in spots(words) if _leads(spot, words)]
        for spot in _distinct(leading):
            _count(spot.phrase, place, found, roles=(Role.TITLE,), times=WHOLE if spot.end - spot.start == len(words) else 1.0)
        place = Place.HEADING if leading else place


def _add(standing: Iterable[Spot], found: Mapping[str, Signs]) -> None:
    for spot in _distinct(standing):
        for role in Role:
            _count(spot.phrase, role.value, found, roles=(role,))


def _distinct(standing: Iterable[Spot]) -> Iterable[Spot]:
    """One spot a phrase: it says no more for standing there twice, or for being listed with and without its endings."""
    return {plain(spot.phrase.words): spot for spot in standing}.values()


def _count(phrase: Phrase, place: str, found: Mapping[str, Signs], roles: Sequence[Role], times: float = 1.0) -> None:
    for kind, role in phrase.roles:
        if role in roles:
            signs = found[kind]
            signs.points[place] += _rarity(phrase) * times
            signs.phrases.setdefault(phrase, place)


def _leads(spot: Spot, words: Sequence[str]) -> bool:
    """Whether the phrase stands at the head of the line, or is most of it."""
    return spot.start < FAR or (spot.end - spot.start) * 2 >= len(words)


@cache
def _rarity(phrase: Phrase) -> float:
    """How much a phrase counts, that speaks for several types, against one that speaks for a single one."""
    owners = sum(LIKELY[role] for _, role in phrase.roles)
    return 1 - math.log(max(owners, 1.0)) / math.log(len(types()))
