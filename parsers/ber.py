"""BER, of which DER is a part, walked by offsets in a file of any size (ITU-T X.690, 8.1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from core.content import CHUNK
from core.errors import Problem, Unreadable

OCTETS = 0x04
OID = 0x06
CONSTRUCTED = 0x20
SEQUENCE = 0x30
EXPLICIT_0 = 0xA0
END_OF_CONTENTS = 0x00

HEADER_BYTES = 16
"""More than the longest identifier and length that are read here."""

LONG_TAG = 0x1F
MOST_TAG_BYTES = 4
MOST_LENGTH_BYTES = 8
INDEFINITE = 0x80
DEPTH = 32
"""Constructed strings inside constructed strings; what signs mails nests two."""

MOST_SKIPPED = 50_000
"""Elements of indefinite length that are walked only to get past them."""

MOST_PIECES = 50_000
LEAST_PIECE = 32
"""Octets; more pieces than the above may make up a string only when they are that long on the average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Element:
    """One element: its identifier octet, and where its contents lie."""

    tag: int
    start: int
    end: int
    """Of an element of indefinite length, the end of what is around it."""

    indefinite: bool = False
    cut: bool = False
    """It says that it is longer than what is around it."""


class Ber:
    """The elements of an open file; memory holds no more than a piece of it."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def first(self) -> Element:
        """The element that the file begins with."""
        return self._read(0, self._size)

    def children(self, element: Element) -> Iterator[Element]:
        """The elements inside a constructed one, in order.

        Raises:
            Unreadable: the file is damaged or ends early; what came before was good.
        """
        at = element.start
        while at < element.end:
            child = self._read(at, element.end)
            if element.indefinite and child.tag == END_OF_CONTENTS:
                return
            yield child
            at = self._after(child)
        if element.indefinite or element.cut:
            raise Unreadable(Problem.TRUNCATED)

    def octets(self, element: Element) -> Iterator[bytes]:
        """The value of an OCTET STRING, in one piece or in many (X.690, 8.7).

        Raises:
            Unreadable: the same as for `children`.
        """
        if element.tag == OCTETS:
            yield from self._bytes(element)
            return
        around = [element]
        at = element.start
        pieces = 0
        while self._goes_on(around, at):
            found = self._read(at, around[-1].end)
            at = found.start
            pieces += 1
            if pieces > max(MOST_PIECES, (at - element.start) // LEAST_PIECE):
                raise Unreadable(Problem.DAMAGED)
            if found.tag == END_OF_CONTENTS and around[-1].indefinite:
                around.pop()
            elif found.tag == OCTETS | CONSTRUCTED and len(around) < DEPTH:
                around.append(found)
            elif found.tag == OCTETS:
                yield from self._bytes(found)
                at = found.end
            else:
                raise Unreadable(Problem.DAMAGED)

    def value(self, element: Element, limit: int) -> bytes:
        """The contents of a short primitive element, at most `limit` octets."""
        return self._at(element.start, min(element.end - element.start, limit))

    def _goes_on(self, around: list[Element], at: int) -> bool:
        """Forget the elements that end at `at`; whether any is left that does not."""
        while around and at >= around[-1].end:
            if around[-1].indefinite or around[-1].cut:
                raise Unreadable(Problem.TRUNCATED)
            around.pop()
        return bool(around)

    def _bytes(self, element: Element) -> Iterator[bytes]:
        at = element.start
        # An empty piece counts as one, so that whoever takes them can look at the clock.
        yield b""
        while at < element.end:
            piece = self._at(at, min(CHUNK, element.end - at))
            yield piece
            at += len(piece)
        if element.cut:
            raise Unreadable(Problem.TRUNCATED)

    def _after(self, element: Element) -> int:
        """Where the next element begins."""
        if not element.indefinite:
            return element.end
        depth, at = 1, element.start
        for _ in range(MOST_SKIPPED):
            found = self._read(at, element.end)
            at = found.start if found.indefinite else found.end
            depth += found.indefinite - (found.tag == END_OF_CONTENTS)
            if depth == 0:
                return at
        raise Unreadable(Problem.DAMAGED)

    def _read(self, at: int, end: int) -> Element:
        head = self._at(at, min(HEADER_BYTES, end - at))
        tag, length_at = _tag(head)
        length, used = _length(head[length_at:])
        start = at + length_at + used
        if length is None:
            if not tag & CONSTRUCTED:
                raise Unreadable(Problem.DAMAGED)
            return Element(tag=tag, start=start, end=end, indefinite=True)
        return Element(tag=tag, start=start, end=min(start + length, end), cut=start + length > end)

    def _at(self, offset: int, count: int) -> bytes:
        self._file.seek(offset)
        return self._file.read(max(count, 0))


def _tag(head: bytes) -> tuple[int, int]:
    """The identifier octet, and how many octets the identifier takes (X.690, 8.1.2)."""
    if not head:
        raise Unreadable(Problem.TRUNCATED)
    if head[0] & LONG_TAG != LONG_TAG:
        return head[0], 1
    for place in range(1, min(len(head), MOST_TAG_BYTES)):
        if not head[place] & 0x80:
            return head[0], place + 1
    raise Unreadable(Problem.DAMAGED)


def _length(head: bytes) -> tuple[int | None, int]:
    """The length, `None` for the indefinite one, and how many octets it takes (X.690, 8.1.3)."""
    if not head:
        raise Unreadable(Problem.TRUNCATED)
    if head[0] < INDEFINITE:
        return head[0], 1
    count = head[0] - INDEFINITE
    if count == 0:
        return None, 1
    if count > MOST_LENGTH_BYTES or len(head) <= count:
        raise Unreadable(Problem.DAMAGED if count > MOST_LENGTH_BYTES else Problem.TRUNCATED)
    return int.from_bytes(head[1 : count + 1], "big"), count + 1
