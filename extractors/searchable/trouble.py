"""How pypdf and Pillow say that a file is damaged, as the sender's fault; what a line of our own says is ours."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Problem, Unreadable
from extractors.media.opening import BROKEN
from extractors.pdf.attached import FAULTS

OURS = ("core", "extractors")
"""Packages in which whatever goes wrong is no fault of the file."""


@contextmanager
def named() -> Iterator[None]:
    """What libraries find wrong with the bytes is `Unreadable` (DAMAGED); what is wrong with the machine, or with us, stays what it is."""
    try:
        yield
    except _errors() as error:
        if _is_of_the_machine(error) or _is_ours(error):
            raise
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error


def _errors() -> tuple[type[Exception], ...]:
    from pypdf.errors import DependencyError, PyPdfError

    return PyPdfError, DependencyError, *FAULTS, *BROKEN


def _is_of_the_machine(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno is not None


def _is_ours(error: Exception) -> bool:
    """Whether it was raised by a line of ours: libraries raise the same kinds, for bytes that are wrong, in lines of theirs."""
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    return frames[-1].f_globals["__name__"].partition(".")[0] in OURS
