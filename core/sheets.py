"""Tables of figures that leave the house: columns are codes, `web` makes words of them and files of the whole."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

Cell = str | int | float | bool | Decimal | date | None
"""A day is a `date`; durations are hours as `float`; shares are from 0 to 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From the first moment to the one before `until`."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column by its code. `words` says whose codes its cells are, "" when they are what they are."""

    code: str
    words: str = ""
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table; its rows are made as they are asked for, and once."""

    code: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Cell, ...]]


def percentile(sorted_values: list[float], share: float) -> float | None:
    """The smallest value that at least this share of the values does not exceed; `None` of none (nearest rank)."""
    if not sorted_values:
        return None
    rank = max(1, -(-len(sorted_values) * round(share * 100) // 100))
    return sorted_values[rank - 1]
