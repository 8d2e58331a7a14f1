"""How a register that is asked over a line is spared questions: one sitting a mail, and what will be asked said beforehand."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol, TypeGuard, runtime_checkable

from router.protocols import Directory, Query, Register


@runtime_checkable
class Sitting(Register, Directory, Protocol):
    """A register while one mail is decided: what was asked once is not asked again."""

    def expect(self, queries: Iterable[Query]) -> None:
        """Ask all of these now, together; `search_claims` then has the answers."""

    def expect_claims(self, numbers: Iterable[str]) -> None:
        """Read the claims that have these numbers, or had them, now, together; `find_claim` and `get_claim` then have the answers."""


@runtime_checkable
class Sittings(Protocol):
    """A register where every question costs a journey."""

    def sitting(self) -> Sitting:
        """The same register, for one mail."""


@lru_cache(maxsize=64)
def _holds(kind: type[object], protocol: type[object]) -> bool:
    """Asked once of a class: to look at each of its methods takes longer than most questions."""
    return issubclass(kind, protocol)


def is_sitting(register: Register) -> TypeGuard[Sitting]:
    """Whether it is a sitting."""
    return _holds(type(register), Sitting)


def is_directory(register: Register) -> TypeGuard[Directory]:
    """Whether it knows domains, too."""
    return _holds(type(register), Directory)


def sitting_of(register: Register) -> Register:
    """What to ask about one mail: a sitting, where the register holds any."""
    return register.sitting() if isinstance(register, Sittings) else register


def expect_claims(register: Register, numbers: Iterable[str]) -> None:
    """Say whose numbers will be looked up next, to a register that it helps.

    Raises:
        Unavailable: the register does not answer.
    """
    if is_sitting(register):
        register.expect_claims(numbers)


def expect(register: Register, queries: Iterable[Query]) -> None:
    """Say what will be asked next, to a register that it helps.

    Raises:
        Unavailable: the register does not answer.
    """
    if is_sitting(register):
        register.expect(queries)
