"""Two readings of one page: what the second adds, and what is kept of either."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from core.pages import Box, Other, Page, Source, Word
from extractors.context import Context
from extractors.facts import facts_of
from extractors.facts.second import with_second
from extractors.kept import kept
from extractors.lines import Line
from extractors.ocr import page as pages
from tests.extractors import papers

IBAN, MISREAD = "BE68 5390 0754 7034", "BE68 5390 0764 7034"


def words(text: str, confidence: float) -> tuple[Word, ...]:
    return tuple(
        Word(box=Box(x0=60.0 + 50 * place, y0=100.0, x1=105.0 + 50 * place, y1=112.0), text=word, confidence=confidence)
        for place, word in enumerate(text.split())
    )


def read_twice(first: str, second: str) -> Page:
    other = Other(source=Source.OCR, engine="ppocr", confidence=0.9, text=second, words=words(second, 0.9))
    return Page(number=1, source=Source.OCR, confidence=0.6, text=first, words=words(first, 0.6), engine="tesseract", others=(other,))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (f"IBAN {MISREAD}", f"IBAN {IBAN}", [("iban", "BE68539007547034", 0.8)]),
        (f"IBAN {IBAN}", f"IBAN {IBAN}", [("iban", "BE68539007547034", 0.8)]),
        (f"IBAN {IBAN}", f"IBAN {MISREAD}", [("iban", "BE68539007547034", 0.6)]),
        # Nothing tells which of two dates was read rightly: the second stays where it was read.
        ("Date 12/03/2024", "Date 12/08/2024", [("date_eu", "2024-03-12", 0.6)]),
        ("Date 12/03/2024", "Date 12/03/2024", [("date_eu", "2024-03-12", 0.8)]),
    ],
)
def test_check_digits_tell_which_reading_is_right(first: str, second: str, expected: list[tuple[str, str, float]]) -> None:
    page = read_twice(first, second)
    found = with_second(facts_of([page], language="fr"), [page], language="fr", received=None)

    assert [(fact.kind, fact.value, round(fact.confidence, 1)) for fact in found if fact.kind in {"iban", "date_eu"}] == expected


class Engine:
    """Reads always the same, as surely as it is told."""

    poor, doubtful = 0.5, 0.9

    def __init__(self, name: str, confidence: float) -> None:
        self.name, self.confidence = name, confidence

    def recognise(self, _image: object, **_: object) -> tuple[Line, ...]:
        line = f"{self.name} lit une page de sept mots"
        return (
            Line(words=tuple(replace(word, box=Box(x0=word.box.x0, y0=9, x1=word.box.x1, y1=40)) for word in words(line, self.confidence))),
        )


@pytest.mark.parametrize(
    ("confidence", "order", "read_by", "others"),
    [
        (0.95, ("tesseract", "ppocr"), "tesseract", []),
        (0.85, ("tesseract", "ppocr"), "ppocr", ["tesseract"]),
        (0.85, ("ppocr", "tesseract"), "ppocr", ["tesseract"]),
        (0.85, ("tesseract",), "tesseract", []),
    ],
)
def test_a_doubtful_page_gets_a_second_opinion_and_both_are_kept(
    confidence: float, order: tuple[str, ...], read_by: str, others: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "engines_for", lambda _context: tuple(Engine(name, confidence) for name in order))
    page = pages.read_picture(papers.picture(papers.REPORT, dpi=60), number=1, width=595, height=842, context=Context())

    assert (page.engine, [other.engine for other in page.others]) == (read_by, others)
    assert all(other.text.startswith(other.engine) and other.words for other in page.others)


def scan_with_layer(lines: list[str]) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.drawInlineImage(papers.picture(papers.REPORT), 0, 0, *A4)
    hidden = canvas.beginText(60, 700)
    hidden.setTextRenderMode(3)
    for line in lines:
        hidden.textLine(line)
    canvas.drawText(hidden)
    canvas.save()
    return out.getvalue()


GOOD = [
    "Bureau d'expertise Delcourt", "RAPPORT D'EXPERTISE", "Expertise du 3 avril 2024, véhicule AB-123-CD",
    "Valeur de remplacement à dire d'expert : 8 500,00 €", "Le véhicule est déclaré économiquement irréparable.",
    "Rechtsschutzversicherung, Versicherungsschein, expert@delcourt.example", "Contacter l'expert au 01 55 92 26 92.",
]  # fmt: skip
BAD = [
    "Burea0u d'exp3rtise De|court", "RAPP0RT D'EXPERTlSE", "Exp<rtise du 3 avnl 2O24, v@hicule A8-123-CO", "Vaieur de rempla(ement",
    "Le v€hicule est d~clar} econom!quement irr3parable.", "Contact3r l'exp3rt au O1 5S 92 26 9Z, rapp0rt du bur3au d'exp3rtise Vaieur",
    "Le v3hicule est d3clar econom!quement irr3parable et le rapp0rt suit",
]  # fmt: skip


def test_the_text_under_a_scan_counts_when_it_reads_like_words() -> None:
    page = papers.reading_of(scan_with_layer(GOOD)).pages[0]

    assert (page.source, page.others) == (Source.TEXT_LAYER, ())


def test_poor_text_under_a_scan_gives_way_to_ocr_and_is_kept_beside_it() -> None:
    page = papers.reading_of(scan_with_layer(BAD)).pages[0]

    assert (page.source, [other.source for other in page.others]) == (Source.OCR, [Source.TEXT_LAYER])
    assert "RAPPORT D'EXPERTISE" in page.text
    assert "RAPP0RT" in page.others[0].text


def test_a_page_that_was_read_is_not_read_again(tmp_path: Path) -> None:
    page = read_twice(f"IBAN {IBAN}", f"IBAN {IBAN}")
    context = Context(kept=str(tmp_path / "pages"))
    tries: list[int] = []

    def read() -> Page:
        tries.append(1)
        return page

    assert [kept(1, context, read), kept(1, context, read), kept(2, context, read)] == [page] * 3
    assert len(tries) == 2


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"number": "x"', b"\xff\xfe"])
def test_a_kept_page_that_is_damaged_is_read_again(tmp_path: Path, content: bytes) -> None:
    page = read_twice("un", "un")
    context = Context(kept=str(tmp_path))
    kept(1, context, lambda: page)
    for path in tmp_path.iterdir():
        path.write_bytes(content)

    assert kept(1, context, lambda: page) == page


def test_a_page_with_a_problem_or_without_a_word_is_not_kept(tmp_path: Path) -> None:
    context = Context(kept=str(tmp_path))
    kept(1, context, lambda: Page(number=1, source=Source.OCR))

    assert list(tmp_path.iterdir()) == []
