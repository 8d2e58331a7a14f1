"""Office files locked with a password."""

import hashlib
import io
import struct
import tempfile

import msoffcrypto
import pytest
from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
from cryptography.hazmat.primitives.ciphers import Cipher

from core.errors import Problem
from core.limits import Limits
from core.values import Kind, Part
from parsers.tree import Source, walk
from tests.parsers.build import Opener, bytes_of, file, mail, text
from tests.parsers.test_office_embedded import QUOTE, TYPES, Tree, ole, stored

LETTER = stored({"[Content_Types].xml": TYPES, "word/document.xml": b"x", "word/embeddings/devis.txt": QUOTE * 200})
"""Not packed: the library locks files of less than four kilobytes wrongly."""

SALT = bytes(range(16))


def locked(raw: bytes, word: str) -> bytes:
    out = io.BytesIO()
    msoffcrypto.OfficeFile(io.BytesIO(raw)).encrypt(word, out)
    return out.getvalue()


def rc4(key: bytes, data: bytes) -> bytes:
    return Cipher(ARC4(key), mode=None).encryptor().update(data)


def key_of(word: str, block: int) -> bytes:
    """The key of one block, from the password as Office 97 made it ([MS-OFFCRYPTO] 2.3.6.2)."""
    first = hashlib.md5(word.encode("utf-16-le"), usedforsecurity=False).digest()[:5]
    second = hashlib.md5((first + SALT) * 16, usedforsecurity=False).digest()[:5]
    return hashlib.md5(second + struct.pack("<I", block), usedforsecurity=False).digest()


def workbook(word: str, *, scheme: int = 1) -> bytes:
    """The stream of a workbook of Excel 97 that is locked."""
    check = b"sixteen bytes ok"
    sealed = rc4(key_of(word, 0), check + hashlib.md5(check, usedforsecurity=False).digest())
    lock = struct.pack("<HHH", scheme, 1, 1) + SALT + sealed
    records = ((0x809, b"\0\6\5\0" + bytes(12)), (0x2F, lock), (0x3D, bytes(18)), (0xA, b""))
    plain = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in records)
    return plain.ljust(5_000, b"\0")


def opened(opener: Opener, raw: bytes, *passwords: str, name: str = "lettre.docx") -> tuple[Part, ...]:
    source = Source(content=opener.spool.keep(raw), name=name, declared_type="", passwords=passwords)
    return walk(source, spool=opener.spool, limits=Limits()).parts


def test_a_locked_letter_needs_its_password(opener: Opener) -> None:
    assert [(part.kind, part.media_type, part.problem) for part in opened(opener, locked(LETTER, "Sinistre24"), "faux")] == [
        (Kind.DOCUMENT, "application/x-encrypted-office", Problem.NEEDS_PASSWORD)
    ]


def test_with_its_password_the_letter_comes_out_of_its_lock_and_its_annex_out_of_the_letter(opener: Opener) -> None:
    parts = opened(opener, locked(LETTER, "Sinistre24"), "faux", "Sinistre24")

    assert [(part.path, part.kind, part.name, part.problem) for part in parts] == [
        ("0", Kind.CONTAINER, "lettre.docx", None),
        ("0.0", Kind.DOCUMENT, "lettre.docx", None),
        ("0.0.0", Kind.DOCUMENT, "devis.txt", None),
    ]
    assert bytes_of(parts[1].content) == LETTER


def test_the_words_of_the_mail_open_its_letter(opener: Opener) -> None:
    shut = file(locked(LETTER, "Sinistre24"), "application/octet-stream", "lettre.docx")
    tree = opener.tree(mail("Lettre", text("Le mot de passe est : Sinistre24"), shut))

    assert [(part.name, part.problem) for part in tree.parts[2:4]] == [("lettre.docx", None), ("lettre.docx", None)]
    assert "Sinistre24" not in tree.units[0].own_text


def test_what_is_locked_against_changes_only_is_open_to_all(opener: Opener) -> None:
    parts = opened(opener, locked(LETTER, "VelvetSweatshop"), name="liste.docx")

    assert [(part.kind, part.problem) for part in parts[:2]] == [(Kind.CONTAINER, None), (Kind.DOCUMENT, None)]


def test_an_old_workbook_opens_with_its_password(opener: Opener) -> None:
    raw = ole({"Workbook": workbook("Sinistre24")})

    assert [(part.media_type, part.problem) for part in opened(opener, raw, "faux", name="liste.xls")] == [
        ("application/vnd.ms-excel", Problem.NEEDS_PASSWORD)
    ]
    assert [(part.name, part.kind, part.problem) for part in opened(opener, raw, "Sinistre24", name="liste.xls")] == [
        ("liste.xls", Kind.CONTAINER, None),
        ("liste.xls", Kind.DOCUMENT, None),
    ]


LOCKED: dict[str, Tree] = {
    "for certain people": {"EncryptedPackage": b"x", "\x06DataSpaces": {"Version": b"x"}},
    "in a way nobody knows": {"EncryptedPackage": b"x", "EncryptionInfo": b"\4\0\3\0"},
    "a text": {"WordDocument": bytes(11) + b"\1" + bytes(30), "0Table": b"x"},
    "a workbook": {"Workbook": workbook("x", scheme=7)},
    "a workbook of Excel 95": {"Book": workbook("x")},
    "slides": {"PowerPoint Document": b"x", "Current User": bytes(12) + bytes.fromhex("dfc4d1f3")},
}


@pytest.mark.parametrize("tree", LOCKED.values(), ids=LOCKED)
def test_what_is_locked_in_a_way_that_is_not_known_says_that_it_is_encrypted(opener: Opener, tree: Tree) -> None:
    assert [part.problem for part in opened(opener, ole(tree), "Sinistre24")] == [Problem.ENCRYPTED]


@pytest.mark.parametrize("name", ["liste.xlsm", ""])
def test_a_lock_deep_in_a_long_list_of_streams_is_seen_too(opener: Opener, name: str) -> None:
    tree: Tree = {f"S{number}": b"x" for number in range(40)} | {"EncryptedPackage": b"x"}

    assert [(part.kind, part.problem) for part in opened(opener, ole(tree), name=name)] == [(Kind.DOCUMENT, Problem.ENCRYPTED)]


OPEN: dict[str, Tree] = {
    "a text": {"WordDocument": bytes(40)},
    "a text of nothing": {"WordDocument": b""},
    "a workbook": {"Workbook": struct.pack("<HH4sHH", 0x809, 4, b"\0\6\5\0", 0xA, 0)},
    "slides": {"PowerPoint Document": b"x", "Current User": bytes(12) + bytes.fromhex("5fc091e3")},
}


@pytest.mark.parametrize("tree", OPEN.values(), ids=OPEN)
def test_what_is_not_locked_says_nothing(opener: Opener, tree: Tree) -> None:
    assert [part.problem for part in opened(opener, ole(tree), "Sinistre24")] == [None]


def test_a_machine_without_room_is_not_the_fault_of_the_file(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(opener.spool.folder / "missing"))

    with pytest.raises(FileNotFoundError):
        opened(opener, ole({"Workbook": workbook("Sinistre24")}), "Sinistre24")
