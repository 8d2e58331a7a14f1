"""Whether a hand wrote what OCR read surely: letters of print stand on one line and are of one height, those of a hand never quite."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from core.pages import Box, Word
from extractors.statement.ink import SCALE, Sheet
from extractors.statement.model import model, plain
from extractors.statement.register import Registered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEWEST = 3
"""Letters of a word without which nothing can be told of their heights."""

SURE = 0.85
"""Confidence from which the letters of a word are the right ones."""

TOPS, FEET = 0.034, 0.05
"""Unevenness of capitals at the head, and of letters at the foot, in heights of a letter, from which no machine printed them."""

LIKE_PRINT = 95
"""Percentile of the unevenness of the printed labels of the page: a fax makes print uneven, too."""

RARE = 0.85
"""Share of the letters of a word that count: one may touch a line or be cut in the wrong place."""

SLANT = 0.03
"""How far a row may rise across the page and still be straight."""

FINER = 2
"""Pixels of the measure for one of the flattened page."""

PIXELS = 8
"""Pixels across under which nothing is a letter."""

MIDDLE, THROUGH = (0.4, 0.62), 0.98
EDGE = 0.08
"""Share of a letter's width, at each side, that may show its neighbour."""

TALL = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789bdfhkl")
UNDER = frozenset("gjpqyQJçÇ,;()/")
"""Letters that reach up to the height of capitals, and those that reach below the line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unevenness:
    """How unevenly the letters of a word end at the head and at the foot; `None` for what its letters cannot tell."""

    head: float | None
    foot: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _End:
    """Where one letter or figure stands, and its upper and lower end, in pixels."""

    across: float
    head: float
    foot: float
    figure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """What print looks like on one page."""

    sheet: Sheet
    typed: bool
    """Whether the page has no picture of its text: nothing in it was read."""

    head: float
    foot: float

    @classmethod
    def of(cls, sheet: Sheet, form: Registered) -> "Script":
        """The measure of the page by its printed labels."""
        if form.typed:
            return cls(sheet=sheet, typed=True, head=TOPS, foot=FEET)
        labels = [_measured(sheet, word) for word in form.words() if _label(word, form.language)]
        return cls(
            sheet=sheet,
            typed=False,
            head=max(TOPS, _usual(one.head for one in labels)),
            foot=max(FEET, _usual(one.foot for one in labels)),
        )

    def by_hand(self, words: Sequence[Word]) -> bool | None:
        """Whether a hand wrote these words of one field; `None` where their letters cannot tell."""
        if self.typed:
            return False
        told = [(len(word.text), share) for word in words if (share := self._share(_measured(self.sheet, word))) is not None]
        if not told:
            return None
        return sum(length * share for length, share in told) / sum(length for length, _ in told) > 1.0

    def _share(self, found: Unevenness) -> float | None:
        shares = [value / most for value, most in ((found.head, self.head), (found.foot, self.foot)) if value is not None]
        return max(shares, default=None)


def _usual(values: Iterable[float | None]) -> float:
    import numpy as np

    known = [value for value in values if value is not None]
    # A label that touches a line or a tick box measures as if it were scribbled.
    return min(float(np.percentile(known, LIKE_PRINT)), 2 * TOPS) if len(known) > FEWEST else 0.0


def _label(word: Word, language: str) -> bool:
    form = model()
    labels = {plain(piece) for anchor in form.anchors for words in anchor.words[language] for piece in words.split()}
    return word.confidence >= SURE and plain(word.text) in labels


def _measured(sheet: Sheet, word: Word) -> Unevenness:
    letters = [letter for letter in word.text if not letter.isspace()]
    ends = _ends(_letters(sheet, word.box), letters) if sum(map(str.isalnum, letters)) >= FEWEST else ()
    if len(ends) < FEWEST:
        return Unevenness(head=None, foot=None)
    height = max(median(end.foot - end.head for end in ends), 1.0)
    tall = all(letter in TALL for letter in letters if letter.isalnum())
    level = not any(letter in UNDER for letter in letters)
    return Unevenness(
        head=_spread([end.across for end in ends], _of_one_height(ends)) / height if tall else None,
        foot=_spread([end.across for end in ends], [end.foot for end in ends]) / height if level else None,
    )


def _of_one_height(ends: Sequence[_End]) -> list[float]:
    """The heads, as if figures were as high as capitals: in many types they are a little higher or lower."""
    usual = {figure: [end.head for end in ends if end.figure == figure] for figure in (False, True)}
    return [end.head - median(usual[end.figure]) for end in ends]


def _letters(sheet: Sheet, box: Box) -> "Numbers":
    """The strokes of a word alone, finer than the flattened page has them."""
    import cv2
    import numpy as np

    x0, y0, x1, y1 = (round(value * SCALE) for value in (box.x0 - 1, box.y0 - 2, box.x1 + 1, box.y1 + 2))
    grey = sheet.grey[max(y0, 0) : max(y1, 0), max(x0, 0) : max(x1, 0)]
    if min(grey.shape) < PIXELS:
        return np.zeros((0, 0), bool)
    fine = cv2.GaussianBlur(cv2.resize(grey, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_CUBIC), (0, 0), 1)
    _, dark = cv2.threshold(fine, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark)
    high = dark.shape[0]
    top, tall = stats[:, cv2.CC_STAT_TOP], stats[:, cv2.CC_STAT_HEIGHT]
    # What does not reach the middle belongs to the row above or below, what goes through is a printed line.
    kept = (top < MIDDLE[1] * high) & (top + tall > MIDDLE[0] * high) & (stats[:, cv2.CC_STAT_AREA] > PIXELS) & (tall < THROUGH * high)
    kept[0] = False
    return np.asarray(kept[labels], bool)


def _ends(strokes: "Numbers", letters: Sequence[str]) -> list[_End]:
    """The ends of each letter or figure where it stands, as if all were of one width."""
    import numpy as np

    columns = np.flatnonzero(strokes.any(axis=0)) if strokes.size else np.empty(0, int)
    if len(columns) < PIXELS:
        return []
    edges = np.linspace(columns[0], columns[-1] + 1, len(letters) + 1)
    found: list[_End] = []
    for letter, left, right in zip(letters, edges, edges[1:], strict=False):
        margin = (right - left) * EDGE
        start = int(left + margin)
        rows = np.where(strokes[:, start : max(int(right - margin), start + 1)].any(axis=1))[0]
        if letter.isalnum() and len(rows):
            across = float(left + right) / 2
            found.append(_End(across=across, head=float(rows[0]), foot=float(rows[-1] + 1), figure=letter.isdigit()))
    return found


def _spread(places: Sequence[float], values: Sequence[float]) -> float:
    """How far `values` are from a straight row, without the few that are farthest."""
    import numpy as np

    across, ends = np.array(places), np.array(values)
    first, second = np.triu_indices(len(ends), 1)
    slopes = (ends[second] - ends[first]) / np.maximum(across[second] - across[first], 1.0)
    off = ends - (float(np.clip(np.median(slopes), -SLANT, SLANT)) if len(ends) > FEWEST else 0.0) * across
    farthest = np.sort(np.abs(off - np.median(off)))[: max(FEWEST, int(np.ceil(len(ends) * RARE)))]
    return float(np.sqrt(np.mean(farthest**2)))
