"""How many boxes of box 12 are crossed, and the number that is written at the foot of each column."""

import re
from collections.abc import Iterable, Sequence

from core.pages import Box, Fact, Word
from extractors.facts.roles import CONTRADICTED
from extractors.lines import around
from extractors.statement.fields import stands
from extractors.statement.front import Front
from extractors.statement.ink import SCALE, cut
from extractors.statement.model import ROWS, SIDES, plain
from extractors.statement.ticks import UNCLEAR, Tick, squares, within

SURE_DIGIT = 0.95
"""Confidence from which a single digit in its box is one."""

FRAME = 0.2
"""Share of the box of the number, at each edge, that is its frame."""

WRITTEN = 0.03
"""Share of ink in that box from which something is written in it."""

DIGITS = re.compile(r"[0-9]{1,2}")


def counted(front: Front) -> Iterable[Fact]:
    """The crosses of both sides and their numbers."""
    for side in SIDES:
        ticks = [(number, front.ticks[side, number]) for number in range(1, ROWS + 1) if (side, number) in front.ticks]
        if sum(tick.state == UNCLEAR for _, tick in ticks) > ROWS / 2:
            yield front.unread("circumstance", side, around(tick.box for _, tick in ticks))
            continue
        for number, tick in ticks:
            if tick.state == "ticked":
                yield front.fact("circumstance", f"{side}:{number}", tick.box, tick.confidence, side)
            elif tick.state == UNCLEAR:
                yield front.unread(f"circumstance_{number}", side, tick.box)
        if ticks:
            yield from _counts(front, side, [tick for _, tick in ticks])


def _counts(front: Front, side: str, ticks: Sequence[Tick]) -> Iterable[Fact]:
    """Both numbers; less sure where they differ."""
    crossed = sum(tick.state == "ticked" for tick in ticks)
    place = _place(front, side, ticks[-1].box)
    found = _number(front, place)
    confidence = min(tick.confidence for tick in ticks)
    differs = found is not None and plain(found.text) != str(crossed)
    yield front.fact("boxes_ticked", str(crossed), ticks[-1].box, confidence * (CONTRADICTED if differs else 1.0), side)
    if found:
        yield front.fact("boxes_written", plain(found.text), found.box, found.confidence * (CONTRADICTED if differs else 1.0), side)
    # A hand may have written the figure that OCR read.
    if (differs and not front.form.typed) or (not found and _something_in(front, place)):
        yield front.unread("written", side, place)


def _place(front: Front, side: str, last: Box) -> Box:
    """The box of the number: the printed one under the last tick box, or where it would be."""
    foot = front.model.count[side].y - front.model.rows[-1].y
    x, y = (last.x0 + last.x1) / 2, (last.y0 + last.y1) / 2
    reach = front.model.square
    region = Box(x0=x - 2 * reach, y0=last.y1 + 1, x1=x + 2 * reach, y1=y + foot + 2 * reach)
    printed = [box for box in squares(front.sheet) if within(box, region)]
    half = front.model.square * 0.75
    usual = Box(x0=x - half, y0=y + foot - half, x1=x + half, y1=y + foot + half)
    return max(printed, key=lambda box: box.x1 - box.x0, default=usual)


def _number(front: Front, place: Box) -> Word | None:
    entered = [Word(box=entry.box, text=entry.text) for entry in front.entries.texts if within(entry.box, _wider(place))]
    read = [word for word in front.form.words() if stands(word, _wider(place)) and word.confidence >= SURE_DIGIT]
    found = [word for word in (*entered, *read) if DIGITS.fullmatch(plain(word.text)) and int(plain(word.text)) <= ROWS]
    if not found:
        return None
    return found[0]


def _wider(box: Box) -> Box:
    return Box(x0=box.x0 - 4, y0=box.y0 - 3, x1=box.x1 + 4, y1=box.y1 + 3)


def _something_in(front: Front, place: Box) -> bool:
    edge = (place.x1 - place.x0) * FRAME
    ink = cut(front.sheet.ink, Box(x0=place.x0 + edge, y0=place.y0 + edge, x1=place.x1 - edge, y1=place.y1 - edge))
    return bool(ink.size) and ink.shape[0] > SCALE and float(ink.mean() / 255) > WRITTEN
