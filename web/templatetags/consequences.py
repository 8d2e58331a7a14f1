"""What would follow from a correction, in words."""

from django import template
from django.utils.formats import date_format
from django.utils.timezone import localtime

from ingest.consequences import Consequence
from web.words import codes, word

register = template.Library()


@register.filter
def consequence(found: Consequence) -> str:
    """One thing to know before, as a sentence."""
    at = date_format(localtime(found.at), "SHORT_DATETIME_FORMAT") if found.at else ""
    sentence = word(codes.CONSEQUENCES, found.code)
    return sentence % {"who": found.who or "–", "at": at, "claim": found.claim, "other": found.other or "–"}
