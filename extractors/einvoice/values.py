"""Values of an invoice in XML as our facts write them; one that its own check refuses is kept as said, but is not sure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from extractors.formats import enterprise, fits
from extractors.payment import payment_reference

REFUSED = 0.5
"""How sure a number is whose check digits or shape are wrong: the sender stated it, but it cannot be right."""

PERHAPS = 0.8
"""How sure it is that a contract is an insurance policy."""

LONGEST = 200
AMOUNT = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,20})?")
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?!\d{1,3}(?!\d))")
SIREN, SIRET, BELGIAN, SWISS = "0002", "0009", "0208", "0183"
"""Codes of registers (ISO/IEC 6523, the list of EN 16931)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """A value with the kind of its fact."""

    kind: str
    value: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The text of an element, with what stands around it."""

    kind: str
    text: str
    scheme: str = ""
    currency: str = ""


def value_of(said: Said) -> Value | None:
    """What is meant; `None` when nothing can be."""
    text = " ".join(said.text.split())
    if not text or len(text) > LONGEST:
        return None
    return MEANINGS.get(said.kind, _as_it_is)(said, text)


def _as_it_is(said: Said, text: str) -> Value:
    return Value(kind=said.kind, value=text)


def _day(_: Said, text: str) -> Value | None:
    match = DAY.match(text)
    try:
        found = date(*map(int, match.groups())) if match else None
    except ValueError:
        return None
    return Value(kind="date_eu", value=found.isoformat()) if found else None


def _amount(said: Said, text: str) -> Value | None:
    if not AMOUNT.fullmatch(text):
        return None
    value = f"{Decimal(text).quantize(Decimal('0.01'), ROUND_HALF_UP) + 0:.2f}"
    if said.currency == "EUR":
        return Value(kind="amount_eur", value=value)
    return Value(kind="amount", value=f"{value} {said.currency}".strip())


def _vat(_: Said, text: str) -> Value | None:
    from stdnum.eu import vat

    number = re.sub(r"[^A-Z0-9+*]", "", text.upper())
    if number.startswith("CHE"):
        return _swiss(number[:12])
    if not re.match(r"[A-Z]{2}", number):
        return None
    return Value(kind="vat_eu", value=number, confidence=1.0 if vat.is_valid(number) else REFUSED)


def _firm(said: Said, text: str) -> Value | None:
    """The number of a firm in a register that we know; French ones also where the register is not named."""
    from stdnum.be import vat
    from stdnum.fr import siren, siret

    number = re.sub(r"[^A-Z0-9]", "", text.upper())
    if said.scheme == BELGIAN and re.fullmatch(r"(?:BE)?\d{10}", number):
        digits = number[-10:]
        return Value(kind="be_enterprise", value=enterprise(digits), confidence=1.0 if vat.is_valid(digits) else REFUSED)
    if said.scheme == SWISS and re.match(r"CHE\d{9}", number):
        return _swiss(number[:12])
    french = {9: ("fr_siren", siren.is_valid), 14: ("fr_siret", siret.is_valid)}
    if said.scheme not in {SIREN, SIRET, ""} or not number.isdigit() or len(number) not in french:
        return None
    kind, is_valid = french[len(number)]
    right = is_valid(number)
    return Value(kind=kind, value=number, confidence=1.0 if right else REFUSED) if right or said.scheme else None


def _swiss(number: str) -> Value:
    from stdnum.ch import uid

    return Value(kind="ch_uid", value=uid.format(number), confidence=1.0 if uid.is_valid(number) else REFUSED)


def _account(_: Said, text: str) -> Value | None:
    from stdnum import iban

    number = re.sub(r"[^A-Z0-9]", "", text.upper())
    if not re.match(r"[A-Z]{2}", number):
        return None
    right = iban.is_valid(number, check_country=False)
    return Value(kind="iban", value=number, confidence=1.0 if right else REFUSED)


def _bank(_: Said, text: str) -> Value:
    from stdnum import bic

    code = text.replace(" ", "").upper()
    return Value(kind="bic", value=code, confidence=1.0 if bic.is_valid(code) else REFUSED)


def _payment(_: Said, text: str) -> Value:
    """A structured reference where its check digits make it one, else the reference as it is."""
    kind, value = payment_reference(text) or ("payment_ref", text)
    return Value(kind=kind, value=value)


def _contract(_: Said, text: str) -> Value | None:
    """A contract in the shape of a policy number: in insurance the two are one word."""
    right = fits("policy_number", text) and bool(re.search(r"\d.*\d.*\d", text))
    return Value(kind="policy_number", value=text.upper(), confidence=PERHAPS) if right else None


MEANINGS: Mapping[str, Callable[[Said, str], Value | None]] = {
    "date_eu": _day,
    "amount_eur": _amount,
    "vat_eu": _vat,
    "firm": _firm,
    "iban": _account,
    "bic": _bank,
    "payment_ref": _payment,
    "policy_number": _contract,
}
