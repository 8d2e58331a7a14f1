"""Does the tree hold together: every leaf accounted for, every part in its place."""

from collections import Counter

from core.errors import Problem
from core.limits import Limits
from core.values import Kind, Part, Tree
from parsers import types
from parsers.mime.charsets import UTF_16
from parsers.mime.raw import Raw
from parsers.mime.scan import scan

CUT_SHORT = frozenset(
    {Problem.TOO_MANY_PARTS, Problem.TOO_BIG, Problem.TOO_DEEP, Problem.TIMED_OUT, Problem.CRASHED, Problem.OUT_OF_MEMORY}
)


def leaves_balance(tree: Tree) -> bool:
    """Whether every leaf of every mail in the tree is a part of it, numbered without a gap, and every mail is a unit."""
    children = Counter(part.parent for part in tree.parts)
    paths = {part.path for part in tree.parts}
    numbered = all(f"{part.path}.{number}" in paths for part in tree.parts for number in range(children[part.path]))
    units = {unit.path for unit in tree.units}
    return len(paths) == len(tree.parts) and numbered and units == _mails(tree) and all(_is_whole(part, children) for part in tree.parts)


def _mails(tree: Tree) -> set[str]:
    return {part.path for part in tree.parts if part.kind == Kind.MAIL} | {tree.parts[0].path}


def _is_whole(part: Part, children: Counter[str | None]) -> bool:
    if part.media_type not in types.MAILS or part.problem in CUT_SHORT or part.content.size == 0 or part.content.head(2) in UTF_16:
        return True
    with part.content.open() as file:
        leaves = scan(Raw(file, part.content.size), Limits(), most=part.content.size + 1).leaves
    return len(leaves) == children[part.path]
