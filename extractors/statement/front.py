"""A front page laid flat, with what was seen on it and what was entered into it."""

from dataclasses import dataclass

from core.pages import Box, Fact
from extractors.statement.entered import Entries
from extractors.statement.fields import Bounds
from extractors.statement.ink import Sheet
from extractors.statement.model import Model
from extractors.statement.register import Registered
from extractors.statement.ticks import Tick

UNREAD = "unread"
"""The kind of a fact that says where a person has to read; its value names the field: "statement.insured.B"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """A front page laid flat, and what was seen on it."""

    form: Registered
    sheet: Sheet
    model: Model
    ticks: dict[tuple[str, int], Tick]
    bounds: Bounds
    entries: Entries

    def fact(self, kind: str, value: str, box: Box, confidence: float, role: str = "") -> Fact:
        """What stands in `box` of the flattened page."""
        placed = self.form.to_page(box)
        rounded = Box(x0=round(placed.x0, 2), y0=round(placed.y0, 2), x1=round(placed.x1, 2), y1=round(placed.y1, 2))
        return Fact(kind=kind, value=value, raw=value, page=self.form.page.number, box=rounded, confidence=round(confidence, 3), role=role)

    def unread(self, field: str, side: str, box: Box) -> Fact:
        """Where a person has to read."""
        return self.fact(UNREAD, ".".join(part for part in ("statement", field, side) if part), box, 1.0, side)
