"""Every page that is refused to a person leaves an event: who asked for which address; of what is there, nothing."""

from collections.abc import Mapping
from datetime import timedelta

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ingest import services
from storage import audit, events
from web.middleware import Next

REFUSALS = (403, 404)
HOUR = timedelta(hours=1)
LONGEST_ADDRESS = 200
LARGEST_ID = 2**63 - 1

_IDS = ("task_id", "item_id", "mail_id")


def refusals(get_response: Next) -> Next:
    """Note what was refused to somebody who is logged in, so many times an hour; an address that we do not have is not one."""

    def respond(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code in REFUSALS and request.resolver_match and _came_through(request) and request.user.is_authenticated:
            note(request.user.get_username(), request.path, response.status_code, request.resolver_match.kwargs)
        return response

    return respond


def _came_through(request: HttpRequest) -> bool:
    """False for a form that came too late, or from elsewhere: that says nothing of who asked for what."""
    exempt = request.resolver_match is not None and getattr(request.resolver_match.func, "csrf_exempt", False)
    return exempt or getattr(request, "csrf_processing_done", False)


def note(actor: str, address: str, status: int, named: Mapping[str, object]) -> None:
    """Record that an address was refused to somebody; `named` holds the ids that it names."""
    now, most = timezone.now(), services.current().settings.limits.refusals_hour
    if audit.refusals(actor, now - HOUR, most) >= most:
        return
    ids = {name: found for name in _IDS if isinstance(found := named.get(name), int) and found <= LARGEST_ID}
    data = {"address": address[:LONGEST_ADDRESS], "status": status}
    events.record("refused", actor=actor, at=now, data=data, **ids)  # type: ignore[arg-type]
