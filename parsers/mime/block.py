"""The header block of a mail or of a part, as it should be and as mailers and gateways break it (RFC 5322, 2.2 and 4.5)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.values import Header
from parsers.mime.charsets import decode_header
from parsers.mime.raw import Raw

# Some gateways write CR CR LF: that is one line end, not a blank line.
LINE = re.compile(rb"([^\r\n]*)(\r*\n|\r|\Z)")
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
BOMS = (b"\xef\xbb\xbf",)
CHARSET = re.compile(rb"charset\s*=\s*\"?([\w.:-]{2,40})", re.IGNORECASE)
STEPS = (1024, 8 * 1024, 128 * 1024)
"""Bytes that are read at first, and when they are not enough: the header of a part is short, and lines of base64 follow."""

ENVELOPE_BYTES = 8 * 1024
LOOK_AHEAD = 100
"""Lines that are read on before a line that is no header counts as the body's first."""


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
    """The header block at `start`; what goes beyond `limit` bytes is left out."""
    for step in (*(step for step in STEPS if step < limit), limit):
        data = raw.at(start, min(step, end - start))
        if sound := SOUND.match(data):
            return _sound(sound[0], start)
        whole = start + len(data) >= end
        block = _Reader(data, stops, whole=whole).read()
        if block is not None:
            return replace(block, body=start + block.body)
    cut = _Reader(data, stops, whole=True).block()
    return replace(cut, body=start + cut.body if cut.body < len(data) else _blank_line(raw, start + limit, end))


def _sound(block: bytes, start: int) -> Block:
    # RFC 5322, 2.2.3: unfolding removes the line break, and nothing else.
    fields = (Field(name=name.decode("ascii"), value=value.replace(b"\r\n", b"")) for name, value in SOUND_FIELD.findall(block))
    return Block(fields=tuple(fields), body=start + len(block) + 2)


def skip_envelope(raw: Raw) -> int:
    """Offset of the first header of a mail: after a byte order mark, blank lines and mbox's `From ` line."""
    head = raw.at(0, ENVELOPE_BYTES)
    at = next((len(bom) for bom in BOMS if head.startswith(bom)), 0)
    # The end of the octets is a line too, so that there always is a first one.
    first = next(line for line in LINE.finditer(head, at) if not (line[1].startswith(ENVELOPE) or _is_blank(line)))
    # Blank lines before text that is no header block belong to the text.
    return first.start() if FIELD.match(first[1]) or head[: first.start()].strip() else 0


def _is_blank(line: re.Match[bytes]) -> bool:
    return bool(line[2]) and not line[1].strip(b" \t\0")


def _blank_line(raw: Raw, at: int, end: int) -> int:
    ends = [place + len(mark) for mark in (b"\r\n\r\n", b"\n\n", b"\r\r") if (place := raw.find(mark, at, end)) >= 0]
    return min(ends, default=end)


class _Reader:
    """Reads the lines of a header block; knows the field that a continuation belongs to."""

    def __init__(self, data: bytes, stops: Stops, *, whole: bool) -> None:
        self._lines = [(found.start(), found[1].replace(b"\0", b""), found.end()) for found in LINE.finditer(data)]
        self._whole = whole
        self._sure = False
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
                self._sure = True
                return self._block(start)
            # The last lines may be cut in the middle, in their line end too.
            self._sure = index + 2 < len(self._lines)
            if not line:
                return self._block(end)
            if not self._take(index, line):
                self._sure = index + LOOK_AHEAD < len(self._lines)
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
