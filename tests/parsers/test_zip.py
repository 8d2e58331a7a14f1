"""Archives: names, passwords, damage."""

import hashlib
import io
import struct
import zipfile
import zlib

import pytest
import pyzipper

from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.zip_names import decoded, unicode_path
from tests.parsers.build import PDF, Opener, bytes_of, file, mail


def locked(password: bytes, **files: bytes) -> bytes:
    packed = io.BytesIO()
    with pyzipper.AESZipFile(packed, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password)
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def zipped(names: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return packed.getvalue()


def zipcrypto(content: bytes, password: bytes, name: str = "plan.pdf") -> bytes:
    """A stored entry locked the old way (APPNOTE 6.1): the library only reads those."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def crc(value: int, byte: int) -> int:
        return (zlib.crc32(bytes([byte]), value ^ 0xFFFFFFFF) ^ 0xFFFFFFFF) & 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = crc(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = crc(keys[2], keys[1] >> 24)

    for byte in password:
        update(byte)
    check = zlib.crc32(content)
    coded = bytearray()
    for byte in b"\0" * 11 + bytes([check >> 24]) + content:
        mask = keys[2] | 2
        coded.append(byte ^ (((mask * (mask ^ 1)) >> 8) & 0xFF))
        update(byte)
    fields = (20, 1, 0, 0, 0x21, check, len(coded), len(content), len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", *fields) + name.encode() + bytes(coded)
    central = struct.pack("<4s6H3I5H2I", b"PK\x01\x02", 20, *fields, 0, 0, 0, 0, 0) + name.encode()
    return local + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


def test_folders_are_no_parts_and_no_path_is_used(opener: Opener) -> None:
    raw = zipped(
        {"photos/": b"", "photos/avant.jpg": b"\xff\xd8\xff\xe0", "../../etc/passwd": b"x", "/racine.txt": b"y", "C:\\a.txt": b"z"}
    )
    parts = opener.parts(raw, declared_type="application/zip")[1:]

    assert [(part.name, part.original_name) for part in parts] == [
        ("avant.jpg", "photos/avant.jpg"),
        ("passwd", "../../etc/passwd"),
        ("racine.txt", "/racine.txt"),
        ("a.txt", "C:\\a.txt"),
    ]
    assert {part.content.path.parent for part in parts} == {opener.spool.folder}


LOCKED = {"AES": locked(b"Sinistre24", **{"plan.pdf": PDF}), "ZipCrypto": zipcrypto(PDF, b"Sinistre24")}


@pytest.mark.parametrize("raw", LOCKED.values(), ids=LOCKED)
def test_a_locked_archive_opens_with_one_of_the_passwords(opener: Opener, raw: bytes) -> None:
    shut = opener.unlocked(raw, "faux", "autre")
    opened = opener.unlocked(raw, "faux", "autre", "Sinistre24")

    assert [(part.path, part.name, part.problem, part.content.size) for part in shut.parts] == [
        ("0", "envoi.zip", Problem.NEEDS_PASSWORD, len(raw)),
        ("0.0", "plan.pdf", Problem.NEEDS_PASSWORD, 0),
    ]
    assert [(part.path, part.problem) for part in opened.parts] == [("0", None), ("0.0", None)]
    assert bytes_of(opened.parts[1].content) == PDF


def test_no_more_passwords_are_tried_than_the_limit(opener: Opener) -> None:
    words = [f"essai{number}" for number in range(20)]

    assert opener.unlocked(locked(b"secret", **{"a.pdf": PDF}), *words, "secret").parts[0].problem == Problem.NEEDS_PASSWORD


def test_what_is_not_locked_in_a_locked_archive_comes_out(opener: Opener) -> None:
    packed = io.BytesIO(locked(b"secret", **{"ferme.pdf": PDF}))
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("ouvert.pdf", PDF)
    parts = opener.unlocked(packed.getvalue()).parts

    assert [(part.name, part.problem) for part in parts] == [
        ("envoi.zip", Problem.NEEDS_PASSWORD),
        ("ferme.pdf", Problem.NEEDS_PASSWORD),
        ("ouvert.pdf", None),
    ]


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_of_a_cut_archive_the_whole_files_come_out(opener: Opener, method: int) -> None:
    raw = zipped({"un.pdf": PDF, "deux.pdf": PDF * 40, "trois.pdf": PDF}, method)
    cut = raw[: raw.rfind(b"PK\x03\x04")]
    parts = opener.parts(cut, declared_type="", name="envoi.zip")

    assert [(part.name, part.problem) for part in parts] == [("envoi.zip", Problem.DAMAGED), ("un.pdf", None), ("deux.pdf", None)]
    assert bytes_of(parts[2].content) == PDF * 40


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
def test_of_a_file_that_breaks_off_the_beginning_stays(opener: Opener, method: int) -> None:
    raw = zipped({"scan.txt": b"".join(hashlib.sha256(bytes([number])).digest() for number in range(250))}, method)
    parts = opener.parts(raw[:4_000], declared_type="", name="envoi.zip")

    assert (parts[1].problem, parts[1].content.size > 3_000) == (Problem.TRUNCATED, True)


def test_what_only_looks_like_the_beginning_of_a_file_is_none(opener: Opener) -> None:
    raw = zipped({"un.pdf": PDF, "deux.pdf": PDF})
    empty = b"PK\x03\x04" + bytes(4) + b"\x08" + bytes(17) + b"\4\0\0\0rien\xff\xff"
    cut = raw[: raw.rfind(b"PK\x03\x04")] + empty + locked(b"secret", **{"trois.pdf": PDF})[:120] + b"PK\x03\x04 cut"

    assert [part.name for part in opener.parts(cut, declared_type="", name="envoi.zip")] == ["envoi.zip", "un.pdf"]


def test_a_file_with_a_wrong_checksum_stays_beside_the_others(opener: Opener) -> None:
    raw = zipped({"un.pdf": PDF, "deux.pdf": PDF}, zipfile.ZIP_STORED).replace(PDF, PDF[:-2] + b"X\n", 1)
    parts = opener.parts(raw, declared_type="", name="envoi.zip")

    assert [(part.name, part.problem) for part in parts[1:]] == [("un.pdf", Problem.DAMAGED), ("deux.pdf", None)]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("dégâts.pdf".encode("cp437"), "dégâts.pdf"),
        ("À régler.pdf".encode("cp850"), "À régler.pdf"),
        ("dégâts.pdf".encode(), "dégâts.pdf"),
    ],
)
def test_names_without_a_charset_are_read_as_western_windows_writes_them(opener: Opener, written: bytes, name: str) -> None:
    raw = zipped({"N" * len(written): PDF}).replace(b"N" * len(written), written)

    assert opener.parts(raw, declared_type="", name="envoi.zip")[1].name == name


def test_a_name_that_is_said_to_be_utf_8_is_utf_8(opener: Opener) -> None:
    raw = zipped({"dégâts – façade.pdf": PDF})

    assert opener.parts(raw, declared_type="", name="envoi.zip")[1].name == "dégâts – façade.pdf"


def test_what_an_apple_leaves_in_an_archive_is_folded_away(opener: Opener) -> None:
    raw = zipped({"photo.jpg": b"\xff\xd8\xff\xe0", "__MACOSX/._photo.jpg": b"\0\5\x16\7", ".DS_Store": b"\0\0\0\1Bud1"})

    assert [part.kind for part in opener.parts(raw, declared_type="", name="a.zip")[1:]] == [
        Kind.DOCUMENT,
        Kind.DECORATION,
        Kind.DECORATION,
    ]


@pytest.mark.parametrize(
    ("names", "media_type", "kind"),
    [
        (
            ["[Content_Types].xml", "word/document.xml"],
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Kind.DOCUMENT,
        ),
        (["[Content_Types].xml", "xl/workbook.xml"], "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Kind.DOCUMENT),
        (["META-INF/MANIFEST.MF", "a.class"], "application/zip", Kind.CONTAINER),
    ],
)
def test_an_office_paper_is_a_paper_and_no_archive(opener: Opener, names: list[str], media_type: str, kind: Kind) -> None:
    part = opener.parts(mail("x", file(zipped(dict.fromkeys(names, b"x")), "application/octet-stream", "envoi.bin")))[1]

    assert (part.media_type, part.kind) == (media_type, kind)


def test_an_open_document_says_what_it_is_in_its_first_entry(opener: Opener) -> None:
    odt = "application/vnd.oasis.opendocument.text"
    raw = zipped({"mimetype": odt.encode(), "content.xml": b"<x/>"}, zipfile.ZIP_STORED)

    assert opener.parts(mail("x", file(raw, "application/zip", "lettre.zip")))[1].media_type == odt


def test_an_empty_archive_is_an_archive(opener: Opener) -> None:
    assert [(part.kind, part.problem) for part in opener.parts(zipped({}), declared_type="", name="vide.zip")] == [(Kind.CONTAINER, None)]


@pytest.mark.parametrize("cut", [0, 60], ids=["whole", "without its directory"])
def test_more_files_than_the_limit_are_cut_with_a_mark(opener: Opener, cut: int) -> None:
    raw = zipped({f"{number}.txt": b"x" for number in range(50)}, zipfile.ZIP_STORED)
    tree = opener.tree(raw[: len(raw) - cut], declared_type="", name="a.zip", limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[0].problem) == (10, Problem.TOO_MANY_PARTS)


def test_a_damaged_archive_that_swells_is_stopped_too(opener: Opener) -> None:
    raw = zipped({"a.txt": b"\0" * 20_000_000, "b.txt": b"x"})
    parts = opener.parts(raw[:-60], declared_type="", name="a.zip")

    assert [(part.name, part.problem) for part in parts] == [
        ("a.zip", Problem.TOO_DENSE),
        ("a.txt", Problem.TOO_DENSE),
        ("b.txt", None),
    ]


def test_beside_what_swells_the_others_come_out(opener: Opener) -> None:
    bombs = {f"photos{number}.bin": bytes(20_000_000) for number in range(5)}
    parts = opener.parts(zipped({**bombs, "constat.pdf": PDF}), declared_type="", name="a.zip")

    assert [(part.name, part.problem, part.content.size) for part in parts[1:]] == [
        *((name, Problem.TOO_DENSE, 0) for name in bombs),
        ("constat.pdf", None, len(PDF)),
    ]


def test_beside_what_is_too_big_the_others_come_out(opener: Opener) -> None:
    raw = zipped({"scan.bin": b"x" * 5_000, "constat.pdf": PDF})
    parts = opener.tree(raw, declared_type="", name="a.zip", limits=Limits(bytes_out=1_000)).parts

    assert [part.problem for part in parts] == [Problem.TOO_BIG, Problem.TOO_BIG, None]


def test_after_many_that_say_less_than_they_are_the_rest_is_only_listed(opener: Opener) -> None:
    raw = zipped({f"{number}.bin": bytes(20_000_000) for number in range(5)} | {"constat.pdf": PDF})
    parts = opener.parts(raw[: raw.rfind(b"PK\x01\x02")], declared_type="", name="a.zip")

    assert [part.problem for part in parts] == [Problem.TOO_DENSE] * 7


def test_a_file_of_two_names_comes_out(opener: Opener) -> None:
    raw = zipped({"constat.pdf": PDF, "plan.pdf": PDF * 2}).replace(b"constat.pdf", b"Constat-pdf", 1)
    parts = opener.parts(raw, declared_type="", name="a.zip")

    assert [(part.name, part.problem, bytes_of(part.content)) for part in parts[1:]] == [
        ("constat.pdf", None, PDF),
        ("plan.pdf", None, PDF * 2),
    ]


@pytest.mark.parametrize("cut", [0, 60], ids=["whole", "without its directory"])
def test_a_folder_with_something_in_it_is_a_file(opener: Opener, cut: int) -> None:
    raw = zipped({"constat.pdf_": PDF, "photos_": b""}).replace(b"pdf_", b"pdf/").replace(b"photos_", b"photos/")
    parts = opener.parts(raw[: len(raw) - cut], declared_type="", name="a.zip")

    assert [(part.name, bytes_of(part.content)) for part in parts[1:]] == [("constat.pdf", PDF)]


def test_a_locked_file_that_swells_is_stopped_too(opener: Opener) -> None:
    parts = opener.unlocked(locked(b"secret", **{"a.txt": b"\0" * 20_000_000}), "secret").parts

    assert [part.problem for part in parts] == [Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_a_file_without_a_name_is_a_file(opener: Opener) -> None:
    raw = zipped({"a": PDF}, zipfile.ZIP_STORED)
    local, central, end = raw[:30], raw[31 + len(PDF) : 77 + len(PDF)], raw[-22:]
    nameless = local[:26] + bytes(4) + PDF + central[:28] + b"\0\0" + central[30:]
    nameless += end[:12] + struct.pack("<II", 46, 30 + len(PDF)) + end[20:]

    assert [part.media_type for part in opener.parts(nameless, declared_type="", name="a.zip")] == ["application/zip", "application/pdf"]


def test_a_folder_of_windows_is_no_file(opener: Opener) -> None:
    raw = zipped({"photos_": b"", "a.txt": b"x"}).replace(b"photos_", b"photos\\")

    assert [part.name for part in opener.parts(raw, declared_type="", name="a.zip")[1:]] == ["a.txt"]


SEVERAL = {
    "first": b"PK\x07\x08" + zipped({"un.pdf": PDF, "deux.pdf": PDF})[:-100],
    "last": zipped({"un.pdf": PDF, "deux.pdf": PDF}).replace(b"PK\x05\x06\0\0", b"PK\x05\x06\3\0"),
}


@pytest.mark.parametrize("raw", SEVERAL.values(), ids=SEVERAL)
def test_one_archive_of_several_gives_what_is_in_it_and_says_so(opener: Opener, raw: bytes) -> None:
    parts = opener.parts(raw, declared_type="", name="envoi.zip")

    assert [(part.name, part.problem) for part in parts[:2]] == [("envoi.zip", Problem.INCOMPLETE), ("un.pdf", None)]


def test_every_cut_ends_in_a_tree(opener: Opener) -> None:
    raw = locked(b"secret", **{"a.pdf": PDF}) + zipped({"b.pdf": PDF, "c.txt": PDF}, zipfile.ZIP_LZMA)
    trees = [opener.unlocked(raw[:end], "secret") for end in range(0, len(raw), 7)]

    assert all(tree.balanced for tree in trees)


def test_a_packing_that_nobody_knows_is_said(opener: Opener) -> None:
    raw = zipped({"a.txt": b"x"}, zipfile.ZIP_STORED)
    local = raw.index(b"PK\x03\x04") + 8
    central = raw.index(b"PK\x01\x02") + 10
    raw = raw[:local] + b"\x63\0" + raw[local + 2 : central] + b"\x63\0" + raw[central + 2 :]

    assert opener.parts(raw, declared_type="", name="a.zip")[1].problem == Problem.UNSUPPORTED


def test_a_name_in_the_unicode_field_goes_before_the_others() -> None:
    extra = struct.pack("<HH", 1, 2) + b"ab" + struct.pack("<HHBI", 0x7075, 5 + 11, 1, 0) + "dégâts.p".encode() + b"x"

    assert unicode_path(extra) == "dégâts.px"


def test_names_in_pairs_of_high_signs_are_chinese() -> None:
    assert decoded("事故照片.jpg".encode("gb2312")) == "事故照片.jpg"
