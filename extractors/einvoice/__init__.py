"""Electronic invoices: what CII (Factur-X, ZUGFeRD, XRechnung) and UBL 2.x (Peppol) state, as facts (EN 16931-1)."""

from core.pages import Fact
from extractors.einvoice.invoice import LARGEST, Invoice, read_invoice

__all__ = ["LARGEST", "Invoice", "facts_of_invoice", "read_invoice"]


def facts_of_invoice(data: bytes) -> tuple[Fact, ...]:
    """The facts of an invoice in XML; none when `data` is no such thing, or is damaged."""
    invoice = read_invoice(data)
    return invoice.facts if invoice else ()
