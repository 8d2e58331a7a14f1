"""Promise 9: hostile input is opened in a killable child, with limits and without a network."""

import contextlib
import errno
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from core.child import ANSWER_BYTES, CALLS, GRACE_SECONDS, Child, Fault
from core.errors import Problem, Unavailable, Unreadable

ROOT = Path(__file__).parents[2]
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

    assert _within(5, lambda: not _alive(grandchild))


def test_a_childs_child_ends_with_it(child: Child) -> None:
    grandchild = child.call("tests.core.hostile:start_child", None, seconds=20)
    child.close()

    assert _within(5, lambda: not _alive(grandchild))


def test_a_childs_child_is_killed_alone() -> None:
    with Child(memory_bytes=MEMORY, in_our_group=True) as inner:
        inner.call("tests.core.hostile:pid", None, seconds=20)
        inner.close()

        assert inner.call("tests.core.hostile:echo", 7, seconds=20) == 7


def test_a_call_may_use_as_much_processor_time_as_time(child: Child) -> None:
    assert 29 <= child.call("tests.core.hostile:processor_seconds", None, seconds=30) <= 31


def test_a_child_that_has_used_up_its_processor_time_says_so(child: Child) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:burn", None, seconds=60)

    assert caught.value.problem == Problem.TIMED_OUT


PARENT = f"""
from core.child import Child
import sys
with Child(memory_bytes={MEMORY}) as child:
    print(child.call("tests.core.hostile:pid", None, seconds=20), flush=True)
    child.call("tests.core.hostile:spin", sys.argv[1], seconds=2)
"""


def test_a_child_whose_parent_was_killed_ends_by_itself(tmp_path: Path) -> None:
    marker = tmp_path / "spins"
    with subprocess.Popen([sys.executable, "-c", PARENT, str(marker)], cwd=ROOT, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert _within(20, marker.exists)

        parent.send_signal(signal.SIGKILL)

    try:
        assert _within(2 + GRACE_SECONDS + 3, lambda: not _alive(child))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)


def test_a_call_may_follow_long_after_the_time_limit_of_the_one_before(child: Child) -> None:
    first = child.call("tests.core.hostile:pid", None, seconds=0.9)
    time.sleep(GRACE_SECONDS + 1)

    assert child.call("tests.core.hostile:pid", None, seconds=20) == first


@pytest.mark.parametrize("fault", ["die", "segfault"])
def test_a_crash_is_a_problem_and_not_our_end(child: Child, fault: str) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call(f"tests.core.hostile:{fault}", None, seconds=20)

    assert caught.value.problem == Problem.CRASHED


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_memory_ends_at_the_limit(child: Child) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:eat", 2 * MEMORY, seconds=20)

    assert caught.value.problem == Problem.OUT_OF_MEMORY


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits the address space")
def test_a_child_whose_memory_ended_is_not_used_again(child: Child) -> None:
    first = child.call("tests.core.hostile:pid", None, seconds=20)
    with pytest.raises(Unreadable):
        child.call("tests.core.hostile:eat", 2 * MEMORY, seconds=20)

    assert child.call("tests.core.hostile:pid", None, seconds=20) != first


def test_a_child_is_replaced_when_it_has_done_its_share(child: Child) -> None:
    pids = [child.call("tests.core.hostile:pid", None, seconds=20) for _ in range(CALLS + 1)]

    assert (len(set(pids[:CALLS])), pids[CALLS] != pids[0]) == (1, True)


def test_a_file_ends_at_the_limit(tmp_path: Path) -> None:
    with Child(memory_bytes=MEMORY, file_bytes=1 << 20) as child:
        child.call("tests.core.hostile:write", [str(tmp_path / "small"), 1 << 20], seconds=20)
        with pytest.raises(Unreadable) as caught:
            child.call("tests.core.hostile:write", [str(tmp_path / "big"), (1 << 20) + 1], seconds=20)

    assert (caught.value.problem, (tmp_path / "big").stat().st_size) == (Problem.TOO_BIG, 1 << 20)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_machine_without_room_is_no_fault_of_the_mail(child: Child, number: int) -> None:
    with pytest.raises(Unavailable, match="spool_full"):
        child.call("tests.core.hostile:fail_of", number, seconds=20)


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


def test_nothing_is_imported_from_the_working_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit(9)\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", ".", *sys.path])

    with Child(memory_bytes=MEMORY) as child:
        assert child.call("tests.core.hostile:echo", "as ever", seconds=20) == "as ever"


def test_our_own_packages_are_found_when_the_path_names_them_by_the_working_directory_only(monkeypatch: pytest.MonkeyPatch) -> None:
    elsewhere = [path for path in sys.path if path and Path(path) != ROOT]
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", ["", *elsewhere])

    with Child(memory_bytes=MEMORY) as child:
        assert child.call("tests.core.hostile:echo", "as ever", seconds=20) == "as ever"


def test_a_fault_of_ours_in_there_is_raised_with_its_type_and_place(child: Child) -> None:
    with pytest.raises(Fault) as caught:
        child.call("tests.core.hostile:divide", None, seconds=20)

    assert caught.value.kind == "ZeroDivisionError"
    assert re.fullmatch(r"tests/core/hostile\.py:\d+", caught.value.frames[-1])


def test_what_a_fault_quotes_stays_in_there(child: Child) -> None:
    with pytest.raises(Fault) as caught:
        child.call("tests.core.hostile:quote", "Dupont", seconds=20)

    assert (caught.value.kind, "Dupont" in str(caught.value)) == ("KeyError", False)


def test_an_answer_that_announces_too_much_is_not_waited_for(child: Child) -> None:
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:announce", ANSWER_BYTES + 1, seconds=10)

    assert caught.value.problem == Problem.CRASHED


@pytest.mark.parametrize(
    "words",
    [
        "",
        "{",
        "[]",
        "7",
        "{}",
        '{"problem": "invented", "detail": ""}',
        '{"problem": "damaged"}',
        '{"unavailable": ["ocr"]}',
        '{"unavailable": "Madame Dupont, Namur"}',
        '{"fault": "Madame Dupont", "frames": []}',
        "[" * 100_000,
    ],
    ids=lambda words: words[:40] or "nothing",
)
def test_an_answer_that_is_none_ends_the_child(child: Child, words: str) -> None:
    first = child.call("tests.core.hostile:pid", None, seconds=20)
    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:answer", words, seconds=10)

    assert (caught.value.problem, child.call("tests.core.hostile:pid", None, seconds=20) != first) == (Problem.CRASHED, True)


def test_a_child_that_does_not_read_does_not_hold_its_parent(child: Child) -> None:
    pid = child.call("tests.core.hostile:pid", None, seconds=20)
    child.call("tests.core.hostile:stop", None, seconds=20)
    assert _within(10, lambda: psutil.Process(pid).status() == psutil.STATUS_STOPPED)

    with pytest.raises(Unreadable) as caught:
        child.call("tests.core.hostile:echo", "x" * (4 << 20), seconds=1)

    assert caught.value.problem == Problem.TIMED_OUT


def test_a_long_request_and_a_long_answer_arrive_whole(child: Child) -> None:
    words = "x" * (4 << 20)

    assert child.call("tests.core.hostile:echo", words, seconds=20) == words


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
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def _within(seconds: float, happens: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + seconds
    while not happens():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
