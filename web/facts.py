"""What was read in a document, fact by fact: what a person said of each, and where on its page it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from core.judgements import Judgement, Opinion
from core.masking import HIDDEN
from core.pages import Fact
from core.values import Reading
from web.previews import can_show
from web.statement import rows

MASKED = frozenset({"iban", "national_id"})
"""Kinds whose values no page shows whole, and no page offers to copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A fact by its number in the reading; `spot` when its place on the page can be shown."""

    fact: Fact
    number: int
    said: Judgement | None
    spot: bool

    @property
    def value(self) -> str:
        """What counts: a person's correction goes before what was read; of what is masked neither is told."""
        if self.is_veiled:
            return HIDDEN
        return self.said.correction if self.said and self.said.opinion is Opinion.CORRECTED else self.fact.value

    @property
    def copied(self) -> str:
        """What a click copies; "" for what is masked."""
        return "" if self.is_veiled or self.fact.kind in MASKED else self.value

    @property
    def is_veiled(self) -> bool:
        """Whether its value is masked for the reader, who then says nothing of it either."""
        return self.fact.value == HIDDEN

    @property
    def is_day(self) -> bool:
        """Whether a field for a day takes its correction."""
        return len(self.fact.value) == len("2026-03-02") and self.fact.value[4::3] == "--"


def shown(reading: Reading, judged: Mapping[int, Judgement]) -> list[Shown]:
    """The facts of a reading that no row of an accident statement shows."""
    beside = {entry.number for row in rows(reading.facts) for entry in (*row.both, *row.a, *row.b)}
    return [one(reading, number, judged) for number in range(len(reading.facts)) if number not in beside]


def one(reading: Reading, number: int, judged: Mapping[int, Judgement]) -> Shown:
    """One fact by its number."""
    fact = reading.facts[number]
    return Shown(fact=fact, number=number, said=judged.get(number), spot=can_show(reading, fact))
