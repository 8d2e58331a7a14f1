"""A killable child process for hostile input: its own memory limit, no network, a wall-clock limit on every call.

The child imports `module:function` by name, calls it with JSON data and answers with JSON data, so that
nothing but plain data ever comes back from it.
"""

import contextlib
import errno
import importlib
import json
import os
import re
import select
import signal
import struct
import subprocess
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from core import fence
from core.errors import Problem, Unavailable, Unreadable

FRAME = struct.Struct("!Q")
PIECE = 1 << 20

ANSWER_BYTES = 256 * 1024 * 1024
"""The longest answer that a parent takes; whoever announces more is no child of ours any more."""

CALLS = 500
"""Calls after which a child is replaced: what libraries leak ends there."""

GRACE_SECONDS = 5
"""How long after its time limit a child whose parent is gone ends by itself."""

LAST_WORDS_SECONDS = 0.2
"""How long a dying child may take to be dead, so that one knows what it died of."""

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TESSDATA_PREFIX")

DEEPEST_FRAMES = 8
KIND = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}")
PLACE = re.compile(r"[\w./<> -]{1,200}:\d{1,7}", re.ASCII)


class Fault(RuntimeError):
    """The function in the child raised what it should not: the type, and where; no message, which may quote the mail."""

    def __init__(self, kind: str, frames: tuple[str, ...]) -> None:
        super().__init__(" ".join((kind, *frames)))
        self.kind = kind
        self.frames = frames


class Child:
    """One reusable child; started at the first call, and again after it was killed or has done its share.

    A child has a process group of its own, so that whatever it starts ends with it; a child's own child stays in the
    group (`in_our_group`), and ends with both.
    """

    def __init__(self, *, memory_bytes: int, file_bytes: int | None = None, in_our_group: bool = False) -> None:
        self._in_our_group = in_our_group
        # -P: the working directory, where anything may lie, is no place to import from.
        self._arguments = [sys.executable, "-P", "-m", "core.child", str(memory_bytes), str(file_bytes or 0)]
        self._process: subprocess.Popen[bytes] | None = None
        self._calls = 0

    def call(self, target: str, data: Any, *, seconds: float) -> Any:  # noqa: ANN401 - plain JSON data
        """What the function named `target` ("module:function") answers to `data`.

        Raises:
            Unreadable: it took too long (TIMED_OUT), the child died or answered nonsense (CRASHED), its memory ended
                (OUT_OF_MEMORY), it wrote too big a file (TOO_BIG); or the function raised Unreadable.
            Unavailable: the disk or the machine has no room (`spool_full`); or the function raised Unavailable.
            Fault: the function raised anything else.
        """
        request = json.dumps({"target": target, "data": data, "seconds": seconds}).encode()
        process = self._running()
        self._calls += 1
        try:
            outcome = _outcome(_exchange(process, request, deadline=time.monotonic() + seconds))
        except TimeoutError as error:
            self.close()
            raise Unreadable(Problem.TIMED_OUT) from error
        except (BrokenPipeError, EOFError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            # Dead, or taken over: what comes is not what `_answer` makes.
            raise Unreadable(Problem.TIMED_OUT if self._ran_out() else Problem.CRASHED) from error
        if self._calls >= CALLS or (isinstance(outcome, Unreadable) and outcome.problem == Problem.OUT_OF_MEMORY):
            self.close()
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def close(self) -> None:
        """Kill the child and whatever it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            if self._in_our_group:
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process = None
        self._calls = 0

    def _ran_out(self) -> bool:
        """End a child whose answer did not come; whether it was its processor time that had run out."""
        process = self._process
        if process is None:
            return False
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=LAST_WORDS_SECONDS)
        self.close()
        return process.returncode == -signal.SIGXCPU

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._arguments,
                bufsize=0,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=not self._in_our_group,
                env=_environment(),
            )
        return self._process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _environment() -> dict[str, str]:
    """Ours, cut down: a parser has no business with our passwords, nor with what lies in the working directory."""
    ours = str(Path(__file__).resolve().parents[1])
    paths = [path for path in sys.path if Path(path).is_absolute()]
    kept = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": os.pathsep.join(dict.fromkeys([*paths, ours])), "OMP_THREAD_LIMIT": "1"}


def _exchange(process: subprocess.Popen[bytes], request: bytes, *, deadline: float) -> Any:  # noqa: ANN401
    assert process.stdin is not None  # noqa: S101 - both are pipes, for the type checker
    assert process.stdout is not None  # noqa: S101
    _write(process.stdin.fileno(), FRAME.pack(len(request)) + request, deadline)
    descriptor = process.stdout.fileno()
    (length,) = FRAME.unpack(_read_exactly(descriptor, FRAME.size, deadline))
    if length > ANSWER_BYTES:
        raise ValueError("the answer is too long")
    return json.loads(_read_exactly(descriptor, length, deadline))


def _write(descriptor: int, request: bytes, deadline: float) -> None:
    os.set_blocking(descriptor, False)  # a child that does not read must not hold its parent
    left = memoryview(request)
    while left:
        _wait(descriptor, select.POLLOUT, deadline)
        with contextlib.suppress(BlockingIOError):
            left = left[os.write(descriptor, left[:PIECE]) :]


def _read_exactly(descriptor: int, count: int, deadline: float) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        _wait(descriptor, select.POLLIN, deadline)
        piece = os.read(descriptor, min(count - len(pieces), PIECE))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    waiting = select.poll()
    waiting.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not waiting.poll(left * 1000):
        raise TimeoutError


def _outcome(answer: Any) -> Any:  # noqa: ANN401
    """The value of an answer, or the exception that it stands for, not raised; nothing in it is trusted."""
    match answer:
        case {"value": value}:
            return value
        case {"problem": str(problem), "detail": str(detail)}:
            return Unreadable(Problem(problem), detail)
        case {"unavailable": str(code)} if KIND.fullmatch(code):
            return Unavailable(code)
        case {"fault": str(kind), "frames": [*frames]} if KIND.fullmatch(kind):
            return Fault(kind, tuple(frame for frame in frames[-DEEPEST_FRAMES:] if PLACE.fullmatch(frame)))
    raise ValueError("not an answer")


def _answer(request: Any) -> bytes:  # noqa: ANN401
    try:
        return json.dumps({"value": _called(request["target"], request["data"])}).encode()
    except Unreadable as error:
        answer = {"problem": error.problem.value, "detail": str(error)}
    except Unavailable as error:
        answer = {"unavailable": error.code}
    except MemoryError:
        answer = {"problem": Problem.OUT_OF_MEMORY.value, "detail": ""}
    except Exception as error:  # noqa: BLE001 - the parent raises it again
        answer = _of_machine(error) or _of_us(error)
    return json.dumps(answer).encode()


def _called(target: str, data: Any) -> Any:  # noqa: ANN401
    module, _, function = target.partition(":")
    return getattr(importlib.import_module(module), function)(data)


def _of_machine(error: Exception) -> dict[str, Any] | None:
    """The answer for a limit on files, or a disk or a machine without room; None for any other error."""
    if not isinstance(error, OSError):
        return None
    if error.errno == errno.EFBIG:
        return {"problem": Problem.TOO_BIG.value, "detail": "file"}
    if error.errno == errno.ENOMEM:
        return {"problem": Problem.OUT_OF_MEMORY.value, "detail": ""}
    return {"unavailable": "spool_full"} if error.errno in NO_ROOM else None


def _of_us(error: Exception) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-DEEPEST_FRAMES:]
    return {
        "fault": type(error).__name__,
        "frames": [f"{'/'.join(Path(frame.filename).parts[-3:])}:{frame.lineno}" for frame in frames],
    }


def main() -> None:
    """Answer requests from standard input until it ends."""
    # What libraries print must not get between the frames.
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    fence.close(int(sys.argv[1]), int(sys.argv[2]))
    while head := source.read(FRAME.size):
        request = json.loads(source.read(FRAME.unpack(head)[0]))
        # The parent kills in time; this is for the child whose parent was killed itself.
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGALRM})
        signal.alarm(int(request["seconds"]) + GRACE_SECONDS)
        fence.limit_processor(request["seconds"])
        answer = _answer(request)
        sink.write(FRAME.pack(len(answer)) + answer)
        sink.flush()
        signal.alarm(0)


if __name__ == "__main__":
    main()
