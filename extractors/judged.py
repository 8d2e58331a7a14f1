"""What is said of a paper once its facts are known: whether it is complete, and which of its pages need care."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.pages import Fact, Page
from core.papers import Document
from extractors.completeness import completeness_of
from extractors.sensitive import marks_of


def judged(paper: Document, pages: Iterable[Page], facts: Sequence[Fact]) -> Document:
    """The same paper with its completeness, its marks, and the classes of both its type and its marks."""
    own = [page for page in pages if page.number in paper.pages]
    found = [fact for fact in facts if fact.page in paper.pages]
    marks = marks_of(own, found)
    classes = tuple(sorted({*paper.type.classes, *(mark.level for mark in marks)}))
    return replace(paper, type=replace(paper.type, classes=classes), completeness=completeness_of(paper.type, own, found), marks=marks)
