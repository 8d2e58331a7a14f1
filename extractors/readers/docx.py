"""Word documents (ECMA-376, OOXML): paragraphs and tables in order, headers and footers, the pictures by OCR."""

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, BinaryIO

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.archives import office_archive
from extractors.context import Context
from extractors.ocr.page import read_picture
from extractors.readers import Sheets, reads

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.table import Table
    from docx.text.paragraph import Paragraph

CELL = "\t"
MISSING = (AttributeError, TypeError, NotImplementedError, RuntimeError, KeyError, IndexError, ValueError)
"""What python-docx raises where an element that must be there is not."""

SMALLEST_PICTURE = 200
"""Pixels of the longer side; smaller ones are logos."""

POINTS_PER_PIXEL = 72 / 200


@reads("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "application/vnd.ms-word.document.macroenabled.12")
def read_docx(content: Content, context: Context) -> Sheets:
    """The text as the first page; each picture that may hold text as a page after it."""
    with office_archive(content, context):
        pass  # for its checks: python-docx opens the file itself
    with content.open() as file:
        document = _opened(file)
        text = _text(document)
        pages = (Page(number=1, text=text), *_pictures(document, context))
    return Sheets(pages=pages)


def _opened(file: BinaryIO) -> "Document":
    import zipfile
    import zlib

    from docx import Document as Documents
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        return Documents(file)
    except (zipfile.BadZipFile, zlib.error, OpcError, LxmlError, LookupError, ValueError, OSError, EOFError, *MISSING) as error:
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error


def _text(document: "Document") -> str:
    try:
        return "\n".join(line for line in _lines(document) if line.strip())
    except MISSING as error:
        raise Unreadable(Problem.DAMAGED, type(error).__name__) from error


def _lines(document: "Document") -> Iterator[str]:
    sections = tuple(document.sections)
    for section in sections[:1]:
        yield from _blocks(section, "header")
    for block in document.iter_inner_content():
        yield from _block(block)
    for section in sections[:1]:
        yield from _blocks(section, "footer")


def _blocks(section: "Section", place: str) -> Iterator[str]:
    for name in (f"first_page_{place}", place):
        part = getattr(section, name)
        if not part.is_linked_to_previous:
            for block in part.iter_inner_content():
                yield from _block(block)


def _block(block: "Paragraph | Table") -> Iterator[str]:
    from docx.table import Table

    if not isinstance(block, Table):
        yield block.text
        return
    for row in block.rows:
        # A cell that spans columns comes once for each of them.
        cells = dict.fromkeys(row.cells)
        yield CELL.join(" ".join(_cell_lines(cell)) for cell in cells)


def _cell_lines(cell: object) -> Iterator[str]:
    for block in cell.iter_inner_content():  # type: ignore[attr-defined]
        yield from (line for line in _block(block) if line.strip())


def _pictures(document: "Document", context: Context) -> Iterator[Page]:
    from docx.parts.image import ImagePart

    number = 1
    for part in sorted(document.part.related_parts.values(), key=lambda part: str(part.partname)):
        if isinstance(part, ImagePart) and number < context.limits.pages and (page := _picture(part.blob, number + 1, context)):
            number += 1
            yield page


def _picture(data: bytes, number: int, context: Context) -> Page | None:
    from PIL import Image as Images

    try:
        with Images.open(io.BytesIO(data)) as image:
            if max(image.size) < SMALLEST_PICTURE or image.width * image.height > context.limits.pixels:
                return None
            grey = image.convert("L")
    except (OSError, SyntaxError, ValueError, Images.DecompressionBombError):
        return None  # drawings in formats of their own (EMF, WMF) hold no scan
    page = read_picture(grey, number=number, width=grey.width * POINTS_PER_PIXEL, height=grey.height * POINTS_PER_PIXEL, context=context)
    return page if page.text or page.problem else None
