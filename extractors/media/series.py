"""Photographs that look alike: the same picture sent twice, packed again or made smaller, or the next one of a burst."""

from collections.abc import Mapping
from dataclasses import dataclass

from extractors.media.hashing import distance

ALIKE = 8
"""Bits of 64 in which two pictures that look alike may differ.

Measured on 40 drawn scenes (`tests/extractors/media`): packed again or made smaller, a scene differs from itself in 4 bits at
most, made lighter or darker by a fifth or cut by 2 % in 8; two scenes differ in 20 at least, half of them in 32.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The key of the picture that is shown, and those of the pictures that look like it, in their order."""

    key: int
    like: tuple[int, ...] = ()


def alike(hashes: Mapping[int, str]) -> tuple[Group, ...]:
    """The pictures by key in the order they are given, each with the later ones that look like it.

    A picture is compared with those that stand for a group only, so that a slow pan does not become one picture.
    """
    groups: dict[int, list[int]] = {}
    for key, found in hashes.items():
        like = nearest(found, {first: hashes[first] for first in groups})
        if like is None:
            groups[key] = []
        else:
            groups[like].append(key)
    return tuple(Group(key=key, like=tuple(like)) for key, like in groups.items())


def nearest(found: str, known: Mapping[int, str]) -> int | None:
    """The key of the picture that looks most like the one with the hash `found`, the first of several; none where none does."""
    key = min(known, key=lambda one: distance(known[one], found), default=None)
    return key if key is not None and distance(known[key], found) <= ALIKE else None
