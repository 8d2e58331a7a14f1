"""Takes a mail, or any file, apart all the way down, within the limits.

Never raises for what is in the bytes: what cannot be opened stays as a part with a problem, and the rest goes on.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import compress
from pathlib import Path
from typing import Any

from core import codec
from core.child import Fault
from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind, Part, Tree, Unit
from parsers import kinds, lent, names, passwords, programs, sniff, types, wrappings
from parsers.apart import Apart, Level, open_here
from parsers.check import CUT_SHORT, leaves_balance
from parsers.containers import OPENERS
from parsers.links import URI_LIST
from parsers.opening import Child, Opened, Opening
from parsers.units import Units, with_words_of

STILL_OPENED = frozenset({None, Problem.DAMAGED, Problem.TRUNCATED, Problem.TOO_BIG})
"""Of what came out of its container in pieces, the pieces are worth opening."""

LONGEST_NAME = 8_192
"""Characters of a name that are kept as they came."""

UNLOCKED_MOST = 3
"""How often what is locked is tried again: a mail in an archive may tell the password of the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is taken apart: the file, and what is known of it beforehand."""

    content: Content
    name: str = ""
    declared_type: str = ""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Words that may open what is locked."""
    hints: tuple[Content, ...] = ()
    """Other mails of the thread, whose words may open it too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A thing still to look at: where it stands, how deep, and in which mail."""

    child: Child
    path: str
    parent: str | None
    depth: int
    unit: str
    number: int
    voice: bool = True
    """What it says counts as the words of the mail around it, when that mail says nothing."""


def walk(source: Source, *, spool: Spool, limits: Limits, level: Level = open_here) -> Tree:
    """Every node in reading order, and the units among them; leaves that had to be decoded are files of `spool`.

    What is handed in is a unit of its own even when it is no mail, so that every part belongs to one.
    """
    opening = Opening(spool=spool, limits=limits, parts_left=0, bytes_left=0, ends_at=time.monotonic() + limits.open_seconds)
    said = [_said(hint, opening, level) for hint in source.hints]
    words = passwords.candidates((unit.own_text for units in said for unit in units), limit=limits.passwords)
    found = _Walk(replace(opening, passwords=(*source.passwords, *words)[: limits.passwords]), level)
    found.go(_start(source))
    found.unlock()
    return replace(found.tree(), hints=found.told(said))


def walk_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data
    """`walk` for `core.child`: the same with plain data, whatever is risky in a child of its own, and the sum checked."""
    limits = codec.load(Limits, data["limits"])
    spool = Spool.within(Path(data["spool"]))
    level = _apart(limits, everything=data["everything_apart"])
    source = Source(
        content=codec.load(Content, data["content"]),
        name=data["name"],
        declared_type=data["declared_type"],
        hints=tuple(codec.load(Content, hint) for hint in data["hints"]),
    )
    tree = walk(source, spool=spool, limits=limits, level=level)
    return codec.dump(replace(tree, balanced=tree.balanced and leaves_balance(tree)))


@cache
def _apart(limits: Limits, *, everything: bool) -> Apart:
    """One for all mails of this process: its child is started once, and again only after it died."""
    return Apart(limits, everything=everything)


def _said(hint: Content, opening: Opening, level: Level) -> tuple[Unit, ...]:
    """What another mail says; they are words to try, and they never leave this process.

    It costs time of the mail that is opened, and room only until it was read.
    """
    with Spool(opening.spool.folder) as spool:
        found = _Walk(replace(opening, spool=spool, limits=lent.limits(opening.limits)), lent.Texts(level))
        found.go(_start(Source(content=hint, declared_type=types.MAIL)))
        return tuple(found.units)


def _start(source: Source) -> _Node:
    root = Child(content=source.content, name=source.name, declared_type=source.declared_type, presumed_type=source.declared_type)
    return _Node(child=root, path="0", parent=None, depth=0, unit="0", number=1)


class _Walk:
    """What was found so far, and what it has cost."""

    def __init__(self, opening: Opening, level: Level) -> None:
        self._opening = opening
        self._level = level
        self._parts: dict[str, Part] = {}
        self._locked: list[_Node] = []
        self._used: set[str] = set()
        self._faults: list[str] = []
        self._links: dict[tuple[str, str], str] = {}
        self._balanced = True
        self._part_count = 1
        self._bytes_out = 0
        self.units = Units(opening.limits.said_characters)

    def go(self, root: _Node) -> None:
        """Look at `root` and everything in it."""
        waiting = [root]
        while waiting:
            node = waiting.pop()
            part = _part(node, self._opening.limits)
            opened = self._said_once(part, self._open(node, part))
            part = _finished(part, node, opened, self._opening.limits)
            self._keep(node, part, opened)
            waiting += reversed(_children(node, part, opened))

    def unlock(self) -> None:
        """Try what is locked again with the words of all mails that were found, until they open nothing more."""
        limit = self._opening.limits.passwords
        tried = set(self._opening.passwords)
        for _ in range(UNLOCKED_MOST):
            texts = (text for unit in self.units for text in (unit.own_text, unit.signature, unit.quoted_text, unit.subject))
            words = passwords.candidates(texts, limit=limit) if self._locked else ()
            if tried.issuperset(words):
                return
            tried.update(words)
            self._opening = replace(self._opening, passwords=tuple(dict.fromkeys((*words, *self._opening.passwords)))[: 2 * limit])
            locked, self._locked = self._locked, []
            for node in locked:
                self._forget(node.path)
                self.go(node)

    def _forget(self, path: str) -> None:
        """Take back what came out of a part, its files and what it has cost: it is opened again."""
        inside = [part for part in self._parts.values() if part.path.startswith(f"{path}.")]
        for part in inside:
            del self._parts[part.path]
            self.units.drop(part.path)
        kept = {part.content.path for part in self._parts.values()}
        for file in {part.content.path for part in inside} - kept:
            file.unlink(missing_ok=True)
        self._part_count -= len(inside)
        self._bytes_out -= sum(part.content.size for part in inside)

    def tree(self) -> Tree:
        """Everything in reading order; passwords are blanked in what the units say."""
        in_order = sorted(self._parts.values(), key=lambda part: _place(part.path))
        units = sorted(self.units, key=lambda unit: _place(unit.path))
        return Tree(
            parts=tuple(in_order),
            units=tuple(passwords.blanked(unit, self._used) for unit in units),
            balanced=self._balanced,
            faults=tuple(self._faults),
        )

    def told(self, said: Iterable[tuple[Unit, ...]]) -> tuple[tuple[Unit, ...], ...]:
        """Of other mails, the texts that say what opened something, without it."""
        return tuple(lent.told(units, self._used) for units in said) if self._used else ()

    def _open(self, node: _Node, part: Part) -> Opened:
        """One level of the part; nothing but a problem when it is no container, too deep, or cannot be opened."""
        if OPENERS.get(part.media_type) is None:
            return Opened(problem=Problem.UNSUPPORTED if part.media_type in types.CONTAINERS else None)
        if part.content.size == 0 or part.problem not in STILL_OPENED:
            return Opened()
        limits = self._opening.limits
        deep = node.depth >= limits.depth
        if (deep and kinds.is_container(part.media_type)) or self._opening.seconds_left() <= 0:
            return Opened(problem=Problem.TOO_DEEP if deep else Problem.TIMED_OUT)
        left = replace(
            self._opening,
            parts_left=max(limits.parts - self._part_count, 0),
            bytes_left=max(limits.bytes_out - self._bytes_out, 0),
            body=part.kind == Kind.TEXT,
        )
        try:
            opened = self._level(part.media_type, part.content, left)
            # A text or a paper is read all the same: it is too deep only when something lies in it.
            return Opened(problem=Problem.TOO_DEEP) if deep and opened.children else opened
        except Unreadable as error:
            return Opened(problem=error.problem)
        except Fault as fault:
            self._faults.append(f"{part.media_type} {fault}")
            return Opened(problem=Problem.CRASHED)

    def _said_once(self, part: Part, opened: Opened) -> Opened:
        """`opened` without the links of a mail's text that another text of the same mail has too."""
        if part.kind != Kind.TEXT or not opened.children:
            return opened
        keys = ((part.unit, child.content.sha256) if child.declared_type == URI_LIST else None for child in opened.children)
        fresh = (key is None or self._links.setdefault(key, part.path) == part.path for key in keys)
        return replace(opened, children=tuple(compress(opened.children, fresh)))

    def _keep(self, node: _Node, part: Part, opened: Opened) -> None:
        self._part_count += len(opened.children)
        self._bytes_out += sum(child.content.size for child in opened.children)
        heard = self._hear(node, part, opened)
        self._parts[part.path] = part if heard or part.problem else replace(part, problem=Problem.TOO_BIG)
        if opened.password:
            self._used.add(opened.password)
        if opened.problem == Problem.NEEDS_PASSWORD:
            self._locked.append(node)
        if opened.count is not None and opened.problem not in CUT_SHORT:
            self._balanced &= opened.count == len(opened.children)

    def _hear(self, node: _Node, part: Part, opened: Opened) -> bool:
        """Keep what a mail says; `False` when that is more than all mails here may say together."""
        if part.kind == Kind.MAIL or part.parent is None:
            return self.units.put(replace(opened.unit or Unit(path=""), path=part.path))
        if opened.unit and node.voice:
            return self.units.put(with_words_of(self.units[node.unit], opened.unit))
        return True


def _place(path: str) -> tuple[int, ...]:
    return tuple(map(int, path.split(".")))


def _part(node: _Node, limits: Limits) -> Part:
    child = node.child
    media_type = sniff.media_type(child.content, name=child.name, declared=child.presumed_type or child.declared_type)
    kind = kinds.kind_of(child, media_type)
    shown = names.safe_name(child.name, length=limits.name_length)
    part = Part(
        path=node.path,
        parent=node.parent,
        kind=kind,
        name=shown or names.given_name("", media_type, node.number, length=limits.name_length),
        media_type=media_type,
        declared_type=child.declared_type,
        content=child.content,
        problem=child.problem or (Problem.EMPTY if child.content.size == 0 and not child.body else None),
        original_name=child.name[:LONGEST_NAME],
        content_id=child.content_id[:LONGEST_NAME],
        disposition=child.disposition,
        unit=node.path if kind == Kind.MAIL else node.unit,
    )
    return programs.marked(part)


def _finished(part: Part, node: _Node, opened: Opened, limits: Limits) -> Part:
    """The part as it is known once it was opened."""
    problem = opened.problem or part.problem
    if opened.macros:
        part = replace(part, media_type=types.with_macros(part.media_type))
    if opened.unit is None and not opened.wraps and problem == part.problem:
        return part
    if opened.wraps:
        part = replace(part, kind=Kind.CONTAINER)
    if opened.unit is None:
        return replace(part, problem=problem)
    if opened.lent and not node.child.mail and node.depth > 0:
        return replace(part, problem=problem)
    name = part.name
    if not names.safe_name(node.child.name, length=limits.name_length):
        name = names.given_name(opened.unit.subject, part.media_type, node.number, length=limits.name_length)
    # What has a sender and a subject is a mail, whatever format it came in.
    return replace(part, name=name, problem=problem, kind=Kind.MAIL, unit=node.path)


def _children(node: _Node, part: Part, opened: Opened) -> list[_Node]:
    voice = part.kind == Kind.MAIL or (node.voice and opened.lent)
    return [
        _Node(
            child=wrappings.named(child, part, opened),
            path=f"{node.path}.{index}",
            parent=node.path,
            depth=node.depth + 1,
            unit=part.unit,
            number=index + 1,
            voice=voice,
        )
        for index, child in enumerate(opened.children)
    ]
