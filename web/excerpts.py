"""What is shown of a task that was found: where the words stand, with a few around them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import finding, folding
from core.finding import Query
from core.folding import Spot
from ingest.passages import Passage, Where
from storage.search import Paper

MOST = 3
"""Places that are shown of one task."""

BEFORE, AFTER = 50, 130
"""Characters around the first word found."""

ORDER = (Where.SUBJECT, Where.TEXT, Where.PAGE, Where.FACT, Where.NAME, Where.SENDER, Where.CLAIM)
"""What is shown rather, where the same words stand in both."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A place where something was found; `paper` and `page` say on which document, the words found are marked in `text`."""

    where: str
    text: SafeString
    paper: Paper | None = None
    page: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hit:
    passage: Passage
    spots: Sequence[Spot]

    @property
    def rank(self) -> tuple[int, int]:
        return -len({spot.word for spot in self.spots}), ORDER.index(self.passage.where)


def excerpts(passages: Iterable[Passage], papers: Iterable[Paper], asked: Query) -> list[Excerpt]:
    """The places that say most of what is asked for, one a paper and one each of the mail's own."""
    looked_for = _words(asked)
    hits = [
        _Hit(passage=passage, spots=spots)
        for passage in passages
        if _may_hold(passage.text, looked_for) and (spots := finding.hits(passage.text, asked))
    ]
    shown: dict[tuple[str, int], _Hit] = {}
    for hit in sorted(hits, key=lambda hit: hit.rank):
        shown.setdefault(("paper", hit.passage.item) if hit.passage.item else (hit.passage.where, 0), hit)
    known = {paper.item: paper for paper in papers}
    return [_excerpt(hit, known.get(hit.passage.item)) for hit in list(shown.values())[:MOST]]


def _words(asked: Query) -> frozenset[str]:
    return frozenset(word for term in asked for words in (*term.phrases, (term.number,)) for word in words if word)


def _may_hold(text: str, looked_for: Iterable[str]) -> bool:
    """A quick look, which is never wrong where it says no: most pages hold nothing of what is asked for."""
    plain = folding.run_together(text)
    return any(word in plain for word in looked_for)


def _excerpt(hit: _Hit, paper: Paper | None) -> Excerpt:
    where = hit.passage.where
    page = hit.passage.page if where in {Where.PAGE, Where.FACT} and paper and len(paper.pages) > 1 else 0
    return Excerpt(where=where, text=marked(hit.passage.text, hit.spots), paper=paper, page=page)


def marked(text: str, spots: Sequence[Spot]) -> SafeString:
    """The stretch of a text around the first of these spots, on one line, with every spot in it marked."""
    start, end = _stretch(text, spots[0])
    inside = [spot for spot in spots if start <= spot.start and spot.end <= end]
    places = [start, *(place for spot in inside for place in (spot.start, spot.end)), end]
    pieces = [re.sub(r"\s+", " ", text[here:there]) for here, there in pairwise(places)]
    said = format_html_join("", "{}", ((_piece(piece, at),) for at, piece in enumerate(pieces)))
    return format_html("{}{}{}", "… " if text[:start].strip() else "", said, " …" if text[end:].strip() else "")


def _piece(piece: str, at: int) -> SafeString:
    return format_html("<mark>{}</mark>" if at % 2 else "{}", piece)


def _stretch(text: str, spot: Spot) -> tuple[int, int]:
    """From one end of a word to another."""
    start, end = max(0, spot.start - BEFORE), min(len(text), spot.end + AFTER)
    start = max(start, text.find(" ", start, spot.start) + 1 if start else 0)
    cut = text.rfind(" ", spot.end, end)
    return start, end if end == len(text) or cut < 0 else cut
