import ctypes
import io

import numpy as np
import pypdfium2
import pytest
from pypdf import PdfReader, PdfWriter
from pypdfium2 import raw

from extractors.lines import words_of
from extractors.pdf.characters import PORTION, to_the_hundredth
from extractors.pdf.layer import text_layer
from tests.extractors import papers

ODD = (
    "Le véhi-",
    "cule, a\u00adb, ﬁn, e\u0301te\u0301, \ue001\ue002 \x02ab \x03c \ue003",
    "x \U0001f600 y",
    "a\u3000b\u00a0c\u2028d",
)
DENSE = tuple(" ".join(f"mot{row}{column}" for column in range(12)) for row in range(36))


def alone(textpage: pypdfium2.PdfTextPage, height: float) -> list[tuple[str, float, float, float, float]]:
    """The words of the page when each character is asked for alone, with their edges."""
    words: list[tuple[str, list[tuple[float, float, float, float]]]] = [("", [])]
    for index in range(textpage.count_chars()):
        sign, box = chr(raw.FPDFText_GetUnicode(textpage, index)), raw.FS_RECTF()
        raw.FPDFText_GetLooseCharBox(textpage, index, ctypes.byref(box))
        text, boxes = words.pop()
        words += [(text, boxes), ("", [])] if sign.isspace() else [(text + sign, [*boxes, (box.left, box.top, box.right, box.bottom)])]
    meant = ((text.translate({0: None, 2: "-", 0xAD: "-"}), list(zip(*boxes, strict=True))) for text, boxes in words if text)
    return [(text, min(left), height - max(top), max(right), height - min(bottom)) for text, (left, top, right, bottom) in meant if text]


@pytest.mark.parametrize("lines", [papers.INVOICE, ODD, DENSE], ids=["invoice", "odd characters", "dense"])
def test_words_and_boxes_are_those_of_the_characters_asked_for_one_by_one(lines: tuple[str, ...]) -> None:
    document = pypdfium2.PdfDocument(papers.pdf(lines, size=9))
    page = document[0]
    expected = alone(page.get_textpage(), page.get_height())

    words = words_of(text_layer(page, printed=1 << 30).lines)
    document.close()

    assert [word.text for word in words] == [text for text, *_ in expected]
    found = [(word.box.x0, word.box.y0, word.box.x1, word.box.y1) for word in words]
    assert np.abs(np.array(found) - np.array([edges for _, *edges in expected])).max() < 0.01


def test_the_dense_page_is_asked_for_in_more_than_one_go() -> None:
    assert sum(map(len, DENSE)) > 2 * PORTION


def test_characters_without_meaning_are_counted() -> None:
    document = pypdfium2.PdfDocument(papers.pdf(ODD))

    layer = text_layer(document[0], printed=1 << 30)
    document.close()

    assert (layer.lost, words_of(layer.lines)[1].text) == (10, "véhi-cule,")


def test_a_character_that_the_font_gives_no_meaning_is_lost_and_no_hyphen() -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(papers.pdf(("Fax du tiers",)))))
    (font,) = (font for font in writer.pages[0]["/Resources"]["/Font"].values() if "/ToUnicode" in font)  # type: ignore[index]
    font["/ToUnicode"].set_data(font["/ToUnicode"].get_data().replace(b"<0078>", b"<0000>"))
    out = io.BytesIO()
    writer.write(out)
    document = pypdfium2.PdfDocument(out.getvalue())

    layer = text_layer(document[0], printed=1 << 30)
    document.close()

    assert (layer.lost, [word.text for word in words_of(layer.lines)]) == (1, ["Fa", "du", "tiers"])


def test_numbers_are_rounded_as_by_round() -> None:
    halves = [whole + part / 1000 for whole in (0, 1, 56, 841, -3) for part in range(0, 1000, 5)]
    values = np.array([*halves, 0.125, 1e15 + 0.3, 1e300, -1e300, float("inf")])

    with np.errstate(over="ignore", invalid="ignore"):
        assert to_the_hundredth(values).tolist() == [round(value, 2) for value in values.tolist()]
