"""Locked archives: which passwords are tried, and on what."""

import io

import pytest
import pyzipper

from core.errors import Problem
from core.limits import Limits
from parsers.containers.zip import open_zip
from parsers.opening import Opening
from tests.parsers.build import PDF, Opener
from tests.parsers.test_zip import locked, zipcrypto


@pytest.mark.parametrize("charset", ["utf-8", "cp1252", "cp850"])
def test_a_password_with_accents_fits_however_the_program_spelt_it(opener: Opener, charset: str) -> None:
    raw = locked("Dégât d'été".encode(charset), **{"plan.pdf": PDF})

    assert [part.problem for part in opener.unlocked(raw, "faux 日本", "Dégât d'été").parts] == [None, None]


def test_every_locked_file_is_tried_with_every_password(opener: Opener) -> None:
    packed = io.BytesIO(locked(b"premier", **{"un.pdf": PDF}))
    with pyzipper.AESZipFile(packed, "a", encryption=pyzipper.WZ_AES) as archive:
        for name, word in (("deux.pdf", b"second"), ("trois.pdf", b"second"), ("quatre.pdf", b"premier")):
            archive.setpassword(word)
            archive.writestr(name, PDF)
    parts = opener.unlocked(packed.getvalue(), "faux", "premier", "second").parts

    assert [part.problem for part in parts] == [None] * 5


def test_files_that_nothing_opens_are_only_listed_after_a_while(opener: Opener) -> None:
    packed = io.BytesIO(locked(b"inconnu", **{f"{number}.pdf": PDF for number in range(20)}))
    with pyzipper.AESZipFile(packed, "a", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(b"connu")
        archive.writestr("dernier.pdf", PDF)
    parts = opener.unlocked(packed.getvalue(), "connu").parts

    assert [part.problem for part in parts[1:]] == [Problem.NEEDS_PASSWORD] * 21


def test_what_is_locked_in_a_way_we_do_not_know_proves_no_password(opener: Opener) -> None:
    raw = bytearray(zipcrypto(PDF, b"secret"))
    for flags in (6, raw.index(b"PK\x01\x02") + 8):
        raw[flags] |= 0x40  # strong encryption (APPNOTE 4.4.4)
    opening = Opening(spool=opener.spool, limits=Limits(), parts_left=9, bytes_left=90_000, passwords=("Bonjour", "secret"))
    found = open_zip(opener.spool.keep(bytes(raw)), opening)

    assert (found.password, [child.problem for child in found.children]) == ("", [Problem.UNSUPPORTED])
