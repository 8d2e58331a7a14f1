"""What a second reading of a page adds: check digits tell which of two engines read a number rightly."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from core.pages import Fact, Page
from extractors.facts import facts_of

CHECKED = frozenset({"iban", "vat_eu", "fr_siret", "be_enterprise", "ch_uid", "be_structured_comm", "rf_reference"})
"""Kinds whose own digits show that they were read rightly."""

ONLY_THERE = 0.9
"""What is left of the confidence of a value that only the second reading has."""


def with_second(facts: Sequence[Fact], pages: Iterable[Page], *, language: str, received: date | None) -> tuple[Fact, ...]:
    """`facts` of `pages`, and those with check digits that another reading of the pages has; what both have is surer."""
    second = [fact for page in pages for other in _other_pages(page) for fact in facts_of([other], language=language, received=received)]
    if not second:
        return tuple(facts)
    there = {(fact.page, fact.kind, fact.value) for fact in second}
    agreed = (_surer(fact) if (fact.page, fact.kind, fact.value) in there else fact for fact in facts)
    here = {(fact.page, fact.kind, fact.value) for fact in facts}
    added = {
        (fact.page, fact.kind, fact.value): replace(fact, confidence=round(fact.confidence * ONLY_THERE, 3))
        for fact in second
        if fact.kind in CHECKED and (fact.page, fact.kind, fact.value) not in here
    }
    return (*agreed, *added.values())


def _other_pages(page: Page) -> Iterator[Page]:
    for other in page.others:
        yield replace(page, text=other.text, words=other.words, source=other.source, confidence=other.confidence, others=())


def _surer(fact: Fact) -> Fact:
    return replace(fact, confidence=round(1 - (1 - fact.confidence) / 2, 3))
