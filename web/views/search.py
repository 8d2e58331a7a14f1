"""The page that finds tasks by what their mails and papers say."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import finding
from core.finding import Query
from ingest.passages import passages
from storage import lists, search
from storage.desk import Viewer
from storage.models import Task
from web import filters
from web.excerpts import Excerpt, excerpts
from web.views.page import Few, few, show, viewer

MOST_PAGES = 300
"""Pages of one task's documents in which places are looked for to be shown."""

TEXTS = "texts"
"""What the address says when a claim's number is searched in texts, not looked up."""


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Tasks that hold what is asked for; the number of a claim leads to the claim."""
    who = viewer(request)
    asked = filters.asked(request, who)
    query = finding.query(asked.get("q"))
    number = _number(query)
    if number and request.GET.get("in") != TEXTS and lists.of_claim(who, (number,)).exists():
        return redirect("claim", number)
    found = _found(request, who, asked, query)
    return show(
        request,
        "search.html",
        who,
        {
            "asked": asked,
            "choices": filters.choices(),
            "page": found,
            "excerpts": _excerpts(found.rows, query),
            "query": asked.address() + (f"&in={TEXTS}" if request.GET.get("in") == TEXTS else ""),
            "now": timezone.now(),
        },
    )


def _number(query: Query) -> str:
    """What may be the number of a claim: one word, or one number in pieces."""
    if len(query) != 1 or query[0].prefix:
        return ""
    (term,) = query
    word = term.number or "".join(term.phrases[0])
    return word.upper() if any(sign.isdigit() for sign in word) and len(word) <= filters.LONGEST["claim"] else ""


def _found(request: HttpRequest, who: Viewer, asked: filters.Asked, query: Query) -> Few:
    if not query:
        return few(request, Task.objects.none())
    return few(request, lists.found(who, query, asked.filters(timezone.now()), asked.states))


def _excerpts(rows: list[Task], query: Query) -> Mapping[int, list[Excerpt]]:
    papers = search.some_papers([task.pk for task in rows], MOST_PAGES) if rows else {}
    return {
        task.pk: excerpts(passages(task, search.own_text(task), papers.get(task.pk, ())), papers.get(task.pk, ()), query) for task in rows
    }
