"""Who sees what of which class: the matrix of the domain (section 8.1) as data, and the one question that is asked of it."""

from collections.abc import Collection, Mapping
from enum import IntEnum, StrEnum

from core.classes import HEALTH, IDENTITY, JUDICIAL, LAWYER, MONEY, ORDINARY


class Role(StrEnum):
    """What a person is in the house; one person may be several things."""

    HANDLER = "handler"
    """Of the claim: on others it counts for nothing."""

    OPERATOR = "operator"
    SUPERVISOR = "supervisor"
    ADVISER = "medical_adviser"
    """A doctor; of the claims that were handed to him."""

    ADMINISTRATOR = "administrator"


class Sight(IntEnum):
    """How much a person sees of a paper, from least to most."""

    NOTHING = 0
    BADGE = 1
    """The name of its class, and that it is there."""

    TITLE = 2
    """Its type and its name, never a page of it."""

    HIDDEN = 3
    """As `BADGE`, until it is opened with a reason."""

    REASON = 4
    """As `TITLE`, until it is opened with a reason."""

    REQUEST = 5
    """As `TITLE`, until it is asked for: one click."""

    MASKED = 6
    """The paper; amounts and accounts that were read in it are masked."""

    WHOLE = 7


_LEVELS = (ORDINARY, MONEY, IDENTITY, HEALTH, JUDICIAL, LAWYER)


def _row(*sights: Sight) -> Mapping[str, Sight]:
    return dict(zip(_LEVELS, sights, strict=True))


_NO, _ALL = Sight.NOTHING, Sight.WHOLE

MATRIX: Mapping[Role, Mapping[str, Sight]] = {
    #                        P1   P2            P3             P4             P5           P6
    Role.HANDLER: _row(_ALL, _ALL, Sight.REQUEST, Sight.REASON, _ALL, _ALL),
    Role.SUPERVISOR: _row(_ALL, _ALL, Sight.REQUEST, Sight.REASON, _ALL, Sight.REASON),
    Role.OPERATOR: _row(_ALL, Sight.MASKED, Sight.BADGE, Sight.HIDDEN, Sight.TITLE, Sight.TITLE),
    Role.ADVISER: _row(_NO, _NO, _NO, _ALL, _NO, _NO),
    Role.ADMINISTRATOR: _row(_NO, _NO, _NO, _NO, _NO, _NO),
}

NAMELESS = frozenset({Sight.NOTHING, Sight.BADGE, Sight.HIDDEN})
"""Of these not even the name of the file is told."""

OPENED = frozenset({Sight.HIDDEN, Sight.REASON, Sight.REQUEST})
"""Of these a page is seen once the paper was opened."""

WITH_REASON = frozenset({Sight.HIDDEN, Sight.REASON})


def sight(roles: Collection[Role], levels: Collection[str]) -> Sight:
    """The strictest, over the classes of a paper, of the most that one of the roles sees."""
    found = [max((MATRIX[role][level] for role in roles), default=Sight.NOTHING) for level in levels]
    least = min(found)
    # A title would tell what only a badge may.
    return Sight.BADGE if least is Sight.TITLE and Sight.HIDDEN in found else least


def shut(seen: Sight) -> Sight:
    """What is left of a sight where nobody but the handler may open the paper."""
    return Sight.BADGE if seen is Sight.HIDDEN else min(seen, Sight.TITLE)


def is_open(seen: Sight, *, opened: bool) -> bool:
    """Whether the pages of a paper are shown."""
    return seen >= Sight.MASKED or (opened and seen in OPENED)
