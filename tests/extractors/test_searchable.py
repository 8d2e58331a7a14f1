"""The searchable copy of a PDF, looked at with pdfium: it looks as the original does, and each word is found where it stands."""

import io
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, IndirectObject, NameObject, NumberObject, StreamObject
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core import codec
from core.content import Spool
from core.errors import Problem, Unreadable
from core.pages import Box, Other, Page, Source
from extractors.context import Context
from extractors.searchable import has_copy, searchable_in_child
from extractors.searchable.objects import added, added_stream, as_object
from tests.extractors import papers
from tests.extractors.copies import LETTER, NEAR, SCANNED, apart, changed, copy, leaf, read, recognised, shown, strayed, text_of

QUARTERS = (0, 90, 180, 270)


def test_a_word_of_a_scanned_letter_is_found_where_it_stands() -> None:
    reading = papers.reading_of(SCANNED)
    word = next(word for word in reading.pages[0].words if "pare-chocs" in word.text)

    with leaf(copy(SCANNED, reading)) as page:
        textpage = page.get_textpage()
        at, count = textpage.search("pare-chocs").get_next()
        left, bottom, right, top = textpage.get_rect(textpage.count_rects(at, count) - 1)
        textpage.close()
        height = page.get_height()

    assert apart(Box(x0=left, y0=height - top, x1=right, y1=height - bottom), word.box) < 1


@pytest.mark.parametrize("rotation", QUARTERS)
@pytest.mark.parametrize("stored", QUARTERS)
@pytest.mark.parametrize("box", [None, (-20, 30, 580, 800)], ids=["whole", "cropped"])
def test_a_page_looks_as_before_but_upright_with_each_word_in_its_place(rotation: int, stored: int, box: tuple[int, ...] | None) -> None:
    def turn(writer: PdfWriter) -> None:
        held = {"/Rotate": NumberObject(stored), "/UserUnit": FloatObject(1.5)} | (
            {"/CropBox": ArrayObject(map(FloatObject, box))} if box else {}
        )
        writer.pages[0].update({NameObject(key): value for key, value in held.items()})

    data = changed(SCANNED, turn)
    upright = shown(data).rotate(-rotation, expand=True)
    with leaf(data) as stands:
        width, height = stands.get_size() if rotation in {0, 180} else reversed(stands.get_size())

    page = recognised(width, height, rotation=rotation)
    made = copy(data, read(page))

    assert np.array_equal(np.asarray(shown(made)), np.asarray(upright))
    assert strayed(made, page) < NEAR


def test_what_a_page_has_from_the_node_above_it_counts() -> None:
    def lift(writer: PdfWriter) -> None:
        page = writer.pages[0]
        above = page["/Parent"].get_object()
        assert isinstance(above, DictionaryObject)
        for key in (NameObject("/MediaBox"), NameObject("/Resources")):
            above[key] = page.raw_get(key)
            del page[key]
        above[NameObject("/Rotate")] = NumberObject(90)

    data, page = changed(SCANNED, lift), recognised(841.9, 595.3)
    made = copy(data, read(page))

    assert np.array_equal(np.asarray(shown(made)), np.asarray(shown(data)))
    assert strayed(made, page) < NEAR


def test_only_pages_that_were_read_by_ocr_get_text() -> None:
    printed = papers.pdf(("Lettre imprimée",), ("Page scannée",))
    pages = Page(number=1, width=595, height=842, source=Source.TEXT_LAYER, text="Lettre imprimée"), recognised(595, 842, number=2)

    made = copy(printed, read(*pages))

    assert (text_of(made), "Müller" in text_of(made, 2)) == (text_of(printed), True)


@pytest.mark.parametrize("in_form", [False, True], ids=["page", "form"])
def test_hidden_text_that_gave_way_is_found_no_more_and_what_is_drawn_stays(*, in_form: bool) -> None:
    data = _misread(in_form=in_form)
    page = recognised(*A4, others=(Other(source=Source.TEXT_LAYER, text="G4rage d3s T!lleuls"),))

    made = copy(data, read(page))

    assert np.array_equal(np.asarray(shown(made)), np.asarray(shown(data)))
    assert [word in text_of(made) for word in ("G4rage", "Exemplaire", "Müller")] == [False, True, True]
    assert "G4rage" in text_of(copy(data, read(replace(page, others=()))))


def _misread(*, in_form: bool) -> bytes:
    """A scan with a stamp, and under it what a poor OCR made of it."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawImage(ImageReader(papers.picture(LETTER)), 0, 0, *A4)
    canvas.saveState()
    if in_form:
        canvas.beginForm("ocr")
    text = canvas.beginText(60, 700)
    text.setTextRenderMode(3)
    text.textLine("G4rage d3s T!lleuls")
    canvas.drawText(text)
    if in_form:
        canvas.endForm()
        canvas.doForm("ocr")
    canvas.restoreState()
    canvas.drawString(60, 100, "Exemplaire 2")
    canvas.save()
    return out.getvalue()


def test_a_form_that_is_drawn_over_and_over_is_copied_once() -> None:
    """Each form draws the next three times under two names, and the last of them hides something; two pages draw the first."""
    others = (Other(source=Source.TEXT_LAYER, text="G4rage d3s T!lleuls"),)
    data = changed(papers.pdf(("Page",), ("Page",)), _nested)
    pages = [recognised(595, 842, number=number, others=others) for number in (1, 2)]

    made = copy(data, read(*pages))

    assert ["G4rage" in text_of(held, number) for held in (data, made) for number in (1, 2)] == [True, True, False, False]
    assert _count_forms(made) == 2 * _count_forms(data)


def _nested(writer: PdfWriter) -> None:
    font = added(writer, {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"})
    form = {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0, 0, 595, 842]}
    hidden = b"BT 3 Tr /F 12 Tf 60 700 Td (G4rage) Tj ET"
    inner = added_stream(writer, hidden, form | {"/Resources": {"/Font": {"/F": font}}})
    for _ in range(3):
        inner = added_stream(writer, b"/A Do /A Do q 2 Tr /B Do Q", form | {"/Resources": {"/XObject": {"/A": inner, "/B": inner}}})
    for page in writer.pages:
        page.update(as_object({"/Contents": added_stream(writer, b"/A Do /A Do"), "/Resources": {"/XObject": {"/A": inner}}}))


def _count_forms(data: bytes) -> int:
    return sum(
        isinstance(found := reference.get_object(), StreamObject) and found.get("/Subtype") == "/Form"
        for reader in (PdfReader(io.BytesIO(data)),)
        for reference in (IndirectObject(number, 0, reader) for number in range(1, len(reader.xref[0]) + 1))
    )


def test_a_form_that_is_drawn_both_ways_keeps_what_it_shows() -> None:
    def draw(writer: PdfWriter) -> None:
        font = added(writer, {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"})
        entries = {"/Type": "/XObject", "/Subtype": "/Form", "/BBox": [0, 0, 595, 842], "/Resources": {"/Font": {"/F": font}}}
        form = added_stream(writer, b"BT /F 12 Tf 60 700 Td (Exemplaire 2) Tj ET", entries)
        contents = added_stream(writer, b"/A Do q 3 Tr /A Do Q BT 3 Tr (G4rage) Tj ET")
        writer.pages[0].update(as_object({"/Contents": contents, "/Resources": {"/XObject": {"/A": form}}}))

    data = changed(papers.pdf(("Page",)), draw)
    page = recognised(595, 842, others=(Other(source=Source.TEXT_LAYER, text="G4rage"),))

    assert np.array_equal(np.asarray(shown(copy(data, read(page)))), np.asarray(shown(data)))


@pytest.mark.parametrize(
    ("password", "candidates", "expected"),
    [("", (), None), ("Sinistre2024", ("rien", "Sinistre2024"), None), ("Sinistre2024", ("rien",), Problem.NEEDS_PASSWORD)],
    ids=["owner", "known", "unknown"],
)
def test_a_locked_scan_opens_with_a_candidate_or_says_so(password: str, candidates: tuple[str, ...], expected: Problem | None) -> None:
    data, page = papers.locked(SCANNED, password=password), recognised(*A4)

    if expected:
        with pytest.raises(Unreadable) as refused:
            copy(data, read(page), passwords=candidates)
        assert refused.value.problem is expected
    else:
        assert strayed(copy(data, read(page), passwords=candidates), page) < NEAR


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", SCANNED[: len(SCANNED) // 2], SCANNED.replace(b"/Kids", b"/Kinds")])
def test_a_damaged_scan_has_no_copy_and_says_so(data: bytes) -> None:
    with pytest.raises(Unreadable) as refused:
        copy(data, read(recognised(*A4)))

    assert refused.value.problem is Problem.DAMAGED


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_file() -> None:
    page = recognised(*A4)
    untyped = replace(page, words=(replace(page.words[0], text=None), *page.words[1:]))  # type: ignore[arg-type]

    with pytest.raises(TypeError):
        copy(SCANNED, read(untyped))


@pytest.mark.parametrize(
    "entries",
    [
        {"/MediaBox": ["/A", "/B", 595, 842]},
        {"/CropBox": [0, 0, 10**400, 842]},
        {"/Rotate": "/Left"},
        {"/Rotate": 10**400},
        {"/Resources": {"/XObject": {"/F": 7}}},
        {"/Resources": 7},
    ],
    ids=[
        "names for a box",
        "a box without end",
        "a name for a turn",
        "a turn without end",
        "a number for a form",
        "a number for resources",
    ],
)
@pytest.mark.parametrize("drawn", [b"/F Do", b"[/F] Do", b"/Name Tr BT (x) Tj ET", b"1e400 Tr BT (x) Tj ET", b"Do Tr Q"])
def test_what_a_page_says_against_the_rules_is_no_fault_of_ours(entries: dict[str, object], drawn: bytes) -> None:
    def odd(writer: PdfWriter) -> None:
        writer.pages[0].update(as_object(entries | {"/Contents": added_stream(writer, drawn)}))

    hidden = recognised(*A4, others=(Other(source=Source.TEXT_LAYER, text="x"),))

    with suppress(Unreadable):
        assert copy(changed(SCANNED, odd), read(hidden))


def test_a_lost_table_of_objects_is_mended() -> None:
    data, page = SCANNED.replace(b"startxref", b"startxxxx"), recognised(*A4)

    assert strayed(copy(data, read(page)), page) < NEAR


@pytest.mark.parametrize("seed", range(40))
def test_the_copy_of_a_broken_scan_looks_as_the_scan_does_or_there_is_none(seed: int) -> None:
    chance = np.random.default_rng(seed)
    broken = bytearray(papers.scan(papers.picture(LETTER, dpi=40)))
    for at in chance.integers(len(broken) - 1500, len(broken), 4):
        broken[at] = chance.integers(256)

    with suppress(Unreadable):
        made = copy(bytes(broken), read(recognised(*A4)))
        assert np.array_equal(np.asarray(shown(made)), np.asarray(shown(bytes(broken))))


def test_a_document_with_a_text_of_its_own_needs_no_copy() -> None:
    assert not has_copy(papers.reading_of(papers.pdf(LETTER)))


def test_a_child_writes_the_copy_where_it_is_told() -> None:
    with Spool() as spool:
        out, content = spool.place(), spool.keep(SCANNED)
        given = {"content": codec.dump(content), "reading": codec.dump(read(recognised(*A4))), "context": codec.dump(Context())}
        searchable_in_child(given | {"out": str(out)})

        assert "Müller" in text_of(out.read_bytes())
