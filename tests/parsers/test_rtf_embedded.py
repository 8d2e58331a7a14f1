"""Files in rich text."""

import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import CHUNK, Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.check import leaves_balance
from parsers.tree import Source, walk
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, text
from tests.parsers.test_hostile import QUICK, edited
from tests.parsers.test_office_embedded import QUOTE, children, native, ole


def embedded(kind: bytes, data: bytes, *, form: int = 2) -> bytes:
    """An object as rich text holds it ([MS-OLEDS] 2.2.5)."""
    names = b"".join(struct.pack("<I", len(name)) + name for name in (kind + b"\0", b"", b""))
    digits = (struct.pack("<II", 0x501, form) + names + struct.pack("<I", len(data)) + data).hex()
    lines = "\r\n".join(digits[start : start + 127] for start in range(0, len(digits), 127))
    return b"{\\object\\objemb{\\*\\objclass " + kind + b"}{\\*\\objdata " + lines.encode() + b"}{\\result {\\pict}}}"


def rtf(*objects: bytes) -> bytes:
    return b"{\\rtf1\\ansi Bonjour, voir annexe. " + b"\\par ".join(objects) + b"}"


PACKAGE = embedded(b"Package", native(QUOTE)[4:])


def test_files_in_a_letter_come_out_and_the_letter_stays_a_document(opener: Opener) -> None:
    letter = rtf(PACKAGE, embedded(b"AcroExch.Document.7", ole({"CONTENTS": PDF})), embedded(b"Equation.3", ole({"Equation Native": b"x"})))
    parts = opener.parts(mail("Lettre", text("Voir annexe"), file(letter, "application/msword", "lettre.doc")))

    assert [(part.name, part.kind) for part in parts[2:]] == [
        ("lettre.doc", Kind.DOCUMENT),
        ("devis.txt", Kind.DOCUMENT),
        ("part-2.pdf", Kind.DOCUMENT),
    ]
    assert bytes_of(parts[3].content) == QUOTE


OBJECTS: dict[str, tuple[bytes, list[tuple[str, bytes]]]] = {
    "none": (rtf(), []),
    "data that are no object": (rtf(b"{\\*\\objdata 0105}"), []),
    "no data": (rtf(b"{\\*\\objdata }"), []),
    "data at the end of everything": (rtf(embedded(b"PBrush", b"BM1234")).split(b"}{\\result")[0], [("", b"BM1234")]),
    "a word that only begins like it": (rtf(b"\\objdatas " + PACKAGE.split(b"objdata ")[1]), []),
    "one elsewhere": (rtf(embedded(b"Package", b"x", form=1)), []),
    "one without data": (rtf(embedded(b"Package", b"")), []),
    "a picture of another program": (rtf(embedded(b"PBrush", b"BM1234")), [("", b"BM1234")]),
    "one behind much text": (rtf(b"a" * (CHUNK - 40), PACKAGE), [("devis.txt", QUOTE)]),
    "much data": (rtf(embedded(b"Package", native(b"x" * CHUNK)[4:])), [("devis.txt", b"x" * CHUNK)]),
}


@pytest.mark.parametrize(("raw", "found"), OBJECTS.values(), ids=OBJECTS)
def test_objects_are_found_in_the_text(opener: Opener, raw: bytes, found: list[tuple[str, bytes]]) -> None:
    assert [(name, data) for name, data, _ in children(opener, raw, "lettre.rtf")] == found


@pytest.mark.parametrize("whole", [embedded(b"PBrush", b"BM1234"), PACKAGE], ids=["object", "package"])
def test_an_object_that_breaks_off_says_so(opener: Opener, whole: bytes) -> None:
    raw = rtf(whole[: whole.index(b"}{\\result") - 4])[:-1]

    assert [problem for _, _, problem in children(opener, raw, "lettre.rtf")] == [Problem.TRUNCATED]


@pytest.mark.parametrize("at", range(30))
def test_an_object_is_found_wherever_a_piece_of_the_file_ends(opener: Opener, at: int) -> None:
    start = len(rtf()) + PACKAGE.index(b"\\objdata")
    raw = rtf(b" " * (CHUNK - start - at), PACKAGE)

    assert [name for name, _, _ in children(opener, raw, "lettre.rtf")] == ["devis.txt"]


def test_more_files_than_the_limit_are_cut(opener: Opener) -> None:
    assert len(opener.tree(rtf(*[PACKAGE] * 9), declared_type="", limits=Limits(parts=5)).parts) == 5


SEED = rtf(PACKAGE, embedded(b"AcroExch.Document.7", ole({"CONTENTS": PDF})))


@QUICK
@given(edits=st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 8), st.binary(max_size=8) | st.sampled_from([b"ffffffff", b"}"]))))
def test_no_damage_stops_the_walk(tmp_path: Path, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        source = Source(content=spool.keep(SEED[:5] + edited(SEED[5:], edits)), name="a.rtf", declared_type="")

        assert leaves_balance(walk(source, spool=spool, limits=Limits(depth=5, parts=100)))


def test_no_cut_stops_the_walk(opener: Opener) -> None:
    trees = [opener.tree(SEED[:end], declared_type="", name="a.rtf") for end in range(0, len(SEED), 7)]

    assert all(leaves_balance(tree) for tree in trees)
