"""Pages for what went wrong."""

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from web.api.problems import Problem, answer


def server_error(request: HttpRequest) -> HttpResponse:
    """Our fault: a page that asks the database nothing, because that may be what broke; a program is told so in its own way."""
    if getattr(request, "path", "").startswith("/api/v1/"):
        return answer(Problem(500, "failed"))
    return HttpResponse(render_to_string("500.html", request=None), status=500)
