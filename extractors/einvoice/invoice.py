"""An invoice in XML: read within bounds, and its business terms as facts and as lines of text."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from core.limits import MIB
from core.pages import Fact
from extractors.einvoice.terms import SYNTAXES, TERMS, WORDS, Term
from extractors.einvoice.values import Said, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 8 * MIB
"""Bytes of XML that are looked at: an invoice may carry its annexes in Base64."""

MOST, MOST_LINES = 20, 500
"""Values of one term that count, and lines of items and notes that are shown."""

CREDIT_NOTES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""Type codes of credit notes (UNTDID 1001, the list of EN 16931)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    """What an invoice in XML states."""

    facts: tuple[Fact, ...]
    lines: tuple[str, ...]
    """The same as text, with the items and notes behind it."""


def read_invoice(data: bytes) -> Invoice | None:
    """What `data` states; `None` when it is no invoice, is damaged or too large, or declares a document type of its own."""
    root = _root(data)
    groups = SYNTAXES.get(_name(root)) if root is not None else None
    if root is None or groups is None:
        return None
    stated = [(term, fact) for term in TERMS for fact in _facts(root, term, groups)]
    if not stated:
        return None
    is_credit = _name(root) == "CreditNote" or any(fact.kind == "invoice_type" and fact.value in CREDIT_NOTES for _, fact in stated)
    title = "Credit note" if is_credit else "Invoice"
    values = [f"{term.name.replace('Invoice', title)}: {fact.value}" for term, fact in stated]
    words = [element.text.strip() for term in WORDS for element in _elements(root, term, groups, most=MOST_LINES) if element.text]
    return Invoice(
        facts=tuple(dict.fromkeys(fact for _, fact in stated)),
        lines=(title, *dict.fromkeys(values), *filter(None, words)),
    )


def _root(data: bytes) -> "_Element | None":
    from lxml import etree

    if len(data) > LARGEST:
        return None
    # Nothing is expanded and nothing is fetched: the file is not ours.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    # No invoice has a document type; what has one has entities to play with.
    return None if getattr(root.getroottree().docinfo, "doctype", "") else root


def _name(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _elements(root: "_Element", term: Term, groups: Mapping[str, str], *, most: int) -> "list[_Element]":
    for path in term.paths(groups):
        if found := list(islice(root.iterfind(path), most)):
            return found
    return []


def _facts(root: "_Element", term: Term, groups: Mapping[str, str]) -> Iterator[Fact]:
    for element in _elements(root, term, groups, most=MOST):
        raw = (element.text or "").strip()
        currency = element.get("currencyID") or _currency(root, groups)
        found = value_of(Said(kind=term.kind, text=raw, scheme=element.get("schemeID", ""), currency=currency))
        if found and not (term.role == "advance" and float(found.value.split()[0]) == 0):
            yield Fact(kind=found.kind, value=found.value, raw=raw, confidence=found.confidence, role=term.role)


def _currency(root: "_Element", groups: Mapping[str, str]) -> str:
    term = next(term for term in TERMS if term.kind == "currency")
    return next(((element.text or "").strip() for element in _elements(root, term, groups, most=1)), "")
