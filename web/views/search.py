"""The page that finds tasks by what their mails and papers say."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from core import finding
from core.finding import Query
from core.masking import masked
from ingest.passages import Passage, Where, passages
from storage import lists, reach, search
from storage.desk import Viewer
from storage.models import Task
from storage.search import Paper
from web import filters
from web.access import is_mine, masks, note_health, opened, shows
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
            "choices": filters.choices(who),
            "page": found,
            "excerpts": _excerpts(request, who, found.rows, query),
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


def _excerpts(request: HttpRequest, who: Viewer, rows: list[Task], query: Query) -> Mapping[int, list[Excerpt]]:
    """Where it stands, on what the person sees without opening it."""
    if not rows:
        return {}
    note_health(rows)
    papers = search.some_papers([task.pk for task in rows], MOST_PAGES)
    items = reach.items(who).filter(pk__in=[paper.item for found in papers.values() for paper in found])
    seen = {item.pk for item in items if shows(who, item, opened(request))}
    shown = {task.pk: [paper for paper in papers.get(task.pk, ()) if paper.item in seen] for task in rows}
    return {task.pk: excerpts(_passages(who, task, shown[task.pk]), shown[task.pk], query) for task in rows}


def _passages(who: Viewer, task: Task, papers: Iterable[Paper]) -> Iterator[Passage]:
    """What a list may repeat: of a mail about somebody's health its words only to its handler, and money as the person sees it."""
    veiled = masks(who, task)
    hidden = {Where.FACT} if veiled else set()
    if not is_mine(who, task) and task.health:  # type: ignore[attr-defined]
        hidden |= {Where.SUBJECT, Where.TEXT}
    for passage in passages(task, search.own_text(task), papers):
        if passage.where not in hidden:
            yield replace(passage, text=masked(passage.text)) if veiled else passage
