"""What a header block has beyond its limit: passed over by searches in large pieces, but for the fields that matter."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from parsers.mime.lines import BOUNDARY, ENDING, FIELD, KNOWN, KNOWN_NAME, LINE, LOOK_AHEAD, NAME, Field, Stops
from parsers.mime.raw import Raw

WANTED = (
    *("from", "sender", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references", "reply-to", "return-path"),
    *("auto-submitted", "precedence", "mime-version", "authentication-results", "x-failed-recipients", "x-claimpost-loop"),
    *(f"list-{name}" for name in ("id", "post", "unsubscribe", "help", "subscribe", "owner", "archive")),
    *(f"content-{name}" for name in ("type", "transfer-encoding", "disposition", "id", "description", "location")),
)
"""What says who wrote what to whom and what the body is."""

FOLD = rb"[ \t]++[^\r\n \t\0][^\r\n]*+%s" % ENDING
FOLDS = re.compile(rb"(?:%s)++" % FOLD)
# Lines that are no headers, and soon a header after them: some gateway broke a header there.
LOST = rb"(?:(?!--|%s)[^\r\n]++%s){1,%d}+(?=%s)" % (KNOWN_NAME, ENDING, LOOK_AHEAD, KNOWN_NAME)
LINE_END = re.compile(rb"\r{0,8}\n|\r")
UNFOLDED = b"\r\n\0"
PIECE = 256 * 1024
VALUE_BYTES = 64 * 1024
MOST_OF_A_NAME = 10
AHEAD_BYTES = 16 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """The fields that matter, each value cut to a length that no honest one has, and where the body begins."""

    fields: tuple[Field, ...]
    body: int


def beyond(raw: Raw, at: int, end: int, stops: Stops) -> Rest:
    """What the header block has from `at` on."""
    reader = _Reader(raw, at, end, stops)
    body = reader.read()
    return Rest(fields=reader.fields(), body=body)


@lru_cache(maxsize=64)
def _passed_over(wanted: tuple[str, ...]) -> re.Pattern[bytes]:
    """Whole fields of other names than these, and lines that got lost among them."""
    names = b"|".join(map(re.escape, (name.encode("ascii") for name in wanted)))
    other = rb"(?!(?:%s)[ \t]*+:)" % names if names else b""
    return re.compile(rb"(?:%s%s[ \t]*+:[^\r\n]*+%s(?:%s)*+|%s)++" % (other, NAME, ENDING, FOLD, LOST), re.IGNORECASE)


class _Reader:
    """Reads in pieces; memory holds one of them and the fields that matter."""

    def __init__(self, raw: Raw, at: int, end: int, stops: Stops) -> None:
        self._raw = raw
        self._at = at
        self._end = end
        self._stops = stops
        self._known = at
        self._wanted = WANTED
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
        """What was found."""
        return tuple(Field(name=name, value=bytes(value)) for found in self._found.values() for name, value in found)

    def _piece(self, data: bytes, *, last: bool) -> int | None:
        """Go past the whole lines of `data`, at least past one; where the body begins, when it does."""
        # A line end is not cut in two; nothing but returns are blank lines.
        data = data if last else data.rstrip(b"\r")
        base, at = self._at, 0
        while (at := self._past(data, at)) < len(data):
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

    def _past(self, data: bytes, at: int) -> int:
        """Where the next line begins that must be looked at."""
        if folds := FOLDS.match(data, at):
            self._add(folds[0].translate(None, UNFOLDED))
            at = folds.end()
        if passed := _passed_over(self._wanted).match(data, at):
            self._value = None
            at = passed.end()
        return at

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
        key = name.lower()
        if key not in self._wanted:
            return None
        same = self._found.setdefault(key, [])
        same.append((name, bytearray()))
        if len(same) == MOST_OF_A_NAME:
            self._wanted = tuple(other for other in self._wanted if other != key)
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
