"""The European accident statement (CEA model), in any of its languages: one layout, numbered boxes, two sides.

What is printed is read; crosses and signatures are seen; what a hand wrote is left to a person and says where it is.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.errors import Unreadable
from core.pages import Box, Fact, Page
from extractors.facts import facts_of
from extractors.facts.roles import CONTRADICTED, family_of
from extractors.statement.fields import FLOOR, Bounds, Cell, bounds_of, cells, column, signatures
from extractors.statement.ink import Sheet, flattened
from extractors.statement.model import ROWS, SIDES, Model, model, plain
from extractors.statement.register import Registered, is_back, registered
from extractors.statement.ticks import UNCLEAR, Tick, answers, circumstances

if TYPE_CHECKING:
    from PIL.Image import Image

TYPE = "constat_auto"
UNREAD = "unread"
"""The kind of a fact that says where a person has to read; its value names the field: "statement.insured.B"."""

FINDERS_OWN = frozenset({"date_eu", "time_24h", "plate", "policy_number"})
"""Kinds of fields whose values the finders of facts know by their shape."""

SURE_DIGIT = 0.95
"""Confidence from which a single digit in its box is one."""

ANSWERED = frozenset({"injured", "other_damage", "other_vehicles", "other_objects"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Front:
    """A front page laid flat, and what was seen on it."""

    form: Registered
    sheet: Sheet
    model: Model
    ticks: dict[tuple[str, int], Tick]
    bounds: Bounds

    def fact(self, kind: str, value: str, box: Box, confidence: float, role: str = "") -> Fact:
        placed = self.form.to_page(box)
        rounded = Box(x0=round(placed.x0, 2), y0=round(placed.y0, 2), x1=round(placed.x1, 2), y1=round(placed.y1, 2))
        return Fact(kind=kind, value=value, raw=value, page=self.form.page.number, box=rounded, confidence=round(confidence, 3), role=role)

    def unread(self, field: str, side: str, box: Box) -> Fact:
        """Where a person has to read."""
        return self.fact(UNREAD, ".".join(part for part in ("statement", field, side) if part), box, 1.0, side)


def forms_among(pages: Iterable[Page]) -> tuple[Registered, ...]:
    """Those of `pages` that are the front of the form by its layout, laid flat."""
    return tuple(form for page in pages if (form := registered(page)))


def statement_facts(
    forms: Sequence[Registered], pages: Sequence[Page], facts: Sequence[Fact], picture_of: "Callable[[Page], Image]"
) -> tuple[Fact, ...]:
    """`facts` of a document with those of the `forms` among its `pages`: sides put right, guesses at handwriting taken out.

    `picture_of` shows a page upright; it raises Unreadable where there is no picture, and the page keeps its facts.
    """
    kept = tuple(facts)
    for form in forms:
        try:
            sheet = flattened(picture_of(form.page), form)
        except Unreadable:
            continue
        kept = _with_form(form, sheet, kept)
    back = [page for page in pages if is_back(page) and page.number not in {form.page.number for form in forms}]
    sides = [("front", form.page.number, form.confidence) for form in forms] + [("back", page.number, 0.9) for page in back]
    return (*kept, *(Fact(kind="statement_page", value=side, raw=side, page=number, confidence=sure) for side, number, sure in sides))


def _with_form(form: Registered, sheet: Sheet, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    known = model()
    ticks = dict(circumstances(sheet, form, known))
    front = _Front(form=form, sheet=sheet, model=known, ticks=ticks, bounds=bounds_of(form, known, ticks))
    filled = cells(sheet, form, known, front.bounds)
    number = form.page.number
    unread = [form.to_page(cell.box) for cell in filled if cell.unread]
    sided = _sided(front, [fact for fact in facts if fact.page == number])
    asked = list(_answers(front))
    answered = {fact.role for fact in asked if fact.kind == "yes_no"} | ({"other_damage"} if asked else set())
    own = tuple(
        _dated(front, filled, fact)
        for fact in sided
        if not (fact.confidence < FLOOR and fact.box and any(_inside(fact.box, box) for box in unread))
        and not (fact.kind == "yes_no" and fact.role in answered & ANSWERED)
    )
    added = (*_fields(front, filled, own), *asked, *_crosses(front), *_signed(front))
    return (*(fact for fact in facts if fact.page != number), *own, *added)


def _sided(front: _Front, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the page with the side in whose column they stand, and those that only the column alone shows."""
    form = front.form
    sides: dict[tuple[str, str], str] = {}
    found: list[Fact] = []
    for side in SIDES:
        page = column(form.page, form.words(), front.bounds.of(side), 120)
        for fact in facts_of([page], language=form.language):
            if family_of(fact.kind) == "party":
                sides[fact.kind, fact.value] = side
                found.append(replace(fact, role=side, box=form.to_page(fact.box) if fact.box else None))
    known = {(fact.kind, fact.value) for fact in facts}
    kept = [
        replace(fact, role=sides.get((fact.kind, fact.value), fact.role)) if family_of(fact.kind) == "party" else fact for fact in facts
    ]
    return [*kept, *(fact for fact in found if (fact.kind, fact.value) not in known)]


def _dated(front: _Front, filled: Sequence[Cell], fact: Fact) -> Fact:
    """The fact; day and hour in box 1 are those of the accident."""
    if fact.kind not in {"date_eu", "time_24h"} or not fact.box:
        return fact
    box = front.form.to_form(fact.box)
    places = [cell.box for cell in filled if cell.field.id in {"date", "time"}]
    return replace(fact, role="loss") if any(_inside(box, place) for place in places) else fact


def _fields(front: _Front, filled: Sequence[Cell], facts: Sequence[Fact]) -> Iterable[Fact]:
    for cell in filled:
        kind = cell.field.kind
        found = [fact for fact in facts if fact.kind.startswith(kind) and fact.role in {cell.side, "loss"}]
        if kind in FINDERS_OWN and found:
            continue
        if kind in {"date_eu", "time_24h"} and (fact := _moment(front, cell)):
            yield fact
        elif cell.unread or (cell.text and kind in {"date_eu", "time_24h"}):
            yield front.unread(cell.field.id, cell.side, cell.box)
        elif cell.text:
            yield front.fact(
                kind, cell.text, cell.box, cell.confidence * front.form.confidence, cell.side or ("loss" if kind == "place" else "")
            )


def _moment(front: _Front, cell: Cell) -> Fact | None:
    """The day or hour of a cell that OCR took apart: "17: 45"."""
    if not cell.text:
        return None
    page = Page(number=front.form.page.number, text=re.sub(r"\s+", "", cell.text))
    found = [fact for fact in facts_of([page], language=front.form.language) if fact.kind == cell.field.kind]
    return front.fact(found[0].kind, found[0].value, cell.box, cell.confidence * found[0].confidence, "loss") if found else None


def _answers(front: _Front) -> Iterable[Fact]:
    ticks = answers(front.sheet, front.form, front.model, front.form.words())
    for role, place in front.model.questions.items():
        pair = {answer: ticks[role, answer] for answer in ("yes", "no") if (role, answer) in ticks}
        crossed = [answer for answer, tick in pair.items() if tick.state == "ticked"]
        if len(pair) == 2 and len(crossed) == 1 and UNCLEAR not in {tick.state for tick in pair.values()}:  # noqa: PLR2004 - yes and no
            (answer,) = crossed
            yield front.fact("yes_no", answer, pair[answer].box, min(tick.confidence for tick in pair.values()), role)
        elif pair:
            yield front.unread(role, "", front.form.settled(place))


def _crosses(front: _Front) -> Iterable[Fact]:
    for side in SIDES:
        column_ticks = [(number, front.ticks[side, number]) for number in range(1, ROWS + 1) if (side, number) in front.ticks]
        for number, tick in column_ticks:
            if tick.state == "ticked":
                yield front.fact("circumstance", f"{side}:{number}", tick.box, tick.confidence, side)
            elif tick.state == UNCLEAR:
                yield front.unread(f"circumstance_{number}", side, tick.box)
        if column_ticks:
            yield from _counts(front, side, [tick for _, tick in column_ticks])


def _counts(front: _Front, side: str, ticks: Sequence[Tick]) -> Iterable[Fact]:
    """How many boxes are crossed, and what is written at the foot of the column; less sure where these differ."""
    crossed = sum(tick.state == "ticked" for tick in ticks)
    confidence = min(tick.confidence for tick in ticks)
    last = ticks[-1].box
    foot = front.model.count[side].y - front.model.rows[-1].y
    below = [
        word
        for word in front.form.words()
        if plain(word.text).isdigit()
        and word.confidence >= SURE_DIGIT
        and abs(word.box.x0 - last.x0) < 2 * front.model.square
        and 0 < word.box.y0 - last.y1 < foot + front.model.square
    ]
    written = plain(below[-1].text) if below else ""
    share = CONTRADICTED if written and written != str(crossed) else 1.0
    yield front.fact("boxes_ticked", str(crossed), last, confidence * share, side)
    if written:
        yield front.fact("boxes_written", written, below[-1].box, below[-1].confidence * share, side)


def _signed(front: _Front) -> Iterable[Fact]:
    for side, (signature, box) in signatures(front.sheet, front.form, front.model, front.bounds).items():
        if signature.signed is None:
            yield front.unread("signature", side, box)
        else:
            yield front.fact("signature", "yes" if signature.signed else "no", box, signature.confidence, side)


def _inside(box: Box, region: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return region.x0 - 1 <= x <= region.x1 + 1 and region.y0 - 1 <= y <= region.y1 + 1
