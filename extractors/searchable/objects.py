"""Objects of a PDF from plain values (ISO 32000-1, 7.3)."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfWriter
    from pypdf.generic import IndirectObject

FARTHEST = 1e9


def as_object(value: Any) -> Any:  # noqa: ANN401 - any object of a PDF
    """`value` as pypdf writes it: texts are names, bytes are strings; what is an object already stays as it is."""
    from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, NameObject, NumberObject, PdfObject

    match value:
        case PdfObject():
            return value
        case dict():
            return DictionaryObject({NameObject(key): as_object(one) for key, one in value.items()})
        case list():
            return ArrayObject(as_object(one) for one in value)
    return {str: NameObject, int: NumberObject, bytes: ByteStringObject}[type(value)](value)


def added(writer: "PdfWriter", value: Mapping[str, Any]) -> "IndirectObject":
    """A new object of `writer`."""
    return writer._add_object(as_object(value))  # noqa: SLF001 - pypdf's only way


def added_stream(writer: "PdfWriter", data: bytes, entries: Mapping[str, Any] | None = None) -> "IndirectObject":
    """A new stream of `writer`: `data` is packed, or is as the filter among its `entries` says."""
    from pypdf.generic import StreamObject

    stream = StreamObject()
    stream.set_data(data)
    stream.update(as_object(dict(entries or {})))
    return writer._add_object(stream if "/Filter" in stream else stream.flate_encode())  # noqa: SLF001 - as above


def resolved(value: Any) -> Any:  # noqa: ANN401 - any object of a PDF
    """The object itself where `value` only refers to it."""
    return value.get_object() if hasattr(value, "get_object") else value


def number(value: Any) -> float | None:  # noqa: ANN401 - as above
    """The number that `value` is; `None` where it is none, or is farther than any page reaches."""
    found = resolved(value)
    return float(found) if isinstance(found, int | float) and abs(found) < FARTHEST else None


def dictionary(value: Any) -> dict[Any, Any]:  # noqa: ANN401 - as above
    """A copy of the dictionary that `value` is, empty where it is none; what is in it stays shared."""
    found = resolved(value)
    return dict.copy(found) if isinstance(found, dict) else {}
