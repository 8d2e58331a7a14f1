"""Opening what is covered, for the rest of a session: who did it, when and why is recorded."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.roles import OPENED, WITH_REASON, Sight
from ingest import services
from storage import events, reach
from storage.desk import Viewer
from storage.models import Item
from web.access import REVEALED, opened, sight_of
from web.views.page import viewer
from web.views.seeing import find, look
from web.words.privacy import OPENINGS

HANDLING, OTHER = "handling", "other"


@require_POST
def reveal(request: HttpRequest, item_id: int) -> HttpResponse:
    """Open a covered item for the rest of the session; of what is restricted only with a reason."""
    who = viewer(request)
    item = find(who, item_id)
    seen, before = sight_of(who, item), opened(request)
    if seen < Sight.MASKED and seen not in OPENED:
        raise PermissionDenied
    if seen in OPENED and item_id not in before:
        if seen in WITH_REASON and not _say_why(request, who, item):
            messages.error(request, _("Say why you open this document."))
            return _back(request)
        look(request, who, item)
        most = services.current().settings.limits.opened_papers
        request.session[REVEALED] = [*before, item_id][-most:]
    return _back(request)


def _say_why(request: HttpRequest, who: Viewer, item: Item) -> bool:
    """Record the reason that a form names; False where there is none, or "other" without words."""
    asked = request.POST.get("why", HANDLING if reach.of(item).mine else "")
    said = request.POST.get("said", "").strip()[: services.current().settings.limits.reason_characters]
    if asked not in OPENINGS or (asked == OTHER and not said):
        return False
    data = {"said": said} if said else {}
    events.record("viewed", actor=who.name, at=timezone.now(), why=asked, data=data, mail_id=item.mail_id, item_id=item.pk)
    return True


def _back(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}) else "tasks")
