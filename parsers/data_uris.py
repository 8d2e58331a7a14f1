"""Files that a page holds in itself: data: URIs (RFC 2397) in its attributes and styles.

The page is read in pieces, and closely only where it has such a URI.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from urllib.parse import unquote_to_bytes

from core.content import CHUNK
from core.errors import Problem, Unreadable
from parsers.entities import unescaped
from parsers.inline_files import Tick, base64_pieces, blocks_of
from parsers.mime.charsets import decode
from parsers.opening import Child, Meter, Opening

SCHEME = b"data:"
AROUND = 4096
"""Bytes around a URI in which the rest of its tag is looked for."""

LEAD = 40
OVERLAP = 10
"""Bytes that an escape, or the sign that ends a URI, is long at most."""

HEAD = re.compile(rb"data:\s*([\w.+-]+/[\w.+-]+)?((?:\s*;\s*[\w.+-]+(?:=(?:[\w.+-]+|\"[^\"<>]{0,100}\"))?){0,8})\s*,")
BEFORE = re.compile(
    rb"(?:\b(?:src|href|poster|data|background|content)\s*=\s*|\b(url)\(\s*)(\"|'|&quot;|&#3[49];|&apos;)?\s*\Z", re.IGNORECASE
)
AFTER_BASE64 = re.compile(rb"[\"'()<>]")
AFTER_ENTITY = re.compile(rb"[\"'()<>]|&quot;|&#3[49];|&apos;")
AFTER_VALUE = re.compile(rb"[\s>]")
ATTRIBUTE = re.compile(r"(?<![\w:-])(download|alt|title)\s*=\s*(?:\"([^\"]+)\"|'([^']+)')", re.IGNORECASE)
NAMED_BY = ("download", "alt", "title")
DRESS = ("font/", "application/font", "application/x-font", "application/vnd.ms-fontobject", "text/css", "text/javascript")
"""What only dresses the page: it is no file that anybody sends."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataUri:
    """A file in a page: its type and name, and where its coded bytes stand."""

    media_type: str
    name: str
    base64: bool
    start: int
    end: int
    whole: bool
    """Whether the sign that ends it was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """A stretch of the page in memory, with what stands around it."""

    text: bytes
    at: int


def children(file: BinaryIO, opening: Opening, meter: Meter) -> Iterator[Callable[[], Child]]:
    """A part for each file that the page holds; a picture among them is one that its text shows."""
    return (partial(_child, file, found, opening, meter) for found in data_uris(file, meter.take))


def data_uris(file: BinaryIO, tick: Tick) -> Iterator[DataUri]:
    """The files of the page in its order; `tick` is told that the search goes on, and may end it."""
    done = 0
    for view, place in _places(file, tick):
        before = BEFORE.search(view.text[max(place - LEAD, 0) : place])
        head = HEAD.match(view.text, place, place + AROUND)
        if before is None or head is None or view.at + place < done:
            continue
        found = _found(file, view, before, head)
        done = found.end
        if found.end > found.start and not found.media_type.startswith(DRESS):
            yield found


def pieces(file: BinaryIO, found: DataUri) -> Iterator[bytes]:
    """The bytes of a file.

    Raises:
        Unreadable: the page ends before it does; what there is came before.
    """
    blocks = _unescaped(blocks_of(file, found.start, found.end))
    yield from base64_pieces(blocks) if found.base64 else blocks
    if not found.whole:
        raise Unreadable(Problem.TRUNCATED)


def _child(file: BinaryIO, found: DataUri, opening: Opening, meter: Meter) -> Child:
    kept, problem = opening.keep(pieces(file, found), meter)
    return Child(content=kept, name=found.name, declared_type=found.media_type, cited=True, problem=problem)


def _places(file: BinaryIO, tick: Tick) -> Iterator[tuple[_View, int]]:
    """Where the scheme stands, each within a stretch that shows what is around it."""
    at = 0
    while True:
        tick(0)
        lead = min(at, AROUND)
        file.seek(at - lead)
        view = _View(text=file.read(lead + CHUNK + AROUND), at=at - lead)
        if len(view.text) <= lead:
            return
        place = view.text.find(SCHEME, lead, lead + CHUNK + len(SCHEME) - 1)
        while place >= 0:
            yield view, place
            place = view.text.find(SCHEME, place + 1, lead + CHUNK + len(SCHEME) - 1)
        at += CHUNK


def _found(file: BinaryIO, view: _View, before: re.Match[bytes], head: re.Match[bytes]) -> DataUri:
    parameters = head[2].lower().replace(b" ", b"")
    base64 = parameters.endswith(b";base64")
    end, whole = _end(file, view, head.end(), _after(before, base64=base64))
    file.seek(end)
    return DataUri(
        # RFC 2397, 3: what says nothing is plain text.
        media_type=(head[1] or b"text/plain").decode("ascii", "replace").lower(),
        name=_name(view.text[max(head.start() - AROUND, 0) : head.start()], file.read(AROUND)),
        base64=base64,
        start=view.at + head.end(),
        end=end,
        whole=whole,
    )


def _after(before: re.Match[bytes], *, base64: bool) -> re.Pattern[bytes]:
    """What ends a URI that begins like that: the same quote, a bracket, or a blank; in base64 any sign that is not of it."""
    if base64 and (before[1] or before[2]):
        return AFTER_ENTITY if before[2] and before[2].startswith(b"&") else AFTER_BASE64
    if before[2]:
        return re.compile(re.escape(before[2]), re.IGNORECASE)
    return re.compile(rb"\)") if before[1] else AFTER_VALUE


def _end(file: BinaryIO, view: _View, start: int, after: re.Pattern[bytes]) -> tuple[int, bool]:
    """Where the URI ends, and whether that is said or the page's end."""
    if found := after.search(view.text, start):
        return view.at + found.start(), True
    at = view.at + start
    while True:
        file.seek(at)
        text = file.read(CHUNK)
        if found := after.search(text):
            return at + found.start(), True
        if len(text) < CHUNK:
            return at + len(text), False
        at += len(text) - OVERLAP


def _name(before: bytes, behind: bytes) -> str:
    """What the tag calls the file."""
    tag = before[before.rfind(b"<") + 1 :]
    # In a style sheet the last tag is over.
    text = "" if b">" in tag else decode(tag + b" " + behind.partition(b">")[0], "")
    given = {found[1].lower(): unescaped(found[2] or found[3]).strip() for found in ATTRIBUTE.finditer(text)}
    return next((given[attribute] for attribute in NAMED_BY if given.get(attribute)), "")


def _unescaped(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """The blocks without the escapes of HTML and of URIs."""
    carry = b""
    for block in blocks:
        text = carry + block
        # An escape may go on in the next block.
        cut = min((at for sign in (b"%", b"&") if (at := text.find(sign, max(len(text) - OVERLAP, 0))) >= 0), default=len(text))
        yield _plain(text[:cut])
        carry = text[cut:]
    yield _plain(carry)


def _plain(text: bytes) -> bytes:
    if b"&" in text:
        text = unescaped(text.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
    return unquote_to_bytes(text) if b"%" in text else text
