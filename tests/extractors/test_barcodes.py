"""Codes on scanned pages: what a payment code states outranks what the page says."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.barcodes import codes_in, stated_on
from tests.extractors import papers

EPC = ("BCD", "002", "1", "SCT", "GKCCBEBB", "Garage des Tilleuls", "BE68539007547034", "EUR1494.59", "", "+++090/9337/55493+++", "")
SWISS = ["SPC", "0200", "1", "CH9300762011623852957", *[""] * 14, "99.50", "EUR", *[""] * 10]
TWO_D_DOC = "DC04FR0000016F926F920101FR26FRCA"

STATED = [
    ("iban", "BE68539007547034", "creditor"),
    ("bic", "GKCCBEBB", "creditor"),
    ("amount_eur", "1494.59", "total"),
    ("be_structured_comm", "+++090/9337/55493+++", ""),
]


def code(text: str | bytes, kind: str = "QRCode") -> Image.Image:
    written = zxingcpp.create_barcode(text, zxingcpp.barcode_format_from_str(kind))
    return Image.fromarray(np.asarray(written.to_image(scale=4)))


def page_with(text: str | bytes, kind: str = "QRCode") -> Image.Image:
    page = papers.picture(papers.REPORT)
    page.paste(code(text, kind), (1100, 1500))
    return page


def changed(**lines: str) -> str:
    return "\n".join(lines.get(f"line{number}", line) for number, line in enumerate(EPC))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("\n".join(EPC), "QRCode", STATED),
        ("\r\n".join(EPC), "QRCode", STATED),
        ("\n".join(EPC[:8]), "QRCode", STATED[:3]),
        (changed(line9="RF18539007547034"), "QRCode", STATED[:3]),
        (changed(line6="BE68539007547035"), "QRCode", []),
        (changed(line7="USD12.00"), "QRCode", [*STATED[:2], STATED[3]]),
        (changed(line7="EUR1e9"), "QRCode", [*STATED[:2], STATED[3]]),
        # Whoever pays fills it in.
        (changed(line7="EUR0.00"), "QRCode", [*STATED[:2], STATED[3]]),
        (changed(line7="EUR\u0661\u0662"), "QRCode", [*STATED[:2], STATED[3]]),
        (changed(line9="", line10="Facture 12 +++090/9337/55493+++ merci"), "QRCode", STATED),
        (changed(line9="", line10="tel 0909337554931"), "QRCode", STATED[:3]),
        (changed(line1="009"), "QRCode", []),
        (changed(line3="XXX"), "QRCode", []),
        ("\n".join([*SWISS[:18], "0.00", *SWISS[19:]]), "QRCode", [("iban", "CH9300762011623852957", "creditor")]),
        ("\n".join(SWISS), "QRCode", [("iban", "CH9300762011623852957", "creditor"), ("amount_eur", "99.50", "total")]),
        (TWO_D_DOC, "DataMatrix", [("two_d_doc", "01", "")]),
        ("https://garage-tilleuls.example/avis", "QRCode", []),
        ("BCD", "QRCode", []),
        ("SPC\n" * 30, "QRCode", []),
        ("BCD\x00\x07\n002", "QRCode", []),
        ("A" * 3000, "QRCode", []),
    ],
)
def test_a_code_states_what_its_own_check_digits_hold_for(text: str, kind: str, expected: list[tuple[str, str, str]]) -> None:
    stated = stated_on(page_with(text, kind), number=3, width=595, height=842)

    assert [(fact.kind, fact.value, fact.role) for fact in stated] == expected
    assert all(fact.page == 3 and fact.box and 380 < fact.box.x0 < 420 and 520 < fact.box.y0 < 560 for fact in stated)


def test_a_code_that_stands_twice_states_once() -> None:
    page = page_with("\n".join(EPC))
    page.paste(code("\n".join(EPC)), (300, 1500))

    assert [(fact.kind, fact.value, fact.role) for fact in stated_on(page, number=1, width=595, height=842)] == STATED


def test_a_code_without_an_amount_leaves_the_printed_total() -> None:
    page = papers.picture(papers.INVOICE)
    page.paste(code(changed(line7="EUR0.00")), (1100, 1500))
    found = papers.reading_of(papers.scan(page))
    totals = {fact.value: fact.confidence for fact in found.facts if (fact.kind, fact.role) == ("amount_eur", "total")}

    assert list(totals) == ["1494.59"]
    assert totals["1494.59"] > 0.8


def test_a_code_says_nothing_of_the_next_invoice_of_a_scan() -> None:
    plain = papers.picture(papers.INVOICE)
    coded = plain.copy()
    coded.paste(code("\n".join(EPC)), (1100, 1500))
    other = papers.picture([line.replace("1 494,59", "310,00") for line in papers.INVOICE])
    totals = [
        {fact.value: fact.confidence for fact in found.facts if (fact.kind, fact.role) == ("amount_eur", "total")}
        for found in (papers.reading_of(papers.scan(first, other)) for first in (plain, coded))
    ]

    assert [total["310.00"] for total in totals] == [totals[0]["310.00"]] * 2
    assert (totals[0]["1494.59"] < 1.0, totals[1]["1494.59"]) == (True, 1.0)


def test_a_page_without_codes_has_none() -> None:
    assert list(codes_in(papers.picture(papers.INVOICE))) == []


@pytest.mark.parametrize("degrees", [0, 90, 180])
def test_the_payment_code_of_a_scan_outranks_its_print(degrees: int) -> None:
    page = papers.picture([line.replace("1 494,59", "1 949,59") for line in papers.INVOICE])
    page.paste(code("\n".join(EPC)), (1100, 1500))
    found = papers.reading_of(papers.encoded(page.rotate(degrees, expand=True), "PNG", dpi=(200, 200)), "image/png")
    totals = {fact.value: fact.confidence for fact in found.facts if (fact.kind, fact.role) == ("amount_eur", "total")}

    assert totals["1494.59"] == 1.0
    assert all(confidence < 0.9 for value, confidence in totals.items() if value != "1494.59")
    assert found.pages[0].stated == ()


def printed(*lines: str, side: float) -> bytes:
    """A page with a text layer and a payment code as a picture of that side, in points."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    for row, line in enumerate(lines):
        canvas.drawString(60, 780 - 16 * row, line)
    canvas.drawImage(ImageReader(code("\n".join(EPC)).convert("RGB")), 60, 300, side, side)
    canvas.save()
    return out.getvalue()


def test_the_code_on_an_invoice_with_a_text_layer_states_its_values_where_it_stands() -> None:
    found = papers.reading_of(
        printed("Garage des Tilleuls", "Facture du 12 mars 2024", "Net à payer : 1 494,59 €", side=90), "application/pdf"
    )

    assert found.pages[0].source == "text_layer"
    (account,) = [fact for fact in found.facts if fact.kind == "iban"]
    assert (account.value, account.role) == ("BE68539007547034", "creditor")
    assert account.box
    assert (abs(account.box.x0 - 60) < 15, abs(account.box.y1 - 542) < 15) == (True, True)


def test_a_page_is_drawn_for_its_code_only_where_words_or_a_picture_promise_one() -> None:
    too_big = printed("Facture du 12 mars 2024", side=250)
    announced = printed("Scannez le code QR pour payer", side=250)

    kinds = [{fact.kind for fact in papers.reading_of(data, "application/pdf").facts} for data in (too_big, announced)]

    assert ["iban" in found for found in kinds] == [False, True]
