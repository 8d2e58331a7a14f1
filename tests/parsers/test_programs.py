"""Programs are known by their first bytes whatever they are called, or by their names, and are marked."""

import zipfile
from io import BytesIO

import pytest

from core.errors import Problem
from tests.parsers.build import JPEG, PDF, Opener, file, mail, text

WINDOWS = b"MZ" + bytes(58) + (64).to_bytes(4, "little") + b"PE\0\0" + bytes(200)


def packed(name: str, content: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(name, content)
    return made.getvalue()


def problems(opener: Opener, name: str, content: bytes) -> list[tuple[str, Problem | None]]:
    parts = opener.parts(mail("Facture", text("Bonjour"), file(content, "application/octet-stream", name)))
    return [(part.name, part.problem) for part in parts[2:]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("facture.pdf.exe", WINDOWS),
        ("facture.pdf", WINDOWS),
        ("facture", b"\x7fELF\x02\x01" + bytes(100)),
        ("facture.bin", b"\xcf\xfa\xed\xfe" + bytes(100)),
        ("facture.txt", b"#!/bin/sh\nrm -r /\n"),
        ("devis.pdf.lnk", b"L\0\0\0\x01\x14\x02\0" + bytes(100)),
        ("facture.js", b"WScript.Echo('x');"),
        ("facture.VBS ", b"MsgBox 1"),
        ("facture.hta", b"<html><body>Bonjour</body></html>"),
        ("facture.jar", packed("a.class", b"\xca\xfe\xba\xbe")),
        ("facture.scr", b"\0"),
        ("facture.com", b"\xb4\x09\xcd\x21\0\0"),
        ("facture.exe\u200b", b"\0"),
        ("facture.\uff45\uff58\uff45", b"\0"),
    ],
)
def test_a_program_says_so_and_is_not_opened(name: str, content: bytes, opener: Opener) -> None:
    ((_, problem),) = problems(opener, name, content)

    assert problem == Problem.PROGRAM


def test_a_program_in_an_archive_is_one_too(opener: Opener) -> None:
    assert problems(opener, "pieces.zip", packed("facture.exe", WINDOWS)) == [("pieces.zip", None), ("facture.exe", Problem.PROGRAM)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("devis martin.com", PDF),
        ("devis garage-martin.com", b"Devis no 12\nTotal : 1 210,00 EUR\n"),
        ("photo martin.com", JPEG),
        ("MZ.txt", b"MZ est le sigle de la maison, voir la lettre en annexe, merci d'avance pour tout ce que vous faites.\n"),
        ("notes.txt", b"#1 /bin/sh est un programme\n"),
        ("exe", b"Bonjour\n"),
        ("donnees.bin", b"MZ" + bytes(200)),
    ],
)
def test_what_only_looks_like_one_is_none(name: str, content: bytes, opener: Opener) -> None:
    assert problems(opener, name, content) == [(name, None)]
