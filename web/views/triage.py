"""Mails that wait for an operator, and the page on which one is given to a claim."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.values import Candidate
from ingest import operations, services
from ingest.consequences import Consequence, of_assigning
from ingest.grounds import as_written
from ingest.known import OVER, Known
from router.protocols import Claim
from storage import desk, models
from storage.desk import Viewer
from web import clocks, correcting
from web.access import note_health
from web.correcting import LONGEST_NUMBER
from web.engine import attempt
from web.views import detail
from web.views.page import paged, show, viewer
from web.views.seeing import look_on_page
from web.views.tasks import find

DISMISSALS = ("handed_over", "not_ours", "spam", "duplicate", "address_corrected")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A candidate with what the register knows of its claim."""

    candidate: Candidate
    claim: Claim | None

    @property
    def consequences(self) -> tuple[Consequence, ...]:
        """What ought to be known before the mail is given to it."""
        return of_assigning(self.claim) if self.claim else ()


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """What waits in triage or on hold."""
    who = _operator(request)
    page = paged(request, desk.waiting_tasks(who))
    note_health(page)
    shown = {"page": page, "types": desk.types_by_task(page), "clocks": clocks.of_rows(page), "now": timezone.now()}
    shown["undoable"] = correcting.last_of(who)
    return show(request, "triage.html", who, shown)


@require_safe
def one(request: HttpRequest, task_id: int) -> HttpResponse:
    """The page of one mail that waits."""
    who = _operator(request)
    task = find(who, task_id)
    if task.kind == models.Task.Kind.CLAIM:
        return redirect("task", task_id)
    shown = detail.context(request, who, task)
    look_on_page(request, who, shown)
    shown = {**shown, **correcting.offered(who, task, shown)}
    proposals = _proposals(task.verdict.value.get("candidates", []))
    typed = _typed(request.GET.get("claim", ""))
    more = {"now": timezone.now(), "proposals": proposals, "dismissals": DISMISSALS, "typed": typed}
    return show(request, "triage_task.html", who, {**more, **shown})


@require_POST
def assign(request: HttpRequest, task_id: int) -> HttpResponse:
    """Give the mail to a claim; the next page is what else waits, or this one with the reason it was refused."""
    who = _assigner(request)
    find(who, task_id)
    claim = request.POST.get("claim", "").strip()[:LONGEST_NUMBER]
    made: list[int] = []
    again = redirect(f"{reverse('triage_one', args=[task_id])}?{urlencode({'claim': claim})}")
    if request.POST.get("told") != claim and _is_shut(claim):
        return again
    if attempt(request, lambda: made.append(operations.assign(task_id, claim, who.name, services.current()))):
        given = models.Task.objects.get(pk=made[0])
        messages.success(request, _("The mail is on claim %(number)s now.") % {"number": given.claim})
        return redirect("triage")
    return again


@require_POST
def dismiss(request: HttpRequest, task_id: int) -> HttpResponse:
    """Take the mail out of triage without a claim."""
    who = _assigner(request)
    find(who, task_id)
    asked = request.POST.get("why", "")
    why = asked if asked in DISMISSALS else ""
    if attempt(request, lambda: operations.dismiss(task_id, who.name, why, services.current())):
        return redirect("triage")
    return redirect("triage_one", task_id)


def _operator(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.sees_all:
        raise PermissionDenied
    return who


def _assigner(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.may_assign:
        raise PermissionDenied
    return who


def _proposals(rows: list[dict[str, object]]) -> list[Proposal]:
    found = [Candidate(number=str(row["number"]), score=float(str(row["score"])), evidence=tuple(row["evidence"])) for row in rows]  # type: ignore[arg-type]
    best = sorted(found, key=lambda candidate: -candidate.score)
    known = Known(services.current(), exact=False)
    known.expect(candidate.number for candidate in best)
    return [Proposal(candidate=candidate, claim=known.claim(candidate.number)) for candidate in best]


def _typed(number: str) -> tuple[Consequence, ...]:
    """What ought to be known of a claim whose number was typed."""
    claim = _claim(number)
    return of_assigning(claim) if claim else ()


def _is_shut(number: str) -> bool:
    """Whether nothing is expected on this claim any more: that is said before a mail is given to it."""
    claim = _claim(number)
    return claim is not None and claim.state in OVER


def _claim(number: str) -> Claim | None:
    written = as_written(number[:LONGEST_NUMBER])
    return Known(services.current(), exact=False).claim(written) if written else None
