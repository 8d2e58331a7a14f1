import io

import pypdfium2
import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.errors import Problem
from core.limits import Limits
from core.pages import Box, Source
from extractors.lines import Line
from extractors.pdf.layer import Layer
from extractors.pdf.raster import pictures_of
from tests.extractors import papers


def near(box: Box, *, x0: float, y1: float) -> bool:
    return abs(box.x0 - x0) < 3 and abs(box.y1 - y1) < 6


def test_a_printed_invoice_is_read_from_its_text_layer_with_its_facts() -> None:
    found = papers.reading_of(papers.pdf(papers.INVOICE))

    assert found.pages[0].source is Source.TEXT_LAYER
    assert found.pages[0].text.splitlines()[0] == "Garage des Tilleuls SRL"
    assert (found.language, found.type.id, found.problem) == ("fr", "facture_reparation", None)
    assert papers.facts(found) >= {
        ("date_eu", "2024-03-12"),
        ("plate_be", "1-ABC-123"),
        ("policy_number", "50.123.456"),
        ("amount_eur", "1494.59"),
        ("iban", "BE68539007547034"),
        ("phone", "+3242223344"),
    }


def test_words_of_a_page_that_is_larger_than_any_paper_have_their_places() -> None:
    from extractors.pdf.layer import text_layer

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(10_000_000, 10_000_000))
    canvas.drawString(50, 9_999_000, "Bonjour")
    canvas.save()
    document = pypdfium2.PdfDocument(out.getvalue())

    (line,) = text_layer(document[0], printed=7).lines

    assert abs(line.words[0].box.x0 - 50) < 2
    document.close()


def test_a_word_has_its_place_from_the_upper_left() -> None:
    page = papers.reading_of(papers.pdf(("Garage des Tilleuls",))).pages[0]

    assert [word.text for word in page.words] == ["Garage", "des", "Tilleuls"]
    assert near(page.words[0].box, x0=60, y1=70)
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_is_shown_the_wrong_way_up_is_turned_back(degrees: int) -> None:
    page = papers.reading_of(papers.turned(papers.pdf(("Garage des Tilleuls",)), degrees)).pages[0]

    assert (page.text, page.rotation) == ("Garage des Tilleuls", 360 - degrees)
    assert near(page.words[0].box, x0=60, y1=70)
    assert (round(page.width), round(page.height)) == (595, 842)


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_that_its_rotation_sets_upright_has_boxes_as_it_is_shown(degrees: int) -> None:
    page = papers.reading_of(papers.turned(papers.leaning(("Garage des Tilleuls",), degrees), degrees)).pages[0]

    assert (page.text, page.rotation) == ("Garage des Tilleuls", 0)
    assert near(page.words[0].box, x0=60, y1=70)


def test_a_fact_has_the_box_of_its_words() -> None:
    found = papers.reading_of(papers.pdf(("Compte BE68 5390 0754 7034 ouvert",)))

    (fact,) = found.facts
    words = [word.box for word in found.pages[0].words[1:5]]
    assert fact.box == Box(x0=words[0].x0, y0=min(box.y0 for box in words), x1=words[-1].x1, y1=max(box.y1 for box in words))
    assert (fact.raw, fact.page) == ("BE68 5390 0754 7034", 1)


def test_cells_of_a_row_stand_on_one_line() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for height, cells in ((700, ("Phare gauche", "1", "245,00")), (680, ("Pare-chocs", "1", "600,20"))):
        for left, cell in zip((60, 300, 450), cells, strict=True):
            canvas.drawString(left, height, cell)
    canvas.showPage()
    canvas.save()

    assert papers.text(papers.reading_of(out.getvalue())) == "Phare gauche 1 245,00\nPare-chocs 1 600,20"


def test_what_was_filled_into_a_form_is_read_beside_its_label() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawString(60, 700, "N° de police :")
    canvas.drawString(60, 660, "Date du sinistre :")
    canvas.acroForm.textfield(name="police", value="50.123.456", x=160, y=692, width=200, height=20)
    canvas.acroForm.textfield(name="date", value="14/02/2024", x=180, y=652, width=200, height=20)
    canvas.showPage()
    canvas.save()

    found = papers.reading_of(out.getvalue())

    assert papers.text(found).splitlines() == ["N° de police : 50.123.456", "Date du sinistre : 14/02/2024"]
    assert papers.facts(found) == {("policy_number", "50.123.456"), ("date_eu", "2024-02-14")}


@pytest.mark.parametrize(
    ("lock", "passwords", "problem"),
    [
        ({"password": "sesame"}, (), Problem.NEEDS_PASSWORD),
        ({"password": "sesame"}, ("wrong", "again"), Problem.NEEDS_PASSWORD),
        ({"password": "sesame"}, ("wrong", "sesame"), None),
        ({"owner": "sesame"}, (), None),
    ],
    ids=["no candidate", "wrong candidates", "right candidate", "only its owner locked it"],
)
def test_a_locked_document_opens_with_a_candidate_or_asks(
    lock: dict[str, str], passwords: tuple[str, ...], problem: Problem | None
) -> None:
    found = papers.reading_of(papers.pdf(papers.INVOICE, **lock), passwords=passwords)

    assert (found.problem, bool(found.pages)) == (problem, problem is None)


def test_no_more_candidates_are_tried_than_the_limit_says() -> None:
    data = papers.pdf(papers.INVOICE, password="sesame")

    assert papers.reading_of(data, passwords=("a", "sesame"), limits=Limits(passwords=1)).problem is Problem.NEEDS_PASSWORD


@pytest.mark.parametrize(
    "data",
    [b"", b"%PDF-1.7\n", b"<html>no pdf</html>", papers.pdf(papers.INVOICE)[:400]],
    ids=["empty", "head only", "html", "cut"],
)
def test_what_is_no_whole_pdf_is_damaged(data: bytes) -> None:
    found = papers.reading_of(data)

    assert (found.problem, found.pages, found.documents) == (Problem.DAMAGED, (), ())


def test_junk_before_the_head_does_no_harm() -> None:
    assert papers.reading_of(b"\r\n--boundary\r\n" + papers.pdf(papers.INVOICE)).problem is None


def test_pages_over_the_limit_are_left_and_it_says_so() -> None:
    found = papers.reading_of(papers.pdf(*[papers.REPORT] * 3), limits=Limits(pages=2))

    assert (len(found.pages), found.problem) == (2, Problem.TOO_BIG)


def test_an_enormous_page_is_rendered_within_bounds() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(14_000, 14_000))
    canvas.rect(1_000, 1_000, 9_000, 9_000, fill=1)
    canvas.showPage()
    canvas.save()

    found = papers.reading_of(out.getvalue())

    assert (found.pages[0].source, found.problem) == (Source.OCR, Problem.NO_TEXT)


def test_a_page_with_a_picture_beyond_the_limit_is_too_big_and_the_others_are_read() -> None:
    writer = PdfWriter()
    for data in (papers.scan(Image.new("L", (900, 900), 128)), papers.pdf(papers.REPORT)):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)

    found = papers.reading_of(out.getvalue(), limits=Limits(pixels=500_000))

    assert [page.problem for page in found.pages] == [Problem.TOO_BIG, None]
    assert found.problem is None


def test_time_that_ran_out_is_said_on_each_page_left() -> None:
    found = papers.reading_of(papers.pdf(papers.REPORT), limits=Limits(read_seconds=0))

    assert (found.pages[0].problem, found.problem) == (Problem.TIMED_OUT, Problem.TIMED_OUT)


def layer(text: str, lost: int = 0) -> Layer:
    words = tuple(papers.word(piece) for piece in text.split())
    return Layer(lines=(Line(words=words),) if words else (), lost=lost)


@pytest.mark.parametrize(
    ("text", "lost", "covered", "good"),
    [
        ("", 0, 0.0, False),
        ("Page 1", 0, 0.0, True),
        ("Page 1", 0, 0.5, False),
        ("Reçu le 12/03/2024 page 1/3", 0, 1.0, False),
        ("La présente facture est payable à trente jours de sa date. " * 5, 0, 1.0, True),
        ("Facture du mois", 9, 0.0, False),
        ("\u2702\u2708\u2611\u2612 abc", 0, 0.0, False),
        (
            "Gcewtg fg tgrctcvkqp pqvtg xqvtg ocku fcpu rqwt fgu dkgp swk pg vtqwxgpv rcu fg xqyxgnngu ngvvtgu fcpu ng vgzvg " * 2,
            0,
            0.0,
            False,
        ),
        ("1.234,56 12/03/2024 98,00 21 % 0123.456.749 845,20 390,00 259,39", 0, 0.0, True),
    ],
    ids=[
        "nothing",
        "little",
        "little and a picture",
        "stamp on a scan",
        "text under a scan",
        "lost signs",
        "wrong signs",
        "shifted",
        "figures",
    ],
)
def test_a_text_layer_is_judged(text: str, lost: int, covered: float, *, good: bool) -> None:
    assert layer(text, lost).good(covered=covered) is good


def test_pictures_inside_forms_are_found_and_what_else_is_drawn_is_counted() -> None:
    stamp = ImageReader(Image.new("L", (20, 20), 90))
    canvas = Canvas(io.BytesIO(), pagesize=A4)
    for name, inner in (("inner", ""), ("outer", "inner")):
        canvas.beginForm(name)
        canvas.drawImage(stamp, 0, 0, 59.5, 84.2)
        if inner:
            canvas.doForm(inner)
        canvas.endForm()
    canvas.doForm("outer")
    canvas.line(10, 10, 90, 90)
    canvas.drawImage(stamp, 300, 300, 59.5, 84.2)
    document = pypdfium2.PdfDocument(canvas.getpdfdata())

    pictures = pictures_of(document[0])
    document.close()

    assert (len(pictures.found), sum(found.container is None for found in pictures.found), pictures.others) == (3, 1, 2)
    assert pictures.covered == pytest.approx(0.03, abs=0.001)
