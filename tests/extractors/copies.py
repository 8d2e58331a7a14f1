"""Searchable copies and what pdfium sees in them."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdfium2 import PdfDocument, PdfPage

from core.content import Spool
from core.pages import Box, Other, Page, Source, Word
from core.values import Reading
from extractors.context import Context
from extractors.pdf.layer import text_layer
from extractors.searchable import searchable
from tests.extractors import papers

TEXTS = ("Geschädigter", "Müller", "straße", "œuvre", "1.250,00", "€", "l’été", "№", "警")
NEAR = 0.3
"""Points by which a word may be off."""

LETTER = ("Cabinet Lemaire", "Sinistre C502100001 du 14 mars 2024", "Le pare-chocs avant est à remplacer.")
SCANNED = papers.scan(papers.picture(LETTER))


def recognised(width: float, height: float, *, number: int = 1, rotation: int = 0, others: tuple[Other, ...] = ()) -> Page:
    """A page as OCR leaves it: words of several sizes all over it."""
    words = tuple(
        Word(box=Box(x0=left, y0=top, x1=left + 5 * len(text), y1=top + 8 + row), text=text)
        for row, top in enumerate(np.linspace(30, height - 40, 6).tolist())
        for text, left in zip(TEXTS, np.linspace(20, width - 80, len(TEXTS)).tolist(), strict=True)
    )
    text = " ".join(word.text for word in words)
    return Page(number=number, width=width, height=height, rotation=rotation, source=Source.OCR, text=text, words=words, others=others)


def read(*pages: Page, media_type: str = "application/pdf") -> Reading:
    return Reading(media_type=media_type, pages=pages)


def copy(data: bytes, reading: Reading, **known: object) -> bytes:
    out = io.BytesIO()
    with Spool() as spool:
        searchable(spool.keep(data), reading, out, Context(**known))  # type: ignore[arg-type]
    return out.getvalue()


@contextmanager
def leaf(data: bytes, number: int = 1) -> Iterator[PdfPage]:
    document = PdfDocument(data)
    page = document[number - 1]
    try:
        yield page
    finally:
        page.close()
        document.close()


def shown(data: bytes, number: int = 1) -> Image.Image:
    with leaf(data, number) as page:
        bitmap = page.render(scale=1)
        image: Image.Image = bitmap.to_pil().convert("RGB").copy()
        bitmap.close()
    return image


def text_of(data: bytes, number: int = 1) -> str:
    with leaf(data, number) as page:
        textpage = page.get_textpage()
        text: str = textpage.get_text_bounded()
        textpage.close()
    return text


def strayed(data: bytes, page: Page) -> float:
    """How far the word that is farthest from its place in `page` stands, in points; a lost one is nowhere near."""
    with leaf(data, page.number) as found:
        width, height = found.get_size()
        words = [word for line in text_layer(found, printed=1 << 30).lines for word in line.words]
    boxes = [(word.text, word.box.scaled(page.width / width, page.height / height)) for word in words]
    return max(min((apart(box, word.box) for text, box in boxes if text == word.text), default=1e9) for word in page.words)


def apart(one: Box, other: Box) -> float:
    return max(abs(one.x0 - other.x0), abs(one.y0 - other.y0), abs(one.x1 - other.x1), abs(one.y1 - other.y1))


def changed(data: bytes, change: Callable[[PdfWriter], object]) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def difference(one: Image.Image, other: Image.Image) -> float:
    """Of an average dot, from 0 to 255."""
    return float(np.abs(np.asarray(one, dtype=int) - np.asarray(other.convert("RGB").resize(one.size), dtype=int)).mean())
