"""Files inside documents: found one by one, kept within the limits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from core.errors import Problem, Unreadable
from parsers.fitting import MOST_REFUSED, Fitting
from parsers.opening import Child, Meter, Opened, Opening

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
    macros: bool = False
    """An object in it has macros."""

    fitting: Fitting = field(init=False)

    def __post_init__(self) -> None:
        """Begin to count."""
        self.fitting = Fitting(self.opening, self.meter)

    def add(self, found: Embedded) -> bool:
        """Keep a file; whether another may follow."""
        if len(self.children) >= self.opening.parts_left:
            self.problem = self.problem or Problem.TOO_MANY_PARTS
            return False
        kept, problem = self.fitting.keep(_all_of(found))
        child = Child(content=kept, name=found.name, declared_type=found.declared_type, mail=found.mail, problem=problem)
        self.children.append(child)
        self.problem = problem if problem == Problem.TIMED_OUT else self.fitting.problem
        # What is too large in vain too often is not worth the time.
        return self.problem != Problem.TIMED_OUT and self.fitting.refused < MOST_REFUSED

    def opened(self, count: int | None = None) -> Opened:
        """What came together; `count` is how many the document announces."""
        return Opened(children=tuple(self.children), count=count, problem=self.problem)


def _all_of(found: Embedded) -> Iterator[bytes]:
    yield from found.pieces()
    if found.problem:
        raise Unreadable(found.problem)
