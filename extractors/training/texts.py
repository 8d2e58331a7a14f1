"""The training papers: whole ones, and pieces of them, as short papers and bad scans are."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent / "papers"
BETWEEN = "===="
"""The line between two papers of one file."""

PIECES = 3
"""Pieces of each paper that are learned from beside it."""

SHORTEST, LONGEST = 0.35, 0.8
"""Share of a paper's lines that a piece has."""

FEWEST_LINES = 6
"""Lines of a paper that is taken to pieces."""

TOP = 4
"""Lines of a piece that is the top of a paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One training paper."""

    language: str
    type: str
    text: str


def papers() -> list[Paper]:
    """All of them, in a fixed order."""
    return [
        Paper(language=file.parent.name, type=file.stem, text=text.strip())
        for file in sorted(FOLDER.glob("*/*.txt"))
        for text in file.read_text("utf-8").split(f"\n{BETWEEN}\n")
        if text.strip()
    ]


def pieces(text: str, chance: random.Random) -> Iterator[str]:
    """Runs of its lines, and lines from all over it, by turns."""
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) < FEWEST_LINES:
        return
    for number in range(PIECES):
        share = chance.uniform(SHORTEST, LONGEST)
        if number % 2:
            yield "\n".join(line for line in lines if chance.random() < share)
        else:
            length = int(len(lines) * share)
            start = chance.randrange(len(lines) - length + 1)
            yield "\n".join(lines[start : start + length])


def top(text: str) -> str:
    """Its first lines, as of a paper on which hardly anything else stands."""
    return "\n".join([line for line in text.split("\n") if line.strip()][:TOP])
