"""The properties of one message, recipient or attachment: typed values by identifier ([MS-OXCDATA] 2.11)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from parsers.mapi import tags
from parsers.mapi.compound import Stream
from parsers.mapi.names import Name
from parsers.mime.charsets import clean, decode

TEXT_BYTES = 64 * 1024
"""Bytes of a name, a subject or an address that are read."""

EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
PER_MICROSECOND = 10
NUMBERS = (tags.INTEGER_32, tags.INTEGER_16, tags.BOOLEAN, tags.INTEGER_64)
LATEST = datetime(4500, 1, 1, tzinfo=UTC)
"""Outlook writes the end of August 4500 for no date at all."""


def tag(number: int, kind: int) -> int:
    """Identifier and type as one number, as files name properties."""
    return number << 16 | kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """Values by tag; `charset` is the one of 8-bit strings."""

    values: Mapping[int, Stream]
    charset: str = "cp1252"
    named: Mapping[Name, int] = field(default_factory=dict)
    """The numbers of properties that have names."""

    def stream(self, number: int, *kinds: int) -> Stream | None:
        """The value of property `number` in the first of the types that it has, as bytes."""
        return next((found for kind in kinds if (found := self.values.get(tag(number, kind)))), None)

    def text(self, number: int, limit: int = TEXT_BYTES) -> str:
        """A string, "" when there is none."""
        if found := self.stream(number, tags.UNICODE):
            return unicode(found.head(limit))
        found = self.stream(number, tags.STRING_8)
        return clean(decode(found.head(limit), self.charset)).rstrip("\0") if found else ""

    def line(self, number: int) -> str:
        """A string without anything that would end a line."""
        return " ".join(self.text(number).replace("\0", "").split())

    def number(self, number: int) -> int | None:
        """An integer or a boolean."""
        found = self.stream(number, *NUMBERS)
        return int.from_bytes(found.head(8), "little", signed=True) if found else None

    def moment(self, number: int) -> datetime | None:
        """A time, which always is in UTC."""
        found = self.stream(number, tags.TIME)
        if not found:
            return None
        ticks = int.from_bytes(found.head(8), "little")
        try:
            date = EPOCH + timedelta(microseconds=ticks // PER_MICROSECOND)
        except OverflowError:
            return None
        return date if ticks and date < LATEST else None


def unicode(data: bytes) -> str:
    """UTF-16 as text, without the zero that may end it."""
    return clean(data[: len(data) & ~1].decode("utf-16-le", "replace")).rstrip("\0")


def fixed(data: bytes) -> Stream:
    """A value that is at hand."""
    return Stream(name="", size=len(data), pieces=lambda: iter((data,)))
