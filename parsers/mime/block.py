"""The header block of a mail or of a part, as it should be and as mailers and gateways break it (RFC 5322, 2.2 and 4.5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import islice

from core.values import Header
from parsers.mime.charsets import decode_header
from parsers.mime.raw import Raw

# Some gateways write CR CR LF: that is one line end, not a blank line. A run of returns is not looked through once for each.
LINE = re.compile(rb"([^\r\n]*+)(\r{0,8}\n|\r|\Z)")
FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:[ \t]*(.*)", re.DOTALL)
# A block as it should be, of lines that end in CR LF; whatever is not is read line by line.
NAME = rb"(?!--)[!-9;-~]{1,200}+"
VALUE = rb"[^\r\n\0]*+(?:\r\n[ \t]++[^\r\n\0 \t][^\r\n\0]*+)*+"
SOUND_FIELD = re.compile(rb"(%s)[ \t]*+:[ \t]*+(%s)\r\n" % (NAME, VALUE))
SOUND = re.compile(rb"(?:%s[ \t]*+:%s\r\n)++(?=\r\n)" % (NAME, VALUE))
KNOWN = re.compile(
    rb"(?:from|to|cc|bcc|subject|date|message-id|mime-version|received|reply-to|return-path|sender|in-reply-to|references|"
    rb"content-[a-z-]+|x-[a-z0-9._-]+|dkim-signature|arc-[a-z-]+|authentication-results|delivered-to|envelope-to|list-[a-z-]+|"
    rb"importance|priority|thread-[a-z]+|user-agent|auto-submitted|precedence|status|resent-[a-z-]+|errors-to|organization|"
    rb"domainkey-signature|received-spf|accept-language)[ \t]*:",
    re.IGNORECASE,
)
BOUNDARY = re.compile(rb"--\S+\s*$")
ENVELOPE = (b"From ", b">From ")
CHARSET = re.compile(rb"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)
STEPS = (1024, 8 * 1024, 128 * 1024)
"""Bytes that are read at first, and when they are not enough: the header of a part is short, and lines of base64 follow."""

LOOK_AHEAD = 100
"""Lines that are read on before a line that is no header counts as the body's first."""


# Of a block beyond its limit, what says who wrote what to whom and what the body is; all else is passed over.
WANTED = (
    rb"(?:from|sender|to|cc|subject|date|message-id|in-reply-to|references|reply-to|return-path|auto-submitted|precedence|"
    rb"list-(?:id|post|unsubscribe|help|subscribe|owner|archive)|mime-version|authentication-results|x-failed-recipients|x-claimpost-loop|"
    rb"content-(?:type|transfer-encoding|disposition|id|description|location))[ \t]*:"
)
WANTED_FIELD = re.compile(WANTED, re.IGNORECASE)
PASSED_OVER = re.compile(
    rb"(?:(?!%s)%s[ \t]*+:[^\r\n]*+(?:\r{0,8}\n|\r)(?:[ \t]++[^\r\n \t][^\r\n]*+(?:\r{0,8}\n|\r))*+)++" % (WANTED, NAME), re.IGNORECASE
)
LINE_END = re.compile(rb"\r{0,8}\n|\r")
FIRST_SIGN = re.compile(rb"[\r\n](?=[^\r\n \t])")
PIECE = 256 * 1024
VALUE_BYTES = 64 * 1024
MOST_OF_A_NAME = 10
AHEAD_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One header: its name, and its unfolded value as octets."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A header block and the offset where the body begins."""

    fields: tuple[Field, ...]
    body: int
    cut: bool = False
    """It is longer than its limit: not every header is here, nor all of every value."""

    def headers(self, prefix: str = "") -> tuple[Header, ...]:
        """The headers whose names begin with `prefix`, in lower case, as text; encoded words still encoded."""
        fields = [field for field in self.fields if field.name.lower().startswith(prefix)]
        hint = "" if all(field.value.isascii() for field in fields) else self._charset()
        return tuple(Header(name=field.name, value=decode_header(field.value, hint).strip()) for field in fields)

    def _charset(self) -> str:
        for field in self.fields:
            if field.name.lower() == "content-type" and (found := CHARSET.search(field.value)):
                return found[1].decode("ascii", "replace")
        return ""


Stops = Callable[[bytes], bool]
"""Whether a line is a boundary that ends the header block, though no blank line came before it."""


def read_block(raw: Raw, start: int, end: int, *, limit: int, stops: Stops) -> Block:
    """The header block at `start`; what goes beyond `limit` bytes is read for the fields that matter, and no others."""
    for step in (*(step for step in STEPS if step < limit), limit):
        data = raw.at(start, min(step, end - start))
        if sound := SOUND.match(data):
            return _sound(sound[0], start)
        whole = start + len(data) >= end
        block = _Reader(data, stops, whole=whole).read()
        if block is not None:
            return replace(block, body=start + block.body)
    # The last field may be cut in the middle.
    last = max((found.end() for found in FIRST_SIGN.finditer(data)), default=0)
    reader = _Reader(data[:last], stops, whole=False)
    block = reader.block()
    if reader.ended:
        return replace(block, body=start + block.body)
    beyond = _Beyond(raw, start + block.body, end, stops)
    body = beyond.read()
    return Block(fields=(*block.fields, *beyond.fields()), body=body, cut=body > start + limit)


def _sound(block: bytes, start: int) -> Block:
    # RFC 5322, 2.2.3: unfolding removes the line break, and nothing else.
    fields = (Field(name=name.decode("ascii"), value=value.replace(b"\r\n", b"")) for name, value in SOUND_FIELD.findall(block))
    return Block(fields=tuple(fields), body=start + len(block) + 2)


class _Reader:
    """Reads the lines of a header block; knows the field that a continuation belongs to."""

    def __init__(self, data: bytes, stops: Stops, *, whole: bool) -> None:
        self._lines = [(found.start(), found[1].replace(b"\0", b""), found.end()) for found in LINE.finditer(data)]
        self._whole = whole
        self._sure = False
        self.ended = False
        """The block has an end in these data, and nothing behind them changes that."""

        self._stops = stops
        self._fields: list[tuple[str, list[bytes]]] = []

    def read(self) -> Block | None:
        """The block, its `body` relative to the data, or `None` when more data could change it."""
        found = self.block()
        return found if self._whole or self._sure else None

    def block(self) -> Block:
        """The block as far as the data goes."""
        # The end of the data counts as a line of its own.
        for index, (start, line, end) in enumerate(self._lines[:-1]):
            if self._stops(line):
                self._sure = self.ended = True
                return self._block(start)
            # The last lines may be cut in the middle, in their line end too.
            self._sure = index + 2 < len(self._lines)
            if not line:
                self.ended = True
                return self._block(end)
            if not self._take(index, line):
                self._sure = self.ended = index + LOOK_AHEAD < len(self._lines)
                return self._block(start)
        self._sure = False
        return self._block(self._lines[-1][2])

    def _take(self, index: int, line: bytes) -> bool:
        """Whether `line` belongs to the header block."""
        if line[:1] in b" \t":
            return self._fold(index, line)
        if found := FIELD.fullmatch(line):
            self._fields.append((found[1].decode("ascii"), [found[2]]))
            return True
        if line.startswith(ENVELOPE):
            # mbox's own line, put in by a gateway: no part of any header.
            return self._headers_follow(index)
        return self._lost_indentation(index, line)

    def _fold(self, index: int, line: bytes) -> bool:
        if not line.strip():
            return self._headers_follow(index)
        if not self._fields:
            # A block that begins with an indented line: an indented header, or a text.
            found = FIELD.fullmatch(line.strip())
            if not found or not KNOWN.match(line.strip()):
                return self._headers_follow(index)
            self._fields.append((found[1].decode("ascii"), [found[2]]))
            return True
        # RFC 5322, 2.2.3: unfolding removes the line break, and nothing else.
        self._fields[-1][1].append(line)
        return True

    def _lost_indentation(self, index: int, line: bytes) -> bool:
        # A boundary right below the headers: the blank line between is missing.
        if BOUNDARY.match(line) or not self._headers_follow(index):
            return False
        if self._fields:
            self._fields[-1][1].append(b" " + line)
        return True

    def _headers_follow(self, index: int) -> bool:
        for _start, line, _end in self._lines[index + 1 : index + 1 + LOOK_AHEAD]:
            if not line or BOUNDARY.match(line) or self._stops(line):
                return False
            if KNOWN.match(line):
                return True
        return False

    def _block(self, body: int) -> Block:
        return Block(fields=tuple(Field(name=name, value=b"".join(pieces)) for name, pieces in self._fields), body=body)


class _Beyond:
    """Reads what a header block has beyond its limit, in pieces; memory holds one of them and the fields that matter."""

    def __init__(self, raw: Raw, at: int, end: int, stops: Stops) -> None:
        self._raw = raw
        self._at = at
        self._end = end
        self._stops = stops
        self._known = at
        self._value: bytearray | None = None
        self._found: dict[str, list[tuple[str, bytearray]]] = {}

    def read(self) -> int:
        """Where the body begins."""
        body = None
        while body is None and self._at < self._end:
            data = self._raw.at(self._at, min(PIECE, self._end - self._at))
            body = self._piece(data, last=self._at + len(data) >= self._end)
        return self._end if body is None else body

    def fields(self) -> tuple[Field, ...]:
        """What was found, each value cut to a length that no honest one has."""
        return tuple(Field(name=name, value=bytes(value)) for found in self._found.values() for name, value in found)

    def _piece(self, data: bytes, *, last: bool) -> int | None:
        """Go past the whole lines of `data`, at least past one; where the body begins, when it does."""
        # A line end is not cut in two; nothing but returns are blank lines.
        data = data if last else data.rstrip(b"\r")
        base, at = self._at, 0
        while at < len(data):
            if passed := PASSED_OVER.match(data, at):
                at, self._value = passed.end(), None
                continue
            line = next(LINE.finditer(data, at))
            if at and not line[2] and not last:
                break
            end = base + line.end() if line[2] else self._line_end(base + line.end())
            body = self._line(line[1].replace(b"\0", b""), base + at, end)
            if body is not None:
                return body
            at = end - base
        self._at = base + at
        return None if at else base

    def _line_end(self, at: int) -> int:
        """Where a line ends that is longer than a piece."""
        while at < self._end:
            piece = self._raw.at(at, min(PIECE, self._end - at))
            if found := LINE_END.search(piece):
                rest = LINE_END.match(self._raw.at(at + found.start(), PIECE))
                return at + (found.start() + rest.end() if rest else found.end())
            at += len(piece)
        return self._end

    def _line(self, line: bytes, start: int, end: int) -> int | None:
        """Take one line; where the body begins, when this line ends the block."""
        if not line:
            return end
        if self._stops(line):
            return start
        if found := FIELD.fullmatch(line):
            self._value = self._field(found[1].decode("ascii"))
            self._add(found[2])
            return None
        if line[:1] in b" \t" and line.strip():
            self._add(line)
            return None
        if BOUNDARY.match(line) or not self._headers_follow(end):
            return start
        return None

    def _field(self, name: str) -> bytearray | None:
        if not WANTED_FIELD.match(name.encode("ascii") + b":"):
            return None
        same = self._found.setdefault(name.lower(), [])
        if len(same) >= MOST_OF_A_NAME:
            return None
        same.append((name, bytearray()))
        return same[-1][1]

    def _add(self, text: bytes) -> None:
        if self._value is not None:
            self._value += text[: VALUE_BYTES - len(self._value)]

    def _headers_follow(self, at: int) -> bool:
        # What was found once is not looked for again: the time stays linear.
        if self._known >= at:
            return True
        for line in islice(LINE.finditer(self._raw.at(at, min(AHEAD_BYTES, self._end - at))), LOOK_AHEAD):
            if not line[1] or BOUNDARY.match(line[1]) or self._stops(line[1]):
                return False
            if KNOWN.match(line[1]):
                self._known = at + line.start()
                return True
        return False
