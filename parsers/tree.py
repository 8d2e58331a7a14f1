"""Takes a mail, or any file, apart all the way down, within the limits.

Never raises for what is in the bytes: what cannot be opened stays as a part with a problem, and the rest goes on.
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from core import codec
from core.content import Content, Spool
from core.errors import Problem, Unreadable
from core.limits import Limits
from core.values import Kind, Part, Tree, Unit
from parsers import kinds, names, sniff, types
from parsers.containers import OPENERS
from parsers.opening import Child, Opened, Opening

STILL_OPENED = frozenset({None, Problem.DAMAGED, Problem.TRUNCATED, Problem.TOO_BIG})
"""Of what came out of its container in pieces, the pieces are worth opening."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Node:
    """A thing still to look at: where it stands, how deep, and in which mail."""

    child: Child
    path: str
    parent: str | None
    depth: int
    unit: str
    number: int


@dataclass(slots=True)
class _Count:
    """What the mail has cost so far."""

    parts: int = 1
    bytes_out: int = 0


def walk(content: Content, *, name: str, declared_type: str, spool: Spool, limits: Limits, passwords: tuple[str, ...] = ()) -> Tree:
    """Every node in reading order, and the units among them; leaves that had to be decoded are files of `spool`.

    What is handed in is a unit of its own even when it is no mail, so that every part belongs to one.
    """
    root = Child(content=content, name=name, declared_type=declared_type, presumed_type=declared_type)
    waiting = [_Node(child=root, path="0", parent=None, depth=0, unit="0", number=1)]
    opening = Opening(spool=spool, limits=limits, parts_left=0, bytes_left=0, passwords=passwords[: limits.passwords])
    parts: list[Part] = []
    units: list[Unit] = []
    count = _Count()
    while waiting:
        node = waiting.pop()
        part = _part(node, limits)
        opened = _open(node, part, opening, count)
        part = _finished(part, node, opened, limits)
        parts.append(part)
        if part.kind == Kind.MAIL or part.parent is None:
            units.append(replace(opened.unit or Unit(path=""), path=node.path))
        waiting += reversed(_children(node, part, opened))
    return Tree(parts=tuple(parts), units=tuple(units))


def walk_in_child(data: Any) -> Any:  # noqa: ANN401 - plain JSON data
    """`walk` for `core.child`: the same with plain data."""
    tree = walk(
        codec.load(Content, data["content"]),
        name=data["name"],
        declared_type=data["declared_type"],
        spool=Spool(Path(data["spool"])),
        limits=codec.load(Limits, data["limits"]),
        passwords=tuple(data["passwords"]),
    )
    return codec.dump(tree)


def _part(node: _Node, limits: Limits) -> Part:
    child = node.child
    media_type = sniff.media_type(child.content, name=child.name, declared=child.presumed_type or child.declared_type)
    kind = kinds.kind_of(child, media_type)
    shown = names.safe_name(child.name, length=limits.name_length)
    return Part(
        path=node.path,
        parent=node.parent,
        kind=kind,
        name=shown or names.given_name("", media_type, node.number, length=limits.name_length),
        media_type=media_type,
        declared_type=child.declared_type,
        content=child.content,
        problem=child.problem or (Problem.EMPTY if child.content.size == 0 and not child.body else None),
        original_name=child.name,
        content_id=child.content_id,
        disposition=child.disposition,
        unit=node.path if media_type in types.MAILS else node.unit,
    )


def _open(node: _Node, part: Part, opening: Opening, count: _Count) -> Opened:
    """One level of the part; nothing but a problem when it is no container, too deep, or cannot be opened."""
    opener = OPENERS.get(part.media_type)
    if opener is None:
        return Opened(problem=Problem.UNSUPPORTED if part.media_type in types.CONTAINERS else None)
    if part.content.size == 0 or part.problem not in STILL_OPENED:
        return Opened()
    limits = opening.limits
    if node.depth >= limits.depth:
        return Opened(problem=Problem.TOO_DEEP)
    left = replace(opening, parts_left=max(limits.parts - count.parts, 0), bytes_left=max(limits.bytes_out - count.bytes_out, 0))
    try:
        opened = opener(part.content, left)
    except Unreadable as error:
        return Opened(problem=error.problem)
    count.parts += len(opened.children)
    count.bytes_out += sum(child.content.size for child in opened.children)
    return opened


def _finished(part: Part, node: _Node, opened: Opened, limits: Limits) -> Part:
    name = part.name
    if opened.unit and not names.safe_name(node.child.name, length=limits.name_length):
        name = names.given_name(opened.unit.subject, part.media_type, node.number, length=limits.name_length)
    problem = opened.problem or part.problem
    if opened.unit is None:
        return replace(part, name=name, problem=problem)
    # What has a sender and a subject is a mail, whatever format it came in.
    return replace(part, name=name, problem=problem, kind=Kind.MAIL, unit=node.path)


def _children(node: _Node, part: Part, opened: Opened) -> list[_Node]:
    return [
        _Node(
            child=child,
            path=f"{node.path}.{index}",
            parent=node.path,
            depth=node.depth + 1,
            unit=part.unit,
            number=index + 1,
        )
        for index, child in enumerate(opened.children)
    ]
