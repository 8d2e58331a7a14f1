"""Whether tasks have come since a list was loaded: asked again and again by its page, so that nobody reloads it for nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from storage import fresh
from web.views.detail import number
from web.views.page import viewer


@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many there are as a button; nothing when there are none."""
    who = viewer(request)
    everyone = who.sees_all and request.GET.get("of") == "everyone"
    try:
        at = parse_datetime(request.GET.get("at", "")) or timezone.now()
    except ValueError:
        at = timezone.now()
    if timezone.is_naive(at):
        at = timezone.make_aware(at)
    many = fresh.since(who, number(request, "since") or 0, at, everyone=everyone)
    return render(request, "_fresh.html", {"many": many, "everyone": everyone}) if many else HttpResponse(status=204)
