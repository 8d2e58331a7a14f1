"""A killable child process for hostile input: its own memory limit, no network, a wall-clock limit on every call.

The child imports `module:function` by name, calls it with JSON data and answers with JSON data, so that
nothing but plain data ever comes back from it.
"""

import contextlib
import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import struct
import subprocess
import sys
import time
import traceback
from types import TracebackType
from typing import Any, Self

from core.errors import Problem, Unavailable, Unreadable

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
FRAME = struct.Struct("!Q")


class Child:
    """One reusable child; started at the first call, and again after it was killed."""

    def __init__(self, *, memory_bytes: int, file_bytes: int | None = None) -> None:
        self._arguments = [sys.executable, "-m", "core.child", str(memory_bytes), str(file_bytes or 0)]
        self._process: subprocess.Popen[bytes] | None = None

    def call(self, target: str, data: Any, *, seconds: float) -> Any:  # noqa: ANN401 - plain JSON data
        """What the function named `target` ("module:function") answers to `data`.

        Raises:
            Unreadable: it took too long (TIMED_OUT) or the child died (CRASHED); or the function raised Unreadable.
            Unavailable: the function raised that.
            RuntimeError: the function raised anything else; the message carries the child's traceback.
        """
        process = self._running()
        request = json.dumps({"target": target, "data": data}).encode()
        try:
            answer = _exchange(process, request, deadline=time.monotonic() + seconds)
        except TimeoutError as error:
            self.close()
            raise Unreadable(Problem.TIMED_OUT) from error
        except (BrokenPipeError, EOFError) as error:
            self.close()
            raise Unreadable(Problem.CRASHED) from error
        if "problem" in answer:
            raise Unreadable(Problem(answer["problem"]), answer["detail"])
        if "unavailable" in answer:
            raise Unavailable(answer["unavailable"])
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["value"]

    def close(self) -> None:
        """Kill the child and whatever it started."""
        if self._process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                with contextlib.suppress(BrokenPipeError):
                    pipe.close()
        self._process = None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.close()
            # The environment is cut down: a parser has no business with our passwords.
            keep = {
                name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL", "HOME", "TMPDIR", "TESSDATA_PREFIX") if name in os.environ
            }
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                self._arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                start_new_session=True,
                env={**keep, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "OMP_THREAD_LIMIT": "1"},
            )
        return self._process

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _exchange(process: subprocess.Popen[bytes], request: bytes, *, deadline: float) -> Any:  # noqa: ANN401
    assert process.stdin is not None  # noqa: S101 - both are pipes, for the type checker
    assert process.stdout is not None  # noqa: S101
    process.stdin.write(FRAME.pack(len(request)) + request)
    process.stdin.flush()
    descriptor = process.stdout.fileno()
    (length,) = FRAME.unpack(_read_exactly(descriptor, FRAME.size, deadline))
    return json.loads(_read_exactly(descriptor, length, deadline))


def _read_exactly(descriptor: int, count: int, deadline: float) -> bytes:
    pieces = bytearray()
    while len(pieces) < count:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([descriptor], [], [], left)[0]:
            raise TimeoutError
        piece = os.read(descriptor, min(count - len(pieces), 1 << 20))
        if not piece:
            raise EOFError
        pieces += piece
    return bytes(pieces)


def _fence(memory_bytes: int, file_bytes: int) -> None:
    """Limit this process for good: memory, core dumps, size of files, and no network where the system can take it away."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":  # macOS refuses RLIMIT_AS
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
    if file_bytes:
        resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    _leave_network()


def _leave_network() -> None:
    class Refused(socket.socket):
        def __init__(self, *_: object, **__: object) -> None:
            raise PermissionError("no network in here")

    socket.socket = Refused  # type: ignore[misc]
    if sys.platform == "linux":
        # An empty network namespace: native code finds no way out either. Refused on some hosts; then Python's fence stays.
        library = ctypes.CDLL(None, use_errno=True)
        if library.unshare(CLONE_NEWNET) != 0:
            library.unshare(CLONE_NEWUSER | CLONE_NEWNET)


def _answer(request: Any) -> dict[str, Any]:  # noqa: ANN401
    module, _, function = request["target"].partition(":")
    try:
        return {"value": getattr(importlib.import_module(module), function)(request["data"])}
    except Unreadable as error:
        return {"problem": error.problem.value, "detail": str(error)}
    except Unavailable as error:
        return {"unavailable": error.code}
    except MemoryError:
        return {"problem": Problem.TOO_BIG.value, "detail": "memory"}
    except Exception:  # noqa: BLE001 - the parent raises it again, with this traceback
        return {"error": traceback.format_exc(limit=-8)}


def main() -> None:
    """Answer requests from standard input until it ends."""
    # What libraries print must not get between the frames.
    source, sink = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _fence(int(sys.argv[1]), int(sys.argv[2]))
    while head := source.read(FRAME.size):
        answer = json.dumps(_answer(json.loads(source.read(FRAME.unpack(head)[0])))).encode()
        sink.write(FRAME.pack(len(answer)) + answer)
        sink.flush()


if __name__ == "__main__":
    main()
