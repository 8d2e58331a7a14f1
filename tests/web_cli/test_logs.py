"""Logs hold ids, counts and durations: an error shows as its type and its lines, never with what it says or held."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
import structlog

from tests.web_cli.command import ROOT, environment
from web import logs

PROCESSES = {
    "command": "from web.cli import office; office.begin()",
    "single file": "from web.cli.opening import workbench\nwith workbench(): pass",
    "worker": "import web.worker",
    "web server": "import web.wsgi",
}
SHOWN = ("structured", "request 7", "claimpost.tidy", "thread_crashed", "process_crashed", "builtins.KeyError")
CRASH = """
import logging, threading
import structlog

def fail(secret):
    try:
        raise KeyError(secret)
    except KeyError as error:
        raise ValueError(f"cannot read {secret}") from error

def logged(log):
    try:
        fail("Jean " + "Dupont")
    except ValueError as error:
        log(error)

logged(lambda error: structlog.get_logger().exception("structured", target=7))
logged(lambda error: logging.getLogger("django.request").error("request %s", 7, exc_info=True))
context = lambda error: {"name": "claimpost.tidy", "exc": repr(error), "args": repr(error)}
logged(lambda error: logging.getLogger("celery.app.trace").error("Task %(name)s: %(exc)s %(args)s", context(error), exc_info=True))
logged(lambda error: logging.getLogger("gunicorn.error").error("failed: %s", error))
thread = threading.Thread(target=fail, args=("Jean " + "Dupont",))
thread.start()
thread.join()
fail("Jean " + "Dupont")
"""


def run(code: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    given = {**environment(home), **more}
    return subprocess.run([sys.executable, "-c", code], env=given, cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("process", PROCESSES)
def test_a_logged_error_says_where_and_never_what(process: str, tmp_path: Path) -> None:
    done = run(PROCESSES[process] + CRASH, tmp_path)

    said = done.stdout + done.stderr
    assert ("Dupont" in said, done.stdout, done.returncode) == (False, "", 1)
    assert [word for word in SHOWN if word not in said] == []
    assert said.count("<string>:") >= 5


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_heeds_the_level(process: str, tmp_path: Path) -> None:
    code = f"{PROCESSES[process]}\nimport structlog; log = structlog.get_logger(); log.warning('quiet'); log.error('loud')"

    said = run(code, tmp_path, CLAIMPOST_LOG_LEVEL="error").stderr

    assert ("quiet" in said, "loud" in said) == (False, True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_person_at_a_terminal_sees_no_message_either() -> None:
    out = Terminal()
    log = structlog.wrap_logger(structlog.PrintLogger(out), processors=logs.processors(out))

    try:
        int("Jean Dupont")
    except ValueError:
        log.exception("failed")

    assert ("Dupont" in out.getvalue(), "builtins.ValueError" in out.getvalue()) == (False, True)
