"""Where the mails of a folder kept in one file begin: at `From ` lines (RFC 4155, A; its forms mboxo and mboxrd too)."""

import re
from collections.abc import Iterator
from itertools import islice

from core.content import CHUNK, Content
from parsers.window import Stretch

NEEDLE = b"\nFrom "
LINE_BYTES = 1024
"""A `From ` line and the first header below it are shorter."""

BEFORE = 4
"""Bytes before a `From ` line that may belong to the blank line."""

LINE = rb"From [^\r\n]{0,400}"
DATE = rb"(?: [0-2]?\d:\d\d(?::\d\d)? )[^\r\n]{0,40}\b(?:19|20)\d\d\b[^\r\n]{0,60}"
HEADER = rb"[ \t]*\r?\n(?=>?From |[!-9;-~]{1,100}[ \t]*:)"
DATED = re.compile(LINE + DATE + HEADER)
ANY = re.compile(LINE + HEADER)
FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,100}(?=From )")
BLANK = re.compile(rb"\n[ \t]?\r?\Z")


def is_folder(content: Content, head: bytes) -> bool:
    """Whether `content`, which begins with `head`, holds several mails one after the other."""
    first = FIRST.match(head)
    if not first or not DATED.match(head, first.end()):
        return False
    return len(list(islice(from_lines(content), 2))) > 1


def from_lines(content: Content) -> Iterator[Stretch]:
    """The lines between the mails, in order, the first mail's included: each with the blank line before it."""
    head = content.head(LINE_BYTES)
    first = FIRST.match(head)
    at = first.end() if first else 0
    line = ANY.match(head, at)
    if first and line:
        yield Stretch(start=at, end=line.end())
    # Programs that write no date write none in any line; a date keeps sentences that begin with "From" out.
    pattern = ANY if first and line and not DATED.match(head, at) else DATED
    yield from (found for found in _others(content, pattern) if found.start >= at)


def end_of_last(content: Content) -> int:
    """Where the last mail ends: a blank line follows it too."""
    with content.open() as file:
        file.seek(max(content.size - BEFORE, 0))
        tail = file.read(BEFORE)
    blank = BLANK.search(tail[:-1]) if tail.endswith(b"\n") else None
    return content.size - len(blank[0]) if blank else content.size


def _others(content: Content, pattern: re.Pattern[bytes]) -> Iterator[Stretch]:
    held, base = b"", 0
    with content.open() as file:
        while piece := file.read(CHUNK):
            data = held + piece
            is_last = base + len(data) >= content.size
            sure = len(data) if is_last else max(len(data) - LINE_BYTES, 0)
            for place in _places(data, BEFORE if base else 0, sure):
                line = pattern.match(data, place + 1)
                blank = BLANK.search(data[max(place - BEFORE, 0) : place])
                # Not every program puts a blank line there: a date is proof enough.
                if line and (blank or pattern is DATED):
                    # The blank line was put there by the folder: it is no part of the mail before it.
                    yield Stretch(start=base + place + 1 - len(blank[0] if blank else b""), end=base + line.end())
            cut = max(sure - BEFORE, 0)
            held, base = data[cut:], base + cut


def _places(data: bytes, start: int, end: int) -> Iterator[int]:
    place = data.find(NEEDLE, start)
    while 0 <= place < end:
        yield place
        place = data.find(NEEDLE, place + 1)
