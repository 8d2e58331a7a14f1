"""The register of claims in the database, at the terminal."""

from pathlib import Path

import pytest

from tests.web_cli.command import claimpost

HEADER = "number,state,insured\n"
TABLES = {"CLAIMPOST_REGISTER": "database"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    home.mkdir()
    assert claimpost("migrate", home=home).status == 0
    (home / "mail.eml").write_bytes(b"From: a@b.example\r\nSubject: x\r\n\r\nBonjour\r\n")
    return home


def test_a_file_is_loaded_and_what_changed_is_counted(home: Path) -> None:
    file = home / "claims.csv"
    told = []
    for rows in ("C1,open,A\nC2,open,B\n", "C1,closed,A\nC3,open,C\n"):
        file.write_text(HEADER + rows)
        told.append(claimpost("register", "load", file, "--force", home=home).out)

    ran = claimpost("intake", home / "mail.eml", home=home, settings=TABLES)

    assert told == ["2 claims: 2 added, 0 changed, 0 removed.\n", "2 claims: 1 added, 1 changed, 1 removed.\n"]
    assert ran.status == 0


def test_a_register_that_was_never_loaded_and_a_file_that_lacks_claims_are_said(home: Path) -> None:
    file = home / "claims.csv"
    none = claimpost("intake", home / "mail.eml", home=home, settings=TABLES)
    file.write_text(f"{HEADER}C1,open,A\nC2,open,B\n")
    claimpost("register", "load", file, home=home)

    file.write_text(f"{HEADER}C1,open,A\n")
    few = claimpost("register", "load", file, home=home)
    file.write_text(f"{HEADER}C1,perhaps,A\n")
    bad = claimpost("register", "load", file, home=home)

    assert [one.status for one in (none, few, bad)] == [1, 1, 1]
    assert ("claimpost register load" in none.err, "1 of 2 claims" in few.err, "--force" in few.err) == (True, True, True)
    assert ("line 2: state" in bad.err, "Traceback" in none.err + few.err + bad.err) == (True, False)
