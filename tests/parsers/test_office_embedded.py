"""Files in office files: packages, objects, whole documents."""

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.check import leaves_balance
from parsers.mapi.compose import compose
from parsers.mapi.compound import Storage, Stream
from parsers.tree import Source, walk
from tests.parsers.build import PDF, Opener, bytes_of, file, mail, plain, text
from tests.parsers.test_hostile import QUICK, edited

Tree = dict[str, "bytes | Tree"]
QUOTE = b"Devis de reparation : 1 494,59 EUR\n"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ODF = "application/vnd.oasis.opendocument."


def storage(tree: Tree, name: str = "") -> Storage:
    streams = [stream(inner, data) for inner, data in tree.items() if isinstance(data, bytes)]
    return Storage(name=name, storages=[storage(held, inner) for inner, held in tree.items() if isinstance(held, dict)], streams=streams)


def stream(name: str, data: bytes) -> Stream:
    return Stream(name=name, size=len(data), pieces=lambda: iter([data]))


def ole(tree: Tree) -> bytes:
    """A compound file."""
    return b"".join(compose(storage(tree)).pieces())


def native(data: bytes, label: bytes = b"devis.txt", path: bytes = b"C:\\Temp\\devis.txt", unicode: tuple[str, ...] = ()) -> bytes:
    """What the packager of Windows makes of a file ([MS-OLEDS] 2.3.6)."""
    copy = b"C:\\Temp\\devis (2).txt\0"
    body = b"\2\0" + label + b"\0" + path + b"\0" + b"\0\0\3\0" + struct.pack("<I", len(copy)) + copy + struct.pack("<I", len(data)) + data
    body += b"".join(struct.pack("<I", len(name)) + name.encode("utf-16-le") for name in unicode)
    return struct.pack("<I", len(body)) + body


def zipped(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def docx(parts: dict[str, bytes]) -> bytes:
    return zipped({"[Content_Types].xml": TYPES, "word/document.xml": b"<w:document/>"} | parts)


def children(opener: Opener, raw: bytes, name: str = "rapport") -> list[tuple[str, bytes, Problem | None]]:
    parts = opener.parts(raw, declared_type="", name=name)
    return [(part.original_name, bytes_of(part.content), part.problem) for part in parts[1:] if part.parent == "0"]


XLSX = zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": b"<workbook/>"})
MSG = ole({"__properties_version1.0": bytes(32), "__substg1.0_0037001F": "Relance".encode("utf-16-le")})


def test_a_report_with_its_annexes_stays_a_document_and_the_annexes_come_out(opener: Opener) -> None:
    report = docx(
        {
            "word/embeddings/oleObject10.bin": ole({"\x01Ole10Native": native(QUOTE)}),
            "word/embeddings/oleObject9.bin": ole({"\x01CompObj": b"x", "CONTENTS": PDF}),
            "word/embeddings/Feuille.xlsx": XLSX,
            "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
            "word/media/video1.mp4": b"\0\0\0\x18ftypisom\0\0\2\0",
        }
    )
    parts = opener.parts(mail("Rapport", text("Voir annexe"), file(report, "application/octet-stream", "rapport.docx")))

    assert [(part.path, part.name, part.kind, part.problem) for part in parts[2:]] == [
        ("0.1", "rapport.docx", Kind.DOCUMENT, None),
        ("0.1.0", "Feuille.xlsx", Kind.DOCUMENT, None),
        ("0.1.1", "part-2.pdf", Kind.DOCUMENT, None),
        ("0.1.2", "devis.txt", Kind.DOCUMENT, None),
        ("0.1.3", "video1.mp4", Kind.DOCUMENT, None),
    ]
    assert bytes_of(parts[5].content) == QUOTE


def test_a_mail_in_a_report_is_a_mail(opener: Opener) -> None:
    parts = opener.parts(docx({"word/embeddings/oleObject1.bin": MSG}), declared_type="")

    assert [(part.kind, part.media_type, part.content.size) for part in parts[1:2]] == [(Kind.MAIL, "application/vnd.ms-outlook", len(MSG))]


OBJECTS: dict[str, tuple[Tree, list[tuple[str, bytes]]]] = {
    "a workbook": ({"Package": XLSX}, [("", XLSX)]),
    "a text of LibreOffice": ({"EmbeddedOdf": b"PK"}, [("", b"PK")]),
    "a film beside": ({"\x01Ole10Native": native(b"film", b"film.avi")}, [("film.avi", b"film")]),
    "a label that is no name": ({"\x01Ole10Native": native(QUOTE, b"Notre devis")}, [("C:\\Temp\\devis.txt", QUOTE)]),
    "a name nowhere but in the label": ({"\x01Ole10Native": native(QUOTE, b"Notre devis", b"")}, [("Notre devis", QUOTE)]),
    "a name of Windows": ({"\x01Ole10Native": native(QUOTE, b"d\xe9g\xe2ts.txt")}, [("dégâts.txt", QUOTE)]),
    "a name in UTF-8": ({"\x01Ole10Native": native(QUOTE, "dégâts.txt".encode())}, [("dégâts.txt", QUOTE)]),
    "a name in full": (
        {"\x01Ole10Native": native(QUOTE, b"d_g_ts.txt", unicode=("C:\\x", "Großschaden.txt", "C:\\y"))},
        [("Großschaden.txt", QUOTE)],
    ),
    "a name that breaks off": ({"\x01Ole10Native": native(QUOTE, unicode=("C:\\x",))}, [("devis.txt", QUOTE)]),
    "a picture of another program": ({"\x01Ole10Native": b"\6\0\0\0BM1234"}, [("", b"BM1234")]),
    "a package without an end": ({"\x01Ole10Native": b"\6\0\0\0\2\0abcd"}, [("", b"\2\0abcd")]),
    "a formula": ({"Equation Native": b"x", "\x01Ole": b"x"}, []),
    "a button": ({"\x03OCXNAME": b"x", "CONTENTS": b"x"}, []),
    "a picture of something elsewhere": ({"\x01Ole": b"x", "\x02OlePres000": b"x"}, []),
}


@pytest.mark.parametrize(("tree", "found"), OBJECTS.values(), ids=OBJECTS)
def test_objects_are_taken_out_of_their_wrapping(opener: Opener, tree: Tree, found: list[tuple[str, bytes]]) -> None:
    raw = docx({"word/embeddings/oleObject1.bin": ole(tree)})

    assert [(name, data) for name, data, _ in children(opener, raw)] == found


@pytest.mark.parametrize("tree", [{"WordDocument": b"x"}, {"Inconnu": b"x"}], ids=["Word", "unknown"])
def test_an_object_that_is_a_document_is_a_file_as_it_is(opener: Opener, tree: Tree) -> None:
    assert children(opener, docx({"word/embeddings/oleObject1.bin": ole(tree)})) == [("", ole(tree), None)]


DAMAGED_OBJECTS: dict[str, tuple[bytes, Problem | None]] = {
    "no object": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 rompu", None),
    "something else": (QUOTE, None),
}


@pytest.mark.parametrize(("raw", "problem"), DAMAGED_OBJECTS.values(), ids=DAMAGED_OBJECTS)
def test_what_cannot_be_unwrapped_is_kept(opener: Opener, raw: bytes, problem: Problem | None) -> None:
    name = "word/embeddings/oleObject1.bin"

    assert children(opener, docx({name: raw})) == [(name, raw, problem)]


def test_a_package_that_breaks_off_says_so(opener: Opener) -> None:
    shorter = native(QUOTE)[:-10]

    assert children(opener, docx({"word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": shorter})})) == [
        ("devis.txt", QUOTE[:-10], Problem.TRUNCATED)
    ]


def stored(parts: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return packed.getvalue()


def test_a_damaged_annex_says_so(opener: Opener) -> None:
    name = "xl/embeddings/oleObject1.bin"
    wrapped = ole({"Package": b"x" * 5_000})
    raw = stored({"[Content_Types].xml": b"", "xl/workbook.xml": b"", name: wrapped, "xl/embeddings/oleObject2.bin": QUOTE})

    assert children(opener, raw.replace(b"xxxx", b"xxyx", 1).replace(QUOTE, QUOTE.upper(), 1)) == [
        (name, b"", Problem.DAMAGED),
        ("xl/embeddings/oleObject2.bin", b"", Problem.DAMAGED),
    ]


WITHOUT: dict[str, bytes] = {
    "nothing in it": docx({"word/media/image1.emf": b"x"}),
    "no archive": docx({})[:-30],
    "a legacy one": ole({"WordDocument": bytes(40)}),
    "a broken one": ole({"WordDocument": bytes(40)})[:1_000],
    "slides without objects": ole({"PowerPoint Document": struct.pack("<HHI", 0xF, 1000, 3) + b"abc"}),
    "rubbish in its list": docx({}).replace(b"word/document.xml", b"word/doc\xff\xfe.xml\0"),
    "slides that break off": ole({"PowerPoint Document": struct.pack("<HHI", 0xF, 1000, 300) + b"abc"}),
}


@pytest.mark.parametrize("raw", WITHOUT.values(), ids=WITHOUT)
def test_a_document_without_annexes_is_left_alone_however_damaged(opener: Opener, raw: bytes) -> None:
    assert [(part.kind, part.problem) for part in opener.parts(raw, declared_type="", name="rapport.docx")] == [(Kind.DOCUMENT, None)]


def test_in_an_old_text_and_an_old_workbook_objects_are_found(opener: Opener) -> None:
    objects: Tree = {"_2": {"\x01Ole10Native": native(QUOTE)}, "_1": {"CONTENTS": PDF}, "_3": {"Equation Native": b"x"}}
    workbook: Tree = {"Workbook": b"x", "MBD0001": {"Package": XLSX}, "_VBA_PROJECT_CUR": {"PROJECT": b"x"}}

    assert children(opener, ole({"WordDocument": bytes(40), "ObjectPool": objects})) == [("", PDF, None), ("devis.txt", QUOTE, None)]
    assert children(opener, ole(workbook)) == [("", XLSX, None)]


def test_a_document_in_an_old_text_becomes_a_file_of_its_own(opener: Opener) -> None:
    inner: Tree = {"Workbook": b"cellules", "\x05SummaryInformation": b"x"}
    parts = opener.parts(ole({"WordDocument": bytes(40), "ObjectPool": {"_1": inner}}), declared_type="")

    assert (parts[1].media_type, bytes_of(parts[1].content)) == ("application/vnd.ms-excel", ole(inner))


def record(data: bytes, *, kind: int = 0x1011, packed: bool = False) -> bytes:
    body = struct.pack("<I", len(data)) + zlib.compress(data) if packed else data
    return struct.pack("<HHI", 0x10 if packed else 0, kind, len(body)) + body


def test_in_old_slides_objects_are_found(opener: Opener) -> None:
    macros = record(ole({"PROJECT": b"x", "VBA": {"dir": b"x"}}))
    first, second = (ole({"\x01Ole10Native": native(QUOTE, label)}) for label in (b"un.txt", b"deux.txt"))
    slides = record(b"abc", kind=1000) + record(first) + macros + record(second, packed=True)

    assert children(opener, ole({"PowerPoint Document": slides})) == [("un.txt", QUOTE, None), ("deux.txt", QUOTE, None)]


@pytest.mark.parametrize("limits", [Limits(parts=2), Limits(bytes_out=40)], ids=["parts", "bytes"])
def test_limits_hold_in_old_documents_too(opener: Opener, limits: Limits) -> None:
    inner = ole({"\x01Ole10Native": native(QUOTE)})
    slides = ole({"PowerPoint Document": record(inner) + record(inner) + record(inner)})
    report = ole({"WordDocument": bytes(40), "ObjectPool": {f"_{number}": {"\x01Ole10Native": native(QUOTE)} for number in range(3)}})
    problem = Problem.TOO_MANY_PARTS if limits.parts == 2 else Problem.TOO_BIG

    assert [opener.tree(raw, declared_type="", limits=limits).parts[0].problem for raw in (slides, report)] == [problem, problem]


def test_an_object_by_itself_is_the_wrapping_of_its_file(opener: Opener) -> None:
    parts = opener.parts(mail("Devis", file(ole({"\x01Ole10Native": native(QUOTE)}), "application/octet-stream", "objet.bin")))

    assert [(part.kind, part.name) for part in parts[1:]] == [(Kind.CONTAINER, "objet.bin"), (Kind.DOCUMENT, "devis.txt")]


def test_a_formula_by_itself_is_a_document(opener: Opener) -> None:
    raw = ole({"\x01Ole10Native": b"x", "Equation Native": b"x"})

    assert [part.kind for part in opener.parts(raw, declared_type="", name="objet.bin")] == [Kind.DOCUMENT]


@pytest.mark.parametrize("size", [10, 9_000_000], ids=["many", "swelling"])
def test_annexes_beyond_the_limits_are_cut_with_a_mark(opener: Opener, size: int) -> None:
    raw = docx({f"word/embeddings/a{number}.txt": b"\0" * size for number in range(9)})
    tree = opener.tree(raw, declared_type="", limits=Limits(parts=5))
    expected = (5, Problem.TOO_MANY_PARTS if size == 10 else Problem.TOO_DENSE)

    assert (len(tree.parts), tree.parts[0].problem) == expected


def manifest(*entries: tuple[str, str], more: str = "") -> bytes:
    lines = "".join(f'<m:file-entry m:full-path="{path}" m:media-type="{media_type}">{more}</m:file-entry>' for path, media_type in entries)
    return f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{lines}</m:manifest>'.encode()


def odt(parts: dict[str, bytes], listed: bytes = b"") -> bytes:
    return stored({"mimetype": f"{ODF}text".encode(), "content.xml": b"<x/>", "META-INF/manifest.xml": listed} | parts)


def test_in_an_open_document_objects_documents_and_films_are_found(opener: Opener) -> None:
    listed = manifest(
        *(("/", f"{ODF}text"), ("Object 1/", f"{ODF}spreadsheet"), ("Object 1/Object 9/", f"{ODF}text"), ("Object 2/", f"{ODF}chart")),
        *(("Object 1/content.xml", "text/xml"), ("Configurations2/", "application/vnd.sun.xml.ui.configuration")),
    )
    parts = opener.parts(
        odt(
            {
                "Object 1/": b"",
                "Object 1/content.xml": b"<feuille/>",
                "Object 1/Object 9/content.xml": b"<texte/>",
                "Object 2/content.xml": b"<diagramme/>",
                "Object 3": ole({"\x01Ole10Native": native(QUOTE)}),
                "ObjectReplacements/Object 3.png": b"x",
                "Media/film.mp4": b"\0\0\0\x18ftypisom\0\0\2\0",
            },
            listed,
        ),
        declared_type="",
    )

    assert [(part.original_name, part.media_type) for part in parts[1:]] == [
        ("Media/film.mp4", "video/mp4"),
        ("devis.txt", "text/plain"),
        ("Object 1", f"{ODF}spreadsheet"),
    ]
    with zipfile.ZipFile(io.BytesIO(bytes_of(parts[3].content))) as sheet:
        assert {name: sheet.read(name) for name in sheet.namelist()} == {
            "mimetype": f"{ODF}spreadsheet".encode(),
            "content.xml": b"<feuille/>",
            "Object 9/content.xml": b"<texte/>",
            "META-INF/manifest.xml": (
                b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
                b'<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
                b'<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
                b'<manifest:file-entry manifest:full-path="Object 9/content.xml" manifest:media-type=""/></manifest:manifest>'
            ),
        }


OPEN_DOCUMENTS: dict[str, tuple[bytes, Problem | None]] = {
    "locked": (odt({}, manifest(("content.xml", "text/xml"), more="<m:encryption-data/>")), Problem.NEEDS_PASSWORD),
    "a broken list of its parts": (odt({}, b"<m:manifest"), None),
    "no archive any more": (odt({}, manifest())[:-30], None),
}


@pytest.mark.parametrize(("raw", "problem"), OPEN_DOCUMENTS.values(), ids=OPEN_DOCUMENTS)
def test_open_documents_that_say_nothing_of_files_have_none(opener: Opener, raw: bytes, problem: Problem | None) -> None:
    assert [(part.kind, part.problem) for part in opener.parts(raw, declared_type="", name="a.odt")] == [(Kind.DOCUMENT, problem)]


@pytest.mark.parametrize("held", ["Object 3", "Object 1/content.xml"], ids=["files", "documents"])
def test_limits_hold_in_open_documents_too(opener: Opener, held: str) -> None:
    listed = manifest(("Object 1/", f"{ODF}spreadsheet"), ("Object 2/", f"{ODF}spreadsheet"))
    raw = odt({held: b"x", "Object 4": b"y"}, listed)

    assert [part.problem for part in opener.tree(raw, declared_type="", limits=Limits(parts=2)).parts] == [Problem.TOO_MANY_PARTS, None]


SEEDS = (
    docx({"word/embeddings/oleObject1.bin": ole({"\x01Ole10Native": native(QUOTE, unicode=("a", "b.txt", "c"))})}),
    ole({"WordDocument": bytes(40), "ObjectPool": {"_1": {"Workbook": b"x"}, "_2": {"\x01Ole10Native": native(QUOTE)}}}),
    ole({"PowerPoint Document": record(ole({"Package": XLSX})) + record(MSG, packed=True)}),
    odt({"Object 1/content.xml": b"<x/>", "Object 3": ole({"CONTENTS": PDF})}, manifest(("Object 1/", f"{ODF}spreadsheet"))),
    ole({"\x01Ole10Native": native(plain("Relance", "Bonjour"), b"relance.eml")}),
)
WORDS = (b"\xff\xff\xff\xff", b"\xfe\xff\xff\xff", b"\0\0\0\0", b"PK\1\2", b"\1\0\0\0", b"\x7f\xff\xff\xff", b"M\0B\0D\0")
EDITS = st.lists(st.tuples(st.integers(0, 9_000), st.integers(0, 8), st.sampled_from(WORDS) | st.binary(max_size=8)), max_size=8)


@QUICK
@given(seed=st.sampled_from(SEEDS), edits=EDITS)
def test_no_damage_stops_the_walk(tmp_path: Path, seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        source = Source(content=spool.keep(seed[:8] + edited(seed[8:], edits)), name="a.docx", declared_type="")

        assert leaves_balance(walk(source, spool=spool, limits=Limits(depth=5, parts=100)))


@pytest.mark.parametrize("seed", SEEDS, ids=["docx", "doc", "ppt", "odt", "object"])
def test_no_cut_stops_the_walk(opener: Opener, seed: bytes) -> None:
    trees = [opener.tree(seed[:end], declared_type="", name="a.docx") for end in range(0, len(seed), 7)]

    assert all(leaves_balance(tree) for tree in trees)
