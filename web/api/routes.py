"""Every address of the API, behind the door."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, path
from ninja import Router

from web.api import claims, documents, numbers, tasks, triage, webhooks
from web.api.door import Bearer, caller, door, nowhere
from web.api.schema import Rest
from web.api.values import Answered

api = Rest(title="Claimpost", version="1", description="The desk for programs.", openapi_url=None, docs_url=None)
me = Router(tags=["Token"])


class Me(Answered):
    """The token that asks."""

    token: str
    person: str
    scopes: list[str]
    expires_at: datetime


@me.get("/me", auth=Bearer(""), response=Me)
def get_me(request: HttpRequest) -> Me:
    """Who I am, and what I may do."""
    asks = caller(request)
    return Me(token=asks.token.name, person=asks.who.name, scopes=asks.token.scopes, expires_at=asks.token.expires_at)


for _router in (me, tasks.router, triage.router, documents.router, claims.router, numbers.router, webhooks.router):
    api.add_router("", _router)


def urls() -> list[URLPattern | URLResolver]:
    """The patterns of every operation."""
    found = [pattern for pattern in api.urls[0] if isinstance(pattern, URLPattern) and pattern.name != "api-root"]
    behind = [URLPattern(pattern.pattern, door(pattern.callback), name=f"api_{pattern.name}") for pattern in found]
    return [*behind, path("<path:rest>", door(nowhere), name="api_nowhere")]
