"""The terms that a contract's clocks set a task: the clocks that run from the mail's receipt, and that doing the task stops.

The acknowledgement and the first task are Claimpost's own to do; an expert is waited for by nobody's task.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from core.values import Part, Reading
from router.clocks import Span
from router.contracts import Contract, evidence
from router.sla import Calendar, Service

TRIAGE, CONTRACT_CHANGE = "triage", "contract_change"
"""Clocks of what waits for an operator."""

_OPERATOR = Span(amount=4, unit="OH")
_REPORT = "report_received_at"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Term:
    """When something is due, and what says so: a document type, a wish, a clock."""

    due_at: datetime
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a contract asks for from a moment on, in the country that it counts for."""

    contract: Contract
    calendar: Calendar
    start: datetime

    def of(self, service: Service) -> Term:
        """Until when what is to be handled so fast is due."""
        return Term(due_at=self.calendar.due(service, self.start), because=service.type)

    def on_report(self) -> Iterator[Term]:
        """What is to be done about a final report, each by its time."""
        for target in self.contract.targets:
            if target.start == _REPORT:
                yield self._term(target.within, target.id)

    def triage(self) -> Term:
        """Until when an operator is to place a mail, also under a contract without a clock of it."""
        return self._by_clock(TRIAGE) or self._term(_OPERATOR, TRIAGE)

    def contract_change(self) -> Term | None:
        """Until when a change of a contract is to be handed over, `None` where the contract has no clock of it."""
        return self._by_clock(CONTRACT_CHANGE)

    def _by_clock(self, clock: str) -> Term | None:
        return next((self._term(target.within, clock) for target in self.contract.targets if target.id == clock), None)

    def _term(self, within: Span, clock: str) -> Term:
        return Term(due_at=within.end(self.start, self.calendar).astimezone(ZoneInfo(self.calendar.time_zone)), because=clock)


def has_final_report(parts: Iterable[Part], readings: Mapping[str, Reading]) -> bool:
    """Whether one of these is an expert's report that is not followed by another."""
    return any(part.path in readings and _is_final_report(part.name, readings[part.path]) for part in parts)


def _is_final_report(name: str, reading: Reading) -> bool:
    known = evidence()
    head = reading.pages[0].text if reading.pages else ""
    papers = [(reading.type.id, head), *((paper.type.id, head if 1 in paper.pages else "") for paper in reading.documents)]
    return any(kind in known.types[_REPORT] and known.is_final(name, text) for kind, text in papers)
