"""Codes on scanned pages: what a payment code states outranks what the page says; what other codes are."""

import io

import numpy as np
import pytest
import zxingcpp
from PIL import Image
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from extractors.barcodes import codes_in, stated_on
from tests.documents.degrade import pictured
from tests.extractors import papers

EPC = ("BCD", "002", "1", "SCT", "GKCCBEBB", "Garage des Tilleuls", "BE68539007547034", "EUR1494.59", "", "+++090/9337/55493+++", "")
SWISS = ["SPC", "0200", "1", "CH9300762011623852957", *[""] * 14, "99.50", "EUR", *[""] * 10]
SWISS_STATED = [("iban", "CH9300762011623852957", "creditor"), ("amount_eur", "99.50", "total")]
QRR = "210000000003139471430009017"
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


def swiss(kind: str, reference: str) -> str:
    """A Swiss code with a reference, whose place is behind seven lines of whoever pays."""
    return "\n".join([*SWISS[:20], *[""] * 7, kind, reference, "", "EPD"])


def changed(**lines: str) -> str:
    return "\n".join(lines.get(f"line{number}", line) for number, line in enumerate(EPC))


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("\n".join(EPC), "QRCode", STATED),
        ("\r\n".join(EPC), "QRCode", STATED),
        ("\n".join(EPC[:8]), "QRCode", STATED[:3]),
        (changed(line9="RF18539007547034"), "QRCode", [*STATED[:3], ("rf_reference", "RF18539007547034", "")]),
        (changed(line9="RF19539007547034"), "QRCode", STATED[:3]),
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
        ("\n".join(SWISS), "QRCode", SWISS_STATED),
        (swiss("QRR", QRR), "QRCode", [*SWISS_STATED, ("ch_qr_reference", QRR, "")]),
        (swiss("SCOR", "RF18539007547034"), "QRCode", [*SWISS_STATED, ("rf_reference", "RF18539007547034", "")]),
        (swiss("QRR", f"{QRR[:-1]}6"), "QRCode", SWISS_STATED),
        (swiss("NON", ""), "QRCode", SWISS_STATED),
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


CODES = [
    ("C502100001", "Code128", ("code", "C502100001")),
    ("SIN 2026/00417-B", "Code128", ("code", "SIN 2026/00417-B")),
    ("C502100001", "Code39", ("code", "C502100001")),
    ("C502100001", "PDF417", ("code", "C502100001")),
    ("*C502100001*", "Aztec", ("code", "*C502100001*")),
    ("C502100001", "DataMatrix", ("code", "C502100001")),
    ("WVWZZZ1JZ3W386752", "Code39", ("vin", "WVWZZZ1JZ3W386752")),
    ("IWVWZZZ1JZ3W386752", "Code39", ("vin", "WVWZZZ1JZ3W386752")),
    ("WVWZZZ1JZ3W386752", "Code128", ("vin", "WVWZZZ1JZ3W386752")),
    ("5449000000996", "EAN13", ("gtin", "5449000000996")),
    ("96385074", "EAN8", ("gtin", "96385074")),
    ("5449000000996", "Code128", ("code", "5449000000996")),
    ("15449000000993", "ITF", ("gtin", "15449000000993")),
    ("RF18539007547034", "Code128", ("rf_reference", "RF18539007547034")),
    ("BE68539007547034", "QRCode", ("iban", "BE68539007547034")),
    # Too short to be sure, the number of a person, an address to be lured to, words.
    ("123456", "ITF", None),
    ("AB1234", "Code39", None),
    ("85073003328", "Code128", None),
    ("111222333", "Code128", None),
    ("592-0123456-78", "Code128", None),
    ("AB123456C", "Code128", None),
    ("255081416802538", "Code128", None),
    ("HTTPS://X.EXAMPLE/A1234", "QRCode", None),
    ("Jean Dupont, 1234 Genval", "PDF417", None),
    ("JEAN DUPONT 12", "PDF417", None),
]


@pytest.mark.parametrize(("text", "kind", "expected"), CODES, ids=[f"{kind} {text}" for text, kind, _ in CODES])
def test_a_code_says_what_its_shape_and_its_check_digits_make_of_it(text: str, kind: str, expected: tuple[str, str] | None) -> None:
    page = papers.picture(papers.REPORT)
    page.paste(code(text, kind), (150, 1500))
    stated = stated_on(page, number=3, width=595, height=842)

    assert [(fact.kind, fact.value) for fact in stated] == [expected] * bool(expected)
    assert all(fact.page == 3 and fact.box and fact.box.y0 > 530 for fact in stated)


@pytest.mark.parametrize(("title", "brought"), [("CARTE D'IDENTITE", False), ("DECLARATION DE SINISTRE", True)])
@pytest.mark.parametrize("number", ["591-AB-123456", "591123456753"])
def test_the_code_of_a_card_is_not_brought_out(title: str, number: str, *, brought: bool) -> None:
    page = papers.picture([title, "Nom : DUPONT", "Prénom : Jean", "Né le 12/03/1980 à Namur"])
    page.paste(code(number, "Code128"), (150, 1500))

    found = papers.reading_of(papers.scan(page))

    assert (not {"code", "be_structured_comm", "gtin"}.isdisjoint(fact.kind for fact in found.facts)) is brought


@pytest.mark.parametrize("way", ["noise", "photo", "fax", "copy", "low"])
def test_worn_pages_have_no_codes_that_nobody_put_there(way: str) -> None:
    assert list(codes_in(Image.fromarray(pictured(papers.pdf(papers.REPORT), way, 7)))) == []


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


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("Facture du 12 mars 2024", False),
        ("Payez par QR", True),
        ("Scannez pour payer", True),
        ("Girocode", True),
        ("Zahlen mit Code", True),
        ("Via Payconiq", True),
        ("Cachet 2D-Doc", True),
        ("Empfangsschein", True),
        ("Code-barres du dossier", True),
        ("Streepjescode hieronder", True),
        ("Der Strichcode unten", True),
    ],
)
def test_a_page_is_drawn_for_its_code_only_where_words_or_a_picture_promise_one(line: str, *, drawn: bool) -> None:
    found = papers.reading_of(printed(line, side=250), "application/pdf")

    assert any(fact.kind == "iban" for fact in found.facts) is drawn


def test_the_bars_of_a_code_do_not_lay_a_page_of_few_words_on_its_side() -> None:
    page = papers.picture(["CARTE D'IDENTITE", "Nom : DUPONT", "Prénom : Jean", "Né le 12/03/1980 à Namur"])
    page.paste(code("592-0123456-78", "Code128"), (150, 1500))

    found = papers.reading_of(papers.scan(page)).pages[0]

    assert (found.rotation, found.text.split()[0]) == (0, "CARTE")
