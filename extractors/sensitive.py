"""Hints of personal data that needs care, page by page: identity, health, police and courts, what a lawyer writes to a client.

A hint restricts and proves nothing: whoever may see the paper looks, and says so. The words that decided stay with it.
Classes are those of domain section 8.1. An ordinary letter that encloses a diagnosis is P4, whatever its type.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from core.pages import Fact, Page
from core.papers import Mark
from extractors.facts.national import find_national_numbers
from extractors.facts.sheet import Sheet
from extractors.types import fold

ENOUGH = 2
"""Weak words of a class that make a hint together; one strong word is enough."""

NATIONAL_NUMBER = "national_number"
"""The cue of a number of a person: never the number itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cues:
    """The words of one class, folded: one that is enough, and those of which two are needed."""

    strong: re.Pattern[str]
    weak: re.Pattern[str]
    written: Mapping[str, str]
    """Each as it is spelled, by its folded form."""


@cache
def _cues() -> Mapping[str, _Cues]:
    import yaml

    source: dict[str, Any] = yaml.safe_load((files("extractors") / "data" / "sensitive.yaml").read_text("utf-8"))
    return {level: _cues_of(words["strong"], words["weak"]) for level, words in source["classes"].items()}


def _cues_of(strong: Iterable[str], weak: Iterable[str]) -> _Cues:
    return _Cues(strong=_any(strong), weak=_any(weak), written={fold(word): word for word in (*strong, *weak)})


def _any(words: Iterable[str]) -> re.Pattern[str]:
    # Longest first, so that the cue shown is the most telling one; a word may end in "*".
    folded = sorted((fold(word.rstrip("*")) + ("*" if word.endswith("*") else "") for word in words), key=len, reverse=True)
    ways = "|".join(re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else r"(?!\w)") for word in folded)
    return re.compile(rf"(?<!\w)(?:{ways})")


def marks_of(pages: Iterable[Page], facts: Sequence[Fact] = ()) -> tuple[Mark, ...]:
    """The hints on `pages`: for each page and class one, by the first cue that is enough.

    The digits of `facts`, of an account or a firm, are no number of a person.
    """
    return tuple(mark for page in pages for mark in _on_page(page, [fact.raw for fact in facts if fact.page == page.number]))


def _on_page(page: Page, taken: Iterable[str]) -> Iterator[Mark]:
    sheet = Sheet.of(page)
    text = fold(sheet.text)
    numbers = sheet.text
    for raw in taken:
        numbers = numbers.replace(raw, " " * len(raw)) if any(sign.isdigit() for sign in raw) else numbers
    for level, cues in _cues().items():
        cue = _cue(cues, text)
        if not cue and level == "P3" and any(True for _ in find_national_numbers(Sheet(text=numbers))):
            cue = NATIONAL_NUMBER
        if cue:
            yield Mark(level=level, page=page.number, cue=cue)


def _cue(cues: _Cues, text: str) -> str:
    if strong := cues.strong.search(text):
        return cues.written.get(strong[0], strong[0])
    weak = dict.fromkeys(cues.written.get(match[0], match[0]) for match in cues.weak.finditer(text))
    return ", ".join(list(weak)[:ENOUGH]) if len(weak) >= ENOUGH else ""
