"""Files in the content lines of calendars and address cards (RFC 5545, 3.1; RFC 6350, 3.2 and 3.3; vCard 2.1)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.errors import Problem, Unreadable
from parsers.inline_files import Tick, base64_pieces, blocks_of
from parsers.mime.charsets import decode_header

LONGEST_LINE = 64 * 1024
LONGEST_HEAD = 4096
"""Bytes of a property before its value."""

FOLD = re.compile(rb"\r?\n[ \t]")
NAME = re.compile(rb"(?:[\w-]+\.)?([\w-]+)[;:]")
HEAD = re.compile(rb"[^\":]*(?:\"[^\"]*\"[^\":]*)*:")
PARAMETER = re.compile(rb";\s*([\w-]+)(?:=(\"[^\"]*\"|[^;:\"]*))?")
UNFOLDED = re.compile(rb"[A-Za-z0-9+/]+={0,2}[ \t]*\r?\n?")
"""A line of base64 that is not set in, as some programs write it in vCard 2.1."""

IN_URI = re.compile(rb"\s*data\\?:\s*([\w.+-]+/[\w.+-]+)?[^,]*;\s*base64\s*\\?,", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Property:
    """A property that holds a file: what it says about it, and where its base64 stands."""

    name: str
    parameters: dict[str, str]
    media_type: str
    """Of a data: URI (RFC 2397), else ""."""

    start: int
    end: int
    whole: bool
    """Whether something comes after it: of what is whole the last line is END."""


def holding(file: BinaryIO, names: frozenset[str], tick: Tick) -> Iterator[Property]:
    """The properties of one of `names` that hold a file themselves, not its address."""
    start, wanted, end = 0, "", 0
    for line, at in _lines(file, tick):
        if wanted and (line.startswith((b" ", b"\t")) or UNFOLDED.fullmatch(line)):
            end = at + len(line)
            continue
        if wanted and (found := _held(file, wanted, start, end, whole=True)):
            yield found
        name = NAME.match(line)
        spelled = name[1].decode().upper() if name else ""
        start, wanted, end = at, spelled if spelled in names else "", at + len(line)
    if wanted and (found := _held(file, wanted, start, end, whole=False)):
        yield found


def pieces(file: BinaryIO, found: Property) -> Iterator[bytes]:
    """The bytes of the file.

    Raises:
        Unreadable: it is cut off; what there is came before.
    """
    yield from base64_pieces(blocks_of(file, found.start, found.end))
    if not found.whole:
        raise Unreadable(Problem.TRUNCATED)


def _lines(file: BinaryIO, tick: Tick) -> Iterator[tuple[bytes, int]]:
    """The lines and where they stand; a longer one goes on as if it were folded."""
    at, middle = 0, False
    while True:
        tick(0)
        file.seek(at)
        line = file.readline(LONGEST_LINE)
        if not line:
            return
        yield (b" " * len(line) if middle else line), at
        middle = not line.endswith(b"\n")
        at += len(line)


def _held(file: BinaryIO, name: str, start: int, end: int, *, whole: bool) -> Property | None:
    file.seek(start)
    raw = file.read(min(LONGEST_HEAD, end - start))
    head = HEAD.match(raw)
    if head is None:
        return None
    parameters = {
        found[1].decode().upper(): decode_header((found[2] or b"").strip(b'" \t')) for found in PARAMETER.finditer(FOLD.sub(b"", head[0]))
    }
    uri = IN_URI.match(raw, head.end())
    if uri is None and parameters.get("ENCODING", "").upper() not in {"BASE64", "B"} and "BASE64" not in parameters:
        return None
    return Property(
        name=name,
        parameters=parameters,
        media_type=(uri[1] or b"").decode().lower() if uri else "",
        start=start + (uri or head).end(),
        end=end,
        whole=whole,
    )
