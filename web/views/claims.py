"""The page of one claim: what the register says of it, its tasks and its documents."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.classes import classes_of
from ingest import services
from ingest.known import Known
from storage import desk, lists, reach
from storage.desk import Viewer
from storage.lists import ClaimPaper
from web import clocks
from web.access import is_nameless, opened, shows
from web.tree import class_name
from web.views.page import paged, show, viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A document as the page lists it; of what is `guarded` the name stays away, and where the type would tell too much is its class."""

    paper: ClaimPaper
    guarded: bool
    instead: str = ""


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
            "papers": list(_shown(request, who, papers.rows)),
            "papers_complete": papers.complete,
            "query": "",
            "now": timezone.now(),
        },
    )


def _shown(request: HttpRequest, who: Viewer, papers: Sequence[ClaimPaper]) -> Iterator[Shown]:
    """The documents as this person may know of them; those that he may not are left out."""
    revealed = opened(request)
    items = reach.items(who).in_bulk([row.item for row in papers])
    for row in papers:
        if item := items.get(row.item):
            instead = class_name(classes_of(row.type, row.hints)) if is_nameless(who, item, revealed) else ""
            yield Shown(paper=row, guarded=not shows(who, item, revealed), instead=instead)
