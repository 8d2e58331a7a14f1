"""Webhooks: whom we tell what, and the log of what was told."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.api import TASK_KINDS, TOLD
from ingest import services, telling
from ingest.grounds import Refused
from storage import models, webhooks
from web.engine import attempt
from web.views.administrators import administrator
from web.views.page import paged, show
from web.words import codes, remote, word

MOST_ROWS = 200
"""Webhooks on the page; nobody has so many."""


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every webhook, the form for another, and what was told last."""
    return _page(request)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add a webhook; the page that comes back is the only one that shows its secret."""
    who, here = administrator(request), services.current()
    kinds, told = request.POST.getlist("kind"), request.POST.getlist("event")
    try:
        made = telling.add(request.POST.get("url", "").strip()[:1000], told, kinds, who.name, here)
    except Refused as refused:
        messages.error(request, word(codes.REFUSALS, refused.code))
        return redirect("webhooks")
    return _page(request, made=made)


@require_POST
def act(request: HttpRequest, what: str, target: int) -> HttpResponse:
    """Pause, resume or remove a webhook, or send a delivery again."""
    who = administrator(request)
    if attempt(request, lambda: telling.act(what, target, who.name, services.current())):
        messages.success(request, _("Done."))
    return redirect("webhooks")


def _page(request: HttpRequest, *, made: models.Webhook | None = None) -> HttpResponse:
    who = administrator(request)
    shown = {
        "hooks": list(webhooks.every()[:MOST_ROWS]),
        "page": paged(request, webhooks.log()),
        "made": made,
        "told": [(code, remote.TOLD[code]) for code in TOLD],
        "kinds": [(code, codes.TASK_KINDS[code]) for code in TASK_KINDS],
    }
    return show(request, "webhooks.html", who, shown)
