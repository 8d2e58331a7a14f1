"""Which type the words of a paper sound like: the beginnings of its words, weighed by the phrases in which the lists have them.

Papers say in other words what the lists have as phrases. A stem counts for a type by how often its phrases have it against how often
those of all types do (naive Bayes, with Lidstone smoothing), each stem once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractors.lexicon import Role, phrases
from extractors.types import PICTURES, types

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LETTERS, FEWEST_LETTERS = 6, 4
"""Letters of a stem at most, and of a word that has one at least."""

SMOOTHING = 0.3
FEW = 4
"""Stems of which half is believed: a single one may be there by chance."""

FULL = 40
"""Stems from which on more of them say no more: those of a long paper repeat each other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The types, and the logarithm of how much likelier each is where a stem stands."""

    kinds: tuple[str, ...]
    ratios: "Mapping[str, Numbers]"


def stems_of(words: Iterable[str]) -> list[str]:
    """The stems of words, folded, each once and in a fixed order, so that a sum over them is the same every time."""
    return sorted({word[:LETTERS] for word in words if len(word) >= FEWEST_LETTERS and not word.isdigit()})


def sounds_like(words: Iterable[str]) -> Mapping[str, float]:
    """For each type how much the words, folded, speak for it, as a logarithm; empty where no word is known."""
    table = _table()
    known = [table.ratios[stem] for stem in stems_of(words) if stem in table.ratios]
    if not known:
        return {}
    summed = sum(known[1:], known[0]) * min(1.0, FULL / len(known)) * len(known) / (len(known) + FEW)
    return dict(zip(table.kinds, map(float, summed), strict=True))


@cache
def _table() -> _Table:
    import numpy as np

    kinds = tuple(kind for kind in types() if kind not in PICTURES)
    place = {kind: at for at, kind in enumerate(kinds)}
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for phrase in phrases():
        stems = {word.strip("*")[:LETTERS] for word in phrase.words if len(word.strip("*")) >= FEWEST_LETTERS}
        for kind, role in phrase.roles:
            if role != Role.AGAINST and kind in place:
                for stem in stems:
                    counts[stem][kind] += 1
    found = np.full((len(counts), len(kinds)), SMOOTHING)
    for row, counted in enumerate(counts.values()):
        for kind, times in counted.items():
            found[row, place[kind]] += times
    shares = found / found.sum(axis=0)
    ratios = np.log(shares / shares.mean(axis=1, keepdims=True))
    return _Table(kinds=kinds, ratios=dict(zip(counts, ratios, strict=True)))
