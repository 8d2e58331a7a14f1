"""Promise 9: hostile input is opened in a killable child, with limits and without a network."""

import os
import socket
import sys
import threading
import time
from collections.abc import Iterator

import pytest

from core.child import Child
from core.errors import Problem, Unreadable

MEMORY = 512 * 1024 * 1024


@pytest.fixture
def child() -> Iterator[Child]:
    with Child(memory_bytes=MEMORY) as made:
        yield made


def test_a_child_answers_and_is_used_again(child: Child) -> None:
    first = child.call("tests.core.hostile:pid", None, seconds=20)

    second = child.call("tests.core.hostile:pid", None, seconds=20)

    assert first == second != os.getpid()


def test_a_hang_is_killed_in_time_and_the_next_call_goes_on(child: Child) -> None:
    started = time.monotonic()
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:hang", None, seconds=1)

    assert caught.value.problem == Problem.TIMED_OUT
    assert time.monotonic() - started < 10
    assert child.call("tests.core.hostile:echo", {"a": [1]}, seconds=20) == {"a": [1]}


def test_what_a_killed_child_had_started_is_killed_too(child: Child) -> None:
    grandchild = child.call("tests.core.hostile:start_sleeper", None, seconds=20)
    child.close()

    deadline = time.monotonic() + 5
    while _alive(grandchild) and time.monotonic() < deadline:
        time.sleep(0.02)

    assert not _alive(grandchild)


@pytest.mark.parametrize("fault", ["die", "segfault"])
def test_a_crash_is_a_problem_and_not_our_end(child: Child, fault: str) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call(f"tests.core.hostile:{fault}", None, seconds=20)

    assert caught.value.problem == Problem.CRASHED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_ends_at_the_limit(child: Child) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:eat", 2 * MEMORY, seconds=20)

    assert caught.value.problem == Problem.TOO_BIG


def test_there_is_no_network_in_there(child: Child) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        accepted = threading.Event()
        threading.Thread(target=_accept, args=(server, accepted), daemon=True).start()

        answer = child.call("tests.core.hostile:connect", server.getsockname()[1], seconds=20)

    assert (answer, accepted.is_set()) == ("PermissionError", False)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has network namespaces")
def test_native_code_finds_no_network_either(child: Child) -> None:
    if not child.call("tests.core.hostile:has_own_network", None, seconds=20):
        pytest.skip("this host refuses network namespaces")
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert child.call("tests.core.hostile:connect_natively", server.getsockname()[1], seconds=20) != 0


def test_our_passwords_are_not_in_its_environment(child: Child, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMPOST_SECRET_OF_INBOX", "geheim")

    assert "CLAIMPOST_SECRET_OF_INBOX" not in child.call("tests.core.hostile:environment", None, seconds=20)


def test_a_fault_of_ours_in_there_is_raised_with_its_traceback(child: Child) -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        child.call("tests.core.hostile:divide", None, seconds=20)


def test_what_a_library_prints_does_not_get_into_the_answer(child: Child) -> None:
    assert child.call("tests.core.hostile:chatter", None, seconds=20) == "quiet"


def _accept(server: socket.socket, accepted: threading.Event) -> None:
    try:
        connection, _ = server.accept()
    except OSError:
        return
    connection.close()
    accepted.set()


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as stat:  # noqa: PTH123 - a file of the kernel
        return stat.read().rsplit(")", 1)[1].split()[0] != "Z"
