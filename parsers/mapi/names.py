"""Properties that have a name instead of a fixed number: which number each got in one file ([MS-OXPROPS] 1.3.2; [MS-OXMSG] 2.2.3)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from parsers.mapi import tags
from parsers.mapi.compound import Storage

NAMES = "__nameid_version1.0"
SETS = "__substg1.0_00020102"
ENTRIES = "__substg1.0_00030102"
ENTRY = struct.Struct("<IHH")
FIRST_SET = 3
"""The numbers below stand for sets that are not written down."""

MOST_BYTES = 64 * 1024 * 8
"""Bytes of the list that are read: there are no more numbers to give away."""


@dataclass(frozen=True, slots=True)
class Name:
    """A set of properties, and the number within it."""

    set: bytes
    number: int


def _set(first: str) -> bytes:
    # The sets of Outlook differ in their first four bytes only ([MS-OXPROPS] 1.3.2).
    return bytes.fromhex(first)[::-1] + bytes.fromhex("00000000c000000000000046")


APPOINTMENT = _set("00062002")
LOCATION = Name(APPOINTMENT, 0x8208)
STARTS = Name(APPOINTMENT, 0x820D)
ENDS = Name(APPOINTMENT, 0x820E)


def names_of(root: Storage) -> dict[Name, int]:
    """The numbers that the names of a .msg file stand for."""
    storage = root.storage(NAMES)
    listed = storage.stream(ENTRIES) if storage else None
    sets = storage.stream(SETS) if storage else None
    if not listed or not sets:
        return {}
    return dict(_named(listed.head(MOST_BYTES), sets.head(MOST_BYTES)))


def _named(entries: bytes, sets: bytes) -> Iterator[tuple[Name, int]]:
    for at in range(0, len(entries) - ENTRY.size + 1, ENTRY.size):
        number, kind, index = ENTRY.unpack_from(entries, at)
        place = ((kind >> 1) - FIRST_SET) * 16
        # The lowest bit is set where the name is a text.
        if not kind & 1 and place >= 0:
            yield Name(sets[place : place + 16], number), tags.FIRST_NAMED + index
