"""The audit trail: who did what where and when, for supervisors whole, for administrators by codes and ids."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from core.roles import Role
from ingest import services
from storage import audit
from storage.audit import Asked
from storage.desk import Viewer
from web.views.page import show, viewer
from web.words.codes import EVENTS

LONGEST = 150
MOST_DIGITS = 18


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """One page of the events that the address asks for."""
    who = auditor(request)
    most = max(services.current().settings.limits.audit_rows, 1)
    given = {name: request.GET.get(name, "").strip()[:LONGEST] for name in ("who", "claim", "what", "since", "until", "item")}
    found = audit.page(_asked(given), before=number(request.GET.get("before", "")), most=most + 1)
    shown = {
        "rows": found[:most],
        "asked": given,
        "query": urlencode({name: value for name, value in given.items() if value}),
        "events": sorted(EVENTS.items(), key=lambda pair: str(pair[1]).casefold()),
        "before": found[most - 1].pk if len(found) > most else 0,
        "contents": Role.SUPERVISOR in who.roles,
    }
    return show(request, "audit.html", who, shown)


def auditor(request: HttpRequest) -> Viewer:
    """The person behind a request, who must be one that reads the trail.

    Raises:
        PermissionDenied: the person does not.
    """
    who = viewer(request)
    if not who.audits:
        raise PermissionDenied
    return who


def number(written: str) -> int:
    """The id that an address holds, 0 when it holds none."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= MOST_DIGITS else 0


def _asked(given: dict[str, str]) -> Asked:
    until = _day(given["until"])
    return Asked(
        actor=given["who"],
        what=given["what"] if given["what"] in EVENTS else "",
        claim=given["claim"].strip("*").upper(),
        item=number(given["item"]),
        since=_start(_day(given["since"])),
        most_tasks=services.current().settings.limits.claim_papers,
        until=_start(until + timedelta(days=1)) if until and until < date.max else None,
    )


def _day(written: str) -> date | None:
    try:
        return parse_date(written)
    except ValueError:
        return None


def _start(day: date | None) -> datetime | None:
    try:
        return timezone.make_aware(datetime.combine(day, time.min)) if day else None
    except OverflowError:
        return None
