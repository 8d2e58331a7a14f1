"""Whether a paper holds what its type must hold: every required field by a fact or by words on the page, never by a guess."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.errors import Problem
from core.pages import Fact, Page
from core.papers import Completeness, DocumentType
from extractors.types import types

BEFORE = 80
"""Signs before a value in which words can say that it is the field."""

PROSE = 25
"""Words in sentences from which on somebody tells what happened."""

NOT_IT = frozenset({"birth", "due", "valid_to", "first_registration"})
"""Roles of a date that is no date of its paper, whatever stands before it."""

SENTENCE = re.compile(r"[^.!?]{20,}[.!?]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What shows that a field is there; each way may be empty."""

    kind: str = ""
    roles: frozenset[str] = frozenset()
    behind: re.Pattern[str] | None = None
    words: re.Pattern[str] | None = None
    own: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Paper:
    """One paper: its text, and its facts."""

    text: str
    facts: tuple[Fact, ...]


@cache
def _evidence() -> Mapping[str, tuple[Evidence, ...]]:
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "required_fields.yaml").read_text("utf-8"))
    return {name: tuple(_ways(entry)) for name, entry in source["fields"].items()}


def _ways(entry: Mapping[str, Any]) -> Iterable[Evidence]:
    yield Evidence(
        kind=entry.get("kind", ""),
        roles=frozenset(entry.get("roles", ())),
        behind=_pattern(entry.get("behind")),
        words=_pattern(entry.get("words")),
        own=entry.get("own", ""),
    )
    if "or" in entry:
        yield from _ways(entry["or"])


def _pattern(source: str | None) -> re.Pattern[str] | None:
    return re.compile(source, re.IGNORECASE) if source else None


def completeness_of(kind: DocumentType, pages: Sequence[Page], facts: Iterable[Fact]) -> Completeness:
    """Which required fields of a paper of type `kind` are there; `facts` are those of its `pages`.

    What could not be read cannot be judged: fields that were not found on a page with a problem are unknown.
    """
    required = types()[kind.id].required
    paper = _Paper(text="\n".join(page.text for page in pages), facts=tuple(facts))
    there = tuple(field for field in required if _is_there(field, paper))
    blind = {field for field in required if field not in _evidence()}
    if not paper.text.strip() or any(page.problem not in {None, Problem.TRUNCATED} for page in pages):
        blind = set(required)
    return Completeness(
        present=there,
        missing=tuple(field for field in required if field not in there and field not in blind),
        unknown=tuple(field for field in required if field not in there and field in blind),
    )


def _is_there(field: str, paper: _Paper) -> bool:
    return any(_shows(way, paper) for way in _evidence().get(field, ()))


def _shows(way: Evidence, paper: _Paper) -> bool:
    if way.own == "prose":
        return sum(len(sentence.split()) for sentence in SENTENCE.findall(paper.text)) >= PROSE
    if way.words and way.words.search(paper.text):
        return True
    of_kind = [fact for fact in paper.facts if _is_kind(fact, way.kind)] if way.kind else []
    return any(fact.role in way.roles for fact in of_kind) or any(_stands_behind(fact, way.behind, paper.text) for fact in of_kind)


def _is_kind(fact: Fact, kind: str) -> bool:
    """Whether the fact is of `kind`, or of a national form of it: `plate` is also `plate_be`."""
    return fact.kind == kind or fact.kind.startswith(f"{kind}_")


def _stands_behind(fact: Fact, words: re.Pattern[str] | None, text: str) -> bool:
    if words is None or fact.role in NOT_IT:
        return False
    at = text.find(fact.raw)
    return at >= 0 and bool(words.search(text[max(at - BEFORE, 0) : at]))
