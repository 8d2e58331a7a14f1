"""The structure of one mail by offsets, found in one pass over the file (RFC 2046, 5).

A mail inside the mail is one leaf here: it is opened as a mail of its own, never melted into the one around it.
"""

import re
from dataclasses import dataclass, replace

from core.errors import Problem
from core.limits import Limits
from parsers.mime.around import is_blank, says_nothing
from parsers.mime.block import Block, read_block
from parsers.mime.boundaries import LINE_BYTES, lines_of, used_boundary
from parsers.mime.entity import Entity, entity
from parsers.mime.envelope import skip_envelope
from parsers.mime.raw import Raw

PART_HEADER_BYTES = 64 * 1024
LEAST_HEADER_BYTES = 4 * 1024
"""What is read of a part's header even when those of the parts before it were very long."""

HEADERS_BYTES = 1024 * 1024
"""What the headers of all parts may have together."""

LEAST_NESTING = 20
"""Multiparts are no nodes of the tree; however low the limit on depth, an ordinary mail nests a few of them."""

MARKS_OF_A_LEAF = 3
"""Boundary lines for each leaf that a mail may have: before it, before and behind a multipart around it alone."""

PACKED = re.compile(rb"\s*[A-Za-z0-9+/]{40,}={0,2}[ \t]*(?:[\r\n]|\Z)")
"""A line of base64 that no text begins with."""


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

    around: bool = False
    """It stands before, behind or between the parts of a multipart: the mail holds it, and no part of the mail says it."""

    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Structure:
    """A mail's own header block and entity, and its leaves in reading order."""

    block: Block
    entity: Entity
    leaves: tuple[Leaf, ...]
    problem: Problem | None = None


class _TooMany(Exception):
    """The mail has more leaves, or boundaries, than the limit allows."""


def scan(raw: Raw, limits: Limits, *, most: int) -> Structure:
    """The structure of the mail, at most `most` leaves of it."""
    start = skip_envelope(raw)
    block = read_block(raw, start, raw.size, limit=limits.header_bytes, stops=lambda _line: False)
    nesting = max(limits.depth, LEAST_NESTING)
    walk = _Walk(raw, raw.size, most=most, nesting=nesting, marks=MARKS_OF_A_LEAF * (most + nesting))
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
    def __init__(self, raw: Raw, end: int, *, most: int, nesting: int, marks: int) -> None:
        self._raw = raw
        self._end = end
        self._most = most
        self._nesting = nesting
        self._frames: list[_Frame] = []
        self._open: tuple[Entity, int] | None = None
        self._after: int | None = None
        self._problem: Problem | None = None
        self._header_bytes_left = HEADERS_BYTES
        self.marks_left = marks
        self.leaves: list[Leaf] = []
        self.cut = False
        """A multipart's header was longer than it may be."""

    def body(self, top: Entity, at: int) -> None:
        """Take apart the body of `top`, which begins at `at`."""
        self._begin(top, at)
        while self._frames and (mark := self._next(at)):
            before = self._before(mark.start)
            self._finish(before)
            self._pop(mark.frame + 1, before)
            # Parts that follow a closing boundary are parts all the same: the frame stays until its parent's boundary.
            frame = self._frames[mark.frame]
            if frame.parts == 0 and not mark.closing:
                self._around(frame.start, before)
            # What stands behind a closing boundary that closes nothing stands before the parts.
            self._after = mark.end if mark.closing and frame.parts else None
            at = mark.end if mark.closing else self._part(frame, mark.end)
        self._finish(self._end, last=self._end == self._raw.size)
        self._pop(0, self._end)

    def guessed(self, boundary: bytes, at: int) -> None:
        """Take apart a multipart's body by a boundary that its header does not name."""
        self.body(Entity(media_type="multipart/mixed", boundary=boundary), at)

    def _part(self, frame: _Frame, at: int) -> int:
        frame.parts += 1
        limit = min(PART_HEADER_BYTES, max(LEAST_HEADER_BYTES, self._header_bytes_left))
        block = read_block(self._raw, at, self._end, limit=limit, stops=self._is_boundary)
        self._header_bytes_left -= block.body - at
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
        if self._after is not None:
            self._around(self._after, end)
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

    def _around(self, start: int, end: int) -> None:
        if not says_nothing(self._raw, start, end):
            self._leaf(Leaf(entity=Entity(media_type="text/plain"), start=start, end=end, around=True))

    def _text(self, start: int, end: int) -> None:
        if not is_blank(self._raw, start, end):
            self._leaf(Leaf(entity=Entity(media_type="text/plain"), start=start, end=max(start, end)))

    def _pop(self, keep: int, end: int) -> None:
        """Close the multiparts above `keep`; one without a part is read by the boundary it uses, or as text."""
        while len(self._frames) > keep:
            frame = self._frames.pop()
            if frame.parts == 0 and end > frame.start:
                self._rescue(frame, end)

    def _rescue(self, frame: _Frame, end: int) -> None:
        used = used_boundary(self._raw, frame.start, end)
        if self._is_packed(frame, used, end):
            self._packed(frame, end)
            return
        if used is None or len(self._frames) >= self._nesting:
            self._text(frame.start, end)
            return
        nesting = self._nesting - len(self._frames) - 1
        inner = _Walk(self._raw, end, most=self._most - len(self.leaves), nesting=nesting, marks=self.marks_left)
        try:
            inner.guessed(used, frame.start)
        finally:
            self.leaves += inner.leaves
            self.cut |= inner.cut
            self.marks_left = inner.marks_left

    def _is_packed(self, frame: _Frame, used: bytes | None, end: int) -> bool:
        head = self._raw.at(frame.start, min(end - frame.start, LINE_BYTES))
        if is_blank(self._raw, frame.start, frame.start + len(head)):
            return False
        if frame.entity.encoding == "base64":
            return used is None and bool(PACKED.match(head))
        return frame.entity.encoding == "quoted-printable" and (used is None or b"=3D" in used.upper())

    def _packed(self, frame: _Frame, end: int) -> None:
        # RFC 2045, 6.4 forbids to encode a multipart as a whole; what is decoded is opened as an entity of its own.
        header = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % frame.boundary
        found = replace(frame.entity, media_type="multipart/mixed")
        self._leaf(Leaf(entity=found, start=frame.start, end=end, packed=header))

    def _next(self, at: int) -> _Mark | None:
        boundaries = dict.fromkeys(frame.boundary for frame in self._frames if frame.boundary)
        for line in lines_of(boundaries, self._raw, at, self._end):
            if mark := self._match(line.text, line.start, line.end):
                self.marks_left -= 1
                if self.marks_left < 0:
                    raise _TooMany
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
