"""What stands in each field of a form: print that was read, handwriting that a person must read, or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.pages import Box, Page, Word
from extractors.lines import around
from extractors.statement.ink import Sheet, Signature, hand, signature_in, unexplained
from extractors.statement.labels import Rows, found_in, nearly_in
from extractors.statement.model import SIDES, Field, Model, plain
from extractors.statement.register import Registered
from extractors.statement.script import Script
from extractors.statement.ticks import Tick

FLOOR = 0.85
"""Confidence from which a word in a field is print; under it, it is a guess about handwriting and is never passed on."""

WRITTEN = 14.0
"""Points of strokes from which something is written in a field."""

BESIDE = 0.5
"""Strokes beside what was read, as a share of its width, from which a hand wrote some of it."""

ROW = 11.0
"""Points of a row in a field."""

SHORT = 2
"""Letters of words that are printed on forms and stand in names, too: "du", "op"."""

MOSTLY = 0.66
"""Share of the fields of a side from which on the hand that wrote them wrote the others, too."""

SIGNING = 62.0
"""Points under its label in which people sign."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One field of one side ("" for both) on the flattened page."""

    field: Field
    side: str
    box: Box
    """Around what was found, or where it would stand."""

    place: Box
    """Where the field is."""

    text: str = ""
    """What was surely read."""

    confidence: float = 1.0
    unread: bool = False
    """Something is written that only a person can read."""

    entered: bool = False
    """Whether it was entered on a screen, so that every letter is certain."""

    by_hand: bool | None = None
    """Whether a hand wrote it; `None` where that cannot be told, or nothing is there."""

    @classmethod
    def at(cls, field: Field, side: str, place: Box) -> "Cell":
        """The field with nothing in it yet."""
        return cls(field=field, side=side, box=place, place=place)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Where the columns of both sides lie on this print."""

    a: tuple[float, float]
    b: tuple[float, float]

    def of(self, side: str) -> tuple[float, float]:
        """Left and right edge of the column of `side`."""
        return self.a if side == "A" else self.b


def bounds_of(form: Registered, model: Model, ticks: Mapping[tuple[str, int], Tick]) -> Bounds:
    """The columns: up to the tick boxes where these were found, else where the form has them."""
    (left, inner), (outer, right) = model.columns["a"], model.columns["b"]
    lefts = [tick.box.x0 for (side, _), tick in ticks.items() if side == "A"]
    rights = [tick.box.x1 for (side, _), tick in ticks.items() if side == "B"]
    return Bounds(
        a=(left - ROW, min(lefts) - 2 if lefts else inner + form.shift(model.rows[0])[0]),
        b=(max(rights) + 2 if rights else outer + form.shift(model.rows[0])[0], right + ROW),
    )


def column(page: Page, words: Sequence[Word], edges: tuple[float, float], top: float) -> Page:
    """The page with the words of one column alone, from `top` down."""
    kept = tuple(word for word in words if edges[0] <= (word.box.x0 + word.box.x1) / 2 <= edges[1] and word.box.y0 >= top)
    return Page(number=page.number, width=page.width, height=page.height, words=kept, text=" ".join(word.text for word in kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """A form with what telling its fields needs, once."""

    sheet: Sheet
    form: Registered
    words: tuple[Word, ...]
    script: Script


def cells(sheet: Sheet, form: Registered, model: Model, bounds: Bounds) -> list[Cell]:
    """Every field of both sides."""
    paper = _Paper(sheet=sheet, form=form, words=form.words(), script=Script.of(sheet, form))
    found: list[Cell] = []
    whole = Page(number=form.page.number, words=paper.words, text="x")
    for field in model.fields:
        if field.place.y0 < 120:  # noqa: PLR2004 - the head belongs to both sides
            found.append(_cell(paper, Cell.at(field, "", form.settled(field.place)), Rows.of(whole)))
            continue
        for side in SIDES:
            step = 0.0 if side == "A" else model.across
            place = form.settled(replace(field.place, x0=field.place.x0 + step, x1=field.place.x1 + step))
            edges = bounds.of(side)
            place = replace(place, x0=max(place.x0, edges[0]), x1=min(max(place.x1, edges[1] - 1), edges[1] - 1))
            found.append(_cell(paper, Cell.at(field, side, place), Rows.of(column(form.page, paper.words, edges, 120))))
    return by_one_hand(found)


def _cell(paper: _Paper, empty: Cell, rows: Rows) -> Cell:
    field, form = empty.field, paper.form
    labels, labelled = field.words[form.language], (field.box, empty.side) in form.labels
    if labels and empty.side and rows.words:
        near = _near(found_in(rows, labels) or nearly_in(rows, labels), empty.place)
        empty, labelled = Cell.at(field, empty.side, _behind(near, empty.place) if near else empty.place), near is not None
    inside = [word for word in rows.words if stands(word, empty.place) and plain(word.text) and not _printed(word, field, form)]
    sure = [word for word in inside if word.confidence >= FLOOR]
    strokes = hand(unexplained(paper.sheet, paper.words, _shrunk(empty.place)))
    width = sum(word.box.x1 - word.box.x0 for word in sure)
    if strokes > max(WRITTEN, BESIDE * width) or (inside and not sure):
        return replace(empty, box=around([empty.place, *(word.box for word in inside)]), unread=True, by_hand=True)
    if not sure or not labelled:
        # What stands where a print has no such field is something else.
        return empty
    return _read(empty, sure, paper.script)


def _read(empty: Cell, sure: Sequence[Word], script: Script) -> Cell:
    """The field with what was surely read in it; a sign alone may be the cross of a pen."""
    text, box = " ".join(word.text for word in sure).strip(" :."), around(word.box for word in sure)
    by_hand = script.by_hand(sure)
    if by_hand or (len(plain(text)) < SHORT and not script.typed):
        return replace(empty, box=around([empty.place, box]), unread=True, by_hand=by_hand)
    return replace(empty, box=box, text=text, confidence=min(word.confidence for word in sure), by_hand=by_hand)


def by_one_hand(found: Sequence[Cell]) -> list[Cell]:
    """The fields; where a hand wrote most of a side, it wrote all of it."""
    mostly: set[str] = set()
    for side in {cell.side for cell in found}:
        told = [cell.by_hand for cell in found if cell.side == side and cell.by_hand is not None]
        if sum(told) >= max(SHORT, MOSTLY * len(told)):
            mostly.add(side)
    return [
        replace(cell, text="", box=around([cell.place, cell.box]), unread=True) if cell.text and cell.side in mostly else cell
        for cell in found
    ]


def _near(boxes: Sequence[Box], place: Box) -> Box | None:
    """The one of `boxes` on the row of `place`."""
    off = {abs((box.y0 + box.y1 - place.y0 - place.y1) / 2): box for box in boxes}
    return off[min(off)] if off and min(off) < ROW else None


def _behind(label: Box, place: Box) -> Box:
    middle = (label.y0 + label.y1) / 2
    return Box(x0=label.x1 + 1, y0=middle - ROW / 2, x1=max(place.x1, label.x1 + 1), y1=middle + ROW / 2)


def signatures(sheet: Sheet, form: Registered, model: Model, bounds: Bounds) -> dict[str, tuple[Signature, Box]]:
    """Whether each driver signed in box 15, and where that is."""
    words = form.words()
    anchor = next(one for one in model.anchors if one.id == "signatures")
    places = found_in(Rows.of(Page(number=1, words=words, text="x")), anchor.words[form.language])
    label = max(
        places,
        key=lambda box: box.y0,
        default=form.settled(Box(x0=anchor.at.x, y0=anchor.at.y - 4, x1=anchor.at.x + 60, y1=anchor.at.y + 4)),
    )
    # Most prints have the box between the columns; some have it under all of them.
    left, right = (bounds.a[1], bounds.b[0]) if label.x0 > bounds.a[1] - ROW else (bounds.a[0] + ROW, bounds.b[1] - ROW)
    middle = (left + right) / 2
    found: dict[str, tuple[Signature, Box]] = {}
    for side, x0, x1 in (("A", left, middle), ("B", middle, right)):
        box = Box(x0=x0 + 3, y0=label.y1 + 1, x1=x1 - 1, y1=label.y1 + SIGNING)
        typed = any(stands(word, box) and word.confidence >= FLOOR and len(plain(word.text)) > 1 for word in words)
        signature = signature_in(unexplained(sheet, words, box))
        if signature.signed is False and typed:
            signature = Signature(signed=None, confidence=0.5)
        found[side] = (signature, box)
    return found


def stands(word: Word, box: Box) -> bool:
    """Whether the middle of `word` lies in `box`."""
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1


def _printed(word: Word, field: Field, form: Registered) -> bool:
    from extractors.statement.model import model

    known = {plain(piece) for words in model().printed[form.language] for piece in words.split()}
    if field.id == "validity" and not any(sign.isdigit() for sign in word.text):
        return True
    return len(plain(word.text)) > SHORT and plain(word.text) in known


def _shrunk(box: Box) -> Box:
    return Box(x0=box.x0, y0=box.y0 + 0.5, x1=max(box.x1 - 2, box.x0), y1=box.y1 - 0.5)
