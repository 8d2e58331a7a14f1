import io
import zipfile

import pytest
from docx import Document

from core.errors import Problem
from core.limits import Limits
from core.pages import Source
from extractors.readers.html import text_of_html
from extractors.readers.text import decode
from tests.extractors import papers

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"


def letter(*, with_picture: bool = False) -> bytes:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "Cabinet Lambert, courtiers"
    document.sections[0].footer.paragraphs[0].text = "IBAN BE68 5390 0754 7034"
    document.add_heading("Déclaration de sinistre", 1)
    table = document.add_table(rows=2, cols=2)
    for row, cells in zip(table.rows, (("Date du sinistre", "14/02/2024"), ("Police n°", "50.123.456")), strict=True):
        for cell, value in zip(row.cells, cells, strict=True):
            cell.text = value
    merged = table.add_row()
    merged.cells[0].merge(merged.cells[1]).text = "Dégâts au mobilier"
    document.add_paragraph("Veuillez trouver le détail ci-dessus.")
    if with_picture:
        document.add_picture(io.BytesIO(papers.encoded(papers.picture(papers.REPORT), "PNG")))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def archive(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


def test_a_word_document_is_read_in_order_with_its_tables_and_margins() -> None:
    found = papers.reading_of(letter(), DOCX)

    assert papers.text(found).splitlines() == [
        "Cabinet Lambert, courtiers",
        "Déclaration de sinistre",
        "Date du sinistre\t14/02/2024",
        "Police n°\t50.123.456",
        "Dégâts au mobilier",
        "Veuillez trouver le détail ci-dessus.",
        "IBAN BE68 5390 0754 7034",
    ]
    assert papers.facts(found) == {
        ("date_eu", "2024-02-14"),
        ("policy_number", "50.123.456"),
        ("iban", "BE68539007547034"),
        ("issuer", "Cabinet Lambert, courtiers"),
    }
    assert (found.type.id, found.language, found.pages[0].source) == ("declaration", "fr", Source.NATIVE)


def test_a_scan_pasted_into_a_word_document_is_read_as_a_page_of_its_own() -> None:
    found = papers.reading_of(letter(with_picture=True), DOCX)

    assert [page.source for page in found.pages] == [Source.NATIVE, Source.OCR]
    assert "RAPPORT D'EXPERTISE" in found.pages[1].text


def test_a_workbook_is_read_with_dates_and_rounded_amounts() -> None:
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    data = archive(
        xl__sharedStrings_xml=f"<sst {space}><si><t>État de pertes</t></si><si><r><t>Télé</t></r><r><t>viseur</t></r></si></sst>",
        xl__styles_xml=f'<styleSheet {space}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
        xl__worksheets__sheet1_xml=f'<worksheet {space}><sheetData><row><c t="s"><v>0</v></c></row><row><c t="s"><v>1</v></c>'
        '<c s="1"><v>45336</v></c><c><v>1494.5900000000001</v></c><c t="inlineStr"><is><t>neuf</t></is></c></row></sheetData></worksheet>',
    )

    found = papers.reading_of(data, XLSX)

    assert papers.text(found) == "État de pertes\nTéléviseur\t14/02/2024\t1494.59\tneuf"


def test_an_open_document_is_read_in_order() -> None:
    names = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "text", "table"))
    data = archive(
        content_xml=f"<office:document-content {names}><office:body><office:text><text:h>Volmacht</text:h>"
        "<text:p>Ik <text:span>geef<text:s/>volmacht</text:span> aan</text:p><table:table><table:table-row>"
        "<table:table-cell><text:p>Datum</text:p></table:table-cell><table:table-cell><text:p>3 maart 2024</text:p></table:table-cell>"
        "</table:table-row></table:table></office:text></office:body></office:document-content>"
    )

    found = papers.reading_of(data, ODT)

    assert papers.text(found) == "Volmacht\nIk geef volmacht aan\nDatum\t3 maart 2024"
    assert found.type.id == "procuration"


@pytest.mark.parametrize("media_type", [DOCX, XLSX, ODT])
@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", Problem.DAMAGED),
        (b"PK\x03\x04 no archive", Problem.DAMAGED),
        (archive(other_xml="<x/>"), Problem.DAMAGED),
        (archive(content_xml="<x", word__document_xml="<x", xl__worksheets__sheet1_xml="<x"), Problem.DAMAGED),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 locked", Problem.ENCRYPTED),
    ],
    ids=["empty", "no archive", "another archive", "broken XML", "locked"],
)
def test_an_office_file_that_cannot_be_opened_says_why(media_type: str, data: bytes, problem: Problem) -> None:
    assert papers.reading_of(data, media_type).problem is problem


def test_an_office_file_that_unpacks_to_a_bomb_is_too_big() -> None:
    data = archive(word__document_xml="0" * 20_000_000)

    assert papers.reading_of(data, DOCX, limits=Limits(child_memory_bytes=64_000_000)).problem is Problem.TOO_BIG


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_a_text_is_decoded_whatever_its_charset(charset: str) -> None:
    assert decode("Été\r\ndégâts — 12 €".encode(charset)) == "Été\ndégâts — 12 €"


def test_a_text_cut_within_a_sign_keeps_what_is_whole() -> None:
    assert decode("dégâts né".encode()[:-1]) == "dégâts n"


def test_a_long_text_is_read_up_to_the_limit_and_says_so() -> None:
    found = papers.reading_of(b"Bonjour. " * 100, "text/plain", limits=Limits(text_bytes=90))

    assert (found.pages[0].text, found.problem) == ("Bonjour. " * 10, Problem.TOO_BIG)


def test_of_a_web_page_only_what_is_seen_is_read() -> None:
    page = """<html><head><title>x</title><style>p {}</style></head><body><p>Geachte heer,</p>
        <p>wij
        melden <b>schade</b>.</p><script>alert(1)</script><!-- note --><div style="display: none">hidden</div>
        <table><tr><td>Polis</td><td>12.345.678</td></tr></table>a<br>b</body></html>"""

    assert text_of_html(page.encode()) == "Geachte heer,\nwij melden schade.\nPolis\t12.345.678\na\nb"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"", ""),
        ("<p>dégâts</p>".encode(), "dégâts"),
        ("<p>dégâts</p>".encode("cp1252"), "dégâts"),
        ('<meta charset="iso-8859-1"><p>dégâts</p>'.encode("latin-1"), "dégâts"),
        (b"<div>" * 1500 + b"deep", "deep"),
    ],
    ids=["empty", "utf-8", "cp1252", "declared", "deep"],
)
def test_web_pages_are_read_whatever_their_shape(data: bytes, text: str) -> None:
    assert text_of_html(data) == text


def test_rich_text_is_read_without_its_formatting() -> None:
    data = (
        rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}{\*\generator x;}{\info{\author Nobody}}"
        rb"\pard\b Mise en demeure\b0\par Montant d\'fb : 1\~250,00 \u8364?\par\tab fin \{sic\}\par}"
    )

    found = papers.reading_of(data, "application/rtf")

    assert papers.text(found) == "Mise en demeure\nMontant dû : 1 250,00 €\n\tfin {sic}"
    assert ("amount_eur", "1250.00") in papers.facts(found)


def test_what_is_no_rich_text_is_damaged() -> None:
    assert papers.reading_of(b"plain", "application/rtf").problem is Problem.DAMAGED
