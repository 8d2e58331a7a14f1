"""`claimpost statistics`: what it writes, and what it does not take."""

from pathlib import Path

import pytest
from django.db import connection

from storage import models
from tests.databases import Database
from tests.web_cli.command import claimpost


@pytest.mark.parametrize(("out", "written"), [("f.xlsx", "f.xlsx"), ("f.csv", "f.csv"), ("f.zip", "f.zip"), ("f", "f/claims.csv")])
def test_a_year_is_written_by_the_ending_of_its_name(database: Database, out: str, written: str) -> None:
    ran = claimpost("statistics", "--year", "2026", "--out", str(database.home / out), home=database.home)

    assert (ran.status, (database.home / written).stat().st_size > 0) == (0, True), ran.err


def test_half_a_period_is_not_taken(database: Database) -> None:
    ran = claimpost("statistics", "--since", "2026-01-01", "--out", str(database.home / "f.csv"), home=database.home)

    assert (ran.status, (database.home / "f.csv").exists()) == (1, False)


@pytest.mark.parametrize(("out", "written"), [("f.xlsx", "f.xlsx"), ("f.zip", "f.zip"), ("f", "f/claims.csv")])
def test_files_that_cannot_be_made_whole_leave_those_before(database: Database, out: str, written: str) -> None:
    before = database.home / written
    before.parent.mkdir(exist_ok=True)
    before.write_bytes(b"before")
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {models.Outgoing._meta.db_table} RENAME TO gone")

    ran = claimpost("statistics", "--year", "2026", "--out", str(database.home / out), home=database.home)

    assert (ran.status != 0, before.read_bytes(), leftovers(before.parent)) == (True, b"before", []), ran.err


def leftovers(folder: Path) -> list[str]:
    return [file.name for file in folder.iterdir() if file.name.startswith((".f.", ".claims."))]
