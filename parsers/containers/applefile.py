"""AppleSingle, a file and what a Macintosh knows of it in one; AppleDouble, the latter alone (RFC 1740)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.containers import opens
from parsers.mime.charsets import decode
from parsers.opening import Child, Opened, Opening

SINGLE = b"\x00\x05\x16\x00"
DOUBLE = b"\x00\x05\x16\x07"
DATA_FORK = 1
REAL_NAME = 3
HEADER_BYTES = 26
ENTRY_BYTES = 12
MOST_ENTRIES = 100
NAME_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of the file and where it lies."""

    number: int
    start: int
    size: int


@opens("application/applesingle")
def open_applesingle(content: Content, opening: Opening) -> Opened:
    """The file itself, under the name that it had on the Macintosh."""
    data = next((entry for entry in _entries(content) if entry.number == DATA_FORK), None)
    if data is None or opening.parts_left < 1:
        return Opened(problem=Problem.TOO_MANY_PARTS if data else None)
    kept, problem = opening.keep(_pieces(content, data), opening.meter())
    return Opened(children=(Child(content=kept, name=real_name(content), problem=problem),))


def named_by_twins(children: tuple[Child, ...]) -> tuple[Child, ...]:
    """The children, where a data fork without a name has the one of the AppleDouble header before it (RFC 1740, 4)."""
    before = (None, *children)
    return tuple(_named(child, twin) for child, twin in zip(children, before, strict=False))


def _named(child: Child, twin: Child | None) -> Child:
    if child.name or twin is None or twin.declared_type != "application/applefile" or twin.content.head(len(DOUBLE)) != DOUBLE:
        return child
    name = twin.name or real_name(twin.content)
    return replace(child, name=name, body=child.body and not name)


def real_name(content: Content) -> str:
    """What the file was called on the Macintosh, "" when nothing says so."""
    try:
        entry = next((entry for entry in _entries(content) if entry.number == REAL_NAME), None)
    except Unreadable:
        return ""
    data = b"".join(_read(content, entry.start, min(entry.size, NAME_BYTES))) if entry else b""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        # Before macOS X names were in the charset of the system.
        return decode(data, "mac-roman")


def _entries(content: Content) -> tuple[Entry, ...]:
    # RFC 1740, A.1: magic, version, filler, count, then number, offset and length of each entry.
    head = content.head(HEADER_BYTES + MOST_ENTRIES * ENTRY_BYTES)
    count = min(int.from_bytes(head[24:26], "big"), MOST_ENTRIES)
    if not head.startswith((SINGLE, DOUBLE)) or len(head) < HEADER_BYTES + count * ENTRY_BYTES:
        raise Unreadable(Problem.DAMAGED)
    return tuple(Entry(*(_number(head, HEADER_BYTES + index * ENTRY_BYTES + 4 * word) for word in range(3))) for index in range(count))


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")


def _pieces(content: Content, entry: Entry) -> Iterator[bytes]:
    yield from _read(content, entry.start, entry.size)
    if entry.start + entry.size > content.size:
        raise Unreadable(Problem.TRUNCATED)


def _read(content: Content, start: int, size: int) -> Iterator[bytes]:
    with content.open() as file:
        file.seek(min(start, content.size))
        while size and (piece := file.read(min(size, CHUNK))):
            yield piece
            size -= len(piece)
