"""Messages of Outlook, built value by value: as .msg files and as winmail.dat."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from parsers.mapi import tags
from parsers.mapi.compose import compose
from parsers.mapi.compound import Storage, Stream
from parsers.mapi.properties import fixed, tag

Value = str | bytes | int | bool | datetime
PLACE = tag(0x8001, tags.UNICODE)
STARTS = tag(0x8002, tags.TIME)
ENDS = tag(0x8003, tags.TIME)
APPOINTMENT = bytes.fromhex("0220060000000000c000000000000046")
NAMES = {0x8001: 0x8208, 0x8002: 0x820D, 0x8003: 0x820E}
MESSAGE_OBJECT = bytes.fromhex("0703020000000000c000000000000046")


def unicode(number: int) -> int:
    return tag(number, tags.UNICODE)


def ansi(number: int) -> int:
    return tag(number, tags.STRING_8)


def integer(number: int) -> int:
    return tag(number, tags.INTEGER_32)


def binary(number: int) -> int:
    return tag(number, tags.BINARY)


def moment(number: int) -> int:
    return tag(number, tags.TIME)


Values = Mapping[int, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Something attached: bytes, another item, or an object of a program."""

    values: Values = field(default_factory=dict)
    data: bytes | None = None
    item: "Item | None" = None
    object: Storage | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A mail, a meeting, a contact."""

    values: Values
    recipients: Sequence[Values] = ()
    files: Sequence[File] = ()


def named_file(name: str, data: bytes, values: Values | None = None) -> File:
    return File(values={unicode(tags.ATTACH_LONG_FILENAME): name, integer(tags.ATTACH_METHOD): 1, **(values or {})}, data=data)


def coded(value: Value, kind: int) -> bytes:
    match value:
        case datetime():
            since = value - datetime(1601, 1, 1, tzinfo=UTC)
            return struct.pack("<Q", (since.days * 86_400 + since.seconds) * 10_000_000)
        case str():
            return value.encode("utf-16-le")
        case int():
            return struct.pack("<H" if kind in {tags.INTEGER_16, tags.BOOLEAN} else "<i", value)
    return value


def stream(name: str, data: bytes) -> Stream:
    return replace(fixed(data), name=name)


def storage(name: str, values: Values, header: int, inside: Iterable[Storage] = ()) -> Storage:
    entries = bytearray(header)
    streams = []
    for number, value in values.items():
        data = coded(value, number & 0xFFFF)
        short = not isinstance(value, str | bytes)
        entries += struct.pack("<II", number, 6) + (data if short else struct.pack("<I", len(data))).ljust(8, b"\0")
        if not short:
            streams.append(stream(f"__substg1.0_{number:08X}", data))
    return Storage(name=name, storages=list(inside), streams=[*streams, stream("__properties_version1.0", bytes(entries))])


def names_storage() -> Storage:
    entries = b"".join(struct.pack("<IHH", name, 3 << 1, number - 0x8000) for number, name in NAMES.items())
    entries += struct.pack("<IHH", 0, 3 << 1 | 1, 9)
    streams = [stream("__substg1.0_00020102", APPOINTMENT), stream("__substg1.0_00030102", entries)]
    return Storage(name="__nameid_version1.0", streams=streams)


def attachment(number: int, file: File) -> Storage:
    values = dict(file.values)
    inside = []
    if file.item:
        values.setdefault(integer(tags.ATTACH_METHOD), 5)
        inside = [item_storage(file.item, "__substg1.0_3701000D", 24)]
    if file.object:
        values.setdefault(integer(tags.ATTACH_METHOD), 6)
        inside = [replace(file.object, name="__substg1.0_3701000D")]
    if file.data is not None:
        values[binary(tags.ATTACH_DATA)] = file.data
    return storage(f"__attach_version1.0_#{number:08X}", values, 8, inside)


def item_storage(item: Item, name: str = "", header: int = 32) -> Storage:
    inside = [storage(f"__recip_version1.0_#{number:08X}", values, 8) for number, values in enumerate(item.recipients)]
    inside += [attachment(number, file) for number, file in enumerate(item.files)]
    if not name:
        inside.append(names_storage())
    return storage(name, item.values, header, inside)


def written(root: Storage) -> bytes:
    return b"".join(compose(root).pieces())


def msg(item: Item) -> bytes:
    return written(item_storage(item))


def attribute(level: int, number: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def listed(values: Values) -> bytes:
    return struct.pack("<I", len(values)) + b"".join(one_value(number, value) for number, value in values.items())


def one_value(number: int, value: Value) -> bytes:
    kind, name = number & 0xFFFF, number >> 16
    head = struct.pack("<HH", kind, name)
    if name >= tags.FIRST_NAMED:
        head += APPOINTMENT + struct.pack("<II", 0, NAMES[name])
    data = coded(value, kind)
    if not isinstance(value, str | bytes):
        return head + data.ljust(-(-len(data) // 4) * 4, b"\0")
    return head + struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)


def tnef(item: Item, page: int = 1252, extra: bytes = b"") -> bytes:
    """`extra` are further attributes of the message."""
    out = b"\x78\x9f\x3e\x22\x01\x00" + attribute(1, 0x00089006, b"\0\0\1\0") + attribute(1, 0x00069007, struct.pack("<II", page, 0))
    out += extra
    if item.recipients:
        rows = struct.pack("<I", len(item.recipients)) + b"".join(listed(values) for values in item.recipients)
        out += attribute(1, 0x00069004, rows)
    out += attribute(1, 0x00069003, listed(item.values))
    return out + b"".join(tnef_file(file) for file in item.files)


def tnef_file(file: File) -> bytes:
    values = dict(file.values)
    out = attribute(2, 0x00069002, struct.pack("<HIHHI", 1, 0xFFFFFFFF, 0, 0, 0))
    if file.data is not None:
        out += attribute(2, 0x0006800F, file.data)
    if file.item:
        values[tag(tags.ATTACH_DATA, tags.OBJECT)] = MESSAGE_OBJECT + tnef(file.item)
    return out + (attribute(2, 0x00069005, listed(values)) if values else b"")
