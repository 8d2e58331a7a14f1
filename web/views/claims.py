"""The page of one claim: what the register says of it, its tasks and its documents."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from ingest import services
from ingest.known import Known
from storage import desk, lists
from storage.lists import ClaimPaper
from web import clocks
from web.tree import classes_of, is_guarded
from web.views.page import paged, show, viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document as the page lists it; of one that needs care the name stays away."""

    paper: ClaimPaper
    guarded: bool


@require_safe
def page(request: HttpRequest, number: str) -> HttpResponse:
    """One claim, for who may see a task of it."""
    who, known = viewer(request), Known(services.current(), exact=False)
    numbers = known.numbers(number)
    found = paged(request, lists.of_claim(who, numbers))
    if not found.object_list:
        raise Http404
    papers = lists.papers_of_claim(who, numbers, services.current().settings.limits.claim_papers)
    return show(
        request,
        "claim.html",
        who,
        {
            "number": numbers[0],
            "claim": known.claim(number),
            "page": found,
            "types": desk.types_by_task(found),
            "clocks": clocks.of_rows(found),
            "papers": [Shown(paper=row, guarded=is_guarded(row.type, classes_of(row.type, row.hints))) for row in papers.rows],
            "papers_complete": papers.complete,
            "query": "",
            "now": timezone.now(),
        },
    )
