"""What a file states for machines outranks what its pages say: one fact of both, and what differs stays in view, less sure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.pages import Fact, Page
from extractors.facts.roles import CONTRADICTED
from extractors.facts.sheet import Sheet

SHORTEST = 4
"""Signs of a text that is looked for on the pages; shorter ones stand anywhere."""


def outranking(stated: Sequence[Fact], found: Sequence[tuple[Fact, ...]], pages: Iterable[Page]) -> tuple[Fact, ...]:
    """`stated`, each with its place where a page shows it, and the facts `found` on each paper that it leaves.

    It is about the paper that agrees most with it: what another paper of the same file says is no contradiction.
    """
    if not stated:
        return tuple(fact for paper in found for fact in paper)
    values = {(fact.kind, fact.value) for fact in stated}
    agreed = [len({(fact.kind, fact.value) for fact in paper} & values) for paper in found]
    meant = agreed.index(max(agreed)) if agreed else -1
    shown = found[meant] if found else ()
    sheets = [Sheet.of(page) for page in pages]
    left = (_left(paper, stated) if at == meant else paper for at, paper in enumerate(found))
    return (*(_placed(fact, shown, sheets) for fact in stated), *(fact for paper in left for fact in paper))


def _left(found: Iterable[Fact], stated: Sequence[Fact]) -> tuple[Fact, ...]:
    """What the page says beyond the statement; what it says otherwise is less sure."""
    values = {(fact.kind, fact.value) for fact in stated}
    roles = {(fact.kind, fact.role) for fact in stated if fact.role}
    kept = (fact for fact in found if (fact.kind, fact.value) not in values or (fact.role and (fact.kind, fact.role) not in roles))
    return tuple(_contradicted(fact) if any(_contradicts(one, fact) for one in stated) else fact for fact in kept)


def _contradicts(one: Fact, fact: Fact) -> bool:
    """Whether the statement `one` says otherwise than `fact`; a code that stands on a page speaks of that page alone."""
    same = bool(one.role) and (one.kind, one.role) == (fact.kind, fact.role)
    return same and (one.box is None or one.page == fact.page)


def _contradicted(fact: Fact) -> Fact:
    return replace(fact, confidence=round(fact.confidence * CONTRADICTED, 3))


def _placed(fact: Fact, shown: Iterable[Fact], sheets: Iterable[Sheet]) -> Fact:
    """The same fact where a page shows its value, best in the same role; else as it is."""
    same = [other for other in shown if (other.kind, other.value) == (fact.kind, fact.value)]
    if same:
        best = max(same, key=lambda other: (other.role == fact.role, -other.page))
        return replace(fact, page=best.page, box=best.box)
    if len(fact.raw) < SHORTEST:
        return fact
    for sheet in sheets:
        start = _standing(sheet.text, fact.raw)
        if start >= 0:
            return replace(fact, page=sheet.page, box=sheet.box(start, start + len(fact.raw)))
    return fact


def _standing(text: str, raw: str) -> int:
    """Where `raw` stands in `text` as words of their own; -1 for nowhere."""
    start = text.find(raw)
    while start >= 0:
        around = text[start - 1 : start] + text[start + len(raw) : start + len(raw) + 1]
        if not any(sign.isalnum() for sign in around):
            return start
        start = text.find(raw, start + 1)
    return -1
