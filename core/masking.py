"""Texts with bank accounts and amounts of money masked, for those who need not know them."""

import re

HIDDEN = "••••"

_IBAN = re.compile(
    r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[A-Z0-9]{4}[0-9]{3}[A-Z0-9]{4,23}"
    r"|([ .\u00a0-])[A-Z0-9]{4}(?:\1(?=[A-Z]*\d)[A-Z0-9]{4}){1,7}(?:\1[A-Z0-9]{1,3})?)(?![A-Za-z0-9])"
)
_NUMBER = r"\d{1,3}(?:[ .'\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_AMOUNT = re.compile(rf"(?<![\w.,])(?:(€|EUR)\s?(?:{_NUMBER})(?![\w])|(?:{_NUMBER})\s?(€|EUR\b|euros?\b))", re.IGNORECASE)
_LAST = 4


def masked(text: str) -> str:
    """The text with the last four signs of each account, and the currency of each amount."""
    return _AMOUNT.sub(_currency, _IBAN.sub(_account, text))


def _account(found: re.Match[str]) -> str:
    signs = [sign for sign in found[0] if sign.isalnum()]
    return f"{HIDDEN} {''.join(signs[-_LAST:])}"


def _currency(found: re.Match[str]) -> str:
    return f"{HIDDEN} {found[1] or found[2]}"
