"""Words of a line: the network leaves out every tenth space, so the gaps in the ink say where words end as well."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Pixels = NDArray[Any]

GAP, PITCH = 0.3, 1.6
"""A word ends at a gap of so many heights of the ink between characters that stand so many times as far apart as usual."""

BEHIND = frozenset(":°")
GAP_BEHIND = 0.15
"""Behind these signs, where the network leaves out most spaces, so wide a gap is enough."""

CONTRAST = 40
"""Steps of grey that ink is darker than its paper."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character, about where in its strip, and how sure."""

    text: str
    at: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A word with its left and right end in the strip."""

    text: str
    start: float
    end: float
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Which columns of a strip are inked, and between which rows its text stands."""

    columns: "NDArray[Any]"
    top: int
    bottom: int

    @classmethod
    def of(cls, strip: "Pixels") -> Self:
        """The ink of `strip`: what is darker than the middle between its darkest and its paper."""
        import numpy as np

        height, width = strip.shape
        dark, paper = np.percentile(strip, (2, 85))
        if paper - dark < CONTRAST:
            return cls(columns=np.ones(width, bool), top=0, bottom=height)
        ink = strip < (dark + paper) / 2
        # A ruled line under or over the text is in every column and none of its ink.
        ink[ink.mean(axis=1) > 0.9] = False  # noqa: PLR2004 - no text is that dense
        rows = np.flatnonzero(ink.sum(axis=1) > max(1, width // 200))
        top, bottom = (int(rows[0]), int(rows[-1]) + 1) if len(rows) else (0, height)
        return cls(columns=ink[top:bottom].any(axis=0), top=top, bottom=bottom)

    def gap(self, start: float, end: float) -> tuple[int, int] | None:
        """The widest run without ink between two columns."""
        import numpy as np

        first, last = max(0, int(start)), min(len(self.columns), int(end) + 1)
        clear = np.concatenate(([False], ~self.columns[first:last], [False]))
        edges = np.flatnonzero(np.diff(clear.astype(np.int8)))
        runs = list(zip(edges[::2], edges[1::2], strict=True))
        if not runs:
            return None
        left, right = max(runs, key=lambda run: run[1] - run[0])
        return first + int(left), first + int(right)


def words_in(glyphs: Sequence[Glyph], ink: Ink) -> Iterator[Span]:
    """The words of a line from left to right."""
    letters = [glyph for glyph in glyphs if not glyph.text.isspace()]
    if not letters:
        return
    ends = _ends(glyphs, ink)
    columns = ink.columns.nonzero()[0]
    start = float(columns[0]) if len(columns) else letters[0].at
    word: list[Glyph] = []
    for number, glyph in enumerate(letters):
        word.append(glyph)
        end = ends.get(number)
        if end is None and number < len(letters) - 1:
            continue
        left, right = end or ((float(columns[-1]) + 1 if len(columns) else glyph.at), 0.0)
        yield Span(
            text="".join(one.text for one in word),
            start=start,
            end=max(left, start + 1),
            confidence=sum(one.confidence for one in word) / len(word),
        )
        word, start = [], right


def _ends(glyphs: Sequence[Glyph], ink: Ink) -> dict[int, tuple[float, float]]:
    """The gap behind each letter that ends a word, by the number of the letter."""
    usual = median([after.at - before.at for before, after in pairwise(glyphs)] or [0.0])
    ends: dict[int, tuple[float, float]] = {}
    letters = [(number, glyph) for number, glyph in enumerate(glyphs) if not glyph.text.isspace()]
    for number, ((place, before), (next_place, after)) in enumerate(pairwise(letters)):
        gap = ink.gap(before.at, after.at)
        if next_place > place + 1 or (gap and _wide(gap, before, after, ink=ink, usual=usual)):
            middle = (before.at + after.at) / 2
            ends[number] = (float(gap[0]), float(gap[1])) if gap else (middle, middle)
    return ends


def _wide(gap: tuple[int, int], before: Glyph, after: Glyph, *, ink: Ink, usual: float) -> bool:
    width = (gap[1] - gap[0]) / max(ink.bottom - ink.top, 1)
    if before.text in BEHIND and after.text.isalnum():
        return width >= GAP_BEHIND
    return width >= GAP and after.at - before.at >= PITCH * usual
