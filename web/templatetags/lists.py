"""What lists and their filters need: the address with another filter, what a filter is called, how many there are."""

from collections.abc import Mapping

from django import template
from django.utils.formats import number_format

from web import words
from web.filters import Asked
from web.words import lists, statistics

register = template.Library()


@register.simple_tag
def address(asked: Asked, **other: str) -> str:
    """The list's address with other parameters, from its first page on."""
    return asked.address(**other)


@register.simple_tag
def without_filters(asked: Asked) -> str:
    """The list's address without any filter."""
    return asked.address(**dict.fromkeys(lists.FILTERS, ""))


@register.filter
def kept(asked: Asked) -> list[tuple[str, str]]:
    """What the form of the filters does not ask, and must not forget."""
    return [(name, asked.get(name)) for name in ("of", "state", "sort", "q") if asked.get(name)]


@register.filter
def said(asked: Asked, name: str) -> str:
    """What a list is narrowed to."""
    return asked.get(name)


@register.filter
def filter_name(name: str) -> str:
    """What a filter is called."""
    return words.word(lists.FILTERS, name)


@register.filter
def place(code: str) -> str:
    """Where in a mail something was found."""
    return words.word(lists.PLACES, code)


@register.filter
def many(count: int) -> str:
    """How many, as the reader writes large numbers."""
    return number_format(count, force_grouping=True)


@register.filter
def claim_state(code: str) -> str:
    """How a claim stands."""
    return words.word(statistics.CLAIM_STATES, code)


@register.filter
def excerpts_of(found: Mapping[int, object], task_id: int) -> object:
    """Where something was found in one task."""
    return found.get(task_id, ())
