"""The headers of one mail as a unit: who wrote to whom, when, about what.

mail-parser reads addresses and dates, from values that were repaired and decoded before. Subjects and identifiers are
read here: mail-parser drops octets of charsets it does not know.
"""

import logging
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from mailparser.dates import parse_mail_date
from mailparser.utils import get_addresses

from core.values import Address, Header, Unit
from parsers.mime.words import WORD, decode_words

# It logs headers that it cannot read, and a header is personal data.
logging.getLogger("mailparser").setLevel(logging.CRITICAL)

VALUE_LENGTH = 64 * 1024
"""Longer address lists are cut: a subject or a list of that length is an attack."""

DATE_LENGTH = 200

# Bounded: a quotation that nothing ends must not be looked for from each of its marks to the end of the header.
PIECES = re.compile(r'"(?:[^"\\]|\\.){0,1000}+"|<[^<>]*>|(?:\s*=\?[^?\s]{0,100}\?[bBqQ]\?.{0,2000}?\?=)+|[^"<=]+|.', re.DOTALL)
SPACES = re.compile(r"\s+")
MESSAGE_ID = re.compile(r"<[^<>\s]+>")
ANGLE = re.compile(r"<\s*([^<>\s@]+@[^<>\s@]+)\s*>")
# An address is tried where a word begins: a word of 30,000 letters must not cost their square.
BARE = re.compile(r"(?<![^\s<>\"'(),;:])[^\s<>\"'(),;:@]++@[^\s<>\"'(),;:]+")
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
        sender=_sender(_lists(found, "from")),
        to=_joined(_lists(found, "to")),
        cc=_joined(_lists(found, "cc")),
        reply_to=_joined(_lists(found, "reply-to")),
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


def _lists(found: _Found, name: str) -> Iterator[tuple[Address, ...]]:
    """The addresses of each header of that name."""
    return (_list(value) for value in found.all(name) if value)


def _list(value: str) -> tuple[Address, ...]:
    """The addresses of one header that lists them."""
    readable = "".join(_readable(value[:VALUE_LENGTH]))
    try:
        pairs = get_addresses(readable, decode_names=True)
    except (ValueError, LookupError, RecursionError):
        # A form that the library trips over: the tolerant reading must do.
        pairs = []
    return tuple(_address(name, address) for name, address in pairs if address) or _tolerant(readable)


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


def _sender(lists: Iterable[tuple[Address, ...]]) -> Address:
    """Who wrote: the first From that holds an address, else the first name.

    The Sender header does not stand in for it: it says who posted the mail, and forgers fill it in.
    """
    found = [addresses[0] for addresses in lists if addresses]
    return next((address for address in found if address.address), found[0] if found else Address())


def _joined(lists: Iterable[tuple[Address, ...]]) -> tuple[Address, ...]:
    return tuple(address for addresses in lists for address in addresses)


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


def _date(values: Iterable[str]) -> datetime | None:
    shortened = (SPACES.sub(" ", value[:DATE_LENGTH]) for value in values)
    dates = (_parsed_date(value) or _library_date(value) for value in shortened)
    return next((date for date in dates if date and _is_a_moment(date)), None)


def _is_a_moment(date: datetime) -> bool:
    """False at the ends of the calendar, where a zone leads out of it: nothing can compute with such a date."""
    try:
        date.astimezone(UTC)
    except (OverflowError, ValueError):
        return False
    return True


def _parsed_date(value: str) -> datetime | None:
    found = parse_mail_date(value.strip())
    return _in_zone(found.value, float(found.timezone)) if found.value else None


def _in_zone(date: datetime, hours: float) -> datetime:
    try:
        return date.astimezone(timezone(timedelta(hours=hours)))
    except (ValueError, OverflowError):
        return date


def _library_date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(SPACES.sub(" ", decode_words(value)))
        # RFC 5322, 3.3: without a known zone the time is taken for UTC.
        return date if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _message_id(value: str) -> str:
    found = MESSAGE_ID.search(value)
    return found[0] if found else SPACES.sub("", value)


def _message_ids(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(MESSAGE_ID.findall(value[:VALUE_LENGTH])))
