"""Letters to the sender of a task's mail, to be opened in a mail program or copied; nothing is sent from here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from core import codec
from core.values import Unit, Verdict
from ingest import services
from ingest.known import Known
from ingest.wording import LANGUAGES
from router.checklist import Entry, State
from storage import models
from web import checklist, drafts
from web.access import opened
from web.views.acting import Acting, acting
from web.views.page import show


@require_safe
def page(request: HttpRequest, task_id: int) -> HttpResponse:
    """An answer, and a question for the papers that the address names, else for those that the claim cannot do without."""
    found = acting(request, task_id)
    task = found.task
    if task.kind != models.Task.Kind.CLAIM:
        raise Http404
    unit, verdict = codec.load(Unit, task.unit.value), codec.load(Verdict, task.verdict.value)
    tongue = request.GET.get("language", "")
    if tongue not in LANGUAGES:
        tongue = drafts.language(unit, list(task.items.values_list("reading__language", flat=True)))
    told = drafts.may_be_told(verdict)
    lacking = _lacking(request, found) if told else ()
    offered = [entry.type for entry in lacking]
    asked = request.GET.getlist("ask") if "asked" in request.GET else [entry.type for entry in lacking if entry.need == "required"]
    chosen = [kind for kind in offered if kind in asked]
    letter = drafts.Letter(task=task, unit=unit, verdict=verdict, language=tongue, signed=_name(request))
    shown = {
        "task": task,
        "tongue": tongue,
        "languages": LANGUAGES,
        "told": told,
        "verdict": verdict,
        "reply": letter.reply(),
        "question": letter.question(chosen) if chosen else None,
        "lacking": lacking,
        "chosen": chosen,
    }
    return show(request, "reply.html", found.who, shown)


def _name(request: HttpRequest) -> str:
    return getattr(request.user, "get_full_name", str)() or request.user.get_username()


def _lacking(request: HttpRequest, found: Acting) -> tuple[Entry, ...]:
    """The papers of which the claim has none."""
    claim = Known(services.current(), exact=False).claim(found.task.claim)
    needs = checklist.of_claim(found.who, claim, services.current().settings.limits, revealed=opened(request))
    entries = needs.checklist.entries if needs.checklist else ()
    return tuple(entry for entry in entries if entry.state is State.MISSING)
