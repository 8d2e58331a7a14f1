"""Brings together what one opener found, within the limit on parts."""

from collections.abc import Callable, Iterable

from core.errors import Problem, Unreadable
from parsers.opening import Child, Opened


def gathered(found: Iterable[Callable[[], Child]], *, most: int) -> Opened:
    """The children in their order; nothing is written for those beyond `most`, and what ends the search early is said."""
    children: list[Child] = []
    try:
        for make in found:
            if len(children) >= most:
                return Opened(children=tuple(children), problem=Problem.TOO_MANY_PARTS)
            children.append(make())
    except Unreadable as error:
        return Opened(children=tuple(children), problem=error.problem)
    return Opened(children=tuple(children))
