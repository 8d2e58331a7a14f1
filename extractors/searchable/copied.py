"""A PDF as it came, in a form that can be added to."""

import io
import logging
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from extractors.context import Context
from extractors.pdf.document import opened

if TYPE_CHECKING:
    from pypdf import PdfWriter

REMOVE_SECURITY = 3
"""pdfium's way to save a document that is locked no more (fpdf_save.h)."""


def copied(content: Content, context: Context, *, pages: int) -> "PdfWriter":
    """All of the PDF, of at least as many pages as were read.

    Raises:
        Unreadable: it is locked or damaged.
    """
    from pypdf import Configuration, PdfReader, PdfWriter, apply_configuration

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    # What is damaged pypdf takes for something else than pdfium does, by which it was read.
    in_order = _in_order(content, context)
    # Scans are long and are copied as they are; what is unpacked keeps pypdf's own bounds.
    with apply_configuration(Configuration(maximum_declared_stream_length=len(in_order.getbuffer()))):
        writer = PdfWriter(clone_from=PdfReader(in_order))
    if len(writer.pages) < pages:
        raise Unreadable(Problem.DAMAGED, "a copy would lack pages")
    return writer


def _in_order(content: Content, context: Context) -> io.BytesIO:
    """The PDF as pdfium understands it, unlocked."""
    from pypdfium2 import PdfiumError

    out = io.BytesIO()
    with opened(content, context) as document:
        try:
            document.save(out, flags=REMOVE_SECURITY)
        except PdfiumError as error:
            raise Unreadable(Problem.DAMAGED, str(error)) from error
    return out
