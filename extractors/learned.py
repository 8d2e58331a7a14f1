"""What counts how much when the type of a paper is judged, as learned from the papers in `extractors/training`.

The likelihood of each type is a softmax over sums: the points of its phrases by place, what its words sound like, a bias, and what
each stem of the paper says for it. `python -m extractors.training` learns the weights and writes them to data/learned.npz.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from extractors.evidence import Evidence, Place
from extractors.stems import stems_of
from extractors.types import PICTURES, UNKNOWN, types

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FILE = "learned.npz"

CURVE = 0.75
"""Power of the points of one place: signs of a kind come together, so that the tenth says less than the first."""

SHORT = 20
"""Words below which a paper is likelier one of no type the shorter it is: a sentence about papers is none."""

LEARNED = (Place.HEAD, Place.HEADING, Place.TITLE, Place.STRONG, Place.WEAK, Place.AGAINST)
"""Places on the paper itself, in the order of their learned weights; what words sound like comes after them."""

ABOUT: Mapping[str, float] = {Place.NAME: 1.0, Place.MAIL: 0.4}
"""What the file's name and the mail count for; the training papers came without."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The numbers, types in the order of `kinds()`."""

    signs: "Numbers"
    """One a place of `LEARNED`, then that of the sound."""

    nothing: float
    """What a paper of no type counts for."""

    bias: "Numbers"
    stems: Mapping[str, int]
    idf: "Numbers"
    says: "Numbers"
    """A row a stem, a column a type."""


@cache
def kinds() -> tuple[str, ...]:
    """The types that text can give away, in the order of the columns."""
    return tuple(kind for kind in types() if kind not in PICTURES)


def features(found: Evidence) -> "Numbers":
    """A row a type: its points by place of `LEARNED`, each by `CURVE`, then what the words sound like."""
    import numpy as np

    rows = np.zeros((len(kinds()), len(LEARNED) + 1))
    for row, kind in zip(rows, kinds(), strict=True):
        if signs := found.signs.get(kind):
            row[: len(LEARNED)] = [signs.points.get(place, 0.0) for place in LEARNED]
        row[-1] = found.sound.get(kind, 0.0)
    rows[:, :-1] **= CURVE
    return rows


def brevity(found: Evidence) -> float:
    """How often `nothing` counts for a paper: more the shorter it is, unless a heading says what it is."""
    headed = any(Place.HEAD in signs.points for signs in found.signs.values())
    return 1.0 if headed else max(3 - 2 * len(found.all_words) / SHORT, 1.0)


def vector(words: Iterable[str], stems: Mapping[str, int], idf: "Numbers") -> "Numbers":
    """The known stems of the words, each by its rarity, as a vector of length 1."""
    import numpy as np

    found = np.zeros(len(idf))
    known = [place for stem in stems_of(words) if (place := stems.get(stem)) is not None]
    found[known] = idf[known]
    length = np.linalg.norm(found)
    return found / length if length else found


def likelihoods(found: Evidence) -> Mapping[str, float]:
    """How likely each type is; they sum up to 1."""
    import numpy as np

    learned = _learned()
    scores = features(found) @ learned.signs + learned.bias + vector(found.all_words, learned.stems, learned.idf) @ learned.says
    scores += [_about(found, kind) for kind in kinds()]
    scores[kinds().index(UNKNOWN)] += learned.nothing * brevity(found)
    likely = np.exp(scores - scores.max())
    return dict(zip(kinds(), map(float, likely / likely.sum()), strict=True))


def _about(found: Evidence, kind: str) -> float:
    signs = found.signs.get(kind)
    return sum(weight * float(signs.points.get(place, 0.0) ** CURVE) for place, weight in ABOUT.items()) if signs else 0.0


@cache
def _learned() -> Weights:
    import numpy as np

    with (files("extractors") / "data" / FILE).open("rb") as file, np.load(file) as kept:
        if tuple(kept["kinds"]) != kinds():
            raise ValueError(f"{FILE} was learned for other types: run python -m extractors.training")
        return Weights(
            signs=kept["signs"],
            nothing=float(kept["nothing"]),
            bias=kept["bias"],
            stems={str(stem): place for place, stem in enumerate(kept["stems"])},
            idf=kept["idf"],
            says=kept["says"] * kept["scale"],
        )
