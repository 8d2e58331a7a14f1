"""The headers of one mail as a unit: who wrote to whom, when, about what.

mail-parser reads addresses and dates, from a header block that was repaired and decoded before; it never sees a body,
nor more than one mail. Subjects and identifiers are read here: mail-parser drops octets of charsets it does not know.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

import mailparser
from mailparser.exceptions import MailParserError

from core.values import Address, Header, Unit
from parsers.mime.words import WORD, decode_words

# It logs headers that it cannot read, and a header is personal data.
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

VALUE_LENGTH = 64 * 1024
"""Longer address lists are cut: a subject or a list of that length is an attack."""

PIECES = re.compile(r'"(?:[^"\\]|\\.)*"|<[^<>]*>|(?:\s*=\?[^?\s]*\?[bBqQ]\?.*?\?=)+|[^"<=]+|.', re.DOTALL)
SPACES = re.compile(r"\s+")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
ANGLE = re.compile(r"<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
BARE = re.compile(r"[^\s<>\"'(),;:]+@[^\s<>\"'(),;:]+")
DAEMON = re.compile(r"\s*([\w.-]+)\s*\(([^()]*)\)\s*")
MARKS = "\"' \t"


def unit(headers: tuple[Header, ...]) -> Unit:
    """What the headers say; its path and texts are set by who opens the mail."""
    found = _Found(headers)
    subjects = [subject(value) for value in found.all("subject")]
    return_path = found.first("return-path")
    return Unit(
        path="",
        subject=subjects[0] if subjects else "",
        other_subjects=tuple(subjects[1:]),
        sender=_sender(found.all("from")),
        to=_addresses(found.all("to")),
        cc=_addresses(found.all("cc")),
        reply_to=_addresses(found.all("reply-to")),
        return_path=None if return_path is None else _return_path(return_path),
        date=_date(found.all("date")),
        message_id=_message_id(found.first("message-id") or ""),
        in_reply_to=_message_ids(found.first("in-reply-to") or ""),
        references=_message_ids(found.first("references") or ""),
        headers=headers,
    )


def subject(value: str) -> str:
    """A subject as people read it: decoded, on one line."""
    return SPACES.sub(" ", decode_words(value[:VALUE_LENGTH])).strip()


class _Found:
    """Header values by lower-cased name."""

    def __init__(self, headers: tuple[Header, ...]) -> None:
        self._values: dict[str, list[str]] = {}
        for header in headers:
            self._values.setdefault(header.name.lower(), []).append(header.value)

    def all(self, name: str) -> list[str]:
        return self._values.get(name, [])

    def first(self, name: str) -> str | None:
        values = self.all(name)
        # An empty header before a full one is what a broken gateway leaves.
        return next((value for value in values if value), values[0] if values else None)


def _parse(name: str, value: str) -> mailparser.MailParser | None:
    """mail-parser's reading of one header."""
    try:
        return mailparser.parse_from_bytes(f"{name}: {value}\r\n\r\n".encode("utf-8", "replace"))
    except (MailParserError, ValueError, LookupError):
        # A form that the library trips over: the tolerant reading below must do.
        return None


def _readable(value: str) -> Iterator[str]:
    """An address list with encoded words decoded into quoted names, so that no decoded sign turns into structure."""
    for piece in PIECES.findall(SPACES.sub(" ", value)):
        if not WORD.search(piece):
            yield piece
        elif piece.startswith("<"):
            yield SPACES.sub("", decode_words(piece))
        else:
            text = decode_words(piece.strip().strip('"'))
            yield ' "' + SPACES.sub(" ", text).replace("\\", "").replace('"', "'") + '" '


def _sender(values: list[str]) -> Address:
    """Who wrote: the first From that holds an address, else the first name.

    The Sender header does not stand in for it: it says who posted the mail, and forgers fill it in.
    """
    found = [address for value in values for address in _addresses([value])[:1]]
    return next((address for address in found if address.address), found[0] if found else Address())


def _addresses(values: list[str]) -> tuple[Address, ...]:
    return tuple(address for value in values if value for address in _list("".join(_readable(value[:VALUE_LENGTH]))))


def _list(value: str) -> tuple[Address, ...]:
    parsed = _parse("To", value)
    read = tuple(_address(shown, address) for shown, address in parsed.to) if parsed else ()
    return read or _tolerant(value)


def _address(shown: str, address: str) -> Address:
    name = SPACES.sub(" ", shown).strip(MARKS)
    return Address(name="" if name.lower() == address.lower() else name, address=address.strip().lower())


def _tolerant(value: str) -> tuple[Address, ...]:
    """The addresses of a list that no grammar takes: of each item the last in angle brackets, or the only bare one."""
    return tuple(address for item in _items(value) if (address := _item(item)))


def _items(value: str) -> list[str]:
    items = [""]
    quoted = False
    for sign in value:
        quoted ^= sign == '"'
        if sign in ",;" and not quoted:
            items.append("")
        else:
            items[-1] += sign
    return items


def _item(item: str) -> Address | None:
    if angles := list(ANGLE.finditer(item)):
        return _address(item[: angles[-1].start()].replace('"', ""), angles[-1][1])
    if len(bare := BARE.findall(item)) == 1:
        return _address(item.replace(bare[0], "").strip("<> ()"), bare[0])
    if daemon := DAEMON.fullmatch(item):
        return _address(daemon[2], daemon[1])
    # The label of a group names nobody (RFC 5322, 3.4).
    name = "" if ":" in item else SPACES.sub(" ", item.partition("<")[0]).strip(MARKS + "<>")
    return Address(name=name) if name else None


def _return_path(value: str) -> str:
    found = BARE.search(value)
    return found[0].lower() if found else ""


def _date(values: list[str]) -> datetime | None:
    dates = (_parsed_date(SPACES.sub(" ", value[:200])) or _library_date(value) for value in values)
    return next((date for date in dates if date and _is_a_moment(date)), None)


def _is_a_moment(date: datetime) -> bool:
    """False at the ends of the calendar, where a zone leads out of it: nothing can compute with such a date."""
    try:
        date.astimezone(UTC)
    except (OverflowError, ValueError):
        return False
    return True


def _parsed_date(value: str) -> datetime | None:
    parsed = _parse("Date", value)
    return _in_zone(parsed.date, float(parsed.timezone)) if parsed and parsed.date else None


def _in_zone(date: datetime, hours: float) -> datetime:
    try:
        return date.astimezone(timezone(timedelta(hours=hours)))
    except (ValueError, OverflowError):
        return date


def _library_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(SPACES.sub(" ", decode_words(value[:200])))
        # RFC 5322, 3.3: without a known zone the time is taken for UTC.
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _message_id(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found[0] if found else SPACES.sub("", value)


def _message_ids(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(MESSAGE_ID.findall(value[:VALUE_LENGTH])))
