"""Who is known at all, by a register that can tell."""

import os
import time
from pathlib import Path

from router import systems
from router.protocols import Directory

HEADER = "number,state,broker_email,party_emails\n"
MARTIN = ("courtier-martin.example",)


def _told(register: Directory) -> tuple[bool, tuple[str, ...], tuple[str, ...]]:
    likes, called = register.domains_like("courtier-marlin.example"), register.domains_called("Cabinet Martin")
    return register.knows_domain("garage.example"), likes, called


def test_the_directory_of_a_file_is_that_of_its_claims_now(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text(f"{HEADER}C1,open,info@courtier-martin.example,jean@garage.example\n")
    register = systems.connect(path)
    assert isinstance(register, Directory)

    before = _told(register)
    path.write_text(f"{HEADER}C1,open,bureau@gmail.com,\n")
    os.utime(path, ns=(time.time_ns(), time.time_ns() + 10**9))

    assert (before, _told(register)) == ((True, MARTIN, MARTIN), (False, (), ()))
