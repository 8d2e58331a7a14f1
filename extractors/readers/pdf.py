"""PDF (ISO 32000): the text layer where it is good, OCR of the page where it is not; an invoice attached as XML outranks both."""

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Fact, Other, Page, Source
from extractors.barcodes import stated_on
from extractors.context import Context
from extractors.kept import kept
from extractors.lines import confidence_of, text_of, words_of
from extractors.ocr.page import read_picture
from extractors.pdf.attached import stated_in
from extractors.pdf.document import Leaf, leaf, opened
from extractors.pdf.entered import Entered, entered_on
from extractors.pdf.layer import COVERED, Layer, text_layer
from extractors.pdf.raster import Pictures, pictures_of, raster
from extractors.readers import Sheets, problem_of, reads

if TYPE_CHECKING:
    from PIL.Image import Image
    from pypdfium2 import PdfDocument, PdfImage, PdfPage

CODE_WORDS = re.compile(
    r"\bQR\b|\bscan(?:nez|nen|ne?|ner)?\b|giro-?code|zahl(?:en)? mit code|payconiq|2D-?Doc|\bempfangsschein\b|"
    r"code[- ]?barres|\bbar ?code|streepjescode|strichcode",
    re.IGNORECASE,
)
CODE_PARTS = ("qr", "scan", "code", "payconiq", "2d", "empfangsschein")
"""The letters without which none of them is there: pages are many, and codes few."""

CODE_SIDE, CODE_SLANT = (40.0, 220.0), 0.1
"""Points of the side of a picture that may be a code, and the share by which its sides may differ."""


@reads("application/pdf", "application/x-pdf")
def read_pdf(content: Content, context: Context) -> Sheets:
    """Every page up to the limit; a page that fails keeps its number and says why."""
    with opened(content, context) as document:
        count = len(document)
        pages = tuple(_read_page(document, number, context) for number in range(1, min(count, context.limits.pages) + 1))
        stated = stated_in(document, content, context)
    problem = Problem.TOO_BIG if count > context.limits.pages else None
    return Sheets(pages=pages, stated=stated, problem=problem or problem_of(pages))


def picture_in_pdf(content: Content, number: int, context: Context) -> "Image":
    """Page `number` in grey as it is shown, with what was filled into its form.

    Raises:
        Unreadable: there is no such page, or it is damaged or too large.
    """
    from pypdfium2 import PdfiumError

    with opened(content, context) as document:
        if not 1 <= number <= len(document):
            raise Unreadable(Problem.DAMAGED, "no such page")
        try:
            with leaf(document, number - 1) as found:
                return raster(found.page, pictures_of(found.page), context.limits)
        except PdfiumError as error:
            raise Unreadable(Problem.DAMAGED, str(error)) from error


def entered_in_pdf(content: Content, number: int, rotation: int, context: Context) -> tuple[Entered, ...]:
    """What was entered into the form of page `number`, on the page as it is read.

    Raises:
        Unreadable: there is no such page, it is damaged, or the time is over.
    """
    from pypdfium2 import PdfiumError

    with opened(content, context) as document:
        try:
            page = document.get_page(number - 1)
        except PdfiumError as error:
            raise Unreadable(Problem.DAMAGED, str(error)) from error
        try:
            return tuple(entered_on(page, turn=rotation, seconds=context.seconds))
        finally:
            page.close()


def _read_page(document: "PdfDocument", number: int, context: Context) -> Page:
    from pypdfium2 import PdfiumError

    try:
        context.seconds()
        with leaf(document, number - 1) as opened_leaf:
            return _read_leaf(opened_leaf, number, context)
    except Unreadable as error:
        return Page(number=number, confidence=0.0, problem=error.problem)
    except PdfiumError:
        return Page(number=number, confidence=0.0, problem=Problem.DAMAGED)


def _read_leaf(found: Leaf, number: int, context: Context) -> Page:
    page = found.page
    layer = text_layer(page, printed=found.printed)
    pictures = pictures_of(page)
    if layer.good(covered=pictures.covered):
        printed = _as_printed(page, layer, number, pictures)
        return replace(printed, stated=_codes(page, printed, pictures, context))
    return kept(number, context, lambda: _recognised(page, pictures, layer, number, context))


def _codes(page: "PdfPage", printed: Page, pictures: Pictures, context: Context) -> tuple[Fact, ...]:
    """What codes on a page with text state, where it looks as if it had one: to draw a page costs more than to read its text."""
    if printed.rotation or not (_announced(printed.text) or any(_like_a_code(picture) for picture in pictures.found)):
        return ()
    width, height = page.get_size()
    try:
        return stated_on(raster(page, pictures, context.limits), number=printed.number, width=width, height=height)
    except Unreadable:
        return ()


def _announced(text: str) -> bool:
    small = text.lower()
    return any(part in small for part in CODE_PARTS) and bool(CODE_WORDS.search(text))


def _like_a_code(picture: "PdfImage") -> bool:
    left, bottom, right, top = picture.get_bounds()
    width, height = right - left, top - bottom
    return bool(CODE_SIDE[0] <= width <= CODE_SIDE[1] and abs(width - height) <= CODE_SLANT * width)


def _recognised(page: "PdfPage", pictures: Pictures, layer: Layer, number: int, context: Context) -> Page:
    """The page by OCR; what its text layer said is kept beside it."""
    width, height = page.get_size()
    try:
        image = raster(page, pictures, context.limits)
    except Unreadable as error:
        return Page(number=number, width=width, height=height, source=Source.OCR, confidence=0.0, problem=error.problem)
    found = read_picture(image, number=number, width=width, height=height, context=context)
    words = words_of(layer.lines)
    if not words:
        return found
    return replace(found, others=(*found.others, Other(source=Source.TEXT_LAYER, text=text_of(layer.lines), words=words)))


def _as_printed(page: "PdfPage", layer: Layer, number: int, pictures: Pictures) -> Page:
    width, height = page.get_size()
    if layer.turn in {90, 270}:
        width, height = height, width
    words = words_of(layer.lines)
    if pictures.covered >= COVERED:
        # Text under a scan came out of somebody else's OCR.
        words = tuple(replace(word, confidence=0.9) for word in words)
    return Page(
        number=number,
        width=round(width, 2),
        height=round(height, 2),
        rotation=layer.turn,
        source=Source.TEXT_LAYER,
        confidence=confidence_of(words),
        text=text_of(layer.lines),
        words=words,
    )
