"""Draws the mails of the set: bytes as a mailbox gives them and, beside each, what is true of it.

`python -m tests.mails.make DIR --seed N` writes the mails, the register and the truth as files, for `claimpost decide`.
"""

import argparse
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from router.book import Book
from tests.mails import claims, placed, slips, waiting
from tests.mails.letters import Letter, write
from tests.mails.scene import Build, Scene, Truth
from tests.mails.words import LANGUAGES, TUNE, Words, is_holdout

CLASSES: dict[str, Build] = placed.CLASSES | waiting.CLASSES | slips.CLASSES
SHARES = {"subject": 5, "subject, named": 2, "subject, delimited": 2, "own text": 3, "slip on somebody": 2}
"""How many mails of a class come where there is one of another."""

COUNT = 1600


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A mail and the truth of every mail in it, by Message-ID; `papers` are the words of its files, by their names."""

    name: str
    kind: str
    way: str
    language: str
    data: bytes
    truths: Mapping[str, Truth]
    papers: Mapping[str, str]


def samples(seed: int, count: int = COUNT, *, since: int = 0) -> Iterator[Sample]:
    """The mails of a seed up to `count`, without the first `since`; classes and languages in turns, so that a part is like the whole."""
    book = claims.book(seed)
    order = [kind for kind in CLASSES for _ in range(SHARES.get(kind, 1))]
    turns = dict.fromkeys(CLASSES, 0)
    for at in range(count):
        kind = order[at % len(order)]
        if at >= since:
            yield _sample(seed, at, kind, turns[kind], book)
        turns[kind] += 1


def _sample(seed: int, at: int, kind: str, turn: int, book: Book) -> Sample:
    chance = random.Random(f"mail {seed} {at}")  # noqa: S311 - a seed, no secret
    language = LANGUAGES[(turn + turn // len(LANGUAGES)) % len(LANGUAGES)]
    words = Words(language=language, held=is_holdout(seed), chance=chance)
    mail = CLASSES[kind](Scene(chance=chance, words=words, book=book, id=f"m{at}"), turn)
    papers = {file.name: file.text for letter in _letters(mail.letter) for file in letter.files}
    return Sample(
        name=f"{at:04}", kind=kind, way=mail.way, language=language, data=write(mail.letter), truths=dict(mail.truths), papers=papers
    )


def _letters(letter: Letter) -> Iterator[Letter]:
    yield letter
    for inner in letter.inside:
        yield from _letters(inner)


def main() -> None:
    """Write a set into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=TUNE)
    parser.add_argument("--count", type=int, default=COUNT)
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    claims.write(options.folder / "claims.csv", claims.claims(options.seed))
    truth = {}
    for sample in samples(options.seed, options.count):
        (options.folder / f"{sample.name}.eml").write_bytes(sample.data)
        about = {name: {"claims": one.claims, "place": one.place, "told": one.told} for name, one in sample.truths.items()}
        truth[sample.name] = {"class": sample.kind, "language": sample.language, "mails": about}
    (options.folder / "truth.json").write_text(json.dumps(truth, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
