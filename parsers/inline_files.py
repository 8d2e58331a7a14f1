"""Files written into a text between marks: uuencode and its base64 form (IEEE Std 1003.1, uuencode), and yEnc 1.3.

The text is read in pieces, and closely only where it has a mark.
"""

import binascii
import io
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import BinaryIO

from core.content import CHUNK
from core.errors import Problem, Unreadable
from parsers.mime.charsets import decode_header
from parsers.opening import Child, Meter, Opening

WORD = b"begin"
MARK = re.compile(
    rb"^(?:(?P<uu>begin [0-7]{3,4} +(?P<uu_name>[^\r\n]+))|(?P<base64>begin-base64 [0-7]{3,4} +(?P<base64_name>[^\r\n]+))"
    rb"|(?P<yenc>=ybegin [^\r\n]*?\bname=(?P<yenc_name>[^\r\n]+))|(?P<end>end[ \t]*)|(?P<bars>====[ \t]*)|(?P<yend>=yend [^\r\n]*))\r?$",
    re.MULTILINE,
)
CLOSED_BY = {"uu": "end", "base64": "bars", "yenc": "yend"}
UU_LINE = re.compile(rb"[ -`]+")
BASE64_LINE = re.compile(rb"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?|[A-Za-z0-9+/]{2,3}={1,2}")
NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
FULL_LINE = 61
"""Signs of a line that holds 45 octets; all lines but the last are such."""

SPARE = 3
"""Blanks at the end of a line that stood for zeros and got lost."""

PROOF = 3
"""Lines behind a mark of which one must be data: the first may be hurt."""

LONGEST_LINE = 1024
FIELD = re.compile(rb"\b(\w+)=([0-9A-Fa-f]{1,20})")
YPART = re.compile(rb"=ypart ([^\r\n]*)\r?\n")
ESCAPED = re.compile(rb"=(.)", re.DOTALL)
UNESCAPE = tuple(bytes(((byte - 64) & 255,)) for byte in range(256))
MINUS_42 = bytes((byte - 42) & 255 for byte in range(256))


Tick = Callable[[int], None]
"""Is told how many bytes came out since the last time; may raise Unreadable when it is enough."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A line that begins or ends a file: its kind, its place, and what it says."""

    kind: str
    start: int
    end: int
    line: bytes
    name: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class InlineFile:
    """A file in a text: `start` and `end` are where its marks begin and end, the data lie between `first` and `last`."""

    opened: _Mark
    closed: _Mark | None
    last: int

    @property
    def start(self) -> int:
        """Where the line that begins it stands."""
        return self.opened.start

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.closed.end if self.closed else self.last

    @property
    def name(self) -> str:
        """As it was given."""
        return decode_header(self.opened.name.strip(b' \t"'))


def children(file: BinaryIO, opening: Opening, meter: Meter) -> Iterator[Callable[[], Child]]:
    """A part for each file in the text."""
    return (partial(_child, file, found, opening, meter) for found in inline_files(file, meter.take))


def without_files(text: str) -> str:
    """`text` as its writer wrote it, without the files in it."""
    if WORD.decode() not in text:
        return text
    data = text.encode("utf-8", "surrogatepass")
    kept, at = [], 0
    for found in inline_files(io.BytesIO(data), _go_on):
        kept.append(data[at : found.start])
        at = found.end
    return b"".join((*kept, data[at:])).decode("utf-8", "surrogatepass")


def inline_files(file: BinaryIO, tick: Tick) -> Iterator[InlineFile]:
    """The files in the order of the text; a mark that no data follow is prose."""
    opened: _Mark | None = None
    for mark in _marks(file, tick):
        if opened is None:
            opened = mark if _begins(file, mark) else None
        elif mark.kind == CLOSED_BY[opened.kind]:
            yield InlineFile(opened=opened, closed=mark, last=mark.start)
            opened = None
        elif _begins(file, mark):
            yield _unclosed(file, opened, mark.start)
            opened = mark
    if opened:
        yield _unclosed(file, opened, file.seek(0, io.SEEK_END))


def pieces(file: BinaryIO, found: InlineFile) -> Iterator[bytes]:
    """The bytes of a file.

    Raises:
        Unreadable: it is not whole; what there is came before.
    """
    decode = {"uu": _uu, "base64": _base64, "yenc": _yenc}[found.opened.kind]
    yield from decode(file, found)
    if found.closed is None:
        raise Unreadable(Problem.TRUNCATED)


def base64_pieces(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """What blocks of base64 decode to, whatever stands between its signs."""
    carry = b""
    for block in blocks:
        signs = carry + block.translate(None, NOT_BASE64)
        whole = len(signs) & ~3
        yield binascii.a2b_base64(signs[:whole])
        carry = signs[whole:]
    if len(carry) > 1:
        yield binascii.a2b_base64(carry + b"=" * (4 - len(carry)))


def blocks_of(file: BinaryIO, start: int, end: int) -> Iterator[bytes]:
    """The bytes of `file` from `start` to `end`, a chunk at a time."""
    while start < end:
        file.seek(start)
        block = file.read(min(CHUNK, end - start))
        start = start + len(block) if block else end
        yield block


def _go_on(_count: int) -> None:
    """Nothing ends the search in a text that is in memory already."""


def _child(file: BinaryIO, found: InlineFile, opening: Opening, meter: Meter) -> Child:
    kept, problem = opening.keep(pieces(file, found), meter)
    return Child(content=kept, name=found.name, problem=problem)


def _marks(file: BinaryIO, tick: Tick) -> Iterator[_Mark]:
    at, begun, on_a_line = 0, False, True
    while True:
        tick(0)
        file.seek(at)
        text = file.read(CHUNK)
        if not text:
            return
        # A chunk ends with a line, so that no mark is cut; the last one ends with the text.
        cut = text.rfind(b"\n") + 1 if len(text) == CHUNK else len(text)
        begun = begun or WORD in text
        if begun:
            start = 0 if on_a_line else text.find(b"\n") + 1 or len(text)
            yield from (_mark(found, at, text) for found in MARK.finditer(text, start, cut or len(text)))
        on_a_line = cut > 0
        at += cut or len(text)


def _mark(found: re.Match[bytes], at: int, text: bytes) -> _Mark:
    kind = next(name for name in (*CLOSED_BY, *CLOSED_BY.values()) if found[name] is not None)
    end = found.end() + (text[found.end() : found.end() + 1] == b"\n")
    return _Mark(kind=kind, start=at + found.start(), end=at + end, line=found[0], name=found[f"{kind}_name"] if kind in CLOSED_BY else b"")


def _begins(file: BinaryIO, mark: _Mark) -> bool:
    """Whether data follow, or at once the end of an empty file."""
    if mark.kind not in CLOSED_BY:
        return False
    if mark.kind == "yenc":
        return b"line=" in mark.line and _fields(mark.line).get(b"size", b"").isdigit()
    file.seek(mark.end)
    lines = [file.readline(LONGEST_LINE).strip(b"\r\n") for _ in range(PROOF)]
    if mark.kind == "base64":
        return BASE64_LINE.fullmatch(lines[0].strip()) is not None
    own = takewhile(lambda line: not line.startswith(WORD), lines)
    return any(_uu_line(line, missing=SPARE) for line in own) or (lines[0].strip() in {b"", b"`"} and lines[1].strip() == b"end")


def _unclosed(file: BinaryIO, opened: _Mark, stop: int) -> InlineFile:
    """A file whose end is missing: it ends where the lines are no data any more."""
    last = opened.end
    file.seek(last)
    while opened.kind != "yenc" and last < stop:
        line = file.readline(LONGEST_LINE)
        data = BASE64_LINE.fullmatch(line.strip()) if opened.kind == "base64" else _uu_line(line.strip(b"\r\n"), missing=SPARE)
        if not data:
            return InlineFile(opened=opened, closed=None, last=last)
        last += len(line)
    return InlineFile(opened=opened, closed=None, last=stop)


def _uu_line(line: bytes, *, missing: int) -> bytes | None:
    """The octets of a line, `None` when it is none of uuencode."""
    signs = line.rstrip()
    if not signs:
        return b""
    # Some encoders write a sign or two more than the first one announces: a checksum.
    count = (signs[0] - 32) & 63
    length = 1 + (count + 2) // 3 * 4
    if not UU_LINE.fullmatch(signs) or not length - missing <= len(signs) <= length + 2:
        return None
    # The library takes no octets beyond those that count, though there is room for them in the last four signs.
    return binascii.a2b_uu(bytes((32 + (count + 2) // 3 * 3,)) + signs[1:length])[:count]


def _uu(file: BinaryIO, found: InlineFile) -> Iterator[bytes]:
    whole = True
    carry = b""
    for block in blocks_of(file, found.opened.end, found.last):
        *lines, carry = (carry + block).replace(b"\r", b"").split(b"\n")
        octets, right = _uu_lines(lines)
        whole &= right
        yield octets
        carry = carry[:LONGEST_LINE]
    octets, right = _uu_lines([carry])
    yield octets
    if not (whole and right):
        raise Unreadable(Problem.DAMAGED)


def _uu_lines(lines: list[bytes]) -> tuple[bytes, bool]:
    """What the lines hold, and whether all of them could be read."""
    try:
        if {FULL_LINE} >= set(map(len, lines)):
            return b"".join(map(binascii.a2b_uu, lines)), True
    except binascii.Error:
        pass
    # Blanks at the ends of lines get lost on the way; who writes "`" for zeros has none.
    missing = 0 if any(b"`" in line for line in lines) else FULL_LINE
    octets = [_uu_line(line, missing=missing) for line in lines]
    return b"".join(filter(None, octets)), None not in octets


def _base64(file: BinaryIO, found: InlineFile) -> Iterator[bytes]:
    return base64_pieces(blocks_of(file, found.opened.end, found.last))


def _fields(line: bytes) -> dict[bytes, bytes]:
    return dict(FIELD.findall(line.partition(b" name=")[0]))


def _yenc(file: BinaryIO, found: InlineFile) -> Iterator[bytes]:
    """The octets, then whether size and checksum are those that stand in the last line (yEnc 1.3)."""
    head, tail = _fields(found.opened.line), _fields(found.closed.line) if found.closed else {}
    file.seek(found.opened.end)
    part = YPART.match(file.readline(LONGEST_LINE)) if b"part" in head else None
    size, crc, carry = 0, 0, b""
    for block in blocks_of(file, found.opened.end + (len(part[0]) if part else 0), found.last):
        signs = carry + block.translate(None, b"\r\n")
        carry = b"=" if signs.endswith(b"=") else b""
        octets = ESCAPED.sub(lambda sign: UNESCAPE[sign[1][0]], signs.removesuffix(carry)).translate(MINUS_42)
        size, crc = size + len(octets), zlib.crc32(octets, crc)
        yield octets
    wanted = tail.get(b"pcrc32" if part else b"crc32")
    if found.closed and (tail.get(b"size") != str(size).encode() or (wanted and int(wanted, 16) != crc)):
        raise Unreadable(Problem.DAMAGED)
    if found.closed and size < int(head[b"size"]):
        raise Unreadable(Problem.INCOMPLETE)
