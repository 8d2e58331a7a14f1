"""The steps of a verdict in words."""

from collections.abc import Mapping

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from core.values import Reference, Step
from web.words import codes, reasons, trail, word

register = template.Library()


@register.filter
def rule(name: str) -> str:
    """What a rule is about: the reason that it gives, or the outcome that it stands for."""
    code = name.partition(".")[0]
    return capfirst(word(reasons.REASONS if code in reasons.REASONS else codes.OUTCOMES, code))


@register.filter
def saw(step: Step) -> str:
    """The facts that a rule looked at."""
    return "; ".join(_fact(text) for text in step.saw)


@register.filter
def said(step: Step) -> str:
    """What a rule had to say."""
    return word(trail.SAID, step.said)


@register.filter
def written(found: Reference) -> str:
    """Where and how a reference was written."""
    inner = found.path.count(".") > 0
    where = word(reasons.INNER_CARRIERS if inner and found.carrier == "subject" else reasons.CARRIERS, found.carrier)
    return f"{where}, {word(reasons.FORMS, found.form)}"


@register.filter
def noted(notes: Mapping[int, object] | str, event: int) -> object:
    """What a person wrote, where the event is of a note."""
    return notes.get(event) if isinstance(notes, Mapping) else None


def _fact(text: str) -> str:
    fact, _equals, value = text.partition("=")
    table = trail.SENDERS if fact == "sender" else trail.VALUES
    return _("%(fact)s: %(value)s") % {"fact": word(trail.FACTS, fact), "value": word(table, value)}
