"""The structure of one mail by offsets, found in one pass over the file (RFC 2046, 5).

A mail inside the mail is one leaf here: it is opened as a mail of its own, never melted into the one around it.
"""

import re
from dataclasses import dataclass, field, replace

from core.errors import Problem, Unreadable
from core.limits import Limits
from parsers.mime.around import HEAD, begins_mail, begins_part, is_blank, past_blanks, says_nothing
from parsers.mime.base64_end import Tick
from parsers.mime.block import Block, read_block
from parsers.mime.boundaries import LINE_BYTES, Boundary, Line, used_boundary
from parsers.mime.coded import apart
from parsers.mime.entity import Entity, entity
from parsers.mime.envelope import skip_envelope
from parsers.mime.leaf import Leaf, around
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
class Structure:
    """A mail's own header block and entity, and its leaves in reading order."""

    block: Block
    entity: Entity
    leaves: tuple[Leaf, ...]
    problem: Problem | None = None


class _TooMany(Exception):
    """The mail has more leaves, or boundaries, than the limit allows."""


def _go_on(_count: int) -> None:
    """Nothing ends the search."""


def scan(raw: Raw, limits: Limits, *, most: int, tick: Tick = _go_on) -> Structure:
    """The structure of the mail, at most `most` leaves of it, and as far as `tick` lets the search go on."""
    start = skip_envelope(raw)
    block = read_block(raw, start, raw.size, limit=limits.header_bytes, stops=lambda _line: False)
    nesting = max(limits.depth, LEAST_NESTING)
    shared = _Shared(raw=raw, tick=tick, most=most, marks_left=MARKS_OF_A_LEAF * (most + nesting))
    top = entity(block, default="text/plain")
    problem = None
    try:
        _Walk(shared, raw.size, nesting=nesting).body(top, block.body)
    except _TooMany:
        problem = Problem.TOO_MANY_PARTS
    except Unreadable as error:
        problem = error.problem
    if block.cut or shared.cut:
        problem = problem or Problem.TOO_BIG
    return Structure(block=block, entity=top, leaves=tuple(shared.leaves), problem=problem)


@dataclass(slots=True, kw_only=True)
class _Shared:
    """What all walks through one mail have found, and what they may still find."""

    raw: Raw
    tick: Tick
    most: int
    marks_left: int
    header_bytes_left: int = HEADERS_BYTES
    leaves: list[Leaf] = field(default_factory=list)
    boundaries: set[bytes] = field(default_factory=set)
    """Those that are declared, or were guessed."""

    cut: bool = False
    """A multipart's header was longer than it may be."""

    def leaf(self, leaf: Leaf) -> None:
        if len(self.leaves) >= self.most:
            raise _TooMany
        self.leaves.append(leaf)

    def is_blank(self, start: int, end: int) -> bool:
        return is_blank(self.raw, start, end, self.boundaries)

    def says_nothing(self, start: int, end: int) -> bool:
        return says_nothing(self.raw, start, end, self.boundaries)


@dataclass(slots=True)
class _Frame:
    """A multipart that is open: its boundary, and whether a part of it was seen."""

    entity: Entity
    default: str
    start: int
    alternative: int
    boundary: Boundary
    """What its parts are separated by."""

    parts: int = 0


class _Walk:
    """Takes apart what ends at `end`."""

    def __init__(self, shared: _Shared, end: int, *, nesting: int, alternative: int = 0) -> None:
        self._shared = shared
        self._raw = shared.raw
        self._end = end
        self._nesting = nesting
        self._outer_alternative = alternative
        self._frames: list[_Frame] = []
        self._open: tuple[Entity, int] | None = None
        self._after: int | None = None
        self._problem: Problem | None = None

    def body(self, top: Entity, at: int) -> None:
        """Take apart the body of `top`, which begins at `at`."""
        self._begin(top, at)
        while self._frames and (found := self._next(at)):
            number, mark = found
            before = self._before(mark.start)
            self._finish(before)
            self._pop(number + 1, before)
            # Parts that follow a closing boundary are parts all the same: the frame stays until its parent's boundary.
            frame = self._frames[number]
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

    def part(self, at: int, default: str) -> None:
        """Take apart a part whose header begins at `at`."""
        found, body = self._header(at, default)
        self.body(found, body)

    def _part(self, frame: _Frame, at: int) -> int:
        frame.parts += 1
        found, body = self._header(at, frame.default)
        self._begin(found, body)
        return body

    def _header(self, at: int, default: str) -> tuple[Entity, int]:
        limit = min(PART_HEADER_BYTES, max(LEAST_HEADER_BYTES, self._shared.header_bytes_left))
        block = read_block(self._raw, at, self._end, limit=limit, stops=self._is_boundary)
        self._shared.header_bytes_left -= block.body - at
        self._problem = Problem.TOO_BIG if block.cut else None
        return entity(block, default=default), block.body

    def _begin(self, found: Entity, at: int) -> None:
        if not found.is_multipart or len(self._frames) >= self._nesting:
            self._open = (found, at)
            return
        self._shared.cut, self._problem = self._shared.cut or self._problem is not None, None
        if found.boundary:
            self._shared.boundaries.add(found.boundary)
        default = "message/rfc822" if found.media_type == "multipart/digest" else "text/plain"
        # Where its body begins tells one alternative from another.
        alternative = at if found.media_type == "multipart/alternative" else self._alternative()
        self._frames.append(_Frame(found, default, at, alternative, Boundary(self._raw, found.boundary)))

    def _alternative(self) -> int:
        return self._frames[-1].alternative if self._frames else self._outer_alternative

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
        alternative = self._alternative()
        stands = not leaf.entity.encoding or (leaf.entity.is_multipart and not leaf.packed)
        for found in (leaf,) if stands else apart(leaf, self._raw, self._shared.tick):
            if found is leaf or not (found.around and self._shared.says_nothing(found.start, found.end)):
                self._shared.leaf(replace(found, alternative=alternative) if alternative else found)

    def _around(self, start: int, end: int) -> None:
        """What stands around the parts: a mail, a part without its boundary, parts with another one, or a text."""
        if self._shared.says_nothing(start, end):
            return
        at = past_blanks(self._raw, start, end)
        head = self._raw.at(at, min(HEAD, end - at))
        if begins_mail(head):
            self._leaf(Leaf(entity=Entity(media_type="message/rfc822"), start=at, end=end))
        elif begins_part(head) and self._has_room():
            self._inside(end).part(at, self._frames[-1].default)
        elif self._has_room() and (used := used_boundary(self._raw, start, end)):
            self._inside(end).guessed(used, start)
        else:
            self._leaf(around(start, end))

    def _text(self, start: int, end: int) -> None:
        if not self._shared.is_blank(start, end):
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
        elif used is None or not self._has_room():
            self._text(frame.start, end)
        else:
            self._inside(end).guessed(used, frame.start)

    def _has_room(self) -> bool:
        return len(self._frames) < self._nesting

    def _inside(self, end: int) -> "_Walk":
        return _Walk(self._shared, end, nesting=self._nesting - len(self._frames) - 1, alternative=self._alternative())

    def _is_packed(self, frame: _Frame, used: bytes | None, end: int) -> bool:
        head = self._raw.at(frame.start, min(end - frame.start, LINE_BYTES))
        if self._shared.is_blank(frame.start, frame.start + len(head)):
            return False
        if frame.entity.encoding == "base64":
            return used is None and bool(PACKED.match(head))
        return frame.entity.encoding == "quoted-printable" and (used is None or b"=3D" in used.upper())

    def _packed(self, frame: _Frame, end: int) -> None:
        # RFC 2045, 6.4 forbids to encode a multipart as a whole; what is decoded is opened as an entity of its own.
        header = b'Content-Type: multipart/mixed; boundary="%s"\r\n\r\n' % frame.entity.boundary
        found = replace(frame.entity, media_type="multipart/mixed")
        self._leaf(Leaf(entity=found, start=frame.start, end=end, packed=header))

    def _next(self, at: int) -> tuple[int, Line] | None:
        """The first boundary line of any multipart that is open, and which; the innermost where several have the same."""
        self._shared.tick(0)
        found, end = None, self._end
        for number, frame in enumerate(self._frames):
            if line := frame.boundary.next(at, end):
                # No inner one's line is looked for beyond an outer one's: every byte is searched once a level.
                found, end = (number, line), line.start + 1
        if found:
            self._shared.marks_left -= 1
            if self._shared.marks_left < 0:
                raise _TooMany
        return found

    def _is_boundary(self, line: bytes) -> bool:
        if not line.startswith(b"--"):
            return False
        text = line[2:].rstrip(b" \t\0")
        return any(frame.entity.boundary in {text, text.removesuffix(b"--")} for frame in self._frames if frame.entity.boundary)

    def _before(self, at: int) -> int:
        """Where the body before a boundary line at `at` ends: the line break belongs to the boundary (RFC 2046, 5.1.1)."""
        before = self._raw.at(max(at - 2, 0), min(at, 2))
        if before == b"\r\n":
            return at - 2
        return at - 1 if before[-1:] in {b"\n", b"\r"} else at
