"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string


def server_error(_request: HttpRequest) -> HttpResponse:
    """Our fault: a page that asks the database nothing, because that may be what broke."""
    return HttpResponse(render_to_string("500.html", request=None), status=500)
