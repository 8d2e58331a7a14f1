"""The processes behind `serve`: they end together, tidy up, and import nothing from where they happen to start."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from core.settings import Settings
from tests.web_cli.command import claimpost, environment
from web.cli.engine import side_by_side
from web.cli.serving import Place, engine_command, host_of, web_command


def crash() -> None:
    raise ZeroDivisionError


@pytest.mark.parametrize("crashing", ["poller", "worker"])
def test_what_crashes_ends_the_other_and_the_process(crashing: str) -> None:
    stop = threading.Event()

    def heed() -> None:
        assert stop.wait(10)

    with pytest.raises(ZeroDivisionError):
        side_by_side(crash if crashing == "poller" else heed, crash if crashing == "worker" else heed, stop)


def test_the_engine_removes_what_dead_children_left(tmp_path: Path) -> None:
    assert claimpost("migrate", home=tmp_path).status == 0
    old, new = tmp_path / "spool" / "claimpost-old", tmp_path / "spool" / "claimpost-new"
    for folder in (old, new):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 90_000,) * 2)

    with subprocess.Popen(engine_command(), stdin=subprocess.PIPE, env=environment(tmp_path)) as engine:
        deadline = time.monotonic() + 30
        while old.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        assert engine.stdin is not None
        engine.stdin.close()
        status = engine.wait(30)

    assert (old.exists(), new.exists(), status) == (False, True, 0)


def test_the_engine_ends_cleanly_while_its_input_is_open(tmp_path: Path) -> None:
    assert claimpost("migrate", home=tmp_path).status == 0
    mark = tmp_path / "spool" / "claimpost-old"
    mark.mkdir(parents=True)
    os.utime(mark, (0, 0))

    with subprocess.Popen(engine_command(), stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)) as engine:
        deadline = time.monotonic() + 30
        while mark.exists() and time.monotonic() < deadline:
            time.sleep(0.1)
        time.sleep(0.5)
        engine.terminate()
        status = engine.wait(30)
        said = engine.stderr.read() if engine.stderr else b""

    assert (status, b"Fatal" in said) == (0, False)


def test_nothing_is_imported_from_the_working_directory(tmp_path: Path) -> None:
    for name in ("core.py", "django.py", "gunicorn.conf.py", "click.py"):
        (tmp_path / name).write_text("raise SystemExit('taken from the working directory')")
    place = Place(host="127.0.0.1", port=0)

    commands = ([*web_command(place, Settings(), "web.cli.pages")[:-1], "--check-config", "web.wsgi"], [*engine_command(), "--help"])
    done = [
        subprocess.run(
            command, cwd=tmp_path, env=environment(tmp_path / "home"), input="", capture_output=True, text=True, check=False, timeout=60
        )
        for command in commands
    ]

    assert [(one.returncode, "taken from" in one.stderr) for one in done] == [(0, False)] * 2
    assert all(command[:2] == [sys.executable, "-P"] for command in commands)


@pytest.mark.parametrize(
    ("allowed", "host"),
    [
        ("127.0.0.1,localhost", "127.0.0.1"),
        ("desk.example.org", "desk.example.org"),
        (" .example.org , localhost", "example.org"),
        ("*", "localhost"),
        ("[::1]", "[::1]"),
        ("", "localhost"),
    ],
)
def test_the_desk_is_asked_by_a_name_that_it_answers_to(allowed: str, host: str) -> None:
    assert host_of(allowed) == host
