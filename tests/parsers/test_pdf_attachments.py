"""What PDF files carry, and those that are locked."""

import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.content import CHUNK, Spool
from core.errors import Problem
from core.limits import Limits
from core.values import Kind
from parsers.check import leaves_balance
from parsers.containers.pdf import open_pdf
from parsers.opening import Opening
from parsers.pdf.marks import Marks, marks
from parsers.tree import Source, walk
from tests.parsers.build import Opener, bytes_of, file, mail, plain, text
from tests.parsers.pdfs import PAGE, PAGES, QUOTE, Written, carrying, files_locked, in_tree, locked, opened, packed, paper, spec, stream
from tests.parsers.test_hostile import QUICK, edited


def children(opener: Opener, raw: bytes) -> list[tuple[str, bytes, Problem | None]]:
    parts = opener.parts(raw, declared_type="", name="dossier.pdf")

    return [(part.original_name, bytes_of(part.content), part.problem) for part in parts[1:]]


def test_what_is_attached_to_a_paper_comes_out_and_the_paper_stays_a_document(opener: Opener) -> None:
    raw = mail("Facture 2026-118", text("Voir annexe"), file(carrying(QUOTE), "application/pdf", "facture.pdf"))
    parts = opener.parts(raw)

    assert [(part.path, part.name, part.kind, part.problem) for part in parts[2:]] == [
        ("0.1", "facture.pdf", Kind.DOCUMENT, None),
        ("0.1.0", "devis.txt", Kind.DOCUMENT, None),
    ]


def test_what_the_paper_says_of_its_file_is_kept(opener: Opener) -> None:
    part = opener.parts(carrying(b"<x/>", "/Type /EmbeddedFile /Subtype /text#2Fxml"), declared_type="")[1]

    assert part.declared_type == "text/xml"


def test_a_mail_in_a_paper_is_a_mail(opener: Opener) -> None:
    raw = paper(in_tree("(relance.eml)", "4 0 R"), spec(5, "(relance.eml)"), stream(plain("Relance", "Sans nouvelles de vous")))

    assert [unit.subject for unit in opener.tree(raw, declared_type="").units] == ["", "Relance"]


def test_a_tree_of_names_is_followed_however_deep_and_only_once_round(opener: Opener) -> None:
    raw = paper(
        "/Names << /EmbeddedFiles 4 0 R >>",
        "<< /Kids [5 0 R 6 0 R 4 0 R 99 0 R] >>",
        "<< /Kids [7 0 R 4 0 R] >>",
        "<< /Names [(b.txt) 8 0 R (sans fichier) << /F (x) >> (rompu) 99 0 R] >>",
        "<< /Names [(a.txt) 9 0 R] >>",
        spec(10, "(b.txt)"),
        spec(11, "(a.txt)"),
        stream(b"deux"),
        stream(b"un"),
    )

    assert children(opener, raw) == [("a.txt", b"un", None), ("b.txt", b"deux", None)]


ON_THE_PAGE = {
    "pinned to the page": "/Annots [<< /Subtype /FileAttachment /FS 4 0 R >>]",
    "belonging to the page": "/AF [99 0 R 4 0 R]",
    "belonging to a note": "/Annots [<< /Subtype /Link /AF [4 0 R] >> 99 0 R]",
    "in a show": "/Annots [<< /Subtype /RichMedia /RichMediaContent << /Assets << /Names [(x) 4 0 R] >> >> >>]",
    "a film": "/Annots [<< /Subtype /Screen /A << /S /Rendition /R << /C << /S /MCD /D 4 0 R >> >> >> >>]",
}


@pytest.mark.parametrize("place", ON_THE_PAGE.values(), ids=ON_THE_PAGE)
def test_what_is_on_a_page_comes_out(opener: Opener, place: str) -> None:
    raw = paper("", spec(5), stream(QUOTE), page=PAGE.replace(">>", f"{place} >>"))

    assert children(opener, raw) == [("devis.txt", QUOTE, None)]


def test_a_file_that_is_named_in_three_places_comes_once(opener: Opener) -> None:
    page = PAGE.replace(">>", "/Annots [<< /Subtype /FileAttachment /FS 6 0 R >>] >>")
    raw = paper(in_tree("(devis.txt)", "4 0 R") + " /AF [4 0 R 6 0 R]", spec(5), stream(QUOTE), spec(5, "(autre nom)"), page=page)

    assert children(opener, raw) == [("devis.txt", QUOTE, None)]


def test_of_the_forms_for_several_platforms_the_usual_one_comes(opener: Opener) -> None:
    forms = "<< /F (a.txt) /Mac (b.txt) /EF << /Mac 6 0 R /F 5 0 R /DOS 7 0 R >> >>"

    assert children(opener, paper(in_tree("(a)", "4 0 R"), forms, stream(b"un"), stream(b"deux"), "null")) == [("a.txt", b"un", None)]


NAMES: dict[str, tuple[Written, str]] = {
    "PDFDocEncoding": (b"(d\\351g\\342ts.txt)", "dégâts.txt"),
    "UTF-16": (b"<FEFF0064006500760069007300A020AC>", "devis\xa0€"),
    "UTF-8 that does not say so": ("(dégâts.txt)".encode(), "dégâts.txt"),
    "UTF-8 that PDFDocEncoding cannot be": ("(Großschaden.txt)".encode(), "Großschaden.txt"),
    "Windows": (b"(co\xfbt\xad.txt)", "coût\xad.txt"),
    "none, but one in the tree": (b"7", "devis.txt"),
}


@pytest.mark.parametrize(("written", "name"), NAMES.values(), ids=NAMES)
def test_names_are_read_in_every_coding(opener: Opener, written: Written, name: str) -> None:
    raw = paper(in_tree("(devis.txt)", "4 0 R"), spec(5, written), stream(QUOTE))

    assert children(opener, raw) == [(name, QUOTE, None)]


def test_the_unicode_name_goes_first(opener: Opener) -> None:
    raw = paper(in_tree("(x)", "4 0 R"), spec(5, "(degats.txt)", "/UF <FEFF006400E90067>"), stream(QUOTE))

    assert children(opener, raw)[0][0] == "dég"


PACKED: dict[str, tuple[bytes, str]] = {
    "not at all": (QUOTE, ""),
    "Flate": (zlib.compress(QUOTE), "/Filter /FlateDecode"),
    "Flate in a list": (zlib.compress(QUOTE), "/Filter [/FlateDecode] /DecodeParms [null]"),
    "Flate with a wrong checksum": (zlib.compress(QUOTE)[:-1] + b"\0", "/Filter /FlateDecode"),
    "Flate with settings that say nothing": (zlib.compress(QUOTE), "/Filter /FlateDecode /DecodeParms << /Predictor 1 >>"),
    "ASCII and Flate": (zlib.compress(QUOTE).hex().encode() + b">", "/Filter [/ASCIIHexDecode /FlateDecode]"),
}


@pytest.mark.parametrize(("data", "how"), PACKED.values(), ids=PACKED)
def test_files_are_unpacked(opener: Opener, data: bytes, how: str) -> None:
    assert children(opener, carrying(data, how)) == [("devis.txt", QUOTE, None)]


BROKEN: dict[str, tuple[bytes, str, Problem]] = {
    "breaks off": (zlib.compress(bytes(range(256)) * 9)[:80], "/Filter /FlateDecode", Problem.TRUNCATED),
    "rubbish": (zlib.compress(QUOTE)[:2] + b"\xff" * 40, "/Filter /FlateDecode", Problem.DAMAGED),
    "no packing that we know": (QUOTE, "/Filter /Inconnu", Problem.UNSUPPORTED),
    "filters that are none": (b"", "/Filter [/FlateDecode 7 0 R 3]", Problem.EMPTY),
    "broken in another way": (b"zz", "/Filter /ASCIIHexDecode", Problem.DAMAGED),
}


@pytest.mark.parametrize(("data", "how", "problem"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_says_so_and_its_paper_does_not(opener: Opener, data: bytes, how: str, problem: Problem) -> None:
    parts = opener.parts(carrying(data, how), declared_type="")

    assert [part.problem for part in parts] == [None, problem]


def test_what_is_named_in_packed_objects_comes_out(opener: Opener) -> None:
    assert children(opener, packed(in_tree("(devis.txt)", "4 0 R").encode())) == [("devis.txt", QUOTE, None)]


MARKED: dict[str, tuple[bytes, bool, bool]] = {
    "an ordinary paper": (paper(""), False, False),
    "one with a file": (carrying(QUOTE), True, False),
    "the key split by the end of a piece": (b"%PDF-" + b" " * (CHUNK - 7) + b"/EF <<", True, False),
    "words that only begin like it": (b"%PDF-1.4 /EFF /StdCF /Encrypted 1 /EFG", False, False),
    "a locked one": (b"%PDF-1.4 trailer << /Encrypt 5 0 R >>", False, True),
    "a locked one with packed objects": (b"%PDF-1.4 /ObjStm << /Encrypt 5 0 R >>", True, True),
    "packed objects without a file": (b"%PDF-1.5 " + stream(zlib.compress(PAGES.encode()), "/Type /ObjStm"), False, False),
    "packed objects with one": (b"%PDF-1.5 " + stream(zlib.compress(spec(5)), "/Type /ObjStm"), True, False),
    "packed objects that are no stream": (b"%PDF-1.5 /ObjStm", False, False),
    "objects packed in another way": (b"%PDF-1.5 " + stream(b"hex>", "/Type /ObjStm"), True, False),
    "packed objects that swell": (b"%PDF-1.5 " + stream(zlib.compress(b" " * 20_000_000), "/Type /ObjStm"), True, False),
    "more packed objects than any paper has": (b"%PDF-1.5 " + b"/ObjStm" * 10_001, True, False),
}


@pytest.mark.parametrize(("raw", "attached", "encrypted"), MARKED.values(), ids=MARKED)
def test_a_paper_is_taken_apart_only_where_its_words_ask_for_it(opener: Opener, raw: bytes, attached: bool, encrypted: bool) -> None:  # noqa: FBT001
    assert marks(opener.spool.keep(raw)) == Marks(attached=attached, encrypted=encrypted)


def test_a_file_whose_packing_cannot_be_read_is_damaged(opener: Opener) -> None:
    raw = paper(in_tree("(devis.txt)", "4 0 R"), spec(5), stream(QUOTE, "/Filter [6 0 R]"), "<< /A 1 ( >>")

    assert children(opener, raw) == [("devis.txt", b"", Problem.DAMAGED)]


DAMAGED: dict[str, tuple[bytes, bytes]] = {
    "no beginning": (b"startxref\n", b"startxref\n("),
    "a broken table": (b"\nxref\n0 ", b"\nxref\n0 9999999"),
    "a broken file": (b"\nendstream", b"\nendst>>eam"),
}


@pytest.mark.parametrize(("right", "wrong"), DAMAGED.values(), ids=DAMAGED)
def test_from_a_damaged_paper_the_files_come_out_all_the_same(opener: Opener, right: bytes, wrong: bytes) -> None:
    found = children(opener, carrying(QUOTE).replace(right, wrong))

    assert [(name, data[: len(QUOTE)], problem) for name, data, problem in found] == [("devis.txt", QUOTE, None)]


WITHOUT_FILES: dict[str, bytes] = {
    "no paper at all": b"%PDF-1.4\n/EF << /F 1 0 R >>",
    "a catalogue that is none": paper(b"[ /EF << >> ]"),
    "a lock on rubbish": b"%PDF-1.4\ntrailer << /Encrypt 1 0 R >>",
    "a name of a file elsewhere": paper(in_tree("(a.txt)", "4 0 R") + " /X << /EF << >> >>", "<< /F (a.txt) >>"),
    "no catalogue": paper("/X << /EF << >> >>").replace(b"/Root 1 0 R", b"/Racine 1 0 R"),
}


@pytest.mark.parametrize("raw", WITHOUT_FILES.values(), ids=WITHOUT_FILES)
def test_a_damaged_paper_without_files_is_not_marked_here(opener: Opener, raw: bytes) -> None:
    assert [part.problem for part in opener.parts(raw, declared_type="", name="facture.pdf")] == [None]


def test_a_damaged_file_of_a_damaged_paper_says_so(opener: Opener) -> None:
    raw = carrying(b"", "/Filter /FlateDecode").replace(b"\nxref\n0 ", b"\nxref\n0 9999999")

    assert children(opener, raw) == [("devis.txt", b"", Problem.DAMAGED)]


def many(count: int, size: int) -> bytes:
    names = [f"({number}.txt) {4 + 2 * number} 0 R" for number in range(count)]
    data = zlib.compress(b"\0" * size)
    objects = [stream(data, "/Filter /FlateDecode") if index % 2 else spec(5 + index, f"({index // 2}.txt)") for index in range(2 * count)]
    return paper(in_tree(*names), *objects)


@pytest.mark.parametrize("raw", [many(9, 10), many(9, 10).replace(b"\nxref\n0 ", b"\nxref\n0 9999999")], ids=["whole", "damaged"])
def test_more_files_than_the_limit_are_cut_with_a_mark(opener: Opener, raw: bytes) -> None:
    tree = opened(opener, raw, limits=Limits(parts=5))

    assert (len(tree.parts), tree.parts[0].problem, tree.balanced) == (5, Problem.TOO_MANY_PARTS, True)


def test_files_that_swell_are_stopped(opener: Opener) -> None:
    parts = opened(opener, many(3, 9_000_000)).parts

    assert [part.problem for part in parts] == [Problem.TOO_DENSE, None, Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_a_file_that_packs_tighter_than_the_library_takes_is_stopped(opener: Opener) -> None:
    data = zlib.compress(zlib.compress(b"\0" * 80_000_000))
    parts = opened(opener, carrying(data, "/Filter [/FlateDecode /FlateDecode]")).parts

    assert [part.problem for part in parts] == [Problem.TOO_DENSE, Problem.TOO_DENSE]


def test_a_search_that_takes_too_long_ends_with_a_mark(opener: Opener) -> None:
    opening = Opening(spool=opener.spool, limits=Limits(part_seconds=0), parts_left=9, bytes_left=9_000)
    found = open_pdf(opener.spool.keep(carrying(QUOTE)), opening)

    assert (len(found.children), found.problem) == (1, Problem.TIMED_OUT)


SEEDS = (
    carrying(zlib.compress(QUOTE), "/Filter /FlateDecode /DecodeParms [null]"),
    packed(in_tree("(devis.txt)", "4 0 R").encode()),
    locked(carrying(QUOTE), "Sinistre24"),
    files_locked("Sinistre24"),
)
WORDS = (
    b"/EF ",
    b"/Kids [1 0 R]",
    b"<<",
    b">>",
    b"[",
    b"]",
    b" 0 R",
    b"99999999999",
    b"-1",
    b"/Filter /LZWDecode ",
    b"endobj",
    b"stream\n",
    b"\0",
)
EDITS = st.lists(st.tuples(st.integers(0, 5_000), st.integers(0, 40), st.sampled_from(WORDS) | st.binary(max_size=12)), max_size=8)


@QUICK
@given(seed=st.sampled_from(SEEDS), edits=EDITS)
def test_no_damage_stops_the_walk(tmp_path: Path, seed: bytes, edits: list[tuple[int, int, bytes]]) -> None:
    with Spool(tmp_path) as spool:
        source = Source(content=spool.keep(b"%PDF-" + edited(seed, edits)), name="a.pdf", declared_type="", passwords=("Sinistre24",))

        assert leaves_balance(walk(source, spool=spool, limits=Limits(depth=5, parts=100)))


@pytest.mark.parametrize("seed", SEEDS, ids=["flate", "packed", "locked", "files locked"])
def test_no_cut_stops_the_walk(opener: Opener, seed: bytes) -> None:
    trees = [opened(opener, seed[:end], "Sinistre24") for end in range(0, len(seed), 7)]

    assert all(leaves_balance(tree) for tree in trees)
