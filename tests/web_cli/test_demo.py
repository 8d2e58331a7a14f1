"""The demonstration, from an empty folder to its table."""

from pathlib import Path

import pytest

from tests.web_cli.command import claimpost


@pytest.mark.timeout(600)
def test_the_demonstration_shows_every_mail_and_is_not_surprised(tmp_path: Path) -> None:
    home = tmp_path / "demo"

    ran = claimpost("demo", "--home", home, "--no-serve", seconds=580)

    assert (ran.status, "Traceback" in ran.err) == (0, False)
    assert "38 mails, 45 decisions, 0 not as expected." in ran.out
    status = claimpost("status", "--json", home=home).json
    assert [(one["on_server"], one["held"], one["balanced"]) for one in status["mailboxes"]] == [(38, 38, True)]
    assert status["problems"] == []


def test_a_folder_that_is_not_its_own_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "precious.txt").write_text("x")

    ran = claimpost("demo", "--home", tmp_path, "--no-serve")

    assert (ran.status, (tmp_path / "precious.txt").exists()) == (1, True)
