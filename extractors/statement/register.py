"""The form laid over a page: from the printed labels that were read to a map of every place on it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import median
from typing import TYPE_CHECKING, Any

from core.pages import Box, Page, Source, Word
from extractors.statement.labels import Rows, found_in, nearly_in
from extractors.statement.model import HEIGHT, LANGUAGES, ROWS, WIDTH, Anchor, Model, Point, model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

FEWEST = 6
"""Labels at their places without which a page is no form."""

FEWEST_UNTITLED = 9
HINTS = 4
"""Labels read to the letter without which nobody looks for those that were read badly."""

NEAR, LOOSE = 7.0, 16.0
"""Points by which labels miss their places: on the common print, and on a print with other columns."""

MOST = 0.75
"""Share of the labels that a map without perspective must explain."""

FAR = 110.0
"""Points of the form by which a label may miss its place before the form is laid flat; what is farther is on another page."""

FEWEST_ROWS = 4
"""Rows of box 12 that show where its middle is."""

WIDEST = 0.9
"""Width of a letter, in heights of its word."""

HIGHEST = 1.2
"""Height of a word of a form, in the usual one of the page: what is higher has strokes of a pen in it."""

ASTRAY = 45.0
"""Points from which a label is not where the form has it, and says nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A label that was read, and where it begins on the page."""

    anchor: Anchor
    at: Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A page with the form laid over it."""

    page: Page
    language: str
    matrix: "Numbers"
    """From the form to the page, in points."""

    shifts: Mapping[str, tuple[tuple[float, float, float], ...]]
    """By block of the form: how far labels are from their places, as (y, across, down) from top to bottom."""

    labels: frozenset[tuple[str, str]]
    """The labels that stand where the form has them, by id and side."""

    confidence: float

    @property
    def typed(self) -> bool:
        """Whether the text of the page is its own: nothing in it was read by OCR, ours or that of a scanner."""
        return self.page.source == Source.TEXT_LAYER and all(word.confidence == 1.0 for word in self.page.words)

    def to_page(self, box: Box) -> Box:
        """The rectangle on the page around `box` of the flattened page."""
        return _carried(box, self.matrix)

    def to_form(self, box: Box) -> Box:
        """The rectangle on the flattened page around `box` of the page."""
        import numpy as np

        return _carried(box, np.linalg.inv(self.matrix))

    def covers(self, box: Box) -> bool:
        """Whether the middle of `box` lies on the form."""
        placed = self.to_form(box)
        x, y = (placed.x0 + placed.x1) / 2, (placed.y0 + placed.y1) / 2
        return 0 <= x <= WIDTH and 0 <= y <= HEIGHT

    def words(self) -> tuple[Word, ...]:
        """The words of the page with their places on the flattened page."""
        placed = [(word, self.to_form(word.box)) for word in self.page.words]
        usual = median(box.y1 - box.y0 for _, box in placed) * HIGHEST if placed else 0.0
        return tuple(replace(word, box=_narrowed(box, len(word.text), usual)) for word, box in placed)

    def settled(self, box: Box) -> Box:
        """Where this print has what the form has at `box`."""
        middle = Point(x=(box.x0 + box.x1) / 2, y=(box.y0 + box.y1) / 2)
        across, down = self.shift(middle)
        return Box(x0=box.x0 + across, y0=box.y0 + down, x1=box.x1 + across, y1=box.y1 + down)

    def shift(self, at: Point) -> tuple[float, float]:
        """How far this print is off at a place of the form."""
        import numpy as np

        known = self.shifts.get(_block(at), ())
        if not known:
            return 0.0, 0.0
        ys = [y for y, _, _ in known]
        return float(np.median([across for _, across, _ in known])), float(np.interp(at.y, ys, [down for _, _, down in known]))


def registered(page: Page) -> Registered | None:
    """`page` as a front page of the form; `None` when it is none, or cannot be laid flat."""
    form, rows = model(), Rows.of(page)
    if len(page.words) < FEWEST or not rows.words:
        return None
    exact = {code: sum(bool(found_in(rows, anchor.words[code])) for anchor in form.anchors) for code in LANGUAGES}
    language = max(LANGUAGES, key=lambda code: exact[code])
    titled = bool(found_in(rows, form.titles))
    # Looking for what is nearly a label costs time. Most pages have none at all; letters about an accident have those of the
    # head, "driver" and "vehicle", but neither the title nor a label of a row.
    if exact[language] < HINTS or not (titled or any(found_in(rows, words) for words in _row_labels(form, language))):
        return None
    found = _found(page, rows, form, language)
    fewest = FEWEST if titled or nearly_in(rows, form.titles) else FEWEST_UNTITLED
    # One kind of label proves nothing: letters about an accident have "driver" and "vehicle", too.
    if len(found) < fewest or sum(one.anchor.id.startswith("row") for one in found) < 2:  # noqa: PLR2004
        return None
    return _fitted(page, language, found, fewest)


def _row_labels(form: Model, language: str) -> Iterable[tuple[str, ...]]:
    return [anchor.words[language] for anchor in form.anchors if anchor.id.startswith("row")]


def is_back(page: Page, forms: Iterable[Registered] = ()) -> bool:
    """Whether `page` has the back: what one driver alone declares; on a page with one of `forms`, beside that."""
    rows = Rows.of(page)
    titles = found_in(rows, model().back) or nearly_in(rows, model().back)
    fronts = [form for form in forms if form.page.number == page.number]
    return any(not any(form.covers(title) for form in fronts) for title in titles)


def _found(page: Page, rows: Rows, form: Model, language: str) -> list[Found]:
    places: dict[str, list[Box]] = {}
    for anchor in form.anchors:
        if anchor.id not in places:
            words = anchor.words[language]
            places[anchor.id] = found_in(rows, words) or nearly_in(rows, words)
    middle = _middle(places, form) or _Middle(x=page.width * 0.45, y=0.0, scale=0.0)
    return [
        Found(anchor=anchor, at=Point(x=box.x0, y=(box.y0 + box.y1) / 2))
        for anchor in form.anchors
        for box in places[anchor.id]
        if (not anchor.side or (box.x0 < middle.x) == (anchor.side == "A")) and middle.near(anchor, box)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Middle:
    """Where the rows of box 12 begin on a page, between its two sides: the page may have another one beside the form."""

    x: float
    y: float
    scale: float
    """Points of the page for one of the form, 0.0 where that is not known."""

    def near(self, anchor: Anchor, box: Box) -> bool:
        """Whether a label at `box` may be `anchor`, however other the print is."""
        if not self.scale:
            return True
        first = model().rows[0]
        across, down = (box.x0 - self.x) / self.scale - (anchor.at.x - first.x), (box.y0 - self.y) / self.scale - (anchor.at.y - first.y)
        return abs(across) < FAR and abs(down) < FAR


def _middle(places: Mapping[str, Sequence[Box]], form: Model) -> _Middle | None:
    """The middle by those rows of box 12 that were found once."""
    import numpy as np

    rows = [anchor for anchor in form.anchors if anchor.id.startswith("row") and len(places[anchor.id]) == 1]
    boxes = [places[anchor.id][0] for anchor in rows]
    pairs = [
        (other.y0 - box.y0) / (below.at.y - above.at.y)
        for (above, box), (below, other) in combinations(zip(rows, boxes, strict=True), 2)
        if below.at.y > above.at.y
    ]
    if len(rows) < FEWEST_ROWS or not (scale := float(np.median(pairs))) > 0:
        return None
    first = form.rows[0].y
    tops = [(box.y0 + box.y1) / 2 - scale * (anchor.at.y - first) for anchor, box in zip(rows, boxes, strict=True)]
    return _Middle(x=float(np.median([box.x0 for box in boxes])), y=float(np.median(tops)), scale=scale)


def _fitted(page: Page, language: str, found: Sequence[Found], fewest: int) -> Registered | None:
    import numpy as np

    source = np.array([[one.anchor.at.x, one.anchor.at.y] for one in found], np.float32)
    target = np.array([[one.at.x, one.at.y] for one in found], np.float32)
    matrix, inside = _map(source, target, page)
    agreeing = {(one.anchor.id, one.anchor.side) for one, good in zip(found, inside, strict=True) if good}
    if matrix is None or len(agreeing) < fewest or not _sane(matrix, page):
        return None
    labels = {(one.anchor.id, one.anchor.side) for one in found}
    nearest = _nearest(found, matrix)
    return Registered(
        page=page,
        labels=frozenset(key for key, near in nearest.items() if abs(near[1]) + abs(near[2]) < ASTRAY),
        language=language,
        matrix=matrix,
        shifts=_shifts(nearest),
        confidence=round(min(0.99, 0.6 + 0.4 * len(agreeing) / max(len(labels), ROWS)), 3),
    )


def _map(source: "Numbers", target: "Numbers", page: Page) -> "tuple[Numbers | None, Numbers]":
    """The plainest map that explains most labels: straight first, then with perspective, then loosely."""
    import cv2
    import numpy as np

    scale = max(page.width, page.height, 1.0) / HEIGHT
    cv2.setRNGSeed(7)
    best: tuple[Numbers | None, Numbers] = (None, np.zeros(len(source), bool))
    for near, perspective in ((NEAR / 2, False), (NEAR / 2, True), (NEAR, False), (LOOSE, False)):
        if perspective:
            matrix, inside = cv2.findHomography(source, target, cv2.RANSAC, near * scale, maxIters=4000, confidence=0.999)
        else:
            straight, inside = cv2.estimateAffine2D(source, target, method=cv2.RANSAC, ransacReprojThreshold=near * scale, maxIters=4000)
            matrix = None if straight is None else np.vstack([straight, [0, 0, 1]])
        if matrix is None:
            continue
        mask = np.asarray(inside).ravel().astype(bool)
        if mask.mean() >= MOST:
            return matrix, mask
        if mask.sum() > best[1].sum() + 1:
            best = (matrix, mask)
    return best


def _sane(matrix: "Numbers", page: Page) -> bool:
    """Whether the form lies on the page upright and in a credible size."""
    import cv2
    import numpy as np

    corners = np.array([[[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]]], np.float64)
    (placed,) = cv2.perspectiveTransform(corners, matrix)
    outline = placed.astype(np.float32)
    share = cv2.contourArea(outline) / max(page.width * page.height, 1.0)
    upright = placed[1][0] > placed[0][0] and placed[3][1] > placed[0][1]
    return bool(cv2.isContourConvex(outline) and upright and 0.1 < share < 2.5)  # noqa: PLR2004 - half of it may be cut off


def _nearest(found: Iterable[Found], matrix: "Numbers") -> dict[tuple[str, str], tuple[Point, float, float]]:
    """Of each label, by id and side, its place on the form and how far from it the nearest one on the page is."""
    import numpy as np

    back = np.linalg.inv(matrix)
    nearest: dict[tuple[str, str], tuple[Point, float, float]] = {}
    for one in found:
        placed = _carried(Box(x0=one.at.x, y0=one.at.y, x1=one.at.x, y1=one.at.y), back)
        across, down = placed.x0 - one.anchor.at.x, placed.y0 - one.anchor.at.y
        key = (one.anchor.id, one.anchor.side)
        limit = sum(map(abs, nearest[key][1:])) if key in nearest else ASTRAY * 2
        if abs(across) + abs(down) < limit:
            nearest[key] = (one.anchor.at, across, down)
    return nearest


def _shifts(nearest: Mapping[tuple[str, str], tuple[Point, float, float]]) -> dict[str, tuple[tuple[float, float, float], ...]]:
    blocks: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for at, across, down in nearest.values():
        blocks[_block(at)].append((at.y, across, down))
    return {block: tuple(sorted(shifts)) for block, shifts in blocks.items()}


def _block(at: Point) -> str:
    columns = model().columns
    if at.y < 120:  # noqa: PLR2004 - the head of the form lies above its columns
        return "head"
    return next((name for name, (_, end) in columns.items() if at.x < end), "b")


def _narrowed(box: Box, letters: int, highest: float) -> Box:
    """The part of the box of a word that so many letters can fill: OCR takes the handwriting behind a label for a part of it."""
    return replace(box, x1=min(box.x1, box.x0 + letters * WIDEST * min(box.y1 - box.y0, highest)))


def _carried(box: Box, matrix: "Numbers") -> Box:
    import cv2
    import numpy as np

    corners = np.array([[[x, y] for x in (box.x0, box.x1) for y in (box.y0, box.y1)]], np.float64)
    (placed,) = cv2.perspectiveTransform(corners, matrix)
    (x0, y0), (x1, y1) = placed.min(axis=0), placed.max(axis=0)
    return Box(x0=float(x0), y0=float(y0), x1=float(x1), y1=float(y1))
