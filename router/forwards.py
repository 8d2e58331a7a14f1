"""Mails that forward another in their own text (domain, annex A): whose mail it was, and when that mail is the message."""

import re

from core.values import Quoted, Unit

_SUBJECT = re.compile(r"^\s*(?:\[[^\]]{1,20}\]\s*|\*+[^*]{1,20}\*+\s*)*(?:TR|FWD?|WG|DOORST\.?|I)\s*:", re.IGNORECASE)
_ANSWER = re.compile(
    r"^\s*(?:\[[^\]]{1,20}\]\s*)?(?:RE|R\u00c9P?|REP|AW|ANTW(?:OORD)?|BETR|SV|RES|ODP)\.?\s?(?:\[\d+\])?\s?:", re.IGNORECASE
)
_MARK = re.compile(
    r"\s*(?:>\s*)*(?:-{3,}\s*|(?:d\u00e9but du|begin(?: van)?|anfang der)\s+)?"
    r"(?:message (?:transf\u00e9r\u00e9|r\u00e9exp\u00e9di\u00e9|transmis)|doorgestuurd bericht|weitergeleiteten? nachricht"
    r"|forwarded (?:message|e-?mail))\b",
    re.IGNORECASE,
)
"""Above what is forwarded; "original message" also stands above what is answered, and tells nothing."""


def is_forward(unit: Unit) -> bool:
    """Whether it passes another's mail on, by its subject or by the line above that mail."""
    return bool(unit.quoted_text.strip()) and bool(_SUBJECT.match(unit.subject) or _MARK.match(unit.quoted_text))


def is_called_forward(unit: Unit) -> bool:
    """Whether its subject says that it passes another's mail on, whatever stands in it."""
    return _SUBJECT.match(unit.subject) is not None


def is_called_answer(subject: str) -> bool:
    """Whether a subject says that its mail answers another, whatever stands in that."""
    return _ANSWER.match(subject) is not None


def is_silent(unit: Unit) -> bool:
    """Whether it does so without a word of its own: then the forwarded text is the message."""
    return not unit.own_text.strip() and is_forward(unit)


def message_of(unit: Unit) -> str:
    """What a mail says to us: of a forward without a word what it forwards, without what that quotes in turn."""
    return forwarded_text(unit) if is_silent(unit) else unit.own_text


def forwarded_text(unit: Unit) -> str:
    """The words of the outermost mail in the quoted text."""
    lines = unit.quoted_text.split("\n")
    for run in unit.deeper:
        lines[run.start : run.end] = [""] * len(lines[run.start : run.end])
    return "\n".join(lines)


def quoted_of(unit: Unit) -> str:
    """What a mail only quotes; of a forward without a word, what the forwarded mail quotes."""
    lines = unit.quoted_text.split("\n")
    runs = ("\n".join(lines[run.start : run.end]) for run in unit.deeper)
    return "\n\n".join(runs) if is_silent(unit) else unit.quoted_text


def original_in(unit: Unit) -> Quoted | None:
    """The mail that it forwards, when its text names a sender or a subject of it."""
    first = unit.quoted[0] if unit.quoted and is_forward(unit) else None
    return first if first and (first.sender.address or first.sender.name or first.subject) else None
