"""What goes wrong in the opener of one part is a problem on that part; the rest of the mail is whole, and nobody is left behind."""

import io
import os
import signal
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from structlog.testing import capture_logs

from core.content import Spool
from core.errors import Problem
from core.limits import MIB, Limits
from core.settings import Settings
from core.values import Tree
from ingest import sandbox as sandboxes
from ingest.sandbox import Sandbox
from tests.whole import mails

Plant = Callable[[str, str], None]

SITE = """
import parsers.containers
parsers.containers.__path__.append({folder!r})
"""
"""Every child runs it when it starts: there is one more container format."""

OPENER = """
import os, time
from pathlib import Path
from parsers.containers import {mark}
from parsers.opening import Opened

@{mark}("audio/ogg")
def open_bait(content, opening):
    said = content.read(1000).decode()
    {body}
"""

FAULTS = {
    "raises": ("raise KeyError(said)", Problem.CRASHED),
    "answers nonsense": ("return said", Problem.CRASHED),
    "hangs": ("time.sleep(60)", Problem.TIMED_OUT),
    "eats memory": ("bytearray(1 << 36)", Problem.OUT_OF_MEMORY),
    "goes away": ("os._exit(3)", Problem.CRASHED),
}
CABINET = bytes.fromhex(
    "4d5343460000000077000000000000002c0000000000000100030100010000000700000051000000210000001e040000000000000000d0d0d0d0d0d0d0d0d0d0"
    "000000000000d07420617561750000000000000301010001000074652e0a"
)
"""The cabinet reader of libarchive 3.6 dies of it; a fuzzer found it."""

MARKS = {"in the child": "opens", "in a child of its own": "opens_apart"}


@pytest.fixture
def plant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Plant:
    """Adds an opener of `audio/ogg`, marked as it says, to what the children know."""

    def planted(mark: str, body: str) -> None:
        folder = tmp_path / "planted"
        (folder / "more").mkdir(parents=True)
        (folder / "sitecustomize.py").write_text(SITE.format(folder=str(folder / "more")))
        (folder / "more" / "bait.py").write_text(OPENER.format(mark=mark, body=body))
        monkeypatch.syspath_prepend(str(folder))

    return planted


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """One that soon loses its patience."""
    monkeypatch.setattr(sandboxes, "LAST_LEVEL_SECONDS", 0)
    limits = Limits(open_seconds=14, part_seconds=5, child_memory_bytes=1024 * MIB, part_memory_bytes=1024 * MIB)
    with Sandbox(Settings(home=tmp_path / "home", limits=limits)) as made:
        yield made


def baited() -> bytes:
    """A broker's mail with a paper, the bait, and an archive behind it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("facture.txt", "Facture acquittée\n")
    mail = mails.letter(1, serial=1)
    mail.add_attachment(b"OggS Dupont 1965", maintype="audio", subtype="ogg", filename="appel.ogg")
    mail.add_attachment(packed.getvalue(), maintype="application", subtype="zip", filename="pieces.zip")
    return mail.as_bytes()


def opened(sandbox: Sandbox, folder: Path) -> Tree:
    with Spool(folder / "spool") as spool:
        return sandbox.open_tree(spool.keep(baited()), spool, declared_type="message/rfc822")


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize(("body", "problem"), FAULTS.values(), ids=FAULTS)
def test_one_part_has_the_problem_and_the_rest_is_whole(
    plant: Plant, sandbox: Sandbox, tmp_path: Path, mark: str, body: str, problem: Problem
) -> None:
    plant(mark, body)

    tree = opened(sandbox, tmp_path)

    assert [(part.name, part.problem) for part in tree.parts if part.path != "0"][1:] == [
        ("devis-1.txt", None),
        ("appel.ogg", problem),
        ("pieces.zip", None),
        ("facture.txt", None),
    ]
    assert (tree.units[0].subject, tree.balanced) == (f"Info complémentaire *{mails.claim(1)}*", True)


@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS)
def test_what_an_opener_tripped_over_is_logged_without_what_it_quotes(plant: Plant, sandbox: Sandbox, tmp_path: Path, mark: str) -> None:
    plant(mark, "raise KeyError(said)")

    with capture_logs() as entries:
        opened(sandbox, tmp_path)

    last = entries[-1]
    assert (last["event"], last["target"]) == ("parser_crashed", "parsers.apart:open_in_child")
    assert "KeyError" in last["kind"]
    assert "bait.py:10" in last["kind"]
    assert "Dupont" not in str(entries)


def test_a_child_that_is_killed_takes_its_own_child_with_it(plant: Plant, sandbox: Sandbox, tmp_path: Path) -> None:
    note = tmp_path / "pids"
    plant("opens_apart", f"Path({str(note)!r}).open('a').write(f'{{os.getpid()}} {{os.getppid()}}\\n'); time.sleep(60)")
    killer = threading.Thread(target=kill_when_noted, args=(note,))
    killer.start()

    opened(sandbox, tmp_path)

    killer.join()
    assert [alive(pid) for pid in noted(note)] == [False] * 2


def test_nothing_is_left_when_the_sandbox_is_closed(plant: Plant, sandbox: Sandbox, tmp_path: Path) -> None:
    note = tmp_path / "pids"
    plant("opens_apart", f"Path({str(note)!r}).write_text(str(os.getpid())); return Opened()")
    opened(sandbox, tmp_path)
    pid = int(note.read_text())
    before = alive(pid)

    sandbox.close()

    assert (before, alive(pid)) == (True, False)


def kill_when_noted(note: Path) -> None:
    """End the first child that says which one it is, and only that one."""
    for _ in range(500):
        if note.exists() and note.read_text().endswith("\n"):
            break
        time.sleep(0.02)
    os.kill(int(note.read_text().split()[1]), signal.SIGKILL)


def noted(note: Path) -> list[int]:
    """The children that opened the bait, at the first try and at the second."""
    return [int(line.split()[0]) for line in note.read_text().splitlines()]


def alive(pid: int) -> bool:
    """False also for one that is dead and that nobody has buried yet."""
    for _ in range(50):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return False
        time.sleep(0.02)
    return True


def test_what_kills_a_library_costs_that_part_only(sandbox: Sandbox, tmp_path: Path) -> None:
    mail = mails.letter(1, serial=1)
    mail.add_attachment(CABINET, maintype="application", subtype="vnd.ms-cab-compressed", filename="a.cab")
    mail.add_attachment("Facture acquittée", filename="facture.txt")
    with Spool(tmp_path / "spool") as spool:
        tree = sandbox.open_tree(spool.keep(mail.as_bytes()), spool, declared_type="message/rfc822")

    # A later libarchive may only call it damaged.
    problems = {part.name: part.problem for part in tree.parts}
    assert problems["a.cab"] in {Problem.CRASHED, Problem.DAMAGED}
    assert (problems["devis-1.txt"], problems["facture.txt"]) == (None, None)
