"""One module a container format; each holds one function marked with `opens`, and opens one level.

A new format is a new file here: nothing else changes. Going all the way down is the work of `parsers.tree` alone.
What leans on native code, or on a library that a file can lead astray, is marked with `opens_apart`: it runs in a child
of its own, and what becomes of that child is a problem on one part.
"""

from collections.abc import Callable

from core.content import Content
from core.registry import Registry
from parsers.opening import Opener

OPENERS: Registry[Opener] = Registry("parsers.containers")
Gate = Callable[[Content], bool]
APART: dict[Opener, Gate] = {}
"""What runs in a child of its own, and for which files it has to."""

opens = OPENERS.register


def always(_content: Content) -> bool:
    """The gate of an opener that looks into every file."""
    return True


def opens_apart(*media_types: str, gate: Gate = always) -> Callable[[Opener], Opener]:
    """`opens`, for what runs in a child of its own.

    Args:
        media_types: what it opens.
        gate: false for a file that has nothing in it for sure; it runs in the walk's process, and must be quick and safe.
    """

    def enter(opener: Opener) -> Opener:
        APART[opener] = gate
        return opens(*media_types)(opener)

    return enter
