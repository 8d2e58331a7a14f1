"""An accident statement as the desk shows it: a row a field, a column a side, and a piece of the page where a person must read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language

from core.pages import Fact
from extractors.statement import UNREAD
from extractors.statement.model import circumstance_name
from web.templatetags.desk import fact_value
from web.words.statements import FIELDS

KINDS = {
    "place": "place",
    "witness": "witnesses",
    "policyholder": "insured",
    "make": "make",
    "insurer": "insurer",
    "policy_number": "policy",
    "green_card": "green_card",
    "insured_from": "validity",
    "insured_until": "validity",
    "driver": "driver",
    "impact": "impact",
    "visible_damage": "damage",
    "remarks": "remarks",
    "circumstance": "circumstance",
    "boxes_ticked": "boxes",
    "boxes_written": "written",
    "signature": "signature",
}
"""The field of each kind of fact that only such a form has, or that has a side."""

MOMENTS = {"date_eu": "date", "time_24h": "time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One value in a field, or the number of the fact whose piece of the page a person must read."""

    fact: Fact
    number: int
    text: str
    unread: bool
    contradicted: bool = False
    """Whether it is a number of crosses other than the crosses that were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A field with what stands in it for both, for A, and for B."""

    name: str | Promise
    both: tuple[Entry, ...]
    a: tuple[Entry, ...]
    b: tuple[Entry, ...]


def rows(facts: Sequence[Fact]) -> list[Row]:
    """The rows of the form among `facts`; none where the document is no such form."""
    pages = {fact.page for fact in facts if fact.kind == "statement_page" and fact.value == "front"}
    placed: dict[tuple[str, str], list[Entry]] = {}
    counted = {(fact.page, fact.role): fact.value for fact in facts if fact.kind == "boxes_ticked"}
    for number, fact in enumerate(facts):
        if fact.page in pages and (field := _field(fact)):
            side = fact.role if fact.role in {"A", "B"} else ""
            contradicted = fact.kind == "boxes_written" and counted.get((fact.page, fact.role), fact.value) != fact.value
            entry = Entry(fact=fact, number=number, text=_text(fact), unread=fact.kind == UNREAD, contradicted=contradicted)
            placed.setdefault((field, side), []).append(entry)
    return [_row(name, field, placed) for field, name in FIELDS.items() if any(key[0] == field for key in placed)]


def _row(name: str | Promise, field: str, placed: Mapping[tuple[str, str], list[Entry]]) -> Row:
    return Row(
        name=name, both=tuple(placed.get((field, ""), ())), a=tuple(placed.get((field, "A"), ())), b=tuple(placed.get((field, "B"), ()))
    )


def _field(fact: Fact) -> str:
    if fact.kind == UNREAD:
        _statement, _dot, rest = fact.value.partition(".")
        name = rest.partition(".")[0]
        return "circumstance" if name.startswith("circumstance_") else name
    if fact.kind == "yes_no":
        return fact.role if fact.role in FIELDS else ""
    if fact.kind in MOMENTS:
        return MOMENTS[fact.kind] if fact.role == "loss" else ""
    if fact.kind.startswith("plate") and fact.role in {"A", "B"}:
        return "plate"
    return KINDS.get(fact.kind, "")


def _text(fact: Fact) -> str:
    if fact.kind == "circumstance":
        number = fact.value.rpartition(":")[2]
        return f"{number} {circumstance_name(int(number), get_language() or '')}" if number.isdecimal() else fact.value
    return fact_value(fact.value, "yes_no" if fact.kind == "signature" else fact.kind)
