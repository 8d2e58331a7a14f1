"""Opening a PDF with pdfium: passwords, damage, forms."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.content import Content
from core.errors import Problem, Unreadable
from extractors.context import Context

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage


@contextmanager
def opened(content: Content, context: Context) -> Iterator["PdfDocument"]:
    """The document, with its forms at hand; closed at the end.

    Raises:
        Unreadable: locked by a password that is not among the candidates (NEEDS_PASSWORD), locked in a way that
            pdfium does not know (ENCRYPTED), or no PDF that anything could be read from (DAMAGED).
    """
    from pypdfium2 import PdfiumError

    with content.open() as file:
        document = _unlocked(file, context)
        try:
            with suppress(PdfiumError):  # a broken form leaves the pages as they are
                document.init_forms()
            yield document
        finally:
            document.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A page of a document, with what was filled into its form made part of it."""

    page: "PdfPage"
    printed: int
    """Characters of its own, before those that were filled in."""


@contextmanager
def leaf(document: "PdfDocument", index: int) -> Iterator[Leaf]:
    """The page at `index`; closed at the end."""
    from pypdfium2 import PdfiumError

    page = document.get_page(index)
    try:
        printed = _characters(page) if page.formenv else sys.maxsize
        if page.formenv:
            with suppress(PdfiumError):
                page.flatten()
            page.close()  # what was flattened shows only when the page is loaded again
            page = document.get_page(index)
        yield Leaf(page=page, printed=printed)
    finally:
        page.close()


def _characters(page: "PdfPage") -> int:
    textpage = page.get_textpage()
    try:
        count: int = textpage.count_chars()
    finally:
        textpage.close()
    return count


def _unlocked(file: object, context: Context) -> "PdfDocument":
    from pypdfium2 import PdfDocument, PdfiumError
    from pypdfium2.raw import FPDF_ERR_PASSWORD, FPDF_ERR_SECURITY

    # A document that only its owner locked opens with the empty password.
    for password in (None, *context.passwords[: context.limits.passwords]):
        try:
            return PdfDocument(file, password=password)
        except PdfiumError as error:
            if error.err_code == FPDF_ERR_SECURITY:
                raise Unreadable(Problem.ENCRYPTED) from error
            if error.err_code != FPDF_ERR_PASSWORD:
                raise Unreadable(Problem.DAMAGED, str(error)) from error
    raise Unreadable(Problem.NEEDS_PASSWORD)
