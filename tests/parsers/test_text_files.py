"""Files written into a text come out of it: uuencode and yEnc."""

import base64
import binascii
import io
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given

from core.content import Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind
from parsers import inline_files
from parsers.containers.text import open_text
from parsers.inline_files import without_files
from parsers.opening import Opening
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, plain
from tests.parsers.texts import EDITS, PHOTO, QUICK, body, cut_anywhere, edited, holds_together, ignore, inside, letter

LINE = 45


def uu(content: bytes, name: str = "devis.pdf", *, blank: bytes = b"`") -> bytes:
    lines = b"".join(binascii.b2a_uu(content[at : at + LINE], backtick=blank == b"`") for at in range(0, len(content), LINE))
    return f"begin 644 {name}\n".encode() + lines + blank + b"\nend\n"


def base64_between_marks(content: bytes, name: str = "devis.pdf") -> bytes:
    return f"begin-base64 644 {name}\n".encode() + base64.encodebytes(content) + b"====\n"


def yenc(content: bytes, *, name: str = "photo.jpg", part: str = "", size: int | None = None, crc: int | None = None) -> bytes:
    signs = bytearray()
    for byte in content:
        code = (byte + 42) & 255
        signs += bytes((61, (code + 64) & 255)) if code in b"\0\n\r=" else bytes((code,))
        if len(signs) % 130 >= 128:
            signs += b"\r\n"
    whole = len(content) if size is None else size
    found = zlib.crc32(content) if crc is None else crc
    head = f"=ybegin {'part=1 total=2 ' if part else ''}line=128 size={whole} name={name}\r\n{part}".encode()
    tail = f"\r\n=yend size={len(content)} {'part=1 p' if part else ''}crc32={found:08x}\r\n".encode()
    return head + bytes(signs) + tail


def found(raw: bytes) -> list[tuple[str, bytes]]:
    stream = io.BytesIO(raw)
    return [(one.name, b"".join(inline_files.pieces(stream, one))) for one in inline_files.inline_files(stream, ignore)]


WRITTEN = {
    "uuencode": uu(PHOTO, "photo.jpg"),
    "uuencode with blanks for zeros": uu(PHOTO, "photo.jpg", blank=b" "),
    "uuencode with line ends of mail": uu(PHOTO, "photo.jpg").replace(b"\n", b"\r\n"),
    "uuencode with a checksum behind each line": uu(PHOTO, "photo.jpg")
    .replace(b"\nM", b"x\nM")
    .replace(b"jpgx", b"jpg")
    .replace(b"x\n", b"#\n"),
    "uuencode with every line apart": uu(PHOTO, "photo.jpg").replace(b"\n", b"\n\n").replace(b"jpg\n\n", b"jpg\n"),
    "base64 between marks": base64_between_marks(PHOTO, "photo.jpg"),
    "yEnc": yenc(PHOTO),
}


@pytest.mark.parametrize("coded", WRITTEN.values(), ids=WRITTEN)
def test_a_file_written_into_a_text_comes_out(opener: Opener, coded: bytes) -> None:
    parts = opener.parts(letter(b"Bonjour,\r\nvoici la photo.\r\n\r\n" + coded + b"\r\nCordialement\r\n"))

    assert inside(parts) == [("0.0.0", "photo.jpg", None)]
    assert (bytes_of(parts[2].content), parts[1].kind, parts[2].kind) == (PHOTO, Kind.TEXT, Kind.DOCUMENT)


def test_blanks_at_the_ends_of_lines_that_got_lost_on_the_way_were_zeros() -> None:
    content = b"PLAN" * 20 + b"\0" * 200
    coded = b"\n".join(line.rstrip() for line in uu(content, "plan.bin", blank=b" ").split(b"\n")[:-3])

    assert found(coded + b"\n\nend\n") == [("plan.bin", content)]


def test_several_files_come_out_in_the_order_of_the_text() -> None:
    raw = b"Un\n" + uu(PDF, "a b.pdf") + b"deux\n" + yenc(PHOTO) + b"trois\n" + base64_between_marks(PDF, "c.pdf") + uu(b"", "vide.txt")

    assert found(raw) == [("a b.pdf", PDF), ("photo.jpg", PHOTO), ("c.pdf", PDF), ("vide.txt", b"")]


PROSE = {
    "a sentence": "Pour commencer :\nbegin 644 and so on\nVoici la suite.\nend\n",
    "a sentence in capitals": "begin 644 ET PUIS\nVOICI LA SUITE\nend\n",
    "a mark in the middle of a line": "Il écrit begin 644 devis.pdf\nM" + "A" * 60 + "\nend\n",
    "a quoted file": "> begin 644 devis.pdf\n> M" + "A" * 60 + "\n> end\n",
    "a mark of base64 and a sentence": "begin-base64 644 note\nvoir plus bas, merci\n====\n",
    "a mark of yEnc without numbers": "=ybegin line=x size=y name=a.jpg\nabc\n=yend size=3\n",
    "only an end": "end\n====\n=yend size=3\n",
    "a mark at the very end": "begin 644 devis.pdf",
}


@pytest.mark.parametrize("prose", PROSE.values(), ids=PROSE)
def test_what_only_looks_like_a_mark_is_prose(opener: Opener, prose: str) -> None:
    assert inside(opener.parts(letter(prose.encode()))) == []
    assert without_files(prose) == prose


HURT = {
    "no end": (uu(PHOTO)[:-7], Problem.TRUNCATED),
    "prose instead of an end": (uu(PHOTO)[:-7] + b"\nEn vous remerciant\n", Problem.TRUNCATED),
    "another file instead of an end": (uu(PHOTO)[:-6] + uu(PDF), Problem.TRUNCATED),
    "a strange line": (uu(PHOTO).replace(b"\nM", b"\n*** perdu ***\nM", 3), Problem.DAMAGED),
    "a mark of another kind": (uu(PHOTO)[:300] + b"\n====\n" + uu(PHOTO)[300:], Problem.DAMAGED),
    "a line that is too long": (uu(PHOTO).replace(b"\nM", b"\nMMMMM", 2).replace(b"\nMMMMM", b"\nM", 1), Problem.DAMAGED),
    "base64 without an end": (base64_between_marks(PHOTO)[:-5], Problem.TRUNCATED),
    "yEnc without an end": (yenc(PHOTO).partition(b"\r\n=yend")[0], Problem.TRUNCATED),
    "yEnc with another checksum": (yenc(PHOTO, crc=1), Problem.DAMAGED),
    "yEnc of another size": (yenc(PHOTO).replace(b"=yend size=1", b"=yend size=2"), Problem.DAMAGED),
    "one part of several": (yenc(PHOTO, part="=ypart begin=1 end=1044\r\n", size=40_000), Problem.INCOMPLETE),
    "one part with another checksum": (yenc(PHOTO, part="=ypart begin=1 end=1044\r\n", size=40_000, crc=7), Problem.DAMAGED),
}


@pytest.mark.parametrize(("coded", "problem"), HURT.values(), ids=HURT)
def test_of_a_hurt_file_stays_what_is_there_with_a_mark(opener: Opener, coded: bytes, problem: Problem) -> None:
    parts = opener.parts(letter(b"Bonjour\n" + coded))

    assert parts[2].problem == problem
    assert bytes_of(parts[2].content)[:40] == PHOTO[:40]


def test_a_part_that_is_the_only_one_is_whole(opener: Opener) -> None:
    parts = opener.parts(letter(yenc(PHOTO, part=f"=ypart begin=1 end={len(PHOTO)}\r\n")))

    assert (parts[2].problem, bytes_of(parts[2].content)) == (None, PHOTO)


def test_a_part_whose_second_line_is_missing_is_read_as_a_whole(opener: Opener) -> None:
    raw = yenc(PHOTO).replace(b"=ybegin ", b"=ybegin part=1 ")

    assert opener.parts(letter(raw))[2].problem is None


def test_the_text_without_its_files_is_what_was_written() -> None:
    written = "Bonjour,\n{}Voici l'été.\n{}begin 644 ici et là\n{}Fin"
    files = [part.decode("latin-1").replace("\r\n", "\n") for part in (uu(PDF), yenc(PHOTO), uu(PDF)[:-6])]

    assert without_files(written.format(*files)) == written.format("", "", "")


def test_the_own_text_of_a_mail_is_what_was_written(opener: Opener) -> None:
    coded = b"Bonjour,\r\n\r\nbegin 644 photo.jpg\r\n#0V%T\r\n`\r\nend\r\n\r\nCordialement\r\n"

    unit = opener.unit(plain("Photo *C502100001*", coded.decode()))

    assert "begin" not in unit.own_text
    assert unit.own_text.startswith("Bonjour")


def test_a_text_is_read_in_pieces_and_marks_are_found_wherever_they_lie(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = b"Bonjour " * 30 + b"\n" + uu(PHOTO) + b"x" * 500 + b"\n" + base64_between_marks(PHOTO) + yenc(PHOTO) + b"\n"
    whole = found(raw)

    for size in (100, 127, 400, 1000):
        monkeypatch.setattr(inline_files, "CHUNK", size)
        assert [content for _name, content in found(raw)] == [content for _name, content in whole]


def test_a_small_letter_hurts_one_line_of_a_long_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inline_files, "CHUNK", 62 * 4)
    stream = io.BytesIO(uu(PHOTO).replace(b"$", b"x", 1))
    (hurt,) = inline_files.inline_files(stream, ignore)

    with pytest.raises(Unreadable, match="damaged"):
        list(inline_files.pieces(stream, hurt))


def test_an_attached_text_is_looked_into_too_and_a_mail_in_it_is_a_mail(opener: Opener) -> None:
    inner = plain("Relance *C502100002*", "Toujours rien")
    raw = mail("Envoi", file(b"Journal\n" + uu(inner, "relance.eml"), "text/plain", "journal.txt"))
    tree = opener.tree(raw)

    assert [(part.path, part.kind, part.name) for part in tree.parts[1:4]] == [
        ("0.0", Kind.DOCUMENT, "journal.txt"),
        ("0.0.0", Kind.MAIL, "relance.eml"),
        ("0.0.0.0", Kind.TEXT, "part-1.txt"),  # noqa: S104 - a path, no address
    ]
    assert [unit.subject for unit in tree.units] == ["Envoi", "Relance *C502100002*"]


def test_no_more_files_than_the_limit_come_out(opener: Opener) -> None:
    tree = opener.tree(letter(uu(PDF) * 20), limits=Limits(parts=10))

    assert (len(tree.parts), tree.parts[1].problem) == (10, Problem.TOO_MANY_PARTS)


def test_when_the_time_is_over_nothing_more_is_opened(opener: Opener) -> None:
    opening = Opening(spool=opener.spool, limits=Limits(), parts_left=10, bytes_left=1_000_000, ends_at=0.0)
    opened = open_text(opener.spool.keep(uu(PDF) * 3), opening)

    assert (opened.children, opened.problem) == ((), Problem.TIMED_OUT)


def test_what_lies_in_a_text_at_the_deepest_level_is_said_and_a_mere_text_is_not_too_deep(opener: Opener) -> None:
    raw = mail("Envoi", body(b"Bonjour"), body(uu(PDF)))
    tree = opener.tree(raw, limits=Limits(depth=1))

    assert [(part.path, part.problem) for part in tree.parts] == [("0", None), ("0.0", None), ("0.1", Problem.TOO_DEEP)]


SEED = b"Bonjour,\n" + uu(PHOTO[:600]) + b"et\n" + base64_between_marks(PDF) + yenc(PHOTO[:400], part="=ypart begin=1 end=400\r\n")


@QUICK
@given(edits=EDITS)
def test_no_damage_stops_the_search_for_files(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        assert holds_together(spool.keep(edited(SEED, edits)), spool, "text/plain")


def test_a_text_cut_anywhere_is_a_tree(tmp_path: Path) -> None:
    with Spool(tmp_path) as spool:
        assert cut_anywhere(SEED, spool, "text/plain")


def test_a_flood_of_marks_is_read_in_little_time() -> None:
    before = time.process_time()
    files = [*inline_files.inline_files(io.BytesIO(b"begin 644 x\n" * 20_000 + b"end\n" * 20_000), ignore)]

    assert (files, time.process_time() - before < 10) == ([], True)
