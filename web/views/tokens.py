"""The tokens of the API: who has one, what it may, and the one moment in which it is shown."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.api import SCOPES
from ingest import services
from storage import models, tokens
from storage.tokens import NewToken
from web.views.administrators import administrator
from web.views.page import paged, show
from web.words import codes, remote, word

MOST_DIGITS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A token and whether it is good."""

    token: models.ApiToken
    state: str


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every token, and the form for another."""
    return _page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Make a token; the page that comes back is the only one that shows it."""
    who = administrator(request)
    asked = request.POST.get("days", "")
    days = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= MOST_DIGITS else 0
    person = User.objects.filter(username=request.POST.get("person", "")[:150], is_active=True).first()
    longest = services.current().settings.api.token_days
    try:
        new = NewToken(
            name=request.POST.get("name", ""),
            person_id=person.pk if person else 0,
            scopes=request.POST.getlist("scope"),
            days=days if days <= longest else 0,
        )
    except ValueError as error:
        messages.error(request, word(codes.REFUSALS, str(error)))
        return redirect("tokens")
    row, secret = tokens.make(new, actor=who.name, now=timezone.now())
    return _page(request, made=row, secret=secret)


@require_POST
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Make a token worthless."""
    who = administrator(request)
    if tokens.revoke(token_id, actor=who.name, now=timezone.now()):
        messages.success(request, _("The token is no longer valid."))
    return redirect("tokens")


def _page(request: HttpRequest, *, made: models.ApiToken | None = None, secret: str = "") -> HttpResponse:
    who, now = administrator(request), timezone.now()
    page = paged(request, tokens.every())
    shown = {
        "page": page,
        "lines": [Line(token=row, state=_state(row, now)) for row in page],
        "made": made,
        "secret": secret,
        "scopes": [(scope, remote.SCOPES[scope]) for scope in SCOPES],
        "longest": services.current().settings.api.token_days,
    }
    return show(request, "tokens.html", who, shown)


def _state(row: models.ApiToken, now: datetime) -> str:
    code = "revoked" if row.revoked_at else "valid" if row.expires_at > now and row.person.is_active else "expired"
    return word(remote.TOKEN_STATES, code)
