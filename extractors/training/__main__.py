"""Learn the weights of extractors/data/learned.npz: `python -m extractors.training`, or `--check` for how well unseen papers fare."""

import argparse
import math
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.pages import Page
from extractors.classify import POSSIBLE, SURE
from extractors.evidence import Place, evidence_of
from extractors.learned import FILE, LEARNED, Weights, brevity, features, kinds, vector
from extractors.stems import stems_of
from extractors.training.texts import Paper, papers, pieces, top
from extractors.types import UNKNOWN

Numbers = NDArray[Any]

SEED = 5
PIECE = 0.5
"""What a piece counts for beside a whole paper."""

NOTHING = 0.4
"""What a paper of no type counts for: there are more of them than of any one type, to show how many things there are."""

FEWEST_PAPERS = 3
"""Papers on which a stem stands that is learned from."""

ROUNDS, STEP = 300, 0.05
SMOOTH, SMOOTH_SQUARES = 0.9, 0.99
"""Adam's decays."""

HELD_BACK = {"signs": 1e-2, "nothing": 0.0, "bias": 1e-3, "says": 3e-5}
"""How strongly each kind of weight is held near where it starts: a few papers a type must not be learned by heart."""

START = (3.0, 2.0, 0.5, 2.0, 1.2, -0.5, 0.4)
"""Weights of the signs to start from: no line of the training papers is larger than the others, so that they show too little
of what a heading is worth."""

LEVELS = 127
"""Steps in which what stems say is kept."""

FOLDS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A paper, or a piece of it, by its numbers."""

    paper: int
    whole: bool
    type: int
    signs: Numbers
    words: tuple[str, ...]
    brevity: float


def examples(texts: Sequence[Paper]) -> list[Example]:
    """What is learned from: papers and pieces of them, and the tops of those whose heading says what they are."""
    chance = random.Random(SEED)  # noqa: S311 - the same every time
    found = []
    for number, paper in enumerate(texts):
        found += [_example(number, paper.type, text, whole=text is paper.text) for text in (paper.text, *pieces(paper.text, chance))]
        head = _example(number, paper.type, top(paper.text), whole=False)
        if paper.type == UNKNOWN or head.signs[head.type][LEARNED.index(Place.HEAD)]:
            found.append(head)
    return found


def _example(number: int, kind: str, text: str, *, whole: bool) -> Example:
    evidence = evidence_of([Page(number=1, text=text)])
    return Example(
        paper=number,
        whole=whole,
        type=kinds().index(kind),
        signs=features(evidence),
        words=evidence.all_words,
        brevity=brevity(evidence),
    )


def learn(known: Sequence[Example]) -> Weights:
    """The weights that make the types of these papers likeliest."""
    stems, idf = _stems(known)
    sums = _Sums(
        signs=np.stack([one.signs for one in known]),
        brief=np.array([one.brevity for one in known]),
        stems=np.stack([vector(one.words, stems, idf) for one in known]),
        true=np.eye(len(kinds()))[[one.type for one in known]],
        counts=np.array([_count(one) for one in known]),
    )
    found = sums.fitted(
        {
            "signs": np.array(START),
            "nothing": np.ones(1),
            "bias": np.zeros(len(kinds())),
            "says": np.zeros((len(stems), len(kinds()))),
        }
    )
    return Weights(signs=found["signs"], nothing=float(found["nothing"][0]), bias=found["bias"], stems=stems, idf=idf, says=found["says"])


def _count(one: Example) -> float:
    return (1.0 if one.whole else PIECE) * (NOTHING if kinds()[one.type] == UNKNOWN else 1.0)


def _stems(known: Sequence[Example]) -> tuple[dict[str, int], Numbers]:
    whole = [one for one in known if one.whole]
    counted = Counter(stem for one in whole for stem in stems_of(one.words))
    kept = sorted(stem for stem, count in counted.items() if count >= FEWEST_PAPERS)
    return {stem: place for place, stem in enumerate(kept)}, np.array([math.log(len(whole) / counted[stem]) + 1 for stem in kept])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sums:
    """Everything that is known of all examples, a row each."""

    signs: Numbers
    brief: Numbers
    stems: Numbers
    true: Numbers
    counts: Numbers

    def likely(self, weights: dict[str, Numbers]) -> Numbers:
        scores = self.signs @ weights["signs"] + weights["bias"] + self.stems @ weights["says"]
        scores[:, kinds().index(UNKNOWN)] += weights["nothing"][0] * self.brief
        likely = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(likely / likely.sum(axis=1, keepdims=True))

    def slopes(self, weights: dict[str, Numbers]) -> dict[str, Numbers]:
        """The gradient of the mean logarithmic loss, and of what holds the weights back."""
        wrong = (self.likely(weights) - self.true) * (self.counts / self.counts.sum())[:, None]
        slopes = {
            "signs": np.einsum("nk,nkp->p", wrong, self.signs),
            "nothing": np.array([(wrong[:, kinds().index(UNKNOWN)] * self.brief).sum()]),
            "bias": wrong.sum(axis=0),
            "says": self.stems.T @ wrong,
        }
        start = {"signs": np.array(START)}
        return {name: slope + HELD_BACK[name] * (weights[name] - start.get(name, 0.0)) for name, slope in slopes.items()}

    def fitted(self, weights: dict[str, Numbers]) -> dict[str, Numbers]:
        """Gradient descent by Adam."""
        means = {name: np.zeros_like(value) for name, value in weights.items()}
        squares = {name: np.zeros_like(value) for name, value in weights.items()}
        for number in range(1, ROUNDS + 1):
            for name, slope in self.slopes(weights).items():
                means[name] = SMOOTH * means[name] + (1 - SMOOTH) * slope
                squares[name] = SMOOTH_SQUARES * squares[name] + (1 - SMOOTH_SQUARES) * slope**2
                size = np.sqrt(squares[name] / (1 - SMOOTH_SQUARES**number)) + 1e-9
                weights[name] = weights[name] - STEP * means[name] / (1 - SMOOTH**number) / size
        return weights


def write(learned: Weights, file: Path) -> None:
    """Keep the weights; what stems say in few steps, which is enough."""
    scale = float(np.abs(learned.says).max()) / LEVELS
    np.savez_compressed(
        file,
        kinds=np.array(kinds()),
        signs=learned.signs.round(4),
        nothing=round(learned.nothing, 4),
        bias=learned.bias.round(4),
        stems=np.array(list(learned.stems)),
        idf=learned.idf.astype(np.float32),
        says=(learned.says / scale).round().astype(np.int8),
        scale=scale,
    )


def check() -> str:
    """How well papers fare that the weights were not learned from: one fifth after the other left out; rows of a Markdown list."""
    texts = papers()
    known = examples(texts)
    order = list(range(len(texts)))
    random.Random(SEED).shuffle(order)  # noqa: S311 - the same every time
    fold = {paper: place % FOLDS for place, paper in enumerate(order)}
    right, sure = [], []
    for left_out in range(FOLDS):
        learned = learn([one for one in known if fold[one.paper] != left_out])
        for one in known:
            if fold[one.paper] == left_out and one.whole:
                likely = likely_types(one, learned)
                right.append(int(likely.argmax()) == one.type)
                sure.append(float(likely.max()))
    return _bands(np.array(right), np.array(sure))


def _bands(right: Numbers, sure: Numbers) -> str:
    rows = [f"- {len(right)} papers: the first guess is right for {right.mean():.1%}"]
    for low, high, name in ((SURE, 1.01, "set"), (POSSIBLE, SURE, "set, to be checked"), (0.0, POSSIBLE, "left open")):
        there = (sure >= low) & (sure < high)
        rows.append(f"- {name}: {there.mean():.1%} of the papers, the first guess right for {right[there].mean():.1%} of them")
    return "\n".join(rows)


def likely_types(one: Example, learned: Weights) -> Numbers:
    """How likely each type is for a paper, by weights that may not have been learned from it."""
    scores = one.signs @ learned.signs + learned.bias + vector(one.words, learned.stems, learned.idf) @ learned.says
    scores[kinds().index(UNKNOWN)] += learned.nothing * one.brevity
    likely = np.exp(scores - scores.max())
    return np.asarray(likely / likely.sum())


def main() -> None:
    """Learn and write, or check."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, say how well unseen papers fare")
    options = parser.parse_args()
    if options.check:
        sys.stdout.write(f"{check()}\n")
        return
    write(learn(examples(papers())), Path(__file__).parents[1] / "data" / FILE)


if __name__ == "__main__":
    main()
