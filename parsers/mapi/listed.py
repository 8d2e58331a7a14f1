"""Lists of property values as TNEF writes them, one value behind the other ([MS-OXTNEF] 2.1.3.4)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.errors import Problem, Unreadable
from parsers.mapi import tags
from parsers.mapi.compound import Stream
from parsers.mapi.names import Name
from parsers.mapi.properties import fixed, tag
from parsers.mime.raw import BLOCK, Raw

ALIGNED = 4
WORD = struct.Struct("<I")
PAIR = struct.Struct("<HH")
LENGTHS = {
    tags.INTEGER_16: 2,
    tags.INTEGER_32: 4,
    0x0004: 4,  # a float
    0x0005: 8,  # a double
    0x0006: 8,  # a currency
    0x0007: 8,  # a day as a double
    0x000A: 4,  # an error
    tags.BOOLEAN: 1,
    tags.INTEGER_64: 8,
    tags.TIME: 8,
    tags.GUID: 16,
}
VARIABLE = frozenset({tags.STRING_8, tags.UNICODE, tags.BINARY, tags.OBJECT})
NAMED_BY_TEXT = 1
MOST_VALUES = 100_000
"""Values of one list that are looked at; a message has a hundred."""


@dataclass(slots=True)
class Listed:
    """The values of a list by tag, and whether the list ended as it should."""

    values: dict[int, Stream] = field(default_factory=dict)
    named: dict[Name, int] = field(default_factory=dict)
    whole: bool = True


class _Ended(Exception):
    """The list goes on where its bytes end."""


def region(raw: Raw, start: int, size: int, end: int) -> Stream:
    """`size` bytes of the file from `start`, read when they are wanted; those behind `end` are missing."""
    return Stream(name="", size=size, pieces=lambda: _pieces(raw, start, size, min(end, raw.size)))


def _pieces(raw: Raw, start: int, size: int, end: int) -> Iterator[bytes]:
    last = min(start + size, end)
    at = start
    while at < last:
        piece = raw.at(at, min(BLOCK - at % BLOCK, last - at))
        at += len(piece)
        yield piece
    if start + size > end:
        raise Unreadable(Problem.TRUNCATED)


def values_between(raw: Raw, start: int, end: int) -> Listed:
    """The one list of values in that part of the file."""
    return next(_lists(_Cursor(raw, start, end), 1))


def rows_between(raw: Raw, start: int, end: int) -> Iterator[Listed]:
    """The lists of a table, one a recipient ([MS-OXTNEF] 2.1.3.5)."""
    cursor = _Cursor(raw, start, end)
    try:
        count = cursor.word()
    except _Ended:
        return
    yield from _lists(cursor, count)


def _lists(cursor: "_Cursor", count: int) -> Iterator[Listed]:
    for _ in range(count):
        found = Listed()
        try:
            for _value in range(_counted(cursor.word())):
                cursor.value(found)
            found.whole = cursor.is_within()
        except _Ended:
            found.whole = False
        yield found
        if not found.whole:
            return


def _counted(count: int) -> int:
    if count > MOST_VALUES:
        raise _Ended
    return count


class _Cursor:
    """A place in a list; goes forward only, and never beyond the end."""

    def __init__(self, raw: Raw, at: int, end: int) -> None:
        self._raw = raw
        self._at = at
        self._end = end

    def word(self) -> int:
        (found,) = WORD.unpack(self._take(WORD.size))
        return int(found)

    def value(self, into: Listed) -> None:
        """Read one value, and put it down when it is a single one."""
        kind, number = PAIR.unpack(self._take(PAIR.size))
        if number >= tags.FIRST_NAMED:
            self._name(into, number)
        single = kind & ~tags.MULTIPLE
        if single in VARIABLE:
            found = [self._variable() for _ in range(_counted(self.word()))]
        elif length := LENGTHS.get(single):
            count = self.word() if kind & tags.MULTIPLE else 1
            found = [fixed(self._aligned(length))] if count else []
            self._skip((length + -length % ALIGNED) * max(count - 1, 0))
        else:
            # Without its type nobody knows where the next value begins.
            raise _Ended
        if found and kind == single:
            into.values.setdefault(tag(number, kind), found[0])

    def is_within(self) -> bool:
        """Whether the end was respected; some leave out the zeros behind the last value."""
        return self._at < self._end + ALIGNED

    def _name(self, into: Listed, number: int) -> None:
        names = self._take(16)
        if self.word() == NAMED_BY_TEXT:
            length = self.word()
            self._skip(length + -length % ALIGNED)
        else:
            into.named[Name(names, self.word())] = number

    def _variable(self) -> Stream:
        """A value with its length before it; what of it lies beyond the end is missed when it is read."""
        length = self.word()
        found = region(self._raw, self._at, length, self._end)
        self._at += length + -length % ALIGNED
        return found

    def _aligned(self, length: int) -> bytes:
        found = self._take(length)
        self._skip(-length % ALIGNED)
        return found

    def _take(self, count: int) -> bytes:
        if self._at + count > self._end:
            raise _Ended
        found = self._raw.at(self._at, count)
        self._at += count
        return found

    def _skip(self, count: int) -> None:
        self._at += count
