"""Filters for photographs and films: a length as a clock shows it, a place in degrees."""

from django import template

from core.media import Place

register = template.Library()

HOUR, MINUTE = 3600, 60


@register.filter
def clock(seconds: float) -> str:
    """A length or a place in a film: 0:42, 1:02:03."""
    hours, rest = divmod(int(seconds), HOUR)
    minutes, left = divmod(rest, MINUTE)
    return f"{hours}:{minutes:02d}:{left:02d}" if hours else f"{minutes}:{left:02d}"


@register.filter
def degrees(place: Place) -> str:
    """A place as every map understands it: as text, for no map is asked."""
    return f"{place.latitude:.5f}, {place.longitude:.5f}"
