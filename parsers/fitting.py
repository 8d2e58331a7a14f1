"""Keeps the files of one archive: what is beyond a limit is left out, and smaller ones behind it may still fit."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.opening import Meter, Opening

OVER = frozenset({Problem.TOO_BIG, Problem.TOO_DENSE})
"""What concerns one file of an archive; behind it others may fit."""

MOST_REFUSED = 4
"""Files that are unpacked in vain before the rest is only listed: each may have cost all that is allowed."""


@dataclass(slots=True)
class Fitting:
    """What came out of one archive so far, in numbers."""

    opening: Opening
    meter: Meter
    problem: Problem | None = None
    """The first limit that a file was beyond."""

    refused: int = 0
    """How many files were unpacked in vain."""

    def keep(self, pieces: Iterable[bytes], announced: int = 0) -> tuple[Content, Problem | None]:
        """The file, or nothing of it and why; one that is beyond the limits by its announced size is not even begun."""
        problem = self._beyond(announced)
        if problem is None:
            spent = self.meter.spent
            kept, problem = self.opening.keep(pieces, self.meter)
            if problem not in OVER:
                return kept, problem
            # A piece of it would take the room of those that fit.
            self.meter.spent = spent
            kept.path.unlink()
            self.refused += 1
        self.note(problem)
        return self.opening.spool.keep(b""), problem

    def note(self, problem: Problem | None) -> None:
        """Remember the first limit that a file was beyond."""
        if problem in OVER:
            self.problem = self.problem or problem

    def _beyond(self, announced: int) -> Problem | None:
        if self.refused >= MOST_REFUSED:
            return self.problem
        try:
            self.meter.take(announced)
        except Unreadable as error:
            return error.problem
        self.meter.spent -= announced
        return None
