"""The structure of one mail by offsets, found in one pass over the file (RFC 2046, 5).

A mail inside the mail is one leaf here: it is opened as a mail of its own, never melted into the one around it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.errors import Problem
from core.limits import Limits
from parsers.mime.block import KNOWN, Block, read_block
from parsers.mime.entity import Entity, entity
from parsers.mime.envelope import skip_envelope
from parsers.mime.raw import Dashes, Raw

LINE_BYTES = 1_100
"""A longer line is no boundary; RFC 2046 allows 70 characters, mailers some more."""

PART_HEADER_BYTES = 64 * 1024
LEAST_NESTING = 20
"""Multiparts are no nodes of the tree; however low the limit on depth, an ordinary mail nests a few of them."""

EMPTY = re.compile(rb"(?:\s|--\S*(?=\s|$))*")
"""Nothing but white space and boundaries."""

PACKED = re.compile(rb"\s*[A-Za-z0-9+/]{40,}={0,2}[ \t]*(?:[\r\n]|\Z)")
"""A line of base64 that no text begins with."""

LINE_END = re.compile(rb"\r*\n|\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf of the structure: what its header says, and where its body lies."""

    entity: Entity
    start: int
    end: int
    alternative: int = 0
    """The same number for leaves that say the same thing in several forms (multipart/alternative), 0 for the others."""

    last: bool = False
    """It goes to the end of the file, and no boundary ended it."""

    unclosed: bool = False
    """The same, in a multipart that was to have a closing boundary."""

    packed: bytes = b""
    """The header of a multipart that was encoded as a whole: with it, what is decoded is an entity of its own."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A mail's own header block and entity, and its leaves in reading order."""

    block: Block
    entity: Entity
    leaves: tuple[Leaf, ...]
    problem: Problem | None = None


class _TooMany(Exception):
    """The mail has more leaves than the limit allows."""


def scan(raw: Raw, limits: Limits, *, most: int) -> Structure:
    """The structure of the mail, at most `most` leaves of it."""
    start = skip_envelope(raw)
    block = read_block(raw, start, raw.size, limit=limits.header_bytes, stops=lambda _line: False)
    walk = _Walk(raw, raw.size, most=most, nesting=max(limits.depth, LEAST_NESTING))
    top = entity(block, default="text/plain")
    problem = None
    try:
        walk.body(top, block.body)
    except _TooMany:
        problem = Problem.TOO_MANY_PARTS
    if block.cut or walk.cut:
        problem = problem or Problem.TOO_BIG
    return Structure(block=block, entity=top, leaves=tuple(walk.leaves), problem=problem)


@dataclass(slots=True)
class _Frame:
    """A multipart that is open: its boundary, and whether a part of it was seen."""

    entity: Entity
    default: str
    start: int
    alternative: int
    parts: int = 0
    closed: bool = False

    @property
    def boundary(self) -> bytes:
        """What its parts are separated by."""
        return self.entity.boundary


@dataclass(frozen=True, slots=True, kw_only=True)
class _Mark:
    """A boundary line: the frame it belongs to, where it begins and ends, and whether it closes the multipart."""

    frame: int
    start: int
    end: int
    closing: bool


class _Walk:
    def __init__(self, raw: Raw, end: int, *, most: int, nesting: int) -> None:
        self._raw = raw
        self._end = end
        self._most = most
        self._nesting = nesting
        self._dashes = Dashes(raw, end)
        self._frames: list[_Frame] = []
        self._open: tuple[Entity, int] | None = None
        self._problem: Problem | None = None
        self.leaves: list[Leaf] = []
        self.cut = False
        """A multipart's header was longer than it may be."""

    def body(self, top: Entity, at: int) -> None:
        """Take apart the body of `top`, which begins at `at`."""
        self._begin(top, at)
        while self._frames and (mark := self._next(at)):
            self._finish(self._before(mark.start))
            self._pop(mark.frame + 1, self._before(mark.start))
            # Parts that follow a closing boundary are parts all the same: the frame stays until its parent's boundary.
            frame = self._frames[mark.frame]
            frame.closed = mark.closing
            at = mark.end if mark.closing else self._part(frame, mark.end)
        self._finish(self._end, last=self._end == self._raw.size)
        self._pop(0, self._end)

    def guessed(self, boundary: bytes, at: int) -> None:
        """Take apart a multipart's body by a boundary that its header does not name."""
        self.body(Entity(media_type="multipart/mixed", boundary=boundary), at)

    def _part(self, frame: _Frame, at: int) -> int:
        frame.parts += 1
        block = read_block(self._raw, at, self._end, limit=PART_HEADER_BYTES, stops=self._is_boundary)
        self._problem = Problem.TOO_BIG if block.cut else None
        self._begin(entity(block, default=frame.default), block.body)
        return block.body

    def _begin(self, found: Entity, at: int) -> None:
        if not found.is_multipart or len(self._frames) >= self._nesting:
            self._open = (found, at)
            return
        self.cut, self._problem = self.cut or self._problem is not None, None
        default = "message/rfc822" if found.media_type == "multipart/digest" else "text/plain"
        # Where its body begins tells one alternative from another.
        alternative = at if found.media_type == "multipart/alternative" else self._alternative()
        self._frames.append(_Frame(found, default, at, alternative))

    def _alternative(self) -> int:
        return self._frames[-1].alternative if self._frames else 0

    def _finish(self, end: int, *, last: bool = False) -> None:
        if self._open:
            found, start = self._open
            problem = Problem.TOO_DEEP if found.is_multipart else self._problem
            # A boundary that was guessed at may never have been meant to be closed.
            unclosed = last and bool(self._frames) and self._frames[-1].entity.declared
            self._open = self._problem = None
            self._leaf(Leaf(entity=found, start=start, end=max(start, end), last=last, unclosed=unclosed, problem=problem))

    def _leaf(self, leaf: Leaf) -> None:
        if len(self.leaves) >= self._most:
            raise _TooMany
        self.leaves.append(replace(leaf, alternative=self._alternative()))

    def _text(self, start: int, end: int) -> None:
        if not EMPTY.fullmatch(self._raw.at(start, min(end - start, LINE_BYTES))):
            self._leaf(Leaf(entity=Entity(media_type="text/plain"), start=start, end=max(start, end)))

    def _pop(self, keep: int, end: int) -> None:
        """Close the multiparts above `keep`; one without a part is read by the boundary it uses, or as text."""
        while len(self._frames) > keep:
            frame = self._frames.pop()
            if frame.parts == 0 and end > frame.start:
                self._rescue(frame, end)

    def _rescue(self, frame: _Frame, end: int) -> None:
        used = self._used_boundary(frame.start, end)
        if self._is_packed(frame, used, end):
            self._packed(frame, end)
            return
        if used is None or len(self._frames) >= self._nesting:
            self._text(frame.start, end)
            return
        inner = _Walk(self._raw, end, most=self._most - len(self.leaves), nesting=self._nesting - len(self._frames) - 1)
        try:
            inner.guessed(used, frame.start)
        finally:
            self.leaves += inner.leaves
            self.cut |= inner.cut

    def _is_packed(self, frame: _Frame, used: bytes | None, end: int) -> bool:
        head = self._raw.at(frame.start, min(end - frame.start, LINE_BYTES))
        if EMPTY.fullmatch(head):
            return False
        if frame.entity.encoding == "base64":
            return used is None and bool(PACKED.match(head))
        return frame.entity.encoding == "quoted-printable" and (used is None or b"=3D" in used.upper())

    def _packed(self, frame: _Frame, end: int) -> None:
        # RFC 2045, 6.4 forbids to encode a multipart as a whole; what is decoded is opened as an entity of its own.
        header = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % frame.boundary
        found = replace(frame.entity, media_type="multipart/mixed")
        self._leaf(Leaf(entity=found, start=frame.start, end=end, packed=header))

    def _used_boundary(self, start: int, end: int) -> bytes | None:
        for at, line, after in _dashed_lines(self._raw, Dashes(self._raw, end), start):
            token = line[2:].rstrip()
            if token and at < end and KNOWN.match(self._raw.at(after, 64)):
                return token
        return None

    def _next(self, at: int) -> _Mark | None:
        for start, line, end in _dashed_lines(self._raw, self._dashes, at):
            if mark := self._match(line, start, end):
                return mark
        return None

    def _match(self, line: bytes, start: int, end: int) -> _Mark | None:
        text = line[2:].rstrip(b" \t\0")
        closed = text[:-2] if text.endswith(b"--") else None
        for number in range(len(self._frames) - 1, -1, -1):
            boundary = self._frames[number].boundary
            if not boundary:
                continue
            if text == boundary:
                return _Mark(frame=number, start=start, end=end, closing=False)
            if closed == boundary:
                return _Mark(frame=number, start=start, end=end, closing=True)
        return None

    def _is_boundary(self, line: bytes) -> bool:
        return line.startswith(b"--") and self._match(line, 0, 0) is not None

    def _before(self, at: int) -> int:
        """Where the body before a boundary line at `at` ends: the line break belongs to the boundary (RFC 2046, 5.1.1)."""
        before = self._raw.at(max(at - 2, 0), min(at, 2))
        if before == b"\r\n":
            return at - 2
        return at - 1 if before[-1:] in {b"\n", b"\r"} else at


def _dashed_lines(raw: Raw, dashes: Dashes, at: int) -> Iterator[tuple[int, bytes, int]]:
    """Lines from `at` on that begin with two dashes: start, text, end."""
    while (start := dashes.after(at)) >= 0:
        line = raw.at(start, LINE_BYTES)
        found = LINE_END.search(line)
        # The last line of a mail needs no line end.
        if found or start + len(line) >= raw.size:
            yield start, line[: found.start()] if found else line, start + (found.end() if found else len(line))
        at = start + (found.end() if found else 2)
