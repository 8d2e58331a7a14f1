"""Lines that are a boundary (RFC 2046, 5.1.1), found by searches: other lines of dashes cost next to nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.mime.charsets import decode
from parsers.mime.lines import ENDING, KNOWN, KNOWN_NAME
from parsers.mime.raw import Raw
from parsers.text.markers import RULE, SEPARATOR, TITLED_RULE

LINE_BYTES = 1_100
"""A longer line is no boundary; RFC 2046 allows 70 characters, mailers some more."""

NAME_BYTES = 64
HEADER_BYTES = 4 * 1024
"""In so many bytes below a boundary that is guessed a part's own header stands."""

PATIENCE = 100
"""Lines that only begin like a boundary, before a pattern is made that passes over all of them."""

ALIKE_BYTES = 32
"""Of a boundary as it stands in that pattern: to make one of a thousand signs takes long."""

MOST_GUESSES = 100
MOST_SEARCHED = 3
"""Of these, how many that no header of a part proves are looked for further down."""

MOST_ALIKE = 100
LINE_END = re.compile(rb"\r*\n|\r")
REST = re.compile(rb"(--)?[ \t\0]*+(\r*\n|\r|\Z)")
USED = re.compile(rb"(?:--)?[ \t]*(?:[\r\n]|\Z)")
HEADED = re.compile(rb"[\r\n]--[ \t\v\f]{0,1000}+\S[^\r\n]{0,1000}+(?:\r*+\n|\r)(?=%s)" % KNOWN_NAME, re.IGNORECASE)
"""A line of dashes and something, right above a header."""

FIELD = rb"[!-9;-~]+[ \t]*:[^\r\n]*%s(?:[ \t][^\r\n]*%s)*" % (ENDING, ENDING)
OF_A_PART = re.compile(rb"(?:%s)*?content-[a-z-]+[ \t]*:" % FIELD, re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A boundary line: where it begins, where the next line does, and whether it closes the multipart."""

    start: int
    end: int
    closing: bool = False


class Boundary:
    """One boundary and its lines, from first to last; what was searched is not searched again."""

    def __init__(self, raw: Raw, text: bytes) -> None:
        self._raw = raw
        self._text = text
        self._usable = bool(text) and len(text) < LINE_BYTES and not LINE_END.search(text)
        self._found: Line | None = None
        self._clear = 0
        self._pattern: re.Pattern[bytes] | None = None
        self._misses = 0

    def next(self, at: int, end: int) -> Line | None:
        """The first of its lines that begins in [at, end); `at` never goes back."""
        if self._found and self._found.start >= at:
            return self._found if self._found.start < end else None
        at = max(at, self._clear)
        while self._usable and (start := self._search(at, end)) >= 0:
            if found := self._line(start):
                self._found = found
                return found
            self._misses += 1
            at = start + 1
        self._clear = max(at, end)
        return None

    def _search(self, at: int, end: int) -> int:
        if self._misses < PATIENCE:
            return self._raw.find(b"--" + self._text, at, end)
        if self._pattern is None:
            alike, rest = re.escape(self._text[:ALIKE_BYTES]), max(len(self._text) - ALIKE_BYTES, 0)
            self._pattern = re.compile(rb"[\r\n]--%s[^\r\n]{%d}(?:--)?[ \t\0]{0,%d}+(?=[\r\n]|\Z)" % (alike, rest, LINE_BYTES))
        found = self._raw.search_dashed(self._pattern, max(at - 1, 0), end)
        return found + 1 if found >= 0 else -1

    def _line(self, start: int) -> Line | None:
        # A line begins behind the end of another.
        if start == 0:
            return None
        text = self._raw.at(start - 1, LINE_BYTES + 1)
        after = 3 + len(self._text)
        found = REST.match(text, after)
        if not found or text[0] not in b"\r\n" or text[3:after] != self._text:
            return None
        # The last line of a mail needs no line end.
        if not found[2] and start - 1 + len(text) < self._raw.size:
            return None
        return Line(start=start, end=start - 1 + found.end(), closing=bool(found[1]))


def used_boundary(raw: Raw, at: int, end: int) -> bytes | None:
    """What seems to separate parts there, whatever the header says."""
    searched = 0
    seen = set()
    for number, (token, below) in enumerate(_headed(raw, at, end)):
        if number >= MOST_GUESSES:
            return None
        line = decode(b"--" + token, "")
        if token in seen or RULE.match(line) or SEPARATOR.match(line):
            continue
        seen.add(token)
        if OF_A_PART.match(raw.at(below, min(HEADER_BYTES, end - below))):
            return token
        searched += 1
        if searched <= MOST_SEARCHED and not TITLED_RULE.match(line) and _is_used_again(raw, token, below, end):
            return token
    return None


def _headed(raw: Raw, at: int, end: int) -> Iterator[tuple[bytes, int]]:
    """What stands behind two dashes right above a header, and where the header begins."""
    while (found := raw.search_dashed(HEADED, max(at - 1, 0), end)) >= 0:
        text = raw.at(found + 1, LINE_BYTES)
        line_end = LINE_END.search(text)
        at = found + 1 + (line_end.end() if line_end else 2)
        token = text[2 : line_end.start()].rstrip() if line_end else b""
        if token and KNOWN.match(raw.at(at, NAME_BYTES)):
            yield token, at


def _is_used_again(raw: Raw, token: bytes, at: int, end: int) -> bool:
    """Whether another line is this boundary, or closes it."""
    for _ in range(MOST_ALIKE):
        at = raw.find(b"--" + token, at, end)
        if at < 0:
            return False
        if raw.at(at - 1, 1) in {b"\r", b"\n"} and USED.match(raw.at(at + 2 + len(token), NAME_BYTES)):
            return True
        at += 1
    return False
