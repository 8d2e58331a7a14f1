"""Marks by which formats are known from their first bytes: the whole of each, for a text may begin with the half of one."""

import re
from functools import cache

MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (0, b"II*\0", "image/tiff"),
    (0, b"MM\0*", "image/tiff"),
    (0, b"II+\0", "image/tiff"),
    (8, b"WEBP", "image/webp"),
    (8, b"AVI ", "video/x-msvideo"),
    (8, b"WAVE", "audio/x-wav"),
    (0, b"{\\rtf", "application/rtf"),
    (0, b"\x78\x9f\x3e\x22", "application/ms-tnef"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (0, b"Rar!\x1a\x07", "application/vnd.rar"),
    (0, b"\x1f\x8b\x08", "application/gzip"),
    (0, b"\x1f\x9d", "application/x-compress"),
    (0, b"\xfd7zXZ\0", "application/x-xz"),
    (0, b"\x28\xb5\x2f\xfd", "application/zstd"),
    (0, b"\x00\x05\x16\x00", "application/applesingle"),
    (0, b"\x00\x05\x16\x07", "application/applefile"),
    (0, b"!BDN", "application/vnd.ms-outlook-pst"),
    (0, b"\xc7\x71", "application/x-cpio"),
    *((2, b"-lh%d-" % method, "application/x-lzh-compressed") for method in range(8)),
    (0, b"MSCF\0\0\0\0", "application/vnd.ms-cab-compressed"),
    (257, b"ustar", "application/x-tar"),
    (0, b"\x1a\x45\xdf\xa3", "video/x-matroska"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-wmv"),
    (0, b"OggS\0", "audio/ogg"),
    (0, b"BEGIN:VCALENDAR", "text/calendar"),
    (0, b"BEGIN:VCARD", "text/vcard"),
    (0, b"begin:vcard", "text/vcard"),
    (0, b"\0\0\x01\xba", "video/mpeg"),
    (0, b"-----BEGIN PKCS7-----", "application/pkcs7-mime"),
    (0, b"-----BEGIN CMS-----", "application/pkcs7-mime"),
)
RIFF = b"RIFF"
IN_RIFF = 8
"""Where the chunk that begins with RIFF says what it is."""

WHOLE: tuple[tuple[re.Pattern[bytes], str], ...] = (
    # A block of bzip2 begins with the digits of pi, the end of an empty file with those of its root.
    (re.compile(rb"BZh[1-9](?:1AY&SY|\x17\x72\x45\x38\x50\x90)"), "application/x-bzip2"),
    # cpio(5): all numbers of a header are written out, in hexadecimal or octal digits.
    (re.compile(rb"07070[12][0-9A-Fa-f]{104}"), "application/x-cpio"),
    (re.compile(rb"070707[0-7]{70}"), "application/x-cpio"),
    # ID3v2 3.1: version, flags, and a size of which no byte has its highest bit.
    (re.compile(rb"ID3[\x02-\x04][^\xff].[\x00-\x7f]{4}", re.DOTALL), "audio/mpeg"),
    (re.compile(rb"%PDF-\d"), "application/pdf"),
)
TYPES = frozenset(found for _, found in WHOLE)

PDF_WITHIN = 1024
"""Readers of PDF take junk before the header (ISO 32000-2, annex I of older readers); mail brings such files."""

PDF = re.compile(rb"%PDF-\d")
OBJECT = re.compile(rb"\b\d{1,10}[ \r\n]+\d{1,5}[ \r\n]+obj\b")


def media_type(head: bytes) -> str:
    """What a file that begins with `head` is, "" when it has none of the marks."""
    for offset, mark, found in MAGIC:
        if head.startswith(mark, offset) and (offset != IN_RIFF or head.startswith(RIFF)):
            return found
    return next((found for pattern, found in WHOLE if pattern.match(head)), "")


def has_pdf(head: bytes) -> bool:
    """Whether a PDF begins behind some junk, which is no text that speaks of one."""
    found = PDF.search(head[: PDF_WITHIN + 2])
    if found is None:
        return False
    before, behind = head[: found.start()], head[found.start() :]
    is_set_off = before.endswith((b"\r", b"\n")) or not is_text(before)
    return is_set_off and (OBJECT.search(behind) is not None or not is_text(behind))


def is_text(head: bytes) -> bool:
    """Whether nothing but text is in it."""
    return len(head.translate(None, _controls())) == len(head)


@cache
def _controls() -> bytes:
    return bytes(set(range(32)) - set(b"\t\n\r\f\x1b"))
