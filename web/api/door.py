"""The door of the API: who asks, how often, in which language, and whether it was asked before."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from hashlib import sha256

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone, translation
from ninja.security import HttpBearer

from ingest import services
from storage import kept_answers, tokens
from storage.desk import Viewer
from storage.kept_answers import Answer, OtherRequest
from storage.models import ApiToken, KeptAnswer
from web.accounts import Accounts
from web.api.problems import Problem, answer
from web.views.page import viewer

View = Callable[..., HttpResponseBase]

LONGEST_KEY = 255
REPLAYED = "Idempotency-Replayed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: the token, and the person as whom it acts, with that person's rights and never more."""

    token: ApiToken
    who: Viewer

    def has(self, scope: str) -> bool:
        """Whether the token was given this scope."""
        return scope in self.token.scopes


class Bearer(HttpBearer):
    """A token that has a scope; "" asks for no scope."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, _token: str) -> Caller | None:
        """Who asks; the door has looked at the token.

        Raises:
            Problem: the token was not given this scope.
        """
        caller: Caller | None = getattr(request, "caller", None)
        if caller and self.scope and not caller.has(self.scope):
            raise Problem(403, "scope_missing", WWW_Authenticate=f'Bearer error="insufficient_scope", scope="{self.scope}"')
        return caller


def caller(request: HttpRequest) -> Caller:
    """Who asks, where the door let somebody in."""
    found: Caller = request.auth  # type: ignore[attr-defined]
    return found


def door(view: View) -> View:
    """The view behind the door."""

    @login_not_required
    @wraps(view)
    def respond(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        # What a browser brings along opens nothing here, so that no other site can use it.
        request.user = AnonymousUser()
        with translation.override(translation.get_language_from_request(request)):
            try:
                _enter(request)
                response = _once(request, lambda: view(request, *args, **kwargs))
            except Problem as problem:
                response = answer(problem)
            except SuspiciousOperation:
                response = answer(Problem(400, "invalid"))
            response.headers.setdefault("Content-Language", translation.get_language() or "")
            return response

    return respond


def nowhere(_request: HttpRequest, rest: str) -> HttpResponse:
    """An address that is none of the API's."""
    del rest
    return answer(Problem(404, "not_found"))


def _enter(request: HttpRequest) -> None:
    """Find out who asks; what asks too often or sends too much is stopped.

    Raises:
        Problem: it must not go on.
    """
    rules, now = services.current().settings.api, timezone.now()
    kind, _space, secret = request.headers.get("Authorization", "").partition(" ")
    row = tokens.find(secret.strip(), now) if kind.lower() == "bearer" else None
    user = Accounts().get_user(row.person_id) if row else None
    if row is None or user is None:
        raise Problem(401, "not_authenticated", WWW_Authenticate="Bearer")
    if tokens.count(row, now) > rules.requests:
        raise Problem(429, "too_many_requests", Retry_After=str(60 - now.second))
    length = str(request.META.get("CONTENT_LENGTH", ""))
    if length.isdecimal() and int(length) > rules.body_bytes:
        raise Problem(413, "body_too_big")
    request.user = user
    request.caller = Caller(token=row, who=viewer(request))  # type: ignore[attr-defined]


def _once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do it, or answer what was answered before to the same key.

    Raises:
        Problem: the key is no key, or was used for something else.
    """
    key = request.headers.get("Idempotency-Key")
    if request.method != "POST" or key is None:
        return _told(act())
    if not (1 <= len(key) <= LONGEST_KEY and key.isascii() and key.isprintable()):
        raise Problem(400, "key_invalid")
    asked = sha256(f"{request.method} {request.get_full_path()}\n".encode("utf-8", "replace") + request.body).hexdigest()
    mine = KeptAnswer(token=request.caller.token, key=key, request=asked, at=timezone.now())  # type: ignore[attr-defined]
    fresh: list[HttpResponseBase] = []

    def done() -> Answer:
        fresh.append(_told(act()))
        return _kept(fresh[0])

    try:
        kept = kept_answers.once(mine, done)
    except OtherRequest as error:
        raise Problem(409, "key_reused") from error
    if not kept.again:
        return fresh[0]
    return HttpResponse(kept.body, status=kept.status, content_type=kept.media_type, headers={REPLAYED: "true"})


def _kept(response: HttpResponseBase) -> Answer:
    """The answer as it is kept; whoever posts is answered with little."""
    content = response.content.decode() if isinstance(response, HttpResponse) else ""
    return Answer(status=response.status_code, media_type=response.headers["Content-Type"], body=content)


def _told(response: HttpResponseBase) -> HttpResponseBase:
    """What the framework says in its own form, in ours."""
    if response.status_code == 405:  # noqa: PLR2004
        return answer(Problem(405, "method_not_allowed", Allow=response.headers["Allow"]))
    return response
