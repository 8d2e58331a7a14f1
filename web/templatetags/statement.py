"""The rows of an accident statement for its page."""

from django import template

from core.values import Reading
from web.statement import Row, rows

register = template.Library()


@register.simple_tag
def statement_rows(reading: Reading) -> list[Row]:
    """The fields of the form, where `reading` has one."""
    return rows(reading.facts)
