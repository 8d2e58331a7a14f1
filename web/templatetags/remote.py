"""Words of tokens and webhooks for their pages."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from web.words import remote, word

register = template.Library()


@register.filter
def coded(text: str) -> SafeString:
    """What stands between backticks as code."""
    pieces = text.split("`")
    shown = (("<code>{}</code>" if place % 2 else "{}", piece) for place, piece in enumerate(pieces))
    return format_html_join("", "{}", ((format_html(form, piece),) for form, piece in shown))


@register.filter
def scope_name(code: str) -> str:
    """What a scope allows."""
    return word(remote.SCOPES, code)


@register.filter
def told_name(code: str) -> str:
    """What a webhook is told."""
    return word(remote.TOLD, code)


@register.filter
def webhook_state(code: str) -> str:
    """How a webhook stands."""
    return word(remote.WEBHOOK_STATES, code)


@register.filter
def delivery_state(code: str) -> str:
    """What became of something that was to be told."""
    return word(remote.DELIVERY_STATES, code)


@register.filter
def webhook_problem(code: str) -> str:
    """Why something did not arrive."""
    return word(remote.PROBLEMS, code)
