"""Lines that may be a boundary (RFC 2046, 5.1.1), found by searches: other lines of dashes cost next to nothing."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from parsers.mime.lines import KNOWN, KNOWN_NAME
from parsers.mime.raw import Raw

LINE_BYTES = 1_100
"""A longer line is no boundary; RFC 2046 allows 70 characters, mailers some more."""

NAME_BYTES = 64
LINE_END = re.compile(rb"\r*\n|\r")
HEADED = re.compile(rb"[\r\n]--[ \t\v\f]{0,1000}+\S[^\r\n]{0,1000}+(?:\r*+\n|\r)(?=%s)" % KNOWN_NAME, re.IGNORECASE)
"""A line of dashes and something, right above a header."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line that begins with two dashes, without its end: where it begins, and where the next one does."""

    text: bytes
    start: int
    end: int


def lines_of(boundaries: Collection[bytes], raw: Raw, at: int, end: int) -> Iterator[Line]:
    """Lines between `at` and `end` that are one of these boundaries, or nearly one."""
    return _lines(_either(tuple(boundaries)), raw, at, end) if boundaries else iter(())


def used_boundary(raw: Raw, at: int, end: int) -> bytes | None:
    """What seems to separate parts there, whatever the header says."""
    for line in _lines(HEADED, raw, at, end):
        token = line.text[2:].rstrip()
        if token and KNOWN.match(raw.at(line.end, NAME_BYTES)):
            return token
    return None


@lru_cache(maxsize=256)
def _either(boundaries: tuple[bytes, ...]) -> re.Pattern[bytes]:
    return re.compile(rb"[\r\n]--(?:%s)(?:--)?[ \t\0]*+(?=[\r\n]|\Z)" % b"|".join(map(re.escape, boundaries)))


def _lines(pattern: re.Pattern[bytes], raw: Raw, at: int, end: int) -> Iterator[Line]:
    # A line begins behind the end of another.
    while (found := raw.search_dashed(pattern, max(at - 1, 0), end)) >= 0:
        start = found + 1
        text = raw.at(start, LINE_BYTES)
        line_end = LINE_END.search(text)
        # The last line of a mail needs no line end.
        if line_end or start + len(text) >= raw.size:
            yield Line(
                text=text[: line_end.start()] if line_end else text,
                start=start,
                end=start + (line_end.end() if line_end else len(text)),
            )
        at = start + (line_end.end() if line_end else 2)
