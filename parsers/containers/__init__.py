"""One module a container format; each holds one function marked with `opens`, and opens one level.

A new format is a new file here: nothing else changes. Going all the way down is the work of `parsers.tree` alone.
What leans on native code, or on a library that a file can lead astray, is marked with `opens_apart`: it runs in a child
of its own, and what becomes of that child is a problem on one part.
"""

from collections.abc import Callable

from core.registry import Registry
from parsers.opening import Opener

OPENERS: Registry[Opener] = Registry("parsers.containers")
APART: set[Opener] = set()
opens = OPENERS.register


def opens_apart(*media_types: str) -> Callable[[Opener], Opener]:
    """`opens`, for what runs in a child of its own."""

    def enter(opener: Opener) -> Opener:
        APART.add(opener)
        return opens(*media_types)(opener)

    return enter
