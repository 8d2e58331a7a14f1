"""Files inside documents: found one by one, kept within the limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.errors import Problem
from parsers.opening import Child, Meter, Opened, Opening

STOPS = frozenset({Problem.TOO_BIG, Problem.TOO_DENSE, Problem.TIMED_OUT})
"""After these nothing more comes out of the same document."""

Pieces = Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedded:
    """A file in a document; its bytes are read when it is kept."""

    pieces: Pieces
    name: str = ""
    declared_type: str = ""
    mail: bool = False
    problem: Problem | None = None
    """What is known to be wrong with it beforehand."""


@dataclass(slots=True)
class Collected:
    """The files of one document, as they come."""

    opening: Opening
    meter: Meter
    children: list[Child] = field(default_factory=list)
    problem: Problem | None = None

    def add(self, found: Embedded) -> bool:
        """Keep a file; whether another may follow."""
        if len(self.children) >= self.opening.parts_left:
            self.problem = Problem.TOO_MANY_PARTS
            return False
        kept, cut = self.opening.keep(found.pieces(), self.meter)
        problem = cut or found.problem
        child = Child(content=kept, name=found.name, declared_type=found.declared_type, mail=found.mail, problem=problem)
        self.children.append(child)
        if problem in STOPS:
            self.problem = problem
        return self.problem is None

    def opened(self, count: int | None = None) -> Opened:
        """What came together; `count` is how many the document announces."""
        return Opened(children=tuple(self.children), count=count, problem=self.problem)
