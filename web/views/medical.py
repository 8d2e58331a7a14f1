"""The desk of a medical adviser: papers about health of the claims that were handed to him, and nothing else."""

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from extractors.searchable import has_copy
from ingest import services
from storage import advising, desk, judgements
from storage.desk import Viewer
from web import facts
from web.access import opened, rows_of
from web.tree import MailTree, build
from web.views import detail
from web.views.audit import number
from web.views.page import show, viewer
from web.views.seeing import look_on_page


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The tasks that have such papers, newest first."""
    who = _adviser(request)
    most = max(services.current().settings.limits.handed_tasks, 1)
    found = advising.page(who, before=number(request.GET.get("before", "")), most=most + 1)
    shown = {"rows": found[:most], "papers": advising.papers(who, found[:most]), "before": found[most - 1].pk if len(found) > most else 0}
    return show(request, "medical.html", who, shown)


@require_safe
def one(request: HttpRequest, task_id: int) -> HttpResponse:
    """The papers about health of one task, and the one that is looked at."""
    who = _adviser(request)
    task = advising.tasks(who).filter(pk=task_id).first()
    if task is None:
        raise Http404
    rows = rows_of(who, task)
    tree = _papers(build(rows, opened(request)))
    node = detail.selected(request, tree, "")
    row = desk.reading(node.item) if node else None
    reading = judgements.as_it_is(row) if row and node and not node.shut else None
    said = judgements.of(row) if row else {}
    shown = {
        "task": task,
        "tree": tree,
        "node": node,
        "preview": detail.preview(request, node, reading, veiled=False),
        "reading": reading,
        "facts": facts.shown(reading, said) if reading else (),
        "judged": said,
        "current": detail.number(request, "fact"),
        "may_download": node is not None and not node.shut,
        "has_copy": reading is not None and has_copy(reading),
    }
    look_on_page(request, who, shown)
    return show(request, "medical_task.html", who, shown)


def _papers(tree: MailTree) -> MailTree:
    """What is open to the adviser, without what lies around it: who sent it is not his to know."""
    nodes = tuple(replace(node, depth=0) for node in (*tree.nodes, *tree.known) if node.open and node.ours)
    return MailTree(nodes=nodes, folded=(), elsewhere=0)


def _adviser(request: HttpRequest) -> Viewer:
    who = viewer(request)
    if not who.advises:
        raise PermissionDenied
    return who
