"""How pypdf and Pillow say that a file is damaged, as the sender's fault."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.errors import Problem, Unreadable
from extractors.media.opening import BROKEN
from extractors.pdf.attached import FAULTS


def errors() -> tuple[type[Exception], ...]:
    """What they raise for bytes that are wrong."""
    from pypdf.errors import DependencyError, PyPdfError

    return PyPdfError, DependencyError, *FAULTS, *BROKEN


@contextmanager
def named() -> Iterator[None]:
    """Whatever is wrong with the bytes is `Unreadable` (DAMAGED); what is wrong with the machine stays what it is."""
    try:
        yield
    except errors() as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error
