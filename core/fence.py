"""What a process takes away from itself before it touches hostile input."""

import ctypes
import resource
import signal
import socket
import sys

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000


def close(memory_bytes: int, file_bytes: int) -> None:
    """Limit this process for good: memory, core dumps, size of files, and no network where the system can take it away."""
    _limit(resource.RLIMIT_CORE, 0)
    if sys.platform == "linux":  # macOS refuses RLIMIT_AS
        _limit(resource.RLIMIT_AS, memory_bytes)
    if file_bytes:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # what is written beyond is an OSError instead
        _limit(resource.RLIMIT_FSIZE, file_bytes)
    _leave_network()


def _limit(which: int, most: int) -> None:
    _, hard = resource.getrlimit(which)
    lowest = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(which, (lowest, lowest))


def limit_processor(seconds: float) -> None:
    """From now on this process ends after `seconds` of processor time, a whole one at least: threads count together."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(usage.ru_utime + usage.ru_stime + seconds) + 1, hard))


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
