"""What was entered on a screen, brought to the fields of the form: by the place of each entry, and by its name where that tells."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from core.pages import Box
from extractors.lines import around
from extractors.pdf.entered import Entered
from extractors.statement.fields import Cell
from extractors.statement.model import ROWS, SIDES, Model, plain
from extractors.statement.register import Registered
from extractors.statement.ticks import REACH, Tick, within

OVER = 0.5
"""Share of an entry, or of the place of a field, that lies in the other where they belong together."""

SIDE = re.compile(r"(?<![a-z])([ab])(?![a-z])", re.IGNORECASE)
NUMBER = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
TWELVE = "12"
"""The box of the form that has the circumstances: the first number of "12.A.5"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The entries of a page, with their places on the flattened page."""

    texts: tuple[Entered, ...]
    checks: tuple[Entered, ...]

    @classmethod
    def of(cls, entered: Iterable[Entered], form: Registered) -> "Entries":
        """The entries as `form` lies on the page."""
        placed = [replace(entry, box=form.to_form(entry.box)) for entry in entered]
        return cls(
            texts=tuple(entry for entry in placed if entry.checked is None),
            checks=tuple(entry for entry in placed if entry.checked is not None),
        )


def entered_circumstances(entries: Entries, form: Registered, model: Model) -> dict[tuple[str, int], Tick]:
    """The check boxes among the tick boxes of box 12, by side and number."""
    rows = [row.y + form.shift(row)[1] for row in model.rows]
    aside = form.shift(model.rows[ROWS // 2])[0]
    off: dict[tuple[str, int], float] = {}
    found: dict[tuple[str, int], Tick] = {}
    named: dict[tuple[str, int], Tick] = {}
    for entry in entries.checks:
        x, y = (entry.box.x0 + entry.box.x1) / 2, (entry.box.y0 + entry.box.y1) / 2
        number = min(range(ROWS), key=lambda row: abs(rows[row] - y))
        side = min(SIDES, key=lambda one: abs(model.squares[one] + aside - x))
        distance = abs(model.squares[side] + aside - x)
        key = (side, number + 1)
        if abs(rows[number] - y) < (rows[-1] - rows[0]) / (ROWS - 1) / 2 and distance < min(REACH, off.get(key, REACH)):
            off[key], found[key] = distance, _tick(entry)
        elif told := _circumstance(entry.name, model):
            named[told] = _tick(entry)
    return {**named, **found}


def entered_answers(entries: Entries, form: Registered, model: Model, asked: Mapping[tuple[str, str], Box]) -> dict[tuple[str, str], Tick]:
    """The check boxes of the questions, by role and `yes` or `no`: two to a question, in the order of the printed words."""
    found: dict[tuple[str, str], Tick] = {}
    for role, place in model.questions.items():
        region = form.settled(place)
        pair = sorted((entry for entry in entries.checks if within(entry.box, region)), key=lambda entry: entry.box.x0)
        words = {answer: asked[role, answer] for answer in ("yes", "no") if (role, answer) in asked}
        if len(pair) == len(words) == 2:  # noqa: PLR2004 - yes and no
            for answer, entry in zip(sorted(words, key=lambda answer: words[answer].x0), pair, strict=True):
                found[role, answer] = _tick(entry)
    return found


def entered_cells(cells: Sequence[Cell], entries: Entries, model: Model) -> list[Cell]:
    """The fields with what was entered into them; where name and place of an entry contradict each other, a person decides."""
    taken: dict[int, list[Entered]] = defaultdict(list)
    doubtful: set[int] = set()
    for entry in entries.texts:
        lies = max(range(len(cells)), key=lambda at: _over(entry.box, cells[at].place), default=None)
        here = lies if lies is not None and _over(entry.box, cells[lies].place) >= OVER else None
        told = _told(entry.name, cells, model)
        at = here if here is not None else told
        if at is None or not entry.text:
            continue
        taken[at].append(entry)
        if told is not None and told != at:
            doubtful.add(at)
    return [_filled(cell, taken[at], unread=at in doubtful) if at in taken else cell for at, cell in enumerate(cells)]


def _filled(cell: Cell, entries: Sequence[Entered], *, unread: bool) -> Cell:
    box = around(entry.box for entry in entries)
    if unread:
        return replace(cell, text="", box=box, unread=True)
    ordered = sorted(entries, key=lambda entry: (round(entry.box.y0 / 4), entry.box.x0))
    return replace(cell, text=" ".join(entry.text for entry in ordered), box=box, confidence=1.0, unread=False, entered=True)


def _told(name: str, cells: Sequence[Cell], model: Model) -> int | None:
    """The field that `name` tells: one of its words, and its side where it has one."""
    said, side = plain(name), _side(name)
    found = [
        at
        for at, cell in enumerate(cells)
        if cell.side in {"", side} and any(plain(word) in said for word in model.names.get(cell.field.id, ()))
    ]
    return found[0] if len(found) == 1 else None


def _circumstance(name: str, model: Model) -> tuple[str, int] | None:
    """Side and number of box 12 that `name` tells: "12.A.5", "case 5 B"."""
    numbers, side = NUMBER.findall(name), _side(name)
    twelve = len(numbers) > 1 and numbers[0] == TWELVE
    if twelve:
        numbers = numbers[1:]
    if len(numbers) != 1 or not side or not (twelve or any(plain(word) in plain(name) for word in model.names["circumstance"])):
        return None
    return (side, int(numbers[0])) if 1 <= int(numbers[0]) <= ROWS else None


def _side(name: str) -> str:
    """The one side that `name` has as a letter of its own, as in "policy_A" or "policyA"."""
    found = {letter.upper() for letter in SIDE.findall(re.sub(r"(?<=[a-zé])(?=[AB](?![a-z]))", " ", name))}
    return found.pop() if len(found) == 1 else ""


def _tick(entry: Entered) -> Tick:
    return Tick(state="ticked" if entry.checked else "empty", confidence=1.0, box=entry.box)


def _over(one: Box, other: Box) -> float:
    """How much of the smaller of both lies in the other."""
    across, down = min(one.x1, other.x1) - max(one.x0, other.x0), min(one.y1, other.y1) - max(one.y0, other.y0)
    areas = [(box.x1 - box.x0) * (box.y1 - box.y0) for box in (one, other)]
    return across * down / max(min(areas), 1.0) if across > 0 and down > 0 else 0.0
