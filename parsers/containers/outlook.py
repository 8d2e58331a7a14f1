"""Outlook's .msg and .oft files: a message as a compound file ([MS-OXMSG], [MS-CFB])."""

import re
import struct
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.containers import opens_apart
from parsers.mapi import tags
from parsers.mapi.codepages import ansi_of, charset_of
from parsers.mapi.compose import compose
from parsers.mapi.compound import Storage, Stream, read_compound
from parsers.mapi.item import OUTLOOK, attached, attached_item, name_of, opened
from parsers.mapi.names import NAMES, names_of
from parsers.mapi.properties import Properties, fixed, tag
from parsers.mapi.unit import Message, subject_of
from parsers.opening import Child, Meter, Opened, Opening

PROPERTIES = "__properties_version1.0"
VALUE = re.compile(r"__substg1\.0_([0-9A-F]{8})", re.IGNORECASE)
RECIPIENT = "__recip_version1.0_#"
ATTACHMENT = "__attach_version1.0_#"
EMBEDDED = "__substg1.0_3701000D"
CLSID = bytes.fromhex("0b0d020000000000c000000000000046")

TOP_HEADER, EMBEDDED_HEADER, OTHER_HEADER = 32, 24, 8
"""What stands before the entries of a property stream ([MS-OXMSG] 2.4.1)."""

ENTRY = struct.Struct("<II8s")
READABLE = 2
WIDTHS = {tags.INTEGER_16: 2, tags.INTEGER_32: 4, tags.BOOLEAN: 1, tags.INTEGER_64: 8, tags.TIME: 8}
PROPERTY_BYTES = 1024 * 1024
"""Bytes of one property stream that are read: an entry has sixteen."""

UTF_16 = {1200, 1201}
MOST_RECIPIENTS = 2_000
OLE = 6


@opens_apart(OUTLOOK)
def open_outlook(content: Content, opening: Opening) -> Opened:
    """The bodies of the message, the files and the items attached to it."""
    meter = opening.meter()
    with content.open() as file:
        compound = read_compound(file, content.size)
        if not compound.root.stream(PROPERTIES) and not any(VALUE.fullmatch(stream.name) for stream in compound.root.streams):
            raise Unreadable(Problem.DAMAGED)
        found = _Item(compound.root, content, opening, meter).opened()
    return replace(found, problem=found.problem or compound.problem)


class _Item:
    """The storage of one message; knows the charset of its 8-bit strings."""

    def __init__(self, root: Storage, content: Content, opening: Opening, meter: Meter) -> None:
        self._root = root
        self._size = content.size
        self._opening = opening
        self._meter = meter
        values = _values(root, TOP_HEADER)
        self._charset = _charset(Properties(values=values))
        self._properties = Properties(values=values, charset=self._charset, named=names_of(root))

    def opened(self) -> Opened:
        recipients = [self._inside(storage) for storage in _numbered(self._root, RECIPIENT)[:MOST_RECIPIENTS]]
        attachments = [partial(self._attached, storage) for storage in _numbered(self._root, ATTACHMENT)]
        found = opened(Message(properties=self._properties, recipients=recipients), attachments, self._opening, self._meter)
        missing = _announced(self._root) > len(attachments)
        return replace(found, problem=found.problem or (Problem.DAMAGED if missing else None))

    def _inside(self, storage: Storage) -> Properties:
        return Properties(values=_values(storage, OTHER_HEADER), charset=self._charset)

    def _attached(self, storage: Storage) -> Child:
        properties = self._inside(storage)
        embedded = storage.storage(EMBEDDED)
        if embedded is None:
            stream = properties.stream(tags.ATTACH_DATA, tags.BINARY, tags.OBJECT) or fixed(b"")
            return attached(properties, *self._opening.keep(stream.pieces(), self._meter))
        if properties.number(tags.ATTACH_METHOD) == OLE or not embedded.stream(PROPERTIES):
            return attached(properties, *self._composed(embedded))
        inside = Properties(values=_values(embedded, EMBEDDED_HEADER), charset=self._charset)
        name = subject_of(inside) or properties.line(tags.DISPLAY_NAME) or name_of(properties)
        return attached_item(name, *self._composed(self._on_its_own(embedded)), outlook=True)

    def _on_its_own(self, embedded: Storage) -> Storage:
        """An attached item as a file would have it: a wider header, and what it shares with the whole file."""
        names = [] if embedded.storage(NAMES) else [storage for storage in [self._root.storage(NAMES)] if storage]
        mask = self._properties.stream(tags.STORE_SUPPORT_MASK, tags.INTEGER_32)
        shared = (
            []
            if mask is None or _mask_of(embedded)
            else [ENTRY.pack(tag(tags.STORE_SUPPORT_MASK, tags.INTEGER_32), READABLE, mask.head(4))]
        )
        streams = [_widened(stream, shared) if stream.name.lower() == PROPERTIES else stream for stream in embedded.streams]
        return Storage(clsid=CLSID, storages=[*names, *embedded.storages], streams=streams)

    def _composed(self, storage: Storage) -> tuple[Content, Problem | None]:
        """A file of its own with what lies in `storage`."""
        if _total(storage) > self._size + PROPERTY_BYTES:
            # No two streams share a sector: there is more in it than the whole file holds.
            return self._opening.spool.keep(b""), Problem.DAMAGED
        file = compose(storage)
        kept, problem = self._opening.keep(file.pieces(), self._meter)
        return kept, problem or file.problem


def _charset(properties: Properties) -> str:
    page = properties.number(tags.MESSAGE_CODEPAGE)
    # Files whose strings are UTF-16 name that page; what they keep in 8 bits is in none of it.
    if page and page not in UTF_16:
        return charset_of(page)
    return ansi_of(properties.number(tags.INTERNET_CPID) or 0)


def _values(storage: Storage, header: int) -> dict[int, Stream]:
    """Short values from the property stream, long ones from streams of their own ([MS-OXMSG] 2.4)."""
    found = {int(match[1], 16): stream for stream in storage.streams if (match := VALUE.fullmatch(stream.name))}
    entries = storage.stream(PROPERTIES)
    data = entries.head(PROPERTY_BYTES) if entries else b""
    for at in range(header, len(data) - ENTRY.size + 1, ENTRY.size):
        name, _flags, value = ENTRY.unpack_from(data, at)
        if width := WIDTHS.get(name & 0xFFFF):
            found[name] = fixed(value[:width])
    return found


def _numbered(root: Storage, beginning: str) -> list[Storage]:
    found = [storage for storage in root.storages if storage.name.lower().startswith(beginning)]
    return sorted(found, key=lambda storage: storage.name.lower())


def _announced(root: Storage) -> int:
    """How many attachments the header of the message counts ([MS-OXMSG] 2.4.1.1)."""
    entries = root.stream(PROPERTIES)
    return int.from_bytes(entries.head(EMBEDDED_HEADER)[20:], "little") if entries else 0


def _mask_of(embedded: Storage) -> Stream | None:
    return Properties(values=_values(embedded, EMBEDDED_HEADER)).stream(tags.STORE_SUPPORT_MASK, tags.INTEGER_32)


def _widened(stream: Stream, shared: list[bytes]) -> Stream:
    data = stream.head(PROPERTY_BYTES).ljust(EMBEDDED_HEADER, b"\0")
    wider = b"".join((data[:EMBEDDED_HEADER], bytes(TOP_HEADER - EMBEDDED_HEADER), data[EMBEDDED_HEADER:], *shared))
    return replace(fixed(wider), name=stream.name)


def _total(storage: Storage) -> int:
    return sum(stream.size for inside in _all(storage) for stream in inside.streams)


def _all(storage: Storage) -> Iterator[Storage]:
    waiting = [storage]
    while waiting:
        inside = waiting.pop()
        yield inside
        waiting += inside.storages
