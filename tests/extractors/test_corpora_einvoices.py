"""The electronic invoices among the public test material: every value is that of its index."""

import json
from pathlib import Path
from typing import Any

import pytest

from core.content import of_file
from extractors.context import Context
from extractors.reading import read

DOCUMENTS = Path(__file__).parents[3] / "shared" / "corpora" / "documents"

pytestmark = [pytest.mark.corpora, pytest.mark.skipif(not DOCUMENTS.is_dir(), reason="the corpora are not at hand")]

Entry = dict[str, Any]

FIELDS = {
    "invoice_number": ("invoice_number", ""),
    "type_code": ("invoice_type", ""),
    "date": ("date_eu", "invoice"),
    "due_date": ("date_eu", "due"),
    "seller_name": ("issuer", ""),
    "seller_vat": ("vat_eu", "seller"),
    "seller_legal_id": ("fr_siren fr_siret", "seller"),
    "seller_postcode": ("postcode", "seller"),
    "seller_city": ("town", "seller"),
    "buyer_name": ("buyer", ""),
    "buyer_vat": ("vat_eu", "buyer"),
    "buyer_legal_id": ("fr_siren fr_siret", "buyer"),
    "buyer_postcode": ("postcode", "buyer"),
    "buyer_city": ("town", "buyer"),
    "total_net": ("amount_eur", "net"),
    "total_tax": ("amount_eur", "vat"),
    "total_gross": ("amount_eur", "total"),
    "amount_due": ("amount_eur", "due"),
    "currency": ("currency", ""),
    "iban": ("iban", "creditor debtor"),
}
"""Kinds and roles of each field of the index."""

SEVERAL = frozenset({"iban", "seller_legal_id"})
"""Fields of which an invoice may state more than the index names."""


def entries() -> list[Entry]:
    index = DOCUMENTS / "index.json"
    found = json.loads(index.read_text("utf-8")) if index.exists() else []
    listed: list[Entry] = found if isinstance(found, list) else found["files"]
    return [entry for entry in listed if "embedded_xml" in entry["expect"]]


def expected(name: str, value: Any) -> str:  # noqa: ANN401 - as the index has it
    if isinstance(value, float | int):
        return f"{value:.2f}"
    return value.replace(" ", "") if name in {"seller_vat", "buyer_vat", "iban"} else str(value)


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry["file"])
def test_every_value_of_an_electronic_invoice_is_right(entry: Entry) -> None:
    facts = read(of_file(DOCUMENTS / entry["file"]), name=entry["file"], media_type="application/pdf", context=Context()).facts
    wrong = {}
    for name, value in entry["expect"]["fields"].items():
        kinds, roles = FIELDS[name]
        # A value of a lower confidence than the statement is the page's, which contradicts it.
        stated = [fact for fact in facts if fact.kind in kinds.split() and fact.role in (roles.split() or [""])]
        found = [fact.value for fact in stated if fact.confidence in {1.0, 0.5}]
        if expected(name, value) not in found or (len(set(found)) > 1 and name not in SEVERAL):
            wrong[name] = (value, found)

    assert wrong == {}
