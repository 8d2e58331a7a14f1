"""Logs of every process: to standard error, and never with what a mail or a person says. No Django."""

import logging
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import TextIO

import structlog
from structlog.typing import ExcInfo, Processor

log = structlog.get_logger()


def to_standard_error(level: str) -> None:
    """Write logs of `level` and above to standard error: in colour for a person, as JSON for a machine.

    An error shows as its type and the lines it went through. Its message and its variables may hold anything of a mail.
    """
    structlog.configure(
        processors=processors(sys.stderr),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    logging.setLogRecordFactory(_record)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    # What ends a process or a thread is shown as everything else: without its message.
    sys.excepthook = _crashed
    threading.excepthook = _thread_crashed


def processors(stream: TextIO) -> list[Processor]:
    """What makes a line for `stream` of an event."""
    renderer: Processor = structlog.dev.ConsoleRenderer() if stream.isatty() else structlog.processors.JSONRenderer()
    return [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.ExceptionRenderer(_formatted),
        renderer,
    ]


def trail(error: BaseException) -> str:
    """The types of an error and of those that caused it, each with the lines it went through."""
    return "\n".join(_lines(error))


def _lines(error: BaseException) -> Iterator[str]:
    seen: set[int] = set()
    found: BaseException | None = error
    while found is not None and id(found) not in seen:
        seen.add(id(found))
        yield f"{'from ' if len(seen) > 1 else ''}{type(found).__module__}.{type(found).__qualname__}"
        for frame, line in traceback.walk_tb(found.__traceback__):
            yield f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)


def _formatted(exc_info: ExcInfo) -> str:
    return trail(exc_info[1])


def _record(*given: object, **named: object) -> logging.LogRecord:
    """A record of the libraries' logs, such as Django's and Celery's, under the same rule."""
    record = logging.LogRecord(*given, **named)  # type: ignore[arg-type]
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.exc_text, record.exc_info = trail(error), None
        record.args = _without_messages(record.args, error)
    elif isinstance(record.args, tuple):
        record.args = tuple(type(one).__name__ if isinstance(one, BaseException) else one for one in record.args)
    return record


def _without_messages(arguments: object, error: BaseException) -> tuple[object, ...] | Mapping[str, object] | None:
    """A log's arguments as far as they are not from the error: Celery writes its message among them."""
    if isinstance(arguments, Mapping):
        hidden = {"exc": type(error).__name__, "traceback": "", "args": "", "kwargs": ""}
        return {name: hidden.get(name, value) for name, value in arguments.items()}
    if isinstance(arguments, tuple):
        said = {str(error), repr(error)}
        return tuple(type(error).__name__ if isinstance(one, BaseException) or str(one) in said else one for one in arguments)
    return None


def _crashed(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        log.critical("process_crashed", exc_info=error)


def _thread_crashed(crash: threading.ExceptHookArgs) -> None:
    if crash.exc_value is not None:
        log.critical("thread_crashed", thread=crash.thread.name if crash.thread else "", exc_info=crash.exc_value)
