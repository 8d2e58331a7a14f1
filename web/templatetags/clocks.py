"""Clocks in words and colours, and for how long they still run."""

from collections.abc import Mapping
from datetime import datetime

from django import template
from django.utils.timesince import timesince

from router.clocks import Clock
from web.words import clocks, word

register = template.Library()


@register.filter
def clock_name(code: str) -> str:
    """What a clock is called."""
    return word(clocks.CLOCKS, code)


@register.filter
def clock_state(code: str) -> str:
    """How a clock stands."""
    return word(clocks.STATES, code)


@register.filter
def clock_tone(code: str) -> str:
    """The colour of a clock."""
    return clocks.TONES.get(code, "calm")


@register.filter
def stamp_name(code: str) -> str:
    """What a person stamps."""
    return word(clocks.STAMPS, code)


@register.filter
def clock_of(found: Mapping[int, Clock], task_id: int) -> Clock | None:
    """The clock beside one row."""
    return found.get(task_id)


@register.simple_tag
def left(now: datetime, due: datetime) -> str:
    """How long it is until then, in its largest unit."""
    return timesince(now, due, depth=1)
