"""The header block of a mail or of a part, as it should be and as mailers and gateways break it (RFC 5322, 2.2 and 4.5)."""

import re
from dataclasses import dataclass, replace

from core.values import Header
from parsers.mime.beyond import beyond
from parsers.mime.charsets import decode_header
from parsers.mime.lines import BOUNDARY, ENVELOPE, FIELD, KNOWN, LINE, LOOK_AHEAD, NAME, Field, Stops
from parsers.mime.raw import Raw

__all__ = ("FIELD", "KNOWN", "Block", "Field", "read_block")

# A block as it should be, of lines that end in CR LF; whatever is not is read line by line.
VALUE = rb"[^\r\n\0]*+(?:\r\n[ \t]++[^\r\n\0 \t][^\r\n\0]*+)*+"
SOUND_FIELD = re.compile(rb"(%s)[ \t]*+:[ \t]*+(%s)\r\n" % (NAME, VALUE))
SOUND = re.compile(rb"(?:%s[ \t]*+:%s\r\n)++(?=\r\n)" % (NAME, VALUE))
BEGUN = re.compile(rb"(?:%s[ \t]*+:%s\r\n)++" % (NAME, VALUE))
CHARSET = re.compile(rb"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)
FIRST_SIGN = re.compile(rb"[\r\n](?=[^\r\n \t])")
STEPS = (1024, 8 * 1024, 128 * 1024)
"""Bytes that are read at first, and when they are not enough: the header of a part is short, and lines of base64 follow."""


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


def read_block(raw: Raw, start: int, end: int, *, limit: int, stops: Stops) -> Block:
    """The header block at `start`; what goes beyond `limit` bytes is read for the fields that matter, and no others."""
    for step in (*(step for step in STEPS if step < limit), limit):
        data = raw.at(start, min(step, end - start))
        if sound := SOUND.match(data):
            return Block(fields=_fields(sound[0]), body=start + sound.end() + 2)
        whole = start + len(data) >= end
        if not whole and _has_no_end(data):
            continue
        block = _Reader(data, stops, whole=whole).read()
        if block is not None:
            return replace(block, body=start + block.body)
    # The last field may be cut in the middle.
    last = max((found.end() for found in FIRST_SIGN.finditer(data)), default=0)
    if BEGUN.fullmatch(data, 0, last):
        block = Block(fields=_fields(data[:last]), body=last)
    else:
        reader = _Reader(data[:last], stops, whole=False)
        block = reader.block()
        if reader.ended:
            return replace(block, body=start + block.body)
    rest = beyond(raw, start + block.body, end, stops)
    return Block(fields=(*block.fields, *rest.fields), body=rest.body, cut=rest.body > start + limit)


def _has_no_end(data: bytes) -> bool:
    """Whether all of it is headers as they should be, but for a last line that goes on behind it."""
    begun = BEGUN.match(data)
    return begun is not None and b"\n" not in data[begun.end() : -1] and b"\r" not in data[begun.end() : -1]


def _fields(block: bytes) -> tuple[Field, ...]:
    # RFC 5322, 2.2.3: unfolding removes the line break, and nothing else.
    return tuple(Field(name=name.decode("ascii"), value=value.replace(b"\r\n", b"")) for name, value in SOUND_FIELD.findall(block))


class _Reader:
    """Reads the lines of a header block; knows the field that a continuation belongs to."""

    def __init__(self, data: bytes, stops: Stops, *, whole: bool) -> None:
        self._lines = [(found.start(), found[1].replace(b"\0", b""), found.end()) for found in LINE.finditer(data)]
        self._whole = whole
        self._known = -1
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
        # What was found once is not looked for again: the time stays linear.
        if self._known > index:
            return True
        for number, (_start, line, _end) in enumerate(self._lines[index + 1 : index + 1 + LOOK_AHEAD], index + 1):
            if not line or BOUNDARY.match(line) or self._stops(line):
                return False
            if KNOWN.match(line):
                self._known = number
                return True
        return False

    def _block(self, body: int) -> Block:
        return Block(fields=tuple(Field(name=name, value=b"".join(pieces)) for name, pieces in self._fields), body=body)
