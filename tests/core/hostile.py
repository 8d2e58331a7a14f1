"""What a hostile document could do to the library that reads it. Runs inside a child."""

import contextlib
import ctypes
import os
import resource
import signal
import socket
import struct
import subprocess
import time
from pathlib import Path

from core import fence
from core.child import Child

KEPT: list[Child] = []


def pid(_data: object) -> int:
    return os.getpid()


def echo(data: object) -> object:
    return data


def hang(_data: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(3600)


def start_sleeper(_data: object) -> int:
    return subprocess.Popen(["sleep", "3600"]).pid


def start_child(_data: object) -> int:
    """The process of a child's child, which nobody closes."""
    KEPT.append(Child(memory_bytes=1 << 29, in_our_group=True))
    return int(KEPT[-1].call("tests.core.hostile:pid", None, seconds=20))


def die(_data: object) -> None:
    os._exit(3)


def segfault(_data: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def eat(count: int) -> int:
    return len(bytearray(count))


def connect(port: int) -> str:
    try:
        socket.create_connection(("127.0.0.1", port), 2).close()
    except OSError as error:
        return type(error).__name__
    return "connected"


def has_own_network(_data: object) -> bool:
    return Path("/proc/self/ns/net").readlink() != Path(f"/proc/{os.getppid()}/ns/net").readlink()


def connect_natively(port: int) -> int:
    library = ctypes.CDLL(None, use_errno=True)
    descriptor = library.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = struct.pack("=HH4s8x", socket.AF_INET, socket.htons(port), bytes([127, 0, 0, 1]))
    return int(library.connect(descriptor, address, len(address)))


def environment(_data: object) -> list[str]:
    return sorted(os.environ)


def divide(_data: object) -> float:
    return 1 / 0


def quote(words: str) -> None:
    raise KeyError(words)


def spin(marker: str) -> None:
    Path(marker).touch()
    while True:
        pass


def processor_seconds(_data: object) -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return resource.getrlimit(resource.RLIMIT_CPU)[0] - usage.ru_utime - usage.ru_stime


def burn(_data: object) -> None:
    fence.limit_processor(0)
    while True:
        pass


def write(request: list[str | int]) -> int:
    path, count = request
    return Path(str(path)).write_bytes(bytes(int(count)))


def fail_of(number: int) -> None:
    raise OSError(number, os.strerror(number))


def stop(_data: object) -> None:
    """Send the signal that stops us a moment after the answer."""
    subprocess.Popen(["sh", "-c", f"sleep 0.2; kill -STOP {os.getpid()}"])


def announce(length: int) -> None:
    _answer_for_us(struct.pack("!Q", length))


def answer(words: str) -> None:
    _answer_for_us(struct.pack("!Q", len(words)) + words.encode())


def _answer_for_us(content: bytes) -> None:
    for descriptor in range(3, 10):
        with contextlib.suppress(OSError):
            os.write(descriptor, content)
    time.sleep(3600)


def chatter(_data: object) -> str:
    os.write(1, b"warning: broken font\n")
    print("hello")  # noqa: T201 - as a careless library would
    return "quiet"
