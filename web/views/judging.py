"""What a person says of what was read, from the page of a task: a fact is right, wrong or not there, a document is something else."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ingest import judging, services
from ingest.judging import Meant
from web.correcting import MOST_DIGITS
from web.engine import attempt
from web.views.acting import acting
from web.views.seeing import sight

SAYING: Mapping[str, Callable[[Meant, str, str], None]] = {
    "accept": lambda meant, _value, actor: judging.accept(meant, actor, services.current()),
    "correct": lambda meant, value, actor: judging.correct(meant, value, actor, services.current()),
    "reject": lambda meant, _value, actor: judging.reject(meant, actor, services.current()),
    "back": lambda meant, _value, actor: judging.take_back(meant, actor, services.current()),
}
"""What the name of a button says."""


@require_POST
def fact(request: HttpRequest, task_id: int, item_id: int) -> HttpResponse:
    """Say something of one fact; the next page shows it where it stands."""
    found = acting(request, task_id)
    sight(request, item_id)
    name = next((name for name in SAYING if name in request.POST), "")
    number = request.POST.get(name, "")
    if not (number.isascii() and number.isdecimal() and len(number) <= MOST_DIGITS):
        raise Http404
    meant = Meant(task=task_id, item=item_id, fact=int(number))
    attempt(request, lambda: SAYING[name](meant, request.POST.get("value", ""), found.who.name))
    shown = {"item": item_id} | ({"fact": at} if (at := request.POST.get("shown", "")) else {})
    return redirect(f"{reverse('task', args=[task_id])}?{urlencode(shown)}#fact-{number}")


@require_POST
def retype(request: HttpRequest, task_id: int, item_id: int) -> HttpResponse:
    """Say what the document is."""
    found = acting(request, task_id)
    sight(request, item_id)
    kind = request.POST.get("type", "")
    if attempt(request, lambda: judging.retype(task_id, item_id, kind, found.who.name, services.current())):
        messages.success(request, _("The document has its new type."))
    return redirect(f"{reverse('task', args=[task_id])}?{urlencode({'item': item_id})}#item")
