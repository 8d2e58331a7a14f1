"""The description of the API as a page reads it: operations by group, with what they take and give, and the types they share."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from web.api import problems
from web.words import codes

SHARED = "#/components/schemas/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A part of what a value is: words, or the name of a type that the page explains."""

    text: str
    is_type: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A parameter, or a member of a type; `where` is path, query or header."""

    name: str
    pieces: Sequence[Piece]
    required: bool = False
    where: str = ""
    says: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation."""

    id: str
    method: str
    path: str
    says: str
    scope: str
    takes: Sequence[Field]
    body: Sequence[Piece]
    gives: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Operations that belong together."""

    name: str
    operations: Sequence[Operation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A type that several operations share."""

    name: str
    says: str
    fields: Sequence[Field]


def groups(described: Mapping[str, Any]) -> list[Group]:
    """Every operation, by the groups in their order."""
    found: dict[str, list[Operation]] = {}
    for path, methods in described["paths"].items():
        for method, one in methods.items():
            found.setdefault(one["tags"][0], []).append(_operation(method, path, one))
    return [Group(name=name, operations=operations) for name, operations in found.items()]


def shapes(described: Mapping[str, Any]) -> list[Shape]:
    """Every type by its name."""
    return [
        Shape(name=name, says=_words(schema), fields=_fields(schema)) for name, schema in sorted(described["components"]["schemas"].items())
    ]


def refusals() -> list[tuple[str, str]]:
    """Every code of a problem, with its words in the reader's language."""
    return sorted((code, str(words)) for code, words in {**codes.REFUSALS, **problems.WORDS}.items())


def _operation(method: str, path: str, one: Mapping[str, Any]) -> Operation:
    answers = [answer for status, answer in one["responses"].items() if int(status) < 300]  # noqa: PLR2004 - what went well
    scopes = [scope for needed in one["security"] for scope in needed["Bearer"]]
    return Operation(
        id=one["operationId"],
        method=method.upper(),
        path=path,
        says=_words(one),
        scope=next(iter(scopes), ""),
        takes=[_parameter(parameter) for parameter in one["parameters"]],
        body=_content(one.get("requestBody", {})),
        gives=_content(answers[0]),
    )


def _parameter(parameter: Mapping[str, Any]) -> Field:
    return Field(
        name=parameter["name"],
        pieces=_pieces(parameter["schema"]),
        required=parameter["required"],
        where=parameter["in"],
        says=parameter.get("description", ""),
    )


def _fields(schema: Mapping[str, Any]) -> list[Field]:
    required = schema.get("required", ())
    named = schema.get("properties", {}).items()
    return [Field(name=name, pieces=_pieces(one), required=name in required, says=_words(one)) for name, one in named]


def _content(told: Mapping[str, Any]) -> list[Piece]:
    schemas = [content["schema"] for content in told.get("content", {}).values()]
    return _pieces(schemas[0]) if schemas else []


def _pieces(schema: Mapping[str, Any]) -> list[Piece]:
    """What a value is, in a few words."""
    if reference := schema.get("$ref"):
        return [Piece(text=reference.removeprefix(SHARED), is_type=True)]
    if choices := schema.get("anyOf") or schema.get("allOf"):
        joined: list[Piece] = []
        for choice in choices:
            joined += [*([Piece(text=" or ")] if joined else []), *_pieces(choice)]
        return joined
    if schema.get("type") == "array":
        return [Piece(text="list of "), *_pieces(schema.get("items", {}))]
    if "const" in schema:
        return [Piece(text=str(schema["const"]))]
    if "enum" in schema:
        return [Piece(text=", ".join(map(str, schema["enum"])))]
    return [Piece(text=schema.get("format") or schema.get("type") or "any")]


def _words(one: Mapping[str, Any]) -> str:
    return " ".join(one.get("description", "").split())
