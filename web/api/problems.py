"""What is answered when something cannot be done: problem details (RFC 9457), with the codes that the pages translate."""

import json
from collections.abc import Mapping

from django.core.exceptions import SuspiciousOperation
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from core.errors import Unavailable, Unreadable
from ingest.grounds import Refused
from web.words import codes, word

MEDIA_TYPE = "application/problem+json"
AGAIN_SECONDS = 60
"""When it is worth asking a service again that did not answer."""

WORDS: Mapping[str, str | Promise] = {
    "not_authenticated": _("A token is needed: Authorization: Bearer …"),
    "scope_missing": _("The token does not have the scope for this."),
    "not_allowed": _("The person of the token may not do this."),
    "not_found": _("There is nothing here that the person of the token may see."),
    "method_not_allowed": _("This cannot be done with this address."),
    "invalid": _("The request is not as it is described."),
    "cursor_invalid": _("This cursor does not come from a page of this list."),
    "body_too_big": _("The body of the request is too big."),
    "too_many_requests": _("Too many requests in this minute."),
    "key_invalid": _("An Idempotency-Key has 1 to 255 printable ASCII characters."),
    "key_reused": _("This Idempotency-Key was used for another request."),
    "reason_needed": _("This document is restricted: say why it is opened (reason)."),
    "unavailable": _("A service does not answer. Try again later."),
    "failed": _("Something went wrong on our side."),
}
"""What only programs are told."""

_MISSING = frozenset({"task_not_found", "nothing_to_retry", "webhook_gone"})
_SILENT = frozenset({"claims_system_unavailable"})
CONFLICT = 409
"""Of any other refusal: the request is as it is described, and does not fit how things stand."""


class Problem(Exception):
    """The request ends here."""

    def __init__(self, status: int, code: str, **headers: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def not_found() -> Problem:
    """There is no such thing, or the person may not know of it."""
    return Problem(404, "not_found")


def forbidden() -> Problem:
    """The person may not do this."""
    return Problem(403, "not_allowed")


def answer(problem: Problem, errors: list[dict[str, object]] | None = None) -> HttpResponse:
    """The problem as an answer; `errors` name what is wrong with a request."""
    title = word(WORDS if problem.code in WORDS else codes.REFUSALS, problem.code)
    said = {"type": f"/api/#{problem.code}", "title": title, "status": problem.status, "code": problem.code}
    content = json.dumps({**said, "errors": errors} if errors else said)
    return HttpResponse(content, status=problem.status, content_type=MEDIA_TYPE, headers=problem.headers)


def of_error(error: Exception) -> HttpResponse:
    """The answer to what was stopped or refused; an error of ours goes on, and crashes."""
    match error:
        case Problem():
            return answer(error)
        case Refused(code=code):
            return answer(_silent(code) if code in _SILENT else Problem(404 if code in _MISSING else CONFLICT, code))
        case Unavailable() | Unreadable():
            return answer(_silent("unavailable"))
        case ValidationError(errors=errors):
            wrong: list[dict[str, object]] = [
                {"at": ".".join(map(str, one["loc"])), "is": one["type"], "says": one["msg"]} for one in errors
            ]
            return answer(Problem(422, "invalid"), wrong)
        case HttpError() | SuspiciousOperation():
            # A body that is no JSON; more parameters, or stranger ones, than the framework reads. The door has seen the token.
            return answer(Problem(400, "invalid"))
    raise error


def _silent(code: str) -> Problem:
    return Problem(503, code, Retry_After=str(AGAIN_SECONDS))
