"""Tick boxes: the printed squares found near their places, and whether a pen was in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.pages import Box, Word
from extractors.statement.ink import SCALE, Sheet, cut
from extractors.statement.model import ROWS, SIDES, Model, Point, plain
from extractors.statement.register import Registered

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[Any]

SMALLEST, LARGEST = 4.5, 15.0
"""Points across a printed square."""

SQUARE = 0.78
"""How much the shorter side is of the longer one."""

REACH = 26.0
"""Points across in which the squares of a column are looked for around their place."""

FEWEST = 5
"""Squares of a column that must be found before the others are placed by them."""

BROKEN = 0.7
"""Points by which a square differs from the others of its column when a pen has broken it."""

INSIDE = 0.24
"""Share of a square at each edge that is its frame."""

TICKED, EMPTY = 0.10, 0.035
"""Share of ink more than in the empty squares of the page: from the one on a pen was there, up to the other none was."""

SHADED = 0.3
"""Share of ink in the emptier boxes of a page from which these are shaded in print."""

SAME_GAP = 4.5
"""Points by which the distances from answers to their squares differ."""

FARTHEST = 30.0
"""Points from an answer to its square."""

UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A tick box: `ticked`, `empty` or `unclear`, how surely, and where on the flattened page."""

    state: str
    confidence: float
    box: Box


def squares(sheet: Sheet) -> tuple[Box, ...]:
    """Every printed square of the page that no pen has broken."""
    import cv2
    import numpy as np

    found: list[Box] = []
    closed = cv2.morphologyEx(sheet.ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    outlines, _ = cv2.findContours(closed, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for outline in outlines:
        x, y, width, height = cv2.boundingRect(outline)
        if not SMALLEST * SCALE <= max(width, height) <= LARGEST * SCALE or min(width, height) < SQUARE * max(width, height):
            continue
        if cv2.contourArea(outline) < 0.72 * width * height:
            continue
        found.append(Box(x0=x / SCALE, y0=y / SCALE, x1=(x + width) / SCALE, y1=(y + height) / SCALE))
    return tuple(found)


def circumstances(sheet: Sheet, form: Registered, model: Model) -> Mapping[tuple[str, int], Tick]:
    """The two columns of 17 tick boxes, by side and number; none where the squares of a column cannot be found."""
    found = squares(sheet)
    rows = [form.shift(row)[1] + row.y for row in model.rows]
    aside = form.shift(model.rows[ROWS // 2])[0]
    whole = {side: _column(found, rows, model.squares[side] + aside) for side in SIDES}
    boxes = {
        (side, number): box
        for side, other in (SIDES, SIDES[::-1])
        for number, box in enumerate(_completed(whole[side], whole[other], rows), start=1)
    }
    return judged(sheet, boxes)


def _column(found: Sequence[Box], rows: Sequence[float], across: float) -> dict[int, Box]:
    """The squares of one side that no pen has broken, by row from 0; none where these are too few to go by."""
    import numpy as np

    half = (rows[-1] - rows[0]) / (ROWS - 1) / 2
    beside = [box for box in found if abs(_middle(box).x - across) < REACH and rows[0] - half < _middle(box).y < rows[-1] + half]
    aligned = _aligned(beside)
    if len(aligned) < FEWEST:
        return {}
    size, height = (float(np.median(sides)) for sides in ([_size(box) for box in aligned], [box.y1 - box.y0 for box in aligned]))
    by_row: dict[int, Box] = {}
    for box in aligned:
        # A square that a pen has broken leaves pieces of other sizes.
        if abs(_size(box) - size) < BROKEN and abs(box.y1 - box.y0 - height) < BROKEN:
            by_row.setdefault(int(np.argmin([abs(_middle(box).y - row) for row in rows])), box)
    return by_row if len(by_row) >= FEWEST else {}


def _completed(own: Mapping[int, Box], opposite: Mapping[int, Box], rows: Sequence[float]) -> list[Box]:
    """All squares of a side: those found, and the others under them, level with those of the other side or else with their labels."""
    import numpy as np

    if not own:
        return []
    numbers = sorted(own)
    size = float(np.median([_size(box) for box in own.values()]))
    line = np.polyfit(numbers, [_middle(own[number]).x for number in numbers], 1)
    off = np.interp(np.arange(ROWS), numbers, [_middle(own[number]).y - rows[number] for number in numbers])
    both = [_middle(own[number]).y - _middle(opposite[number]).y for number in numbers if number in opposite]
    level = {number: _middle(box).y + float(np.median(both)) for number, box in opposite.items()} if both else {}
    return [
        own.get(number) or _square(float(np.polyval(line, number)), level.get(number, rows[number] + float(off[number])), size)
        for number in range(ROWS)
    ]


def _aligned(boxes: Sequence[Box]) -> list[Box]:
    """The most boxes that stand under each other and are of one size."""
    best: list[Box] = []
    for one in boxes:
        same = [box for box in boxes if abs(_middle(box).x - _middle(one).x) < 2.5 and abs(_size(box) - _size(one)) < 2.0]  # noqa: PLR2004
        outer = {round(_middle(box).y): box for box in sorted(same, key=_size)}
        if len(outer) > len(best):
            best = list(outer.values())
    return best


def answers(sheet: Sheet, form: Registered, model: Model, words: Sequence[Word]) -> Mapping[tuple[str, str], Tick]:
    """The boxes of the questions, by role and `yes` or `no`; each answer has its square at the same distance."""
    found = _outermost(squares(sheet))
    places = asked(form, model, words)
    gaps = [(_middle(box).x - word.x0, _middle(box).y - _middle(word).y) for word in places.values() for box in found if _beside(word, box)]
    # The right distance comes once for each answer whose square is whole; the wrong ones differ.
    usual = max(gaps, key=lambda gap: (sum(abs(other[0] - gap[0]) < SAME_GAP for other in gaps), -abs(gap[0])), default=None)
    if usual is None:
        return {}
    size = sorted(_size(box) for box in found)[len(found) // 2]
    return judged(sheet, {key: _answering(word, found, usual, size) for key, word in places.items()})


def asked(form: Registered, model: Model, words: Sequence[Word]) -> dict[tuple[str, str], Box]:
    """Where the answers are printed; where one of two was not read, as far from the other as elsewhere on the page."""
    asked: dict[tuple[str, str], Box] = {}
    for role, place in model.questions.items():
        region = form.settled(place)
        for word in words:
            # OCR reads a nought for the letter.
            answer = model.answers.get(plain(word.text).replace("0", "o"), "")
            if answer and within(word.box, region):
                asked[role, answer] = word.box
    apart = sorted(
        asked[role, "yes"].x0 - asked[role, "no"].x0 for role in model.questions if {(role, "yes"), (role, "no")} <= asked.keys()
    )
    if apart:
        usual = apart[len(apart) // 2]
        for role, answer in tuple(asked):
            other, step = ("no", -usual) if answer == "yes" else ("yes", usual)
            box = asked[role, answer]
            asked.setdefault((role, other), Box(x0=box.x0 + step, y0=box.y0, x1=box.x1 + step, y1=box.y1))
    return asked


def _beside(word: Box, box: Box) -> bool:
    return abs(_middle(box).y - _middle(word).y) < _size(box) * 0.8 and abs(_middle(box).x - _middle(word).x) < FARTHEST


def _answering(word: Box, found: Sequence[Box], usual: tuple[float, float], size: float) -> Box:
    """The square of an answer: the one at the usual distance, or that place."""
    x, y = word.x0 + usual[0], _middle(word).y + usual[1]
    near = [box for box in found if abs(_middle(box).x - x) < SAME_GAP and abs(_middle(box).y - y) < size]
    return near[0] if near else _square(x, y, size)


def judged(sheet: Sheet, boxes: Mapping[Any, Box]) -> dict[Any, Tick]:
    """Each box by the ink inside, against the emptiest of the same page."""
    import numpy as np

    if not boxes:
        return {}
    shares = {key: _share(sheet, box) for key, box in boxes.items()}
    usual = float(np.percentile(list(shares.values()), 30)) if len(shares) > FEWEST else min(shares.values())
    if usual > SHADED:
        # Tick boxes printed with a tint look as if a pen had filled them all.
        return {key: Tick(state=UNCLEAR, confidence=0.5, box=box) for key, box in boxes.items()}
    usual = min(usual, TICKED)
    return {key: _tick(shares[key] - usual, boxes[key]) for key in boxes}


def _share(sheet: Sheet, box: Box) -> float:
    edge = (box.x1 - box.x0) * INSIDE
    ink = cut(sheet.ink, Box(x0=box.x0 + edge, y0=box.y0 + edge, x1=box.x1 - edge, y1=box.y1 - edge))
    return float(ink.mean() / 255) if ink.size else 0.0


def _tick(more: float, box: Box) -> Tick:
    if more >= TICKED:
        return Tick(state="ticked", confidence=round(min(0.98, 0.75 + more), 3), box=box)
    if more <= EMPTY:
        return Tick(state="empty", confidence=round(0.97 - max(more, 0.0) * 4, 3), box=box)
    return Tick(state=UNCLEAR, confidence=0.5, box=box)


def _outermost(boxes: Sequence[Box]) -> list[Box]:
    """The squares that lie in no other: a frame has an outer and an inner edge."""
    return [
        box
        for box in boxes
        if not any(
            other is not box and _size(other) >= _size(box) and within(box, other) and (_size(other), id(other)) > (_size(box), id(box))
            for other in boxes
        )
    ]


def _middle(box: Box) -> Point:
    return Point(x=(box.x0 + box.x1) / 2, y=(box.y0 + box.y1) / 2)


def _size(box: Box) -> float:
    return box.x1 - box.x0


def _square(x: float, y: float, size: float) -> Box:
    return Box(x0=x - size / 2, y0=y - size / 2, x1=x + size / 2, y1=y + size / 2)


def within(box: Box, region: Box) -> bool:
    """Whether the middle of `box` lies in `region`."""
    middle = _middle(box)
    return region.x0 <= middle.x <= region.x1 and region.y0 <= middle.y <= region.y1
