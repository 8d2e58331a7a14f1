"""One module a family of facts; each holds one function marked with `finds` and the kinds that it brings.

A finder takes a sheet and yields what it found in its text. What a finder of an earlier kind took is masked for the
later ones, so that a date is no telephone number and the digits of an account are nothing else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from core.registry import Registry
from core.values import Fact, Page
from extractors.facts.sheet import Sheet

ORDER = ("iban", "national_id", "plate_fr_siv", "date_eu", "policy_number", "amount_eur", "phone")
"""Whose finder looks first; kinds that are not named look last."""

SECRET = frozenset({"national_id"})
"""Kinds that are found only to be masked: no national number ever leaves here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A value in the text of a sheet, from `start` to `end`."""

    kind: str
    value: str
    start: int
    end: int
    confidence: float = 0.95


Finder = Callable[[Sheet], Iterable[Found]]

FINDERS: Registry[Finder] = Registry("extractors.facts")
finds = FINDERS.register


def facts_of(pages: Iterable[Page], *, language: str) -> tuple[Fact, ...]:
    """All facts of `pages`, each value of a kind once a page, in reading order."""
    return tuple(fact for page in pages for fact in _facts_of(Sheet.of(page, language=language)))


def _facts_of(sheet: Sheet) -> Iterator[Fact]:
    found: list[Found] = []
    text = sheet.text
    for finder in _in_order():
        for value in finder(sheet):
            found.append(value)
            sheet = sheet.without(value.start, value.end)
    seen: set[tuple[str, str]] = set()
    for value in sorted(found, key=lambda value: value.start):
        if value.kind not in SECRET and (value.kind, value.value) not in seen:
            seen.add((value.kind, value.value))
            yield Fact(
                kind=value.kind,
                value=value.value,
                raw=text[value.start : value.end],
                page=sheet.page,
                box=sheet.box(value.start, value.end),
                confidence=round(value.confidence * sheet.confidence(value.start, value.end), 3),
            )


def _in_order() -> tuple[Finder, ...]:
    finders = FINDERS.all()
    kinds = sorted(finders, key=lambda kind: (ORDER.index(kind) if kind in ORDER else len(ORDER), kind))
    return tuple(dict.fromkeys(finders[kind] for kind in kinds))
