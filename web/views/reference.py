"""What the API can do: for people as a page, for programs as OpenAPI."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from core.api import SCOPES
from web.api import reference, schema
from web.api.door import door
from web.views.page import show, viewer
from web.words import remote


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation, every type and every code of a problem."""
    described = schema.described()
    shown = {
        "groups": reference.groups(described),
        "shapes": reference.shapes(described),
        "refusals": reference.refusals(),
        "scopes": [(scope, remote.SCOPES[scope]) for scope in SCOPES],
    }
    return show(request, "api.html", viewer(request), shown)


@login_not_required
@require_safe
def openapi(request: HttpRequest) -> HttpResponseBase:
    """The description for whoever is logged in, or has a token."""
    return schema.openapi(request) if request.user.is_authenticated else door(schema.openapi)(request)
