"""Frozen values to plain JSON data and back, by their type hints: for rows and for the pipe to a child process."""

import dataclasses
import types
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Value = TypeVar("Value")

MISFITS = (TypeError, KeyError, ValueError, AttributeError, ArithmeticError)
"""What `load` raises for data of another shape."""


def dump(value: object) -> Any:  # noqa: ANN401, PLR0911 - one return a kind of value; plain JSON data has no narrower type
    """JSON data of a value: dataclasses become objects, tuples become lists."""
    match value:
        case str():
            # Also a StrEnum, which is what our codes are.
            return plain(value)
        case None | int() | float():
            return value
        case date():
            # Also a datetime.
            return value.isoformat()
        case Path() | Decimal():
            return str(value)
        case tuple() | list() | frozenset():
            return [dump(item) for item in value]
        case Mapping():
            return {key: dump(item) for key, item in value.items()}
        case _ if dataclasses.is_dataclass(value):
            return {field.name: dump(getattr(value, field.name)) for field in dataclasses.fields(value)}
    raise TypeError(f"no JSON form for {type(value).__name__}")


def plain(text: str) -> str:
    """The text without what no database and no JSON reader takes: NUL characters, halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def load(kind: type[Value], data: Any) -> Value:  # noqa: ANN401 - as above
    """The value of type `kind` that `dump` made `data` from; keys that are missing take their defaults.

    Raises:
        ValueError, TypeError, KeyError: `data` does not have that shape.
    """
    value: Value = _load(kind, data)
    return value


def _load(kind: Any, data: Any) -> Any:  # noqa: ANN401
    if kind is Any or kind is object:
        return data
    origin = get_origin(kind)
    if origin in {Union, types.UnionType}:
        return _load_union(kind, data)
    if origin is tuple:
        return tuple(_load(get_args(kind)[0], item) for item in data)
    if origin in {dict, Mapping} or kind is dict:
        return dict(data)
    if dataclasses.is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _load(hints[name], item) for name, item in data.items() if name in hints})  # type: ignore[operator]
    return _load_plain(kind, data)


def _load_union(kind: Any, data: Any) -> Any:  # noqa: ANN401
    if data is None:
        return None
    return _load(next(option for option in get_args(kind) if option is not type(None)), data)


def _load_plain(kind: Any, data: Any) -> Any:  # noqa: ANN401
    if kind is datetime or kind is date:
        return kind.fromisoformat(data)
    if kind is Path or issubclass(kind, Enum) or (kind is Decimal and isinstance(data, str)):
        return kind(data)
    if kind is float and isinstance(data, int):
        return float(data)
    if not isinstance(data, kind):
        raise TypeError(f"{type(data).__name__} where {kind.__name__} belongs")
    return data


@cache
def _hints(kind: type[Any]) -> dict[str, Any]:
    return get_type_hints(kind)
