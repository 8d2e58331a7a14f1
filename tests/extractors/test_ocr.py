import io

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps
from pypdf import PdfReader, PdfWriter
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.errors import Problem, Unavailable, Unreadable
from core.limits import Limits
from core.pages import Source
from extractors.context import Context
from extractors.ocr.prepare import blank, flat, lies_on_its_side, prepare
from extractors.ocr.tesseract import Tesseract
from tests.documents.degrade import pictured
from tests.extractors import papers


def test_a_worn_scan_gives_the_same_facts_as_the_print() -> None:
    found = papers.reading_of(papers.scan(papers.worn(papers.picture(papers.INVOICE))))

    page = found.pages[0]
    assert (page.source, page.rotation, found.language, found.type.id) == (Source.OCR, 0, "fr", "facture_reparation")
    assert papers.facts(found) >= {
        ("date_eu", "2024-03-12"),
        ("plate_be", "1-ABC-123"),
        ("policy_number", "50.123.456"),
        ("amount_eur", "1494.59"),
        ("iban", "BE68539007547034"),
    }
    assert page.confidence > 0.85


def test_a_word_of_a_skewed_scan_has_its_place_on_the_page_as_it_lies() -> None:
    page = papers.reading_of(papers.scan(papers.worn(papers.picture(papers.INVOICE), degrees=3.0))).pages[0]

    garage = next(word for word in page.words if word.text == "Garage")
    # Turned by 3 degrees around the middle of the page, the corner moves right and down.
    assert abs(garage.box.x0 - 42) < 8
    assert abs(garage.box.y0 - 77) < 8


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_scan_the_wrong_way_up_is_turned_and_says_by_how_much(degrees: int) -> None:
    image = papers.picture(papers.REPORT).rotate(-degrees, expand=True)
    found = papers.reading_of(papers.encoded(image, "PNG", dpi=(200, 200)), "image/png")

    page = found.pages[0]
    assert page.rotation == 360 - degrees
    assert ("plate_fr_siv", "AB-123-CD") in papers.facts(found)
    assert (round(page.width), round(page.height)) == (595, 842)
    assert abs(next(word for word in page.words if word.text == "RAPPORT").box.x0 - 60) < 5


def test_a_scan_that_its_rotation_sets_upright_is_read_as_it_is_shown() -> None:
    data = papers.turned(papers.scan(papers.picture(papers.REPORT).rotate(90, expand=True).resize((1654, 2339))), 90)

    page = papers.reading_of(data).pages[0]

    assert (page.rotation, page.source) == (0, Source.OCR)
    assert "RAPPORT D'EXPERTISE" in page.text


def test_a_text_layer_of_wrong_signs_gives_way_to_ocr() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    hidden = canvas.beginText(60, 700)
    hidden.setTextRenderMode(3)
    for _ in range(20):
        hidden.textLine("Gcewtg fg tgrctcvkqp pqvtg xqvtg ocku fcpu rqwt fgu")
    canvas.drawInlineImage(papers.picture(papers.REPORT), 0, 0, *A4)
    canvas.drawText(hidden)
    canvas.showPage()
    canvas.save()

    found = papers.reading_of(out.getvalue())

    assert (found.pages[0].source, found.type.id) == (Source.OCR, "rapport_expertise")


def test_pages_of_both_sorts_are_each_read_their_way() -> None:
    writer = PdfWriter()
    for data in (papers.pdf(papers.REPORT), papers.scan(papers.picture(papers.REPORT))):
        writer.append(PdfReader(io.BytesIO(data)))
    out = io.BytesIO()
    writer.write(out)

    assert [page.source for page in papers.reading_of(out.getvalue()).pages] == [Source.TEXT_LAYER, Source.OCR]


def test_a_blank_page_has_no_text_and_that_is_said() -> None:
    found = papers.reading_of(papers.scan(Image.new("L", (800, 1100), 250)))

    assert (found.pages[0].text, found.pages[0].problem, found.problem) == ("", None, Problem.NO_TEXT)


def test_a_page_that_takes_too_long_says_so() -> None:
    found = papers.reading_of(papers.scan(papers.picture(papers.INVOICE)), limits=Limits(page_seconds=0))

    assert found.problem is Problem.TIMED_OUT


def test_a_slow_engine_is_stopped() -> None:
    with pytest.raises(Unreadable, match="timed_out"):
        Tesseract().recognise(papers.picture(papers.INVOICE), languages="fra", seconds=0.01)


def test_without_an_engine_the_reading_must_come_back_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pytesseract.pytesseract.tesseract_cmd", "no-such-program")

    with pytest.raises(Unavailable, match="ocr_missing"):
        Tesseract().recognise(papers.picture(papers.REPORT), languages="fra+xyz", seconds=10)


def test_languages_that_are_not_installed_are_left_out() -> None:
    lines = Tesseract().recognise(papers.picture(papers.REPORT), languages="xyz+fra", seconds=30)

    assert "RAPPORT D'EXPERTISE" in [line.text for line in lines]


def test_with_none_of_the_languages_the_reading_must_come_back_later() -> None:
    with pytest.raises(Unavailable, match="ocr_language_missing"):
        Tesseract().recognise(papers.picture(papers.REPORT), languages="xyz", seconds=10)


def test_small_print_is_enlarged() -> None:
    image = papers.picture(papers.REPORT, dpi=75)
    found = papers.reading_of(papers.encoded(image, "PNG", dpi=(150, 150)), "image/png")

    assert ("plate_fr_siv", "AB-123-CD") in papers.facts(found)


def test_a_shadow_over_the_page_does_not_hide_its_text() -> None:
    image = papers.picture(papers.INVOICE)
    shade = Image.linear_gradient("L").rotate(90).resize(image.size).point(lambda value: 90 + value * 160 // 255)
    shadowed = Image.composite(image, Image.new("L", image.size, 0), shade)

    assert ("iban", "BE68539007547034") in papers.facts(papers.reading_of(papers.scan(shadowed)))


@pytest.mark.parametrize("degrees", [-6.0, -1.5, 0.0, 2.0, 9.0])
def test_the_skew_of_a_page_is_measured(degrees: float) -> None:
    image = papers.picture(papers.INVOICE).rotate(-degrees, Image.Resampling.BICUBIC, fillcolor=255)

    assert abs(prepare(flat(image)).skew - degrees) <= 0.2


@pytest.mark.parametrize(("degrees", "on_its_side"), [(0, False), (90, True), (180, False), (270, True), (8, False)])
def test_a_page_on_its_side_is_told_from_an_upright_one(degrees: int, *, on_its_side: bool) -> None:
    assert lies_on_its_side(flat(papers.picture(papers.INVOICE).rotate(degrees, expand=True, fillcolor=255))) is on_its_side


def test_a_nearly_white_page_is_blank_and_one_word_is_not() -> None:
    page = Image.new("L", (1654, 2339), 245)
    written = page.copy()
    ImageDraw.Draw(written).text((300, 300), "Bon pour accord", font=ImageFont.truetype(str(papers.FONTS / "Vera.ttf"), 40), fill=20)

    assert (blank(page), blank(written)) == (True, False)


def test_the_time_of_a_page_is_what_is_left_of_the_document() -> None:
    assert Context(limits=Limits(page_seconds=60)).seconds() == 60


FEW_LINES = ("Bordereau de dépôt de clés", "Remis par Guillaume Chevreux", "Jour 05-09-2025")


@pytest.mark.parametrize("darkest", [1.0, 0.55], ids=["even light", "a shadow"])
def test_a_page_of_a_few_words_is_read_though_its_grain_is_darker_than_most_of_it(darkest: float) -> None:
    page = papers.worn(papers.picture(FEW_LINES), degrees=0, noise=12)
    light = 1 - (1 - darkest) / (1 + np.exp(-np.linspace(-9, 9, page.width)))
    scan = Image.fromarray((np.asarray(page) * 0.97 * light).astype(np.uint8))

    found = papers.reading_of(papers.encoded(scan, "JPEG", quality=60), "image/jpeg")

    assert found.pages[0].text.splitlines() == list(FEW_LINES)


def test_of_a_page_of_a_few_words_only_the_words_become_black() -> None:
    page = flat(papers.worn(papers.picture(FEW_LINES), degrees=0, noise=12))

    assert np.percentile(page.pixels, 2) > 150


@pytest.mark.parametrize(
    "page",
    [
        ImageOps.expand(papers.picture(FEW_LINES, dpi=100), border=(5, 0, 5, 0), fill=0),
        *(Image.fromarray(pictured(papers.pdf(FEW_LINES), "low", seed)) for seed in (3, 4, 5)),
    ],
    ids=["a scan", *("a photograph",) * 3],
)
def test_the_black_edge_of_a_page_of_a_few_words_is_no_line(page: Image.Image) -> None:
    assert not lies_on_its_side(flat(page))
