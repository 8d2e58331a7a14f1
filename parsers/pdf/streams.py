"""The bytes of a PDF stream, unpacked piece by piece (ISO 32000-2, 7.4)."""

import struct
import zlib
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, StreamObject

from core.content import CHUNK
from core.errors import Problem, Unreadable
from parsers.flate import RAW, inflated

FAULTS = (
    *(PyPdfError, DependencyError, zlib.error, struct.error, RecursionError, AssertionError, NotImplementedError),
    *(OSError, ValueError, TypeError, LookupError, AttributeError, ArithmeticError),
)
"""What the library raises for bytes that are wrong."""

FLATE = ["/FlateDecode"]
HEADER = 2
"""Bytes of the zlib header (RFC 1950, 2.2)."""


def pieces(stream: StreamObject, locked_by: PdfReader | None = None) -> Iterator[bytes]:
    """What the stream holds; of a file that alone is encrypted, what its document has the key to.

    Raises:
        Unreadable: it breaks off (TRUNCATED), cannot be unpacked (DAMAGED), or packs tighter than the library takes (TOO_DENSE).
    """
    try:
        if locked_by:
            _decrypt(locked_by, stream)
        packed: bytes = stream._data  # noqa: SLF001 - the library offers the unpacked whole only
        filters = _filters(stream)
        in_pieces = filters == FLATE and _is_zlib(packed) and not _predicts(stream)
    except FAULTS as error:
        raise Unreadable(Problem.DAMAGED) from error
    if in_pieces:
        # Without the header the checksum is not looked at: readers of PDF do not either, and some writers get it wrong.
        yield from inflated(_in_pieces(memoryview(packed)[HEADER:]), RAW)
        return
    yield from _in_pieces(_decoded(stream) if filters else packed)


def _in_pieces(data: bytes | memoryview) -> Iterator[bytes]:
    return (bytes(data[start : start + CHUNK]) for start in range(0, len(data), CHUNK))


def _decrypt(reader: PdfReader, stream: StreamObject) -> None:
    """Decrypt a file of a document that is not encrypted but for its files: the library takes those for bare (7.6.6, EFF)."""
    lock: Any = reader._encryption  # noqa: SLF001 - there is no other way to it
    place: Any = stream.indirect_reference
    key = lock._make_crypt_filter(place.idnum, place.generation).ef_crypt  # noqa: SLF001 - as above
    stream._data = key.decrypt(stream._data, strict=False)  # noqa: SLF001 - as above


def _filters(stream: StreamObject) -> list[str]:
    """How the stream is packed; its encryption is none of it any more."""
    value = stream["/Filter"] if "/Filter" in stream else None  # noqa: SIM401 - `get` would bring a reference
    names = value if isinstance(value, ArrayObject) else [value]
    return [name for item in names if isinstance(name := item.get_object() if item else None, NameObject) and name != "/Crypt"]


def _predicts(stream: StreamObject) -> bool:
    value = stream["/DecodeParms"] if "/DecodeParms" in stream else None  # noqa: SIM401 - as above
    settings = value if isinstance(value, ArrayObject) else [value]
    return any("/Predictor" in found for item in settings if isinstance(found := item.get_object() if item else None, DictionaryObject))


def _is_zlib(packed: bytes) -> bool:
    # RFC 1950, 2.2: method 8, no dictionary, and the two bytes are a multiple of 31.
    head = int.from_bytes(packed[:HEADER], "big")
    return len(packed) > HEADER and head % 31 == 0 and head >> 8 & 0xF == zlib.DEFLATED and not head & 0x20


def _decoded(stream: StreamObject) -> bytes:
    try:
        return bytes(stream.get_data())
    except LimitReachedError as error:
        raise Unreadable(Problem.TOO_DENSE) from error
    except (NotImplementedError, DependencyError) as error:
        raise Unreadable(Problem.UNSUPPORTED) from error
    except FAULTS as error:
        raise Unreadable(Problem.DAMAGED) from error
