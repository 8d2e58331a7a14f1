"""Invoices in XML: CII (Factur-X, ZUGFeRD, XRechnung) and UBL 2.x (Peppol), as EN 16931-1 has them; no other XML."""

from core.content import Content
from core.errors import Problem, Unreadable
from core.pages import Page
from extractors.context import Context
from extractors.einvoice import LARGEST, read_invoice
from extractors.readers import Sheets, reads


@reads("application/xml", "text/xml")
def read_einvoice(content: Content, context: Context) -> Sheets:  # noqa: ARG001 - every reader has one
    """What the invoice states, a line a value, as one page.

    Raises:
        Unreadable: it is no invoice that can be read (UNSUPPORTED), or too large (TOO_BIG).
    """
    invoice = read_invoice(content.read(LARGEST))
    if invoice is None:
        raise Unreadable(Problem.UNSUPPORTED)
    return Sheets(pages=(Page(number=1, text="\n".join(invoice.lines)),), stated=invoice.facts)
