"""What a filter on the way to us said of a mail: unwanted, or infected.

Such a line may be forged: it only costs its own mail the acknowledgement, so it is believed wherever it stands.
"""

import re
from collections.abc import Iterable

from core.values import Header

SPAM, VIRUS = "spam_verdict", "virus_verdict"

_LEAST_SCL = 5
"""Spam confidence level from which on Microsoft files a mail as junk."""

_YES = re.compile(r"(?:yes|true|spam)\b")
_INFECTED = re.compile(r"(?:infected|yes|virus|malware)\b")
_SAYS: tuple[tuple[str, re.Pattern[str], str], ...] = (
    ("x-virus-status", _INFECTED, VIRUS),
    # Its other alerts, for bad headers and banned names, are no verdicts.
    ("x-amavis-alert", re.compile(r"infected\b"), VIRUS),
    ("x-forefront-antispam-report", re.compile(r".*\bcat:(?:malw|amp)\b"), VIRUS),
    ("x-spam-flag", _YES, SPAM),
    ("x-spam-status", _YES, SPAM),
    ("x-spam", _YES, SPAM),
    ("x-spam-action", re.compile(r"(?:reject|add header|rewrite subject)\b"), SPAM),
    ("x-bogosity", _YES, SPAM),
    ("x-barracuda-spam-flag", _YES, SPAM),
    ("x-barracuda-spam-status", _YES, SPAM),
    ("x-proofpoint-spam-details", re.compile(r"rule=(?:\w+_)?(?:spam|phish|malware)\b"), SPAM),
    ("x-forefront-antispam-report", re.compile(r".*\b(?:sfv:(?:spm|skb)|cat:(?:spm|hspm|phsh|hphsh|hphish))\b"), SPAM),
)
"""Header, what it begins with, and what that says; an infected mail first."""


def verdict_of(headers: Iterable[Header]) -> str | None:
    """`virus_verdict` or `spam_verdict`; `None` when no filter says so."""
    lines = [(header.name.lower(), " ".join(header.value.lower().split())) for header in headers]
    said = [code for name, pattern, code in _SAYS for header, value in lines if header == name and pattern.match(value)]
    return next(iter(said), SPAM if any(_is_junk(*line) for line in lines) else None)


def _is_junk(name: str, value: str) -> bool:
    return name == "x-ms-exchange-organization-scl" and value.isdecimal() and int(value[:3]) >= _LEAST_SCL
