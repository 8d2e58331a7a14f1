"""Office files before 2007, objects of such programs, and office files of any age that are locked ([MS-CFB], [MS-OFFCRYPTO])."""

from contextlib import suppress
from dataclasses import replace

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import office_locks
from parsers.containers import opens_apart
from parsers.embedded import Collected
from parsers.mapi.compound import Storage, read_compound
from parsers.ole_objects import NATIVE, add_object, embedded, has_macros, in_document, in_slides
from parsers.opening import Child, Opened, Opening


@opens_apart(
    "application/msword",
    "application/vnd.ms-excel",
    "application/vnd.ms-powerpoint",
    "application/x-encrypted-office",
    "application/x-ole-storage",
)
def open_ole(content: Content, opening: Opening) -> Opened:
    """The embedded files; of a locked document the document without its lock, when one of the passwords opens it."""
    with content.open() as file:
        try:
            root = read_compound(file, content.size).root
        except Unreadable:  # the reader of the document says so
            return Opened()
        if office_locks.is_locked(root):
            return _unlocked(content, opening)
        if root.stream(NATIVE):
            return _wrapped(root, content, opening)
        return _collected(root, content, opening)


def _unlocked(content: Content, opening: Opening) -> Opened:
    found = office_locks.unlocked(content, opening.passwords)
    if found is None:
        return Opened(problem=Problem.NEEDS_PASSWORD)
    kept, problem = opening.keep(found.pieces(), opening.meter(content.size))
    return Opened(children=(Child(content=kept, problem=problem),), wraps=True, count=1, password=found.password, problem=problem)


def _wrapped(root: Storage, content: Content, opening: Opening) -> Opened:
    """The file in an object that came by itself."""
    collected = Collected(opening, opening.meter(content.size))
    if found := embedded(root, content.chunks):
        collected.add(found)
    return replace(collected.opened(), wraps=bool(collected.children))


def _collected(root: Storage, content: Content, opening: Opening) -> Opened:
    collected = Collected(opening, opening.meter(content.size), macros=has_macros(root))
    if all(collected.add(found) for found in in_document(root)):
        with suppress(Unreadable):  # of slides that break off, what stood before
            for pieces in in_slides(root):
                if not add_object(collected, pieces):
                    break
    return replace(collected.opened(), macros=collected.macros)
