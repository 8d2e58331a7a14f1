"""winmail.dat: the Transport Neutral Encapsulation Format ([MS-OXTNEF])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.containers import opens_apart
from parsers.mapi import tags
from parsers.mapi.codepages import charset_of
from parsers.mapi.compound import Stream
from parsers.mapi.item import TNEF, attached, attached_item, name_of, opened
from parsers.mapi.listed import Listed, region, rows_between, values_between
from parsers.mapi.properties import Properties, fixed, tag
from parsers.mapi.unit import Message, subject_of
from parsers.mime.raw import Raw
from parsers.opening import Child, Meter, Opened, Opening

SIGNATURE = b"\x78\x9f\x3e\x22"
START = 6
"""Where the first attribute stands, behind the signature and a key that nobody uses."""

HEAD = struct.Struct("<BII")
CHECKSUM = 2
LEVELS = {1, 2}
MESSAGE = 1

FROM = 0x00008000
SUBJECT = 0x00018004
BODY = 0x0002800C
ATTACH_DATA = 0x0006800F
ATTACH_TITLE = 0x00018010
TRANSPORT_NAME = 0x00069001
RENDERING = 0x00069002
MESSAGE_VALUES = 0x00069003
RECIPIENTS = 0x00069004
ATTACHMENT_VALUES = 0x00069005
CODE_PAGE = 0x00069007
MESSAGE_CLASS = 0x00078008

AS_VALUES = {
    SUBJECT: tag(tags.SUBJECT, tags.STRING_8),
    BODY: tag(tags.BODY, tags.STRING_8),
    MESSAGE_CLASS: tag(tags.MESSAGE_CLASS, tags.STRING_8),
}
"""What stands in attributes of its own, as the properties that mean the same."""

MOST_RECIPIENTS = 2_000
MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")
INTERFACE = 16
"""Bytes before an object that say how it is to be read: as a message, as a storage ([MS-OXTNEF] 2.1.3.3.15)."""


@opens_apart(TNEF)
def open_tnef(content: Content, opening: Opening) -> Opened:
    """What Outlook put into winmail.dat: the body as it was formatted, files, and items of its own."""
    meter = opening.meter()
    with content.open() as file:
        raw = Raw(file, content.size)
        if not raw.at(0, len(SIGNATURE)) == SIGNATURE:
            raise Unreadable(Problem.DAMAGED)
        scanned = _Scanned(raw, most=opening.parts_left)
        attachments = [partial(_attached, one, scanned.charset, opening, meter) for one in scanned.attachments]
        found = opened(scanned.message(), attachments, opening, meter)
    return replace(found, lent=True, problem=found.problem or scanned.problem)


@dataclass(frozen=True, slots=True)
class _Attribute:
    """One attribute: where its data begins, how long it says to be, and where it must end."""

    level: int
    number: int
    start: int
    size: int
    end: int


@dataclass(slots=True)
class _Attachment:
    """What the attributes say about one attached file."""

    values: dict[int, Stream] = field(default_factory=dict)
    data: Stream | None = None
    title: Stream | None = None


class _Scanned:
    """The attributes of one stream in order; nothing is read but what is short."""

    def __init__(self, raw: Raw, *, most: int) -> None:
        self._raw = raw
        self._most = most
        self._own = Listed()
        self._recipients: list[dict[int, Stream]] = []
        self.attachments: list[_Attachment] = []
        self.charset = charset_of(0)
        self.problem: Problem | None = None
        for attribute in self._attributes():
            self._see(attribute)

    def message(self) -> Message:
        """The message that the attributes tell of."""
        recipients = [Properties(values=values, charset=self.charset) for values in self._recipients]
        properties = Properties(values=self._own.values, charset=self.charset, named=self._own.named)
        return Message(properties=properties, recipients=recipients)

    def _attributes(self) -> Iterator[_Attribute]:
        at = START
        while at < self._raw.size and len(self.attachments) <= self._most:
            head = self._raw.at(at, HEAD.size)
            if len(head) < HEAD.size or head[0] not in LEVELS:
                self.problem = Problem.TRUNCATED if len(head) < HEAD.size else Problem.DAMAGED
                return
            level, number, size = HEAD.unpack(head)
            at += HEAD.size
            yield _Attribute(level, number, at, size, min(at + size, self._raw.size))
            at += size + CHECKSUM
        if at > self._raw.size:
            self.problem = Problem.TRUNCATED

    def _see(self, attribute: _Attribute) -> None:
        if attribute.level == MESSAGE:
            self._see_of_message(attribute)
        else:
            self._see_of_attachment(attribute)

    def _see_of_message(self, attribute: _Attribute) -> None:
        if attribute.number == MESSAGE_VALUES:
            listed = self._listed(attribute)
            self._own.values |= listed.values
            self._own.named |= listed.named
        elif attribute.number == RECIPIENTS:
            rows = islice(rows_between(self._raw, attribute.start, attribute.end), MOST_RECIPIENTS)
            self._recipients = [row.values for row in rows]
        elif attribute.number == CODE_PAGE:
            self.charset = charset_of(int.from_bytes(self._stream(attribute).head(4), "little"))
        elif attribute.number == FROM:
            self._own.values = dict(_sender(self._stream(attribute).head(1024))) | self._own.values
        elif name := AS_VALUES.get(attribute.number):
            self._own.values.setdefault(name, self._stream(attribute))

    def _see_of_attachment(self, attribute: _Attribute) -> None:
        if attribute.number == RENDERING or not self.attachments:
            self.attachments.append(_Attachment())
        found = self.attachments[-1]
        if attribute.number == ATTACH_DATA:
            found.data = self._stream(attribute)
        elif attribute.number == ATTACH_TITLE or (attribute.number == TRANSPORT_NAME and not found.title):
            found.title = self._stream(attribute)
        elif attribute.number == ATTACHMENT_VALUES:
            found.values |= self._listed(attribute).values

    def _listed(self, attribute: _Attribute) -> Listed:
        found = values_between(self._raw, attribute.start, attribute.end)
        if not found.whole:
            self.problem = Problem.DAMAGED
        return found

    def _stream(self, attribute: _Attribute) -> Stream:
        return region(self._raw, attribute.start, attribute.size, attribute.end)


def _sender(data: bytes) -> Iterator[tuple[int, Stream]]:
    """Name and address of the older form of a sender, a triple of lengths and texts ([MS-OXTNEF] 2.1.3.3.2)."""
    if len(data) < struct.calcsize("<4H"):
        return
    _kind, _size, name_length, address_length = struct.unpack_from("<4H", data)
    name, address = data[8 : 8 + name_length], data[8 + name_length : 8 + name_length + address_length]
    yield tag(tags.SENDER_NAME, tags.STRING_8), fixed(name.rstrip(b"\0"))
    kind, colon, email = address.rstrip(b"\0").partition(b":")
    if colon and kind.upper() == b"SMTP":
        yield tag(tags.SENDER_EMAIL, tags.STRING_8), fixed(email)


def _attached(found: _Attachment, charset: str, opening: Opening, meter: Meter) -> Child:
    properties = Properties(values=found.values, charset=charset)
    title = Properties(values={tag(tags.ATTACH_FILENAME, tags.STRING_8): found.title}, charset=charset) if found.title else properties
    thing = properties.stream(tags.ATTACH_DATA, tags.OBJECT)
    if thing and thing.head(INTERFACE) == MESSAGE_INTERFACE:
        kept, problem = opening.keep(thing.behind(INTERFACE).pieces(), meter)
        name = _subject(kept) or properties.line(tags.DISPLAY_NAME) or name_of(title)
        return attached_item(name, kept, problem, outlook=False)
    data = thing.behind(INTERFACE) if thing else found.data or properties.stream(tags.ATTACH_DATA, tags.BINARY) or fixed(b"")
    return attached(properties, *opening.keep(data.pieces(), meter), name=name_of(title))


def _subject(content: Content) -> str:
    """The subject of an attached mail, which only the mail itself has whole."""
    with content.open() as file:
        return subject_of(_Scanned(Raw(file, content.size), most=0).message().properties)
