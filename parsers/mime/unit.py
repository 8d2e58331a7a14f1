"""The headers of one mail as a unit: who wrote to whom, when, about what.

mail-parser reads addresses and dates, from a header block that was repaired and decoded before; it sees no body, nor more
than one mail, and is asked once a mail: nothing else costs an ordinary mail more. Subjects and identifiers are read here:
mail-parser drops octets of charsets it does not know.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
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

DATE_LENGTH = 200
LISTS = {"from": "from_", "to": "to", "cc": "cc", "reply-to": "reply_to"}
"""Headers that list addresses, and what mail-parser calls them."""

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
    read = _Library(found)
    subjects = [subject(value) for value in found.all("subject")]
    return_path = found.first("return-path")
    return Unit(
        path="",
        subject=subjects[0] if subjects else "",
        other_subjects=tuple(subjects[1:]),
        sender=_sender(read.addresses("from")),
        to=_joined(read.addresses("to")),
        cc=_joined(read.addresses("cc")),
        reply_to=_joined(read.addresses("reply-to")),
        return_path=None if return_path is None else _return_path(return_path),
        date=_date(read.dates()),
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


class _Library:
    """mail-parser's reading of addresses and dates: of the first header of each name in one call, of a second one alone."""

    def __init__(self, found: _Found) -> None:
        self._dates = [SPACES.sub(" ", value[:DATE_LENGTH]) for value in found.all("date")]
        self._lists = {name: ["".join(_readable(value[:VALUE_LENGTH])) for value in found.all(name) if value] for name in LISTS}
        firsts = {name: values[0] for name, values in (*self._lists.items(), ("date", self._dates)) if values}
        self._first = _parse(firsts)

    def addresses(self, name: str) -> Iterator[tuple[Address, ...]]:
        """The addresses of each header of that name."""
        for number, value in enumerate(self._lists[name]):
            yield _list(value, self._asked(name, number, value), name)

    def dates(self) -> Iterator[datetime | None]:
        """The date of each Date header."""
        for number, value in enumerate(self._dates):
            yield _parsed_date(self._asked("date", number, value)) or _library_date(value)

    def _asked(self, name: str, number: int, value: str) -> mailparser.MailParser | None:
        # What the library trips over may stand in another header.
        return self._first if number == 0 and self._first else _parse({name: value})


def _parse(values: Mapping[str, str]) -> mailparser.MailParser | None:
    """mail-parser's reading of some headers, each of another name."""
    try:
        return mailparser.parse_from_string("".join(f"{name}: {value}\r\n" for name, value in values.items()) + "\r\n")
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


def _sender(lists: Iterable[tuple[Address, ...]]) -> Address:
    """Who wrote: the first From that holds an address, else the first name.

    The Sender header does not stand in for it: it says who posted the mail, and forgers fill it in.
    """
    found = [addresses[0] for addresses in lists if addresses]
    return next((address for address in found if address.address), found[0] if found else Address())


def _joined(lists: Iterable[tuple[Address, ...]]) -> tuple[Address, ...]:
    return tuple(address for addresses in lists for address in addresses)


def _list(value: str, parsed: mailparser.MailParser | None, name: str) -> tuple[Address, ...]:
    read = tuple(_address(*pair) for pair in getattr(parsed, LISTS[name])) if parsed else ()
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


def _date(dates: Iterable[datetime | None]) -> datetime | None:
    return next((date for date in dates if date and _is_a_moment(date)), None)


def _is_a_moment(date: datetime) -> bool:
    """False at the ends of the calendar, where a zone leads out of it: nothing can compute with such a date."""
    try:
        date.astimezone(UTC)
    except (OverflowError, ValueError):
        return False
    return True


def _parsed_date(parsed: mailparser.MailParser | None) -> datetime | None:
    return _in_zone(parsed.date, float(parsed.timezone)) if parsed and parsed.date else None


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
