"""Errors that say whose fault it is.

`Unreadable` is the sender's: it becomes a problem on a part and is never retried.
`Unavailable` is a service's: the step is tried again later.
`Misconfigured` is the administrator's: said at once, in words that tell what to do.
Anything else is ours, and crashes.
"""

from enum import StrEnum


class Problem(StrEnum):
    """Why a part could not be opened or read; the page translates the code."""

    CRASHED = "crashed"
    DAMAGED = "damaged"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    INCOMPLETE = "incomplete"
    NEEDS_PASSWORD = "needs_password"  # noqa: S105 - a code
    NO_TEXT = "no_text"
    NOT_FETCHED = "not_fetched"
    NOT_CHECKED = "signature_not_checked"
    OUT_OF_MEMORY = "out_of_memory"
    PROGRAM = "program"
    TIMED_OUT = "timed_out"
    TOO_BIG = "too_big"
    TOO_DEEP = "too_deep"
    TOO_DENSE = "too_dense"
    TOO_MANY_PARTS = "too_many_parts"
    TRUNCATED = "truncated"
    UNSUPPORTED = "unsupported"


class Unreadable(Exception):
    """The bytes as they were sent cannot be opened or read."""

    def __init__(self, problem: Problem, detail: str = "") -> None:
        super().__init__(f"{problem}: {detail}" if detail else str(problem))
        self.problem = problem


class Unavailable(Exception):
    """A service that we need does not answer; `code` names which and how."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


class Misconfigured(Exception):
    """A setting is missing or wrong; the message says what to do."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code
        self.detail = detail
