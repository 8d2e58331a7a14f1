"""What a CMS file says that it holds (RFC 5652, 3, which calls PKCS #7 its first version; RFC 3274; RFC 5544)."""

import re
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from core.content import CHUNK, Content
from core.errors import Problem, Unreadable
from parsers.ber import CONSTRUCTED, EXPLICIT_0, OCTETS, OID, SEQUENCE, Ber, Element

PKCS7 = bytes.fromhex("2a864886f70d0107")
SMIME = bytes.fromhex("2a864886f70d01091001")
DATA = PKCS7 + b"\x01"
SIGNED = PKCS7 + b"\x02"
DIGESTED = PKCS7 + b"\x05"
COMPRESSED = SMIME + b"\x09"
TIME_STAMPED = SMIME + b"\x1f"
HIDDEN = frozenset({PKCS7 + b"\x03", PKCS7 + b"\x04", PKCS7 + b"\x06", SMIME + b"\x17"})
"""Enveloped, signed and enveloped, encrypted, authenticated and enveloped (RFC 5083)."""

PROVEN = frozenset({SIGNED, TIME_STAMPED})
"""What somebody vouches for."""

OID_BYTES = 16
ENCAPSULATED = 2
"""Signed, digested and compressed data all begin with a version and an algorithm; what they are about comes third."""

_TYPES = rb"\x06(?:\x09" + re.escape(PKCS7) + rb"[\x01-\x06]|\x0b" + re.escape(SMIME) + rb"[\x09\x17\x1f])"
BEGINNING = re.compile(rb"\x30(?:[\x00-\x80]|\x81.|\x82..|\x83.{3}|\x84.{4}|\x88.{8})" + _TYPES, re.DOTALL)
"""A ContentInfo of one of the types above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """The type of a CMS file, and the octets in it: `None` where they are hidden, or where they are somewhere else."""

    content_type: bytes
    inside: Element | None = None


def look(ber: Ber) -> Message:
    """What the file is.

    Raises:
        Unreadable: it is no CMS, or too much of it is missing.
    """
    around = ber.first()
    if around.tag != SEQUENCE:
        raise Unreadable(Problem.DAMAGED)
    content_type, body = _typed(ber, around)
    if content_type in HIDDEN or body is None:
        return Message(content_type=content_type)
    return Message(content_type=content_type, inside=_inside(ber, content_type, body))


def media_type(content: Content) -> str:
    """`application/pkcs7-mime` for a file that holds something, `application/pkcs7-signature` for a signature of something else."""
    with content.open() as file:
        try:
            message = look(Ber(file, content.size))
        except Unreadable:
            return "application/pkcs7-mime"
    alone = message.inside is None and message.content_type == SIGNED
    return "application/pkcs7-signature" if alone else "application/pkcs7-mime"


def octets(ber: Ber, content_type: bytes, inside: Element) -> Iterator[bytes]:
    """The octets in a message of that type, unpacked where they are packed."""
    pieces = ber.octets(inside)
    return _inflated(pieces) if content_type == COMPRESSED else pieces


def _inside(ber: Ber, content_type: bytes, body: Element) -> Element | None:
    if content_type == TIME_STAMPED:
        return next((child for child in ber.children(body) if _is_octets(child)), None)
    inner = body if content_type == DATA else _encapsulated(ber, content_type, body)
    if inner and not _is_octets(inner):
        # PKCS #7 before CMS allowed any type here; nobody mails that.
        raise Unreadable(Problem.UNSUPPORTED)
    return inner


def _encapsulated(ber: Ber, content_type: bytes, body: Element) -> Element | None:
    if content_type not in {SIGNED, DIGESTED, COMPRESSED}:
        raise Unreadable(Problem.UNSUPPORTED)
    third = next((child for number, child in enumerate(ber.children(body)) if number == ENCAPSULATED), None)
    if third is None:
        raise Unreadable(Problem.DAMAGED)
    return _typed(ber, third)[1]


def _typed(ber: Ber, element: Element) -> tuple[bytes, Element | None]:
    """A ContentInfo or EncapsulatedContentInfo: its type, and what its [0] holds."""
    children = ber.children(element)
    first = next(children, None)
    if first is None or first.tag != OID:
        raise Unreadable(Problem.DAMAGED)
    second = next(children, None)
    if second is None or second.tag != EXPLICIT_0:
        return ber.value(first, OID_BYTES), None
    return ber.value(first, OID_BYTES), next(ber.children(second), None)


def _is_octets(element: Element) -> bool:
    return element.tag & ~CONSTRUCTED == OCTETS


def _inflated(pieces: Iterable[bytes]) -> Iterator[bytes]:
    unpack = zlib.decompressobj()
    try:
        for piece in pieces:
            rest = piece
            while rest and not unpack.eof:
                yield unpack.decompress(rest, CHUNK)
                rest = unpack.unconsumed_tail
        yield unpack.flush()
    except zlib.error as error:
        raise Unreadable(Problem.DAMAGED) from error
    if not unpack.eof:
        raise Unreadable(Problem.TRUNCATED)
