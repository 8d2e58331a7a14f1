"""The rows of an accident statement for its page."""

from collections.abc import Mapping

from django import template

from core.judgements import Judgement
from core.values import Reading
from web.facts import Shown, one
from web.statement import Row, rows

register = template.Library()


@register.simple_tag
def statement_rows(reading: Reading) -> list[Row]:
    """The fields of the form, where `reading` has one."""
    return rows(reading.facts)


@register.simple_tag
def shown_fact(reading: Reading, number: int, judged: Mapping[int, Judgement]) -> Shown:
    """The fact with that number, with what a person said of it."""
    return one(reading, number, judged)
