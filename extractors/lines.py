"""Words put together: lines, and what follows from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from core.pages import Box, Word

SAME_LINE = 0.5
"""Share of the lower height by which two boxes overlap when they stand on one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The words of one line, from left to right."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with a space between."""
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        """The rectangle around all words."""
        return around(word.box for word in self.words)


def around(boxes: Iterable[Box]) -> Box:
    """The rectangle around `boxes`, of which there is at least one."""
    all_boxes = tuple(boxes)
    return Box(
        x0=min(box.x0 for box in all_boxes),
        y0=min(box.y0 for box in all_boxes),
        x1=max(box.x1 for box in all_boxes),
        y1=max(box.y1 for box in all_boxes),
    )


def level(one: Box, other: Box) -> bool:
    """Whether both boxes stand on one line."""
    overlap = min(one.y1, other.y1) - max(one.y0, other.y0)
    lower = min(one.y1 - one.y0, other.y1 - other.y0)
    return lower > 0 and overlap / lower >= SAME_LINE


def text_of(lines: Iterable[Line]) -> str:
    """The text of `lines`, one a line."""
    return "\n".join(line.text for line in lines)


def words_of(lines: Iterable[Line]) -> tuple[Word, ...]:
    """All words in order."""
    return tuple(word for line in lines for word in line.words)


def confidence_of(words: Sequence[Word]) -> float:
    """The mean confidence, long words counting more; 0.0 without words."""
    weight = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / weight, 3) if weight else 0.0


def in_rows(lines: Iterable[Line]) -> tuple[Line, ...]:
    """`lines` from top to bottom; those that stand on one height, as the cells of a table do, become one."""
    rows: list[list[Word]] = []
    for line in sorted(lines, key=lambda line: line.box.y0 + line.box.y1):
        # Only the last rows can reach down to this line.
        row = next((row for row in reversed(rows[-4:]) if level(row[-1].box, line.box)), None)
        if row is None:
            rows.append(list(line.words))
        else:
            row.extend(line.words)
    return tuple(Line(words=tuple(sorted(row, key=lambda word: word.box.x0))) for row in rows)
