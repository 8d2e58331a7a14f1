"""The commands that keep an installation: tables, people, mailboxes, files, and whether all adds up."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.web_cli.command import ROOT, claimpost, environment
from web.demo.server import MailServer
from web.demo.values import Sample

PASSWORD = "a-long-enough-one"


@pytest.fixture
def home(tmp_path: Path, register: Path) -> Path:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "claims.csv").write_bytes(register.read_bytes())
    assert claimpost("migrate", home=folder).status == 0
    return folder


def office(*words: str | Path, home: Path, given: str = "", **more: str) -> tuple[int, str]:
    ran = claimpost(*words, home=home, given=given, settings={"CLAIMPOST_REGISTER": str(home / "claims.csv"), **more})
    assert "Traceback" not in ran.err
    return ran.status, ran.out + ran.err


def add_mailbox(server: MailServer, home: Path, **more: str) -> tuple[int, str]:
    return office(
        *("mailbox", "add", "claims", "--host", "127.0.0.1", "--port", str(server.imap_port), "--security", "plain"),
        *("--since", "2026-01-01", "--user", "sinistres@vertebois.example", "--secret", "env:CLAIMPOST_SECRET_OF_CLAIMS"),
        home=home,
        **more,
    )


def test_without_tables_it_says_what_to_do(tmp_path: Path) -> None:
    status, said = office("status", home=tmp_path)

    assert (status, "claimpost migrate" in said) == (1, True)


def test_a_new_installation_adds_up(home: Path) -> None:
    ran = claimpost("status", "--json", home=home)

    assert (ran.status, ran.json["problems"], ran.json["mailboxes"]) == (0, [], [])


def test_a_person_is_added_once(home: Path) -> None:
    first = office("user", "add", "h.lambert", "--password-stdin", home=home, given=f"{PASSWORD}\n")
    second = office("user", "add", "h.lambert", "--password-stdin", home=home, given=f"{PASSWORD}\n")

    assert (first[0], second[0]) == (0, 1)
    assert "already" in second[1]


def test_a_short_password_is_refused(home: Path) -> None:
    status, said = office("user", "add", "h.lambert", "--password-stdin", home=home, given="short\n")

    assert (status, "12" in said) == (1, True)


def test_a_secret_itself_is_never_taken(home: Path) -> None:
    status, said = office("mailbox", "add", "x", "--host", "h", "--user", "u", "--secret", "geheim", home=home)

    assert (status, "env:CLAIMPOST_SECRET_OF_NAME" in said) == (2, True)


def test_a_mailbox_is_checked_without_being_changed(home: Path) -> None:
    with MailServer() as server:
        list(server.deliver([(b"Subject: x\r\n\r\n", datetime.now(UTC))]))
        added = add_mailbox(server, home)
        right = office("mailbox", "check", "claims", home=home, CLAIMPOST_SECRET_OF_CLAIMS=server.password)
        wrong = office("mailbox", "check", "claims", home=home, CLAIMPOST_SECRET_OF_CLAIMS="wrong")
        none = office("mailbox", "check", "claims", home=home)
        listed = office("mailbox", "list", home=home)

    assert (added[0], right, wrong[0], none[0]) == (0, (0, "INBOX: 1 messages\n"), 1, 1)
    assert "refuses" in wrong[1]
    assert "CLAIMPOST_SECRET_OF_CLAIMS" in none[1]
    assert "sinistres@vertebois.example" in listed[1]


def test_what_is_polled_adds_up_and_is_worked_off(home: Path, samples: dict[str, Sample]) -> None:
    sent = [samples[name] for name in ("13-number-not-found", "30-auto-reply")]
    with MailServer() as server:
        list(server.deliver([(sample.raw, sample.at) for sample in sent]))
        add_mailbox(server, home)
        polled = office("poll", "--once", home=home, CLAIMPOST_SECRET_OF_CLAIMS=server.password)
        worked = office("work", "--until-idle", home=home)
        numbers = claimpost("status", "--json", home=home).json
        unknown = office("poll", "other", home=home)

    assert (polled[0], worked[0], unknown[0]) == (0, 0, 1)
    assert [(one["on_server"], one["held"], one["balanced"]) for one in numbers["mailboxes"]] == [(2, 2, True)]
    assert (numbers["jobs"], numbers["tasks"]["triage"], numbers["problems"]) == ([], 1, [])


def test_a_mailbox_that_cannot_be_polled_shows_in_the_status(home: Path) -> None:
    with MailServer() as server:
        add_mailbox(server, home)
    polled = office("poll", "--once", home=home, CLAIMPOST_SECRET_OF_CLAIMS="x")
    status = office("status", home=home)

    assert (polled[0], status[0]) == (1, 1)
    assert "could not be polled" in status[1]


def test_a_file_is_taken_in_once(home: Path, samples: dict[str, Sample], tmp_path: Path) -> None:
    empty = tmp_path / "empty.eml"
    empty.touch()

    first = office("intake", samples["01-plain"].path, home=home)
    second = office("intake", samples["01-plain"].path, home=home)
    none = office("intake", empty, home=home)

    assert (first[0], second[0], none[0]) == (0, 0, 1)
    assert "known already" in second[1]
    assert "empty" in none[1]


@pytest.mark.parametrize("hosts", ["127.0.0.1,localhost", "127.0.0.1"])
def test_the_desk_is_served_until_it_is_asked_to_stop(home: Path, hosts: str) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "web.cli", "serve", "--port", str(port)]
    given = {**environment(home), "CLAIMPOST_ALLOWED_HOSTS": hosts}

    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=given, cwd=ROOT) as server:
        assert server.stdout is not None
        said = server.stdout.readline()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health") as answer:
            health = answer.status
        taken = office("serve", "--port", str(port), home=home)
        server.send_signal(signal.SIGTERM)
        status = server.wait(30)

    assert (f"http://127.0.0.1:{port}" in said, health, status, taken[0]) == (True, 200, 0, 1)
    time.sleep(0.2)
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
