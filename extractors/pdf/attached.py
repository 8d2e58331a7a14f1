"""The invoice in XML that a PDF carries: Factur-X, ZUGFeRD, XRechnung, UBL (PDF/A-3, ISO 19005-3)."""

import logging
import struct
import zlib
from typing import TYPE_CHECKING

from core.content import Content
from core.pages import Fact
from extractors.context import Context
from extractors.einvoice import LARGEST, facts_of_invoice

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdfium2 import PdfDocument

NAMES = ("factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml")
"""What the standards call it; these are looked at first."""

MOST_NAMED, MOST_OPENED = 200, 5
"""Attachments whose names are looked at, and of those in XML how many are opened."""

FAULTS = (
    *(zlib.error, struct.error, RecursionError, AssertionError, NotImplementedError),
    *(OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
)
"""What pypdf raises for bytes that are wrong, beside errors of its own."""


def stated_in(document: "PdfDocument", content: Content, context: Context) -> tuple[Fact, ...]:
    """The facts of the first attachment that is an invoice; none when there is no such thing."""
    return _first_invoice(content, context) if _carries_xml(document) else ()


def _carries_xml(document: "PdfDocument") -> bool:
    from pypdfium2 import PdfiumError

    try:
        count = min(document.count_attachments(), MOST_NAMED)
        return any(_is_xml(document.get_attachment(at).get_name()) for at in range(count))
    except PdfiumError:
        return False


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")


def _first_invoice(content: Content, context: Context) -> tuple[Fact, ...]:
    """By pypdf: pdfium would unpack whatever is there, up to a gigabyte, before it could be stopped."""
    from pypdf import Configuration, PdfReader, apply_configuration
    from pypdf.errors import DependencyError, PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    limits = Configuration(
        zlib_maximum_output_length=LARGEST,
        lzw_maximum_output_length=LARGEST,
        run_length_maximum_output_length=LARGEST,
        brotli_maximum_output_length=LARGEST,
    )
    with content.open() as file, apply_configuration(limits):
        try:
            reader = PdfReader(file)
            passwords = ("", *context.passwords[: context.limits.passwords])
            if reader.is_encrypted and not any(reader.decrypt(password) for password in passwords):
                return ()
            return _facts(reader)
        except (PyPdfError, DependencyError, *FAULTS):
            return ()


def _facts(reader: "PdfReader") -> tuple[Fact, ...]:
    listed = [(held.alternative_name or held.name, held) for _, held in zip(range(MOST_NAMED), reader.attachment_list, strict=False)]
    in_xml = sorted(((name, held) for name, held in listed if _is_xml(name)), key=lambda named: named[0].lower() not in NAMES)
    found = (facts_of_invoice(held.content) for _, held in in_xml[:MOST_OPENED])
    return next((facts for facts in found if facts), ())
