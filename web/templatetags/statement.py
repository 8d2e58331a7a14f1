"""The rows of an accident statement for its page."""

from django import template

from core.pages import Fact
from core.values import Reading
from web.statement import Row, rows

register = template.Library()


@register.simple_tag
def statement_rows(reading: Reading) -> list[Row]:
    """The fields of the form, where `reading` has one."""
    return rows(reading.facts)


@register.filter
def beside_statement(reading: Reading) -> list[Fact]:
    """The facts of `reading` that no row of an accident statement shows."""
    shown = {entry.number for row in rows(reading.facts) for entry in (*row.both, *row.a, *row.b)}
    return [fact for number, fact in enumerate(reading.facts) if number not in shown]
