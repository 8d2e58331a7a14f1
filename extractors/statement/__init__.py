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
from extractors.facts.roles import family_of
from extractors.pdf.entered import Entered
from extractors.statement.counts import counted
from extractors.statement.entered import Entries, entered_answers, entered_cells, entered_circumstances
from extractors.statement.fields import Cell, bounds_of, cells, column, signatures, stands
from extractors.statement.front import UNREAD, Front
from extractors.statement.ink import flattened
from extractors.statement.model import SIDES, TYPE, model, plain
from extractors.statement.register import Registered, is_back, registered
from extractors.statement.script import Script
from extractors.statement.ticks import UNCLEAR, answers, asked, circumstances

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["TYPE", "UNREAD", "Views", "forms_among", "statement_facts"]

FINDERS_OWN = frozenset({"date_eu", "time_24h", "plate", "policy_number"})
"""Kinds of fields whose values the finders of facts know by their shape."""

BACK = 0.9
"""Confidence of the back of a form, which its title alone gives away."""

GUESSED = 0.5
"""Most confidence in what was read where a hand wrote."""

LOOKALIKES = frozenset({"green_card", "validity"})
"""Fields whose number or days are no telephone and no day of anything else."""

ANSWERED = frozenset({"injured", "other_damage", "other_vehicles", "other_objects"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """What pages show beside their text."""

    picture: "Callable[[Page], Image]"
    """The page upright; raises Unreadable where there is no picture."""

    entered: Callable[[Page], Iterable[Entered]] = lambda _: ()
    """What was entered into the interactive form on the page."""


def forms_among(pages: Iterable[Page]) -> tuple[Registered, ...]:
    """Those of `pages` that are the front of the form by its layout, laid flat."""
    return tuple(form for page in pages if (form := registered(page)))


def statement_facts(forms: Sequence[Registered], pages: Sequence[Page], facts: Sequence[Fact], views: Views) -> tuple[Fact, ...]:
    """`facts` of a document with those of the `forms` among its `pages`: sides put right, guesses at handwriting taken out.

    A page that cannot be shown keeps its facts.
    """
    kept = tuple(facts)
    for form in forms:
        try:
            front = _front(form, views)
        except Unreadable:
            continue
        kept = _with_form(front, kept)
    sides = [("front", form.page.number, form.confidence) for form in forms]
    sides += [("back", page.number, BACK) for page in pages if is_back(page, forms)]
    return (*kept, *(Fact(kind="statement_page", value=side, raw=side, page=number, confidence=sure) for side, number, sure in sides))


def _front(form: Registered, views: Views) -> Front:
    known = model()
    sheet, entries = flattened(views.picture(form.page), form), Entries.of(views.entered(form.page), form)
    ticks = {**circumstances(sheet, form, known), **entered_circumstances(entries, form, known)}
    return Front(form=form, sheet=sheet, model=known, ticks=ticks, bounds=bounds_of(form, known, ticks), entries=entries)


def _with_form(front: Front, facts: tuple[Fact, ...]) -> tuple[Fact, ...]:
    form = front.form
    filled = entered_cells(cells(front.sheet, form, front.model, front.bounds), front.entries, front.model)
    number = form.page.number
    sided = _sided(front, [fact for fact in facts if fact.page == number])
    said = list(_answers(front))
    answered = {fact.role for fact in said if fact.kind == "yes_no"} | ({"other_damage"} if said else set())
    own = tuple(
        _dated(front, filled, fact)
        for fact in _believed(front, filled, sided)
        if not (fact.kind == "yes_no" and fact.role in answered & ANSWERED)
    )
    added = (*_fields(front, filled, own), *said, *counted(front), *_signed(front))
    named = {(fact.kind, fact.value) for fact in added if fact.role}
    kept = (fact for fact in own if fact.role or (fact.kind, fact.value) not in named)
    return (*(fact for fact in facts if fact.page != number), *kept, *added)


def _believed(front: Front, filled: Sequence[Cell], facts: Iterable[Fact]) -> Iterable[Fact]:
    """The facts without guesses at handwriting, without what a field only looks like, and without what OCR made of an entry."""
    form, script = front.form, Script.of(front.sheet, front.form)
    words = form.words()
    for fact in facts:
        box = form.to_form(fact.box) if fact.box else None
        here = [cell for cell in filled if box and _inside(box, cell.box)]
        if any(cell.unread or (cell.text and cell.field.id in LOOKALIKES) or _misread(cell, fact) for cell in here):
            continue
        by_hand = box and script.by_hand([word for word in words if stands(word, box)])
        yield replace(fact, confidence=min(fact.confidence, GUESSED)) if by_hand else fact


def _misread(cell: Cell, fact: Fact) -> bool:
    return cell.entered and plain(fact.raw) not in plain(cell.text)


def _sided(front: Front, facts: Sequence[Fact]) -> list[Fact]:
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


def _dated(front: Front, filled: Sequence[Cell], fact: Fact) -> Fact:
    """The fact; day and hour in box 1 are those of the accident."""
    if fact.kind not in {"date_eu", "time_24h"} or not fact.box:
        return fact
    box = front.form.to_form(fact.box)
    places = [cell.box for cell in filled if cell.field.id in {"date", "time"}]
    return replace(fact, role="loss") if any(_inside(box, place) for place in places) else fact


def _fields(front: Front, filled: Sequence[Cell], facts: Sequence[Fact]) -> Iterable[Fact]:
    for cell in filled:
        kind = cell.field.kind
        found = [fact for fact in facts if fact.kind.startswith(kind) and fact.role in {cell.side, "loss"}]
        if kind in FINDERS_OWN and found:
            continue
        if kind in {"date_eu", "time_24h"} and (fact := _moment(front, cell)):
            yield fact
        elif kind == "validity" and not cell.unread:
            yield from _validity(front, cell)
        elif cell.unread or (cell.text and kind in {"date_eu", "time_24h"}):
            yield front.unread(cell.field.id, cell.side, cell.box)
        elif cell.text:
            yield front.fact(
                kind, cell.text, cell.box, cell.confidence * front.form.confidence, cell.side or ("loss" if kind == "place" else "")
            )


def _validity(front: Front, cell: Cell) -> Iterable[Fact]:
    """The two days between which the insurance holds; a person reads what is not two days in their order."""
    page = Page(number=front.form.page.number, text=cell.text)
    days = [fact for fact in facts_of([page], language=front.form.language) if fact.kind == "date_eu"]
    if len(days) == 2 and days[0].value < days[1].value:  # noqa: PLR2004 - from and until
        for kind, day in zip(("insured_from", "insured_until"), days, strict=True):
            yield front.fact(kind, day.value, cell.box, cell.confidence * day.confidence, cell.side)
    elif any(sign.isdigit() for sign in cell.text):
        yield front.unread(cell.field.id, cell.side, cell.box)


def _moment(front: Front, cell: Cell) -> Fact | None:
    """The day or hour of a cell that OCR took apart: "17: 45"."""
    if not cell.text:
        return None
    page = Page(number=front.form.page.number, text=re.sub(r"\s+", "", cell.text))
    found = [fact for fact in facts_of([page], language=front.form.language) if fact.kind == cell.field.kind]
    return front.fact(found[0].kind, found[0].value, cell.box, cell.confidence * found[0].confidence, "loss") if found else None


def _answers(front: Front) -> Iterable[Fact]:
    words = front.form.words()
    places = asked(front.form, front.model, words)
    ticks = {**answers(front.sheet, front.form, front.model, words), **entered_answers(front.entries, front.form, front.model, places)}
    for role, place in front.model.questions.items():
        pair = {answer: ticks[role, answer] for answer in ("yes", "no") if (role, answer) in ticks}
        crossed = [answer for answer, tick in pair.items() if tick.state == "ticked"]
        if len(pair) == 2 and len(crossed) == 1 and UNCLEAR not in {tick.state for tick in pair.values()}:  # noqa: PLR2004 - yes and no
            (answer,) = crossed
            yield front.fact("yes_no", answer, pair[answer].box, min(tick.confidence for tick in pair.values()), role)
        elif pair:
            yield front.unread(role, "", front.form.settled(place))


def _signed(front: Front) -> Iterable[Fact]:
    for side, (signature, box) in signatures(front.sheet, front.form, front.model, front.bounds).items():
        if signature.signed is None:
            yield front.unread("signature", side, box)
        else:
            yield front.fact("signature", "yes" if signature.signed else "no", box, signature.confidence, side)


def _inside(box: Box, region: Box) -> bool:
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return region.x0 - 1 <= x <= region.x1 + 1 and region.y0 - 1 <= y <= region.y1 + 1
