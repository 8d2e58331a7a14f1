"""A JPEG without what its camera says beside the picture: when and where it was taken, and of whose hands it went through."""

import re
from collections.abc import Iterator

MARKER = re.compile(rb"\xff([^\x00\xff\xd0-\xd7])")
"""Where a segment begins; what stands between them is the picture itself (ITU-T T.81, B.1.1.2)."""

TEM, EOI, SOS, APP0, COM = 0x01, 0xD9, 0xDA, 0xE0, 0xFE
APPLICATIONS = range(APP0, APP0 + 16)

TELLING = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Segments of applications that say how the colours are meant (T.871; ICC.1, B.4; T.872, 6.5.3)."""


def bare(data: bytes) -> bytes:
    """`data` without EXIF, XMP, IPTC, comments and whatever follows the picture; what is drawn stays byte for byte."""
    return data[:2] + b"".join(_kept(data))


def _kept(data: bytes) -> Iterator[bytes]:
    at, drawing = 2, False
    while found := MARKER.search(data, at):
        code, start = found[1][0], found.start()
        if drawing:
            yield data[at:start]
        if code == EOI:
            yield found[0]
            return
        # Decoders take a segment that is shorter than its own length for an empty one.
        at = found.end() + (0 if code == TEM else max(2, int.from_bytes(data[found.end() : found.end() + 2])))
        if not _is_aside(code, data[found.end() + 2 : at]):
            yield data[start:at]
        drawing = drawing or code == SOS
    if drawing:
        yield data[at:]


def _is_aside(code: int, body: bytes) -> bool:
    if code in APPLICATIONS:
        return code not in TELLING or not body.startswith(TELLING[code])
    return code == COM
