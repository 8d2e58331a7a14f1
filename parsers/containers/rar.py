"""RAR archives, of versions 2.9 to 6."""

from collections import defaultdict, deque

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import archives
from parsers.containers import opens_apart
from parsers.fitting import OVER
from parsers.opening import Child, Opened, Opening
from parsers.rar_headers import NEW, Directory, directory


@opens_apart("application/vnd.rar")
def open_rar(content: Content, opening: Opening) -> Opened:
    """The files of the archive; of one of several volumes what is in it, of locked files the names."""
    with content.open() as file:
        listed = directory(file, content.size)
    if listed.locked:
        raise Unreadable(Problem.NEEDS_PASSWORD)
    form = archives.Format(name="rar5" if content.head(len(NEW)) == NEW else "rar", solid=listed.solid)
    found = archives.read(content, opening, form, _expecting(listed))
    _add_names(found, listed, opening)
    if listed.volume and found.problem not in archives.STOPS | {Problem.NEEDS_PASSWORD, Problem.TOO_MANY_PARTS}:
        found.problem = Problem.INCOMPLETE
    return found.opened()


def _expecting(listed: Directory) -> archives.Expect:
    """What the directory says of each file: libarchive neither checks what is stored nor knows all that is locked."""
    waiting: defaultdict[str, deque[archives.Expected]] = defaultdict(deque)
    for entry in listed.entries:
        waiting[entry.name].append(entry.expected)

    def expect(name: str) -> archives.Expected:
        return waiting[name].popleft() if waiting[name] else archives.Expected()

    return expect


def _add_names(found: archives.Found, listed: Directory, opening: Opening) -> None:
    # Some versions of the library end at the first locked file, and ours at the first that is too large for the limits.
    over = found.problem if listed.solid and found.problem in OVER else None
    known = {child.name for child in found.children}
    for entry in listed.entries:
        problem = Problem.NEEDS_PASSWORD if entry.expected.locked else over
        if not entry.is_file or problem is None or entry.name in known:
            continue
        if len(found.children) >= opening.parts_left:
            found.problem = over or Problem.TOO_MANY_PARTS
            return
        found.children.append(Child(content=opening.spool.keep(b""), name=entry.name, problem=problem))
        found.problem = problem
