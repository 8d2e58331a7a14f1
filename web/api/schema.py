"""The description of the API (OpenAPI 3.1): scopes and problems are added to every operation in one place."""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from web.api import problems
from web.api.door import REPLAYED, Bearer

BINARY = "x-binary"
"""Marks an operation whose answer is a file."""

PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457); `code` is for programs, `title` for people, in the language of Accept-Language.",
    "required": ["type", "title", "status", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {"type": "object", "properties": {name: {"type": "string"} for name in ("at", "is", "says")}},
        },
    },
}
EVERYWHERE = {
    400: "The request cannot be read",
    401: "No token, or none that is good",
    403: "The token, or its person, may not do this",
    404: "There is no such thing, or the person may not know of it",
    409: "It does not fit how things stand; `code` says why",
    413: "The body is too big",
    422: "The request is not as it is described; `errors` say where",
    429: "Too many requests in this minute; Retry-After says when to go on",
    503: "A service does not answer; Retry-After says when to try again",
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "The same key and request again is answered as before, and not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}


PARAMETERS = {
    "claim": "The whole number of a claim.",
    "cursor": "`next` of the page before.",
    "document": "Ids of the documents that are meant; without any, all.",
    "kind": "What the task is of.",
    "limit": "Rows on one page; never more than CLAIMPOST_API_ROWS are answered.",
    "of": "Whose tasks; `everyone` for who sees all.",
    "reason": "Why a restricted document is opened; it is recorded.",
    "share": "`document:claim`, once for each document of a `split`.",
    "skip": "Rows that come before.",
    "state": "Tasks that are open, or done; deliveries in this state only.",
    "year": "The year of the sheet.",
}
"""What parameters mean, wherever they stand."""


class Described(OpenAPISchema):
    """What the framework describes, and what holds for every operation."""

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        """One operation, with the key that every POST takes."""
        found: dict[str, Any] = super().operation_details(operation)
        found["summary"] = operation.view_func.__name__.replace("_", " ").capitalize()
        if "POST" in operation.methods:
            found["parameters"] = [*found["parameters"], KEY]
        return found

    def operation_parameters(self, operation: Operation) -> list[dict[str, Any]]:
        """What it takes, with what it means."""
        found: list[dict[str, Any]] = super().operation_parameters(operation)
        return [{**one, "description": PARAMETERS[one["name"]]} if one["name"] in PARAMETERS else one for one in found]

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        """Which scope the token needs: OpenAPI 3.1 lets any scheme name them."""
        super().operation_security(operation)
        return [{"Bearer": [auth.scope] if auth.scope else []} for auth in operation.auth_callbacks if isinstance(auth, Bearer)]

    def responses(self, operation: Operation) -> dict[int, dict[str, Any]]:
        """What it answers, problems included."""
        found: dict[int, dict[str, Any]] = super().responses(operation)
        content = {problems.MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        if operation.view_func.__dict__.get(BINARY):
            found[200]["content"] = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        if "POST" in operation.methods:
            for response in found.values():
                response["headers"] = {REPLAYED: {"schema": {"type": "string"}, "description": "`true` where it was done before."}}
        return found | {status: {"description": words, "content": content} for status, words in EVERYWHERE.items()}


class Rest(NinjaAPI):
    """The API with our errors and our description."""

    def on_exception(self, _request: HttpRequest, exc: Any) -> HttpResponse:  # noqa: ANN401 - as the framework has it
        """What becomes of an error; what is ours goes on, and crashes."""
        return problems.of_error(exc)

    def get_openapi_schema(self, **_: Any) -> OpenAPISchema:  # noqa: ANN401 - as the framework has it
        """The whole description."""
        made = Described(self, "api/v1/")
        made["components"]["schemas"]["Problem"] = PROBLEM
        return made

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name by which generated clients call it."""
        return operation.view_func.__name__


@cache
def described() -> dict[str, Any]:
    """The description of this version, made once."""
    from web.api.routes import api

    return dict(api.get_openapi_schema())


def openapi(_request: HttpRequest) -> JsonResponse:
    """The description as JSON."""
    return JsonResponse(described(), json_dumps_params={"ensure_ascii": False})
