"""What of a task may be searched: its mail, and the papers on it that need no care, in passages that say where they stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest
from typing import Any

from core.classes import is_guarded
from core.folding import last_signs, masked
from storage.models import Task
from storage.search import Paper

ACCOUNTS, PERSONS = "iban", "national_id"
"""Kinds of facts of which the last signs are kept, or nothing."""


class Where(StrEnum):
    """Where a passage stands."""

    CLAIM = "claim"
    SUBJECT = "subject"
    SENDER = "sender"
    TEXT = "text"
    NAME = "name"
    FACT = "fact"
    PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A piece of text that may be searched; `item` is the paper that it stands on, 0 for the mail itself."""

    where: Where
    text: str
    item: int = 0
    page: int = 0


def passages(task: Task, own_text: str, papers: Iterable[Paper]) -> Iterator[Passage]:
    """Everything of a task that may be searched: who and what first, then the first page of every paper, the second, and so on."""
    unit = task.unit
    yield Passage(where=Where.CLAIM, text=f"{task.claim}\n{task.insured}")
    yield Passage(where=Where.SUBJECT, text=masked(unit.subject))
    yield Passage(where=Where.SENDER, text=f"{unit.sender_name}\n{unit.sender_address}")
    yield Passage(where=Where.TEXT, text=masked(own_text))
    open_papers = [paper for paper in papers if not is_guarded(paper.type, paper.classes)]
    for paper in open_papers:
        yield Passage(where=Where.NAME, text=masked(paper.name), item=paper.item)
        yield from _facts(paper)
    for row in zip_longest(*(_pages(paper) for paper in open_papers)):
        yield from (page for page in row if page)


def _facts(paper: Paper) -> Iterator[Passage]:
    for fact in paper.facts:
        value = last_signs(fact["value"]) if fact["kind"] == ACCOUNTS else masked(fact["value"])
        if fact["kind"] != PERSONS:
            yield Passage(where=Where.FACT, text=value, item=paper.item, page=fact["page"])


def _pages(paper: Paper) -> Iterator[Passage]:
    hidden = [fact for fact in paper.facts if fact["kind"] in {ACCOUNTS, PERSONS} and fact["raw"]]
    for page in paper.pages:
        yield Passage(where=Where.PAGE, text=_shown(page["text"], hidden), item=paper.item, page=page["number"])


def _shown(text: str, hidden: Iterable[Mapping[str, Any]]) -> str:
    for fact in hidden:
        text = text.replace(fact["raw"], last_signs(fact["value"]) if fact["kind"] == ACCOUNTS else "•")
    return masked(text)
