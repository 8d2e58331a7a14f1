"""Content-Transfer-Encodings in pieces, so that memory does not grow with what is decoded (RFC 2045, 6)."""

import binascii
import re
from collections.abc import Callable, Iterator

from parsers.mime.raw import BLOCK, Raw

BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOT_BASE64 = bytes(set(range(256)) - set(BASE64 + b"="))
PADDING = re.compile(rb"=+")
SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
BEGIN = re.compile(rb"begin(?:-base64)? [0-7]{3,4} ")

Decoder = Callable[[Raw, int, int], Iterator[bytes]]


def decoder(encoding: str) -> Decoder | None:
    """What decodes `encoding`, or `None` when the octets stand as they are."""
    name = encoding.strip(" \t\"';").lower()
    return DECODERS.get(name)


def _pieces(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        # Whole cached blocks first, so that nothing is read twice.
        count = min(BLOCK - start % BLOCK, end - start)
        yield raw.at(start, count)
        start += count


def base64(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    """Decoded octets: lines of any length, padding in the middle, foreign signs between."""
    carry = b""
    by_lines = True
    for piece in _pieces(raw, start, end):
        text = carry + piece
        # Nearly all lines hold whole groups of four signs: then the decoder can do everything by itself.
        cut = text.rfind(b"\n") + 1 if by_lines and b"=" not in text else 0
        if cut:
            try:
                yield binascii.a2b_base64(memoryview(text)[:cut])
            except binascii.Error:
                by_lines = False
            else:
                carry = text[cut:]
                continue
        decoded, carry = _decoded(text.translate(None, NOT_BASE64))
        yield decoded
    if carry := carry.translate(None, NOT_BASE64):
        yield _quantum(carry)


def _decoded(text: bytes) -> tuple[bytes, bytes]:
    """What the signs stand for, and those at the end that are not a whole group yet."""
    if b"=" not in text:
        whole = len(text) & ~3
        return binascii.a2b_base64(text[:whole]), text[whole:]
    if b"=" not in text.rstrip(b"="):
        # Nearly every file ends so, and in one piece.
        return _quantum(text), b""
    *padded, rest = PADDING.split(text)
    whole = len(rest) & ~3
    return b"".join((*map(_quantum, padded), binascii.a2b_base64(rest[:whole]))), rest[whole:]


def counted(raw: Raw, start: int, end: int) -> tuple[int, bool]:
    """How many signs of base64 stand there, and whether padding does."""
    signs, padded = 0, False
    for piece in _pieces(raw, start, end):
        text = piece.translate(None, NOT_BASE64)
        signs += len(text)
        padded = padded or b"=" in text
    return signs, padded


def _quantum(text: bytes) -> bytes:
    text = text.replace(b"=", b"")
    if len(text) % 4 == 1:
        text = text[:-1]
    return binascii.a2b_base64(text + b"=" * (-len(text) % 4))


def quoted_printable(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    """Decoded octets; soft line breaks vanish."""
    carry = b""
    for piece in _pieces(raw, start, end):
        text = carry + piece
        cut = _safe_cut(text)
        carry = text[cut:]
        yield _qp(text[:cut])
    yield _qp(carry)


def _qp(text: bytes) -> bytes:
    # The library takes "=" before a bare CR for a soft break that lasts to the next LF.
    if b"\r" in text and b"\n" not in text:
        text = text.replace(b"\r", b"\n")
    return binascii.a2b_qp(SOFT_BREAK.sub(b"=", text))


def _safe_cut(text: bytes) -> int:
    """The last place where nothing that belongs together is cut: after a line feed, or before the last equals sign."""
    line = text.rfind(b"\n")
    if line >= 0:
        return line + 1
    sign = text.rfind(b"=", len(text) - 4)
    return sign if sign >= 0 else len(text)


def uuencode(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    """Decoded octets of the lines between `begin` and `end`."""
    inside = False
    for line in _lines(raw, start, end):
        if not inside:
            inside = bool(BEGIN.match(line))
        elif line.strip() == b"end":
            return
        else:
            yield _uu_line(line)


def _lines(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    carry = b""
    for piece in _pieces(raw, start, end):
        *lines, carry = (carry + piece).split(b"\n")
        yield from lines
        carry = carry[-BLOCK:]
    yield carry


def _uu_line(line: bytes) -> bytes:
    line = line.rstrip(b"\r\n")
    if not line:
        return b""
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        # Some encoders write more or fewer signs than the first one announces.
        signs = 1 + (((line[0] - 32) & 63) + 2) // 3 * 4
        try:
            return binascii.a2b_uu(line[:signs])
        except binascii.Error:
            return b""


DECODERS: dict[str, Decoder] = {
    "base64": base64,
    "quoted-printable": quoted_printable,
    "x-uuencode": uuencode,
    "x-uue": uuencode,
    "uuencode": uuencode,
    "uue": uuencode,
}
