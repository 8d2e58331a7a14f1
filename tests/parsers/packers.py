"""Archives of formats that no library of ours writes, byte by byte, with their files stored as they are."""

import lzma
import struct
import zlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A file to store, and what is special about it."""

    name: bytes
    content: bytes = b""
    locked: bool = False
    goes_on: bool = False
    """In the next volume."""

    link_to: bytes = b""
    large: bool = False
    """Its sizes have room for more than four gigabytes."""

    method: int = 0
    wrong: int = 0
    """What the checksum is off."""

    def check(self) -> int:
        return zlib.crc32(self.content) ^ self.wrong


def cpio(*files: Stored) -> bytes:
    """The form "newc": a header in hexadecimal before each file, all filled up to fours."""
    packed = b""
    for number, file in enumerate((*files, Stored(name=b"TRAILER!!!"))):
        content = file.link_to or file.content
        mode = 0o120777 if file.link_to else 0o040755 if file.name.endswith(b"/") else 0o100644
        fields = (number + 1, mode, 0, 0, 1, 0, len(content), 0, 0, 0, 0, len(file.name) + 1, 0)
        packed += _filled(b"070701" + b"".join(b"%08x" % field for field in fields) + file.name + b"\0", 4) + _filled(content, 4)
    return packed


def _filled(data: bytes, to: int) -> bytes:
    return data + bytes(-len(data) % to)


def lzh(*files: Stored) -> bytes:
    """Headers of level 0, method -lh0-."""
    packed = b""
    for file in files:
        sizes = struct.pack("<II", len(file.content), len(file.content))
        check = _crc16(file.content) ^ file.wrong
        fields = b"-lh0-" + sizes + bytes(4) + b" \0" + bytes([len(file.name)]) + file.name + struct.pack("<H", check)
        packed += bytes([len(fields), sum(fields) & 0xFF]) + fields + file.content
    return packed + b"\0"


def _crc16(data: bytes) -> int:
    check = 0
    for byte in data:
        check ^= byte
        for _ in range(8):
            check = (check >> 1) ^ (0xA001 if check & 1 else 0)
    return check


def cab(*files: Stored, flags: int = 0) -> bytes:
    """One folder, not compressed ([MS-CAB] 2.1 to 2.4)."""
    data = b"".join(file.content for file in files)
    listed, at = b"", 0
    for file in files:
        listed += struct.pack("<IIHHHH", len(file.content), at, 0, 0x5A21, 0, 0x20) + file.name + b"\0"
        at += len(file.content)
    method = max(file.method for file in files)
    names = b"a.cab\0disk\0" * ((flags & 1) + (flags >> 1 & 1))
    start = 36 + len(names) + 8 + len(listed)
    block = struct.pack("<IHH", 0, len(data), len(data)) + data
    head = (b"MSCF", 0, start + len(block), 0, 36 + len(names) + 8, 0, 3, 1, 1, len(files), flags, 7, 0)
    return struct.pack("<4s5I2B5H", *head) + names + struct.pack("<IHH", start, 1, method) + listed + block


def rar4(*files: Stored, flags: int = 0) -> bytes:
    """As RAR 2.9 to 4 wrote them; `flags` are those of the archive."""
    packed = b"Rar!\x1a\x07\x00" + _old_block(0x73, flags, bytes(6))
    for file in files:
        marks = 0x8000 | (0x04 if file.locked else 0) | (0x02 if file.goes_on else 0) | (0x0100 if file.large else 0)
        fields = (len(file.content), len(file.content) * (2 if file.goes_on else 1), 3, file.check(), 0x5A210000, 29, 0x30)
        named = struct.pack("<IIBIIBBHI", *fields, len(file.name), 0o100644) + bytes(8 if file.large else 0) + file.name
        packed += _old_block(0x74, marks, named) + file.content
    return packed + _old_block(0x7B, 0x4000 | (0x01 if flags & 1 else 0), b"")


def _old_block(kind: int, flags: int, fields: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar5(*files: Stored, flags: int = 0, locked: bool = False) -> bytes:
    """As RAR 5 writes them; `locked` for headers and all."""
    packed = b"Rar!\x1a\x07\x01\x00"
    if locked:
        return packed + _block(4, b"\0\0\x0f" + bytes(16)) + bytes(range(200))
    packed += _block(1, _number(flags))
    for file in files:
        fields = _number(4) + _number(len(file.content)) + _number(0o100644) + struct.pack("<I", file.check())
        named = fields + _number(0) + _number(1) + _number(len(file.name)) + file.name
        packed += _block(2, named, extra=_extra(file), data=len(file.content), goes_on=file.goes_on) + file.content
    return packed + _block(5, _number(flags & 1))


def _extra(file: Stored) -> bytes:
    record = b""
    if file.locked:
        record = _number(1) + _number(0) + _number(0) + b"\x0f" + bytes(32)
    elif file.link_to:
        record = _number(5) + _number(1) + _number(0) + _number(len(file.link_to)) + file.link_to
    return _number(len(record)) + record if record else b""


def _block(kind: int, fields: bytes, *, extra: bytes = b"", data: int | None = None, goes_on: bool = False) -> bytes:
    flags = (0x01 if extra else 0) | (0x02 if data is not None else 0) | (0x10 if goes_on else 0)
    sizes = (_number(len(extra)) if extra else b"") + (_number(data) if data is not None else b"")
    head = _number(kind) + _number(flags) + sizes + fields + extra
    head = _number(len(head)) + head
    return struct.pack("<I", zlib.crc32(head)) + head


def _number(value: int) -> bytes:
    groups = b""
    while value >= 0x80:
        groups += bytes([0x80 | value & 0x7F])
        value >>= 7
    return groups + bytes([value])


def compressed(content: bytes) -> bytes:
    """As the Unix program compress writes at most 250 signs that never repeat themselves enough: each for itself, in nine bits."""
    bits = sum(byte << 9 * place for place, byte in enumerate(content))
    return b"\x1f\x9d\x90" + bits.to_bytes(-(-len(content) * 9 // 8), "little")


def bcj2(name: str, content: bytes) -> bytes:
    """A 7z archive as 7-Zip packs programs: LZMA, and behind it BCJ2, whose side streams stay empty (no jump is in `content`)."""
    main = lzma.compress(content, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 20}])
    folder = b"\2\x23\3\1\1\5\x5d" + struct.pack("<I", 1 << 20) + b"\x14\3\3\1\x1b\4\1" + b"\1\0" + b"\0\2\3\4"
    size = _large(len(content))
    head = b"\1\4\6\0\4\x09" + _large(len(main)) + b"\0\0\5\0" + b"\7\x0b\1\0" + folder + b"\x0c" + size + size + b"\0"
    names = b"\0" + name.encode("utf-16-le") + b"\0\0"
    head += b"\x08\x0a\1" + struct.pack("<I", zlib.crc32(content)) + b"\0\0" + b"\5\1\x11" + bytes([len(names)]) + names + b"\0\0"
    start = struct.pack("<QQI", len(main) + 5, len(head), zlib.crc32(head))
    return b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) + start + main + bytes(5) + head


def _large(value: int) -> bytes:
    """A number in four bytes behind one that says so."""
    return b"\xf0" + struct.pack("<I", value)
