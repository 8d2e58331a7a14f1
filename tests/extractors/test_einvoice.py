"""Electronic invoices: what the XML states is right, outranks the page, and never does harm."""

import random
import resource
import time
import zlib

import pytest

from core.errors import Problem
from core.limits import MIB
from core.pages import Fact
from core.values import Reading
from extractors.einvoice import LARGEST, facts_of_invoice
from extractors.einvoice.outrank import outranking
from tests.extractors import invoices, papers
from tests.parsers import pdfs

LAUGHS = "<!DOCTYPE x [<!ENTITY a 'ha'>{}]>".format(
    "".join(f"<!ENTITY {name} '{f'&{before};' * 10}'>" for before, name in zip("abcdefgh", "bcdefghi", strict=True))
)
OUTSIDE = "<!DOCTYPE x [<!ENTITY i SYSTEM 'file:///etc/hostname'>]>"
DTD = "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'>"

CII = {
    ("invoice_number", "2024-0118", ""),
    ("invoice_type", "380", ""),
    ("date_eu", "2024-03-12", "invoice"),
    ("date_eu", "2024-04-11", "due"),
    ("date_eu", "2024-03-08", "delivery"),
    ("issuer", "Garage des Tilleuls SRL", ""),
    ("postcode", "4000", "seller"),
    ("town", "Liège", "seller"),
    ("vat_eu", "BE0123456749", "seller"),
    ("be_enterprise", "0123.456.749", "seller"),
    ("buyer", "Boutique Marchal", ""),
    ("fr_siren", "732829320", "buyer"),
    ("fr_siret", "73282932000074", "buyer"),
    ("buyer_ref", "DOS-77", ""),
    ("policy_number", "50.123.456", ""),
    ("iban", "BE68539007547034", "creditor"),
    ("holder", "Tilleuls", ""),
    ("bic", "BNPAFRPP", "creditor"),
    ("be_structured_comm", "+++090/9337/55493+++", ""),
    ("currency", "EUR", ""),
    ("amount_eur", "1235.20", "net"),
    ("amount_eur", "259.39", "vat"),
    ("amount_eur", "1494.59", "total"),
    ("amount_eur", "494.59", "advance"),
    ("amount_eur", "1000.00", "due"),
}
UBL = {
    ("invoice_number", "2024-0118", ""),
    ("date_eu", "2024-03-12", "invoice"),
    ("date_eu", "2024-04-11", "due"),
    ("issuer", "Garage des Tilleuls SRL", ""),
    ("vat_eu", "BE0123456749", "seller"),
    ("buyer", "Boutique Marchal", ""),
    ("iban", "BE68539007547034", "creditor"),
    ("bic", "BNPAFRPP", "creditor"),
    ("be_structured_comm", "+++090/9337/55493+++", ""),
    ("currency", "EUR", ""),
    ("amount_eur", "1235.20", "net"),
    ("amount_eur", "259.39", "vat"),
    ("amount_eur", "1494.59", "total"),
    ("amount_eur", "1494.59", "due"),
}


def said(facts: tuple[Fact, ...]) -> set[tuple[str, str, str]]:
    return {(fact.kind, fact.value, fact.role) for fact in facts}


def one(found: Reading, kind: str, role: str) -> Fact:
    (fact,) = (fact for fact in found.facts if (fact.kind, fact.role) == (kind, role))
    return fact


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(invoices.cii(), CII, id="CII"),
        pytest.param(invoices.ubl(), UBL | {("invoice_type", "380", "")}, id="UBL invoice"),
        pytest.param(invoices.ubl("CreditNote"), UBL | {("invoice_type", "381", "")}, id="UBL credit note"),
        pytest.param(
            invoices.zugferd(),
            {
                ("invoice_number", "R-17", ""),
                ("invoice_type", "380", ""),
                ("date_eu", "2013-03-05", "invoice"),
                ("issuer", "Lieferant GmbH", ""),
                ("currency", "EUR", ""),
                ("amount_eur", "119.00", "total"),
            },
            id="ZUGFeRD 1.0",
        ),
        pytest.param(invoices.cii().decode().replace("UTF-8", "UTF-16").encode("utf-16"), CII, id="UTF-16"),
        pytest.param(b"\xef\xbb\xbf" + invoices.cii(), CII, id="byte order mark"),
        pytest.param(b"\r\n" + invoices.cii(), CII, id="empty line first"),
    ],
)
def test_an_invoice_states_its_values(xml: bytes, expected: set[tuple[str, str, str]]) -> None:
    assert said(facts_of_invoice(xml)) == expected


def test_amounts_in_another_currency_are_not_in_euro() -> None:
    found = {(kind, value) for kind, value, _ in said(facts_of_invoice(invoices.cii(currency="USD"))) if kind.startswith("amount")}

    assert found == {("amount", f"{value} USD") for value in ("1235.20", "259.39", "1494.59", "494.59", "1000.00")}


def test_a_number_that_its_check_digits_refuse_is_kept_and_is_not_sure() -> None:
    (fact,) = (fact for fact in facts_of_invoice(invoices.cii(iban="BE69 5390 0754 7034")) if fact.kind == "iban")

    assert (fact.value, fact.raw, fact.confidence) == ("BE69539007547034", "BE69 5390 0754 7034", 0.5)


def test_values_that_are_none_are_left_out() -> None:
    xml = invoices.cii(total="1e999").replace(b"20240312", b"20241399").replace(b"73282932000074", b"4711")

    assert CII - said(facts_of_invoice(xml)) == {
        ("amount_eur", "1494.59", "total"),
        ("date_eu", "2024-03-12", "invoice"),
        ("fr_siret", "73282932000074", "buyer"),
    }


@pytest.mark.parametrize(
    "xml",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"no xml", id="text"),
        pytest.param(invoices.cii()[:-20], id="cut off"),
        pytest.param(b"<Order><ID>1</ID></Order>", id="order"),
        pytest.param(b"<Invoice/>", id="hollow"),
        pytest.param(invoices.cii(prolog=LAUGHS, total="&i;"), id="billion laughs"),
        pytest.param(invoices.cii(prolog=OUTSIDE, total="&i;"), id="external entity"),
        pytest.param(invoices.cii(prolog=DTD), id="document type elsewhere"),
        pytest.param(b"<Invoice>" * 100_000, id="deep"),
        pytest.param(b"<Invoice><ID>1</ID>" + b" " * LARGEST + b"</Invoice>", id="too large"),
        pytest.param(b'<?xml version="1.0" encoding="nonsense"?><Invoice/>', id="no such encoding"),
    ],
)
def test_what_is_no_invoice_states_nothing(xml: bytes) -> None:
    assert facts_of_invoice(xml) == ()
    assert papers.reading_of(xml, "application/xml").facts == ()


def test_an_invoice_of_five_megabytes_takes_no_more_than_moments() -> None:
    xml = b"<Invoice><ID>1</ID>" + b"<Note/>" * 700_000 + b"<Note>x</Note></Invoice>"

    started = time.monotonic()
    found = facts_of_invoice(xml)

    assert (said(found), time.monotonic() - started < 20) == ({("invoice_number", "1", "")}, True)


@pytest.mark.parametrize("seed", [invoices.cii(), invoices.ubl()], ids=["CII", "UBL"])
def test_a_damaged_invoice_raises_nothing(seed: bytes) -> None:
    chance = random.Random(4)  # noqa: S311 - the same mutations every time
    for _ in range(300):
        changed = bytearray(seed)
        for _ in range(chance.choice((1, 3, 20))):
            changed[chance.randrange(len(changed))] = chance.choice(b"<>&/0a\xff\x00")
        assert isinstance(facts_of_invoice(bytes(changed)), tuple)


def test_an_invoice_alone_is_read_as_lines_of_text() -> None:
    found = papers.reading_of(invoices.cii(), "application/xml")

    assert found.pages[0].text.splitlines()[:4] == [
        "Invoice",
        "Invoice number: 2024-0118",
        "Invoice type code: 380",
        "Invoice issue date: 2024-03-12",
    ]
    assert (found.type.id, found.problem) == ("facture_reparation", None)
    assert said(found.facts) == CII | {("plate_be", "1-ABC-123", ""), ("broker_ref", "DOS-77", "")}


def test_a_credit_note_is_not_called_an_invoice() -> None:
    found = papers.reading_of(invoices.cii(code="381"), "text/xml")

    assert found.pages[0].text.splitlines()[:2] == ["Credit note", "Credit note number: 2024-0118"]
    assert not found.type.id.startswith("facture")


def test_other_xml_is_not_read() -> None:
    assert papers.reading_of(b"<note>Dupont</note>", "application/xml").problem is Problem.UNSUPPORTED


@pytest.mark.parametrize("name", ["factur-x.xml", "ZUGFeRD-invoice.xml", "Facture 12.XML"])
def test_an_attached_invoice_outranks_the_page_and_has_its_place(name: str) -> None:
    found = papers.reading_of(invoices.carrying(invoices.cii(), name=name))

    assert said(found.facts) >= CII
    shown = {(fact.kind, fact.role): fact for fact in found.facts if fact.box}
    assert {("amount_eur", "total"), ("amount_eur", "vat"), ("iban", "creditor"), ("invoice_number", "")} <= set(shown)
    assert [fact.confidence for fact in shown.values() if fact.kind in {"amount_eur", "iban"}] == [1.0] * 4
    assert len([fact for fact in found.facts if fact.kind in {"amount_eur", "iban"}]) == 6


def test_the_place_is_on_the_page_that_shows_the_value() -> None:
    cover = ("Veuillez trouver ci-joint",)

    found = papers.reading_of(invoices.carrying(invoices.cii(), cover, invoices.PRINTED))

    assert (one(found, "amount_eur", "total").page, one(found, "issuer", "").page) == (2, 2)


def test_what_the_page_says_otherwise_stays_and_is_less_sure() -> None:
    found = papers.reading_of(invoices.carrying(invoices.cii(total="1500.00")))

    totals = [(fact.value, fact.confidence) for fact in found.facts if (fact.kind, fact.role) == ("amount_eur", "total")]
    assert totals[0] == ("1500.00", 1.0)
    assert [value for value, confidence in totals[1:] if confidence < 0.7] == ["1494.59"]


def test_an_attachment_that_is_no_invoice_changes_nothing() -> None:
    plain = papers.reading_of(papers.pdf(invoices.PRINTED))

    for xml in (b"<Order/>", b"broken", invoices.cii(prolog=LAUGHS, total="&i;")):
        assert papers.reading_of(invoices.carrying(xml)).facts == plain.facts


@pytest.mark.parametrize("word", ["cle", ""], ids=["locked", "owner's lock"])
def test_an_invoice_in_a_locked_document_is_read(word: str) -> None:
    locked = papers.locked(invoices.carrying(invoices.cii()), password=word, owner="maitre")

    assert said(papers.reading_of(locked, passwords=("autre", "cle")).facts) >= CII


def test_an_attachment_that_unpacks_to_a_gigabyte_is_left_packed() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(MIB)) for _ in range(1024)) + packer.flush()
    specification = pdfs.spec(5, "(factur-x.xml)")
    raw = pdfs.paper(
        pdfs.in_tree("(factur-x.xml)", "4 0 R"), specification, pdfs.stream(packed, "/Type /EmbeddedFile /Filter /FlateDecode")
    )

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = papers.reading_of(raw)

    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) * 1024
    assert (found.facts, len(found.pages), grown < 200 * MIB) == ((), 1, True)


def test_a_second_paper_in_the_file_is_no_contradiction() -> None:
    stated = (Fact(kind="amount_eur", value="100.00", raw="100.00", role="total"),)
    same = Fact(kind="amount_eur", value="100.00", raw="100,00 €", page=2, confidence=0.97, role="total")
    other = Fact(kind="amount_eur", value="55.00", raw="55,00 €", page=1, confidence=0.97, role="total")

    found = outranking(stated, [(other,), (same,)], ())

    assert [(fact.value, fact.page, fact.confidence) for fact in found] == [("100.00", 2, 1.0), ("55.00", 1, 0.97)]
