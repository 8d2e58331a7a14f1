"""What a file is: by its content first, then by its extension, then by what the sender says."""

import re
from itertools import islice
from typing import Any

from core.content import Content
from parsers import cms, folder, marks, types

HEAD = 4096
TAIL = 64 * 1024
BRANDS = {
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"hevc": "image/heic",
    b"mif1": "image/heif",
    b"msf1": "image/heif",
    b"avif": "image/avif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
    b"M4V ": "video/mp4",
}
QUICKTIME = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip"})
IN_ZIP = (
    (b"word/", ".docx"),
    (b"xl/", ".xlsx"),
    (b"ppt/", ".pptx"),
)
WITH_MACROS = (
    (b"word/vbaProject.bin", ".docm"),
    (b"xl/vbaProject.bin", ".xlsm"),
    (b"ppt/vbaProject.bin", ".pptm"),
)
"""The member that holds the macros of an office file, whatever the file is called ([MS-OVBA] 1.3.2.2)."""

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
IN_OLE2 = (
    ("__properties_version1.0", "application/vnd.ms-outlook"),
    ("__substg1.0_", "application/vnd.ms-outlook"),
    ("__nameid_version1.0", "application/vnd.ms-outlook"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("EncryptedPackage", "application/x-encrypted-office"),
)
HTML = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)[\s>]", re.IGNORECASE | re.DOTALL)
HEADERS = re.compile(
    rb"\s*(?:>?From [^\r\n]*[\r\n]+)?(?:(?:return-path|received|from|to|subject|date|message-id|delivered-to|mime-version|x-[\w-]+"
    rb"|dkim-signature|arc-[\w-]+|authentication-results|reply-to|sender|cc|bcc|in-reply-to|references|thread-[\w-]+|list-[\w-]+"
    rb"|user-agent|importance|priority|errors-to|organization|status|content-[\w-]+)"
    rb"[ \t]*:[^\r\n]*(?:\r*\n|\r)(?:[ \t][^\r\n]*(?:\r*\n|\r))*){2,}",
    re.IGNORECASE,
)
FIELD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]*[\r\n]+)?[!-9;-~]{1,60}[ \t]*:[^\r\n]*[\r\n]")
SENDER = re.compile(rb"(?:^|[\r\n])(?:from|received|return-path)[ \t]*:", re.IGNORECASE)
HEADERS_END = re.compile(rb"\r*\n\r*\n|\r\r")
WHOLE_MAIL = (
    re.compile(rb"(?:^|[\r\n])from[ \t]*:", re.IGNORECASE),
    re.compile(rb"(?:^|[\r\n])(?:subject|date)[ \t]*:", re.IGNORECASE),
    re.compile(rb"(?:^|[\r\n])(?:mime-version|received)[ \t]*:", re.IGNORECASE),
)
"""What a mail has that was sent, and a text that quotes the head of one has not."""

FOLDER = "application/mbox"
PGP = re.compile(rb"\s*-----BEGIN PGP (MESSAGE|SIGNATURE|SIGNED MESSAGE|PUBLIC KEY BLOCK)")
IN_PGP = {
    b"MESSAGE": "application/pgp-encrypted",
    b"SIGNATURE": "application/pgp-signature",
    b"SIGNED MESSAGE": "text/plain",
    b"PUBLIC KEY BLOCK": "application/pgp-keys",
}
COUNT = re.compile(rb"\d{1,12}[ \t]*\r?\n")
"""What Apple Mail writes before a mail: its length."""

LEAST_MAGIC = 4
"""Shorter marks of the library's list stand in too many files that are something else."""


def media_type(content: Content, *, name: str, declared: str) -> str:
    """The media type of `content`."""
    head = content.head(HEAD)
    declared = types.same(declared)
    by_name = types.of_extension(name)
    if by_name == types.PAGE and FIELD.match(head):
        return by_name
    # A mail may well have "%PDF" in its first lines: its own header block goes before marks further down.
    if (types.MAIL in {declared, by_name} or declared in types.MAILS) and FIELD.match(head):
        return declared if declared in types.MAILS else types.MAIL
    if found := _by_content(content, head):
        return _finer(found, by_name)
    if _is_mail(content, head, declared, by_name):
        return declared if declared in types.MAILS else types.MAIL
    # A format that is known by its first bytes is not what these bytes are.
    return _text(head, declared, by_name) or by_name or _known(declared) or _listed(head) or types.UNKNOWN


def _by_content(content: Content, head: bytes) -> str:
    if found := marks.media_type(head):
        return found
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04", b"PK\x07\x08PK\x03\x04")):
        return _zip(content, head)
    if head.startswith(OLE2):
        return _ole2(content, head)
    return (
        _sealed(content, head)
        or _kept_mail(content, head)
        or _movie(head)
        or _tar(head)
        or ("application/pdf" if marks.has_pdf(head) and not HEADERS.match(head) and not HTML.match(head) else "")
    )


def _sealed(content: Content, head: bytes) -> str:
    if cms.BEGINNING.match(head):
        return cms.media_type(content)
    found = PGP.match(head)
    return IN_PGP[found[1]] if found else ""


def _kept_mail(content: Content, head: bytes) -> str:
    """How mail programs keep mails on a disk."""
    count = COUNT.match(head)
    if count and HEADERS.match(head, count.end()):
        return "message/x-emlx"
    return FOLDER if folder.is_folder(content, head) else ""


def _tar(head: bytes) -> str:
    # Of the seventh edition's archives only the checksum tells: the sum of a header in which it is blank itself.
    written = re.match(rb" *([0-7]{1,6})[\0 ]", head[148:156])
    return "application/x-tar" if written and sum(head[:148]) + 8 * 32 + sum(head[156:512]) == int(written[1], 8) else ""


def _movie(head: bytes) -> str:
    box, brand = head[4:8], head[8:12]
    if box == b"ftyp":
        return BRANDS.get(brand) or ("video/3gpp" if brand.startswith(b"3g") else "video/mp4")
    # Before the box's name stands its length: a text that has such a word there begins with no zero.
    return "video/quicktime" if box in QUICKTIME and head[:1] == b"\0" else ""


def _zip(content: Content, head: bytes) -> str:
    # ODF and EPUB store their type first, unpacked (ODF 1.3 part 2, 3.3).
    length = int.from_bytes(head[18:22], "little")
    if head[30:38] == b"mimetype" and (found := re.fullmatch(rb"application/[\w.+-]+", head[38 : 38 + length])):
        return found[0].decode("ascii")
    names = head + _tail(content)
    if b"[Content_Types].xml" in names:
        return next((types.EXTENSIONS[extension] for mark, extension in (*WITH_MACROS, *IN_ZIP) if mark in names), "application/zip")
    return "application/zip"


def _tail(content: Content) -> bytes:
    with content.open() as file:
        file.seek(max(content.size - TAIL, 0))
        return file.read(TAIL)


def _ole2(content: Content, head: bytes) -> str:
    # [MS-CFB] 2.2: the directory begins at the sector that offset 48 names; names are UTF-16.
    shift = 12 if head[30:31] == b"\x0c" else 9
    sector = int.from_bytes(head[48:52], "little")
    with content.open() as file:
        file.seek(min((sector + 1) << shift, content.size))
        directory = file.read(HEAD)
    for mark, found in IN_OLE2:
        if mark.encode("utf-16-le") in directory:
            return found
    return "application/x-ole-storage"


def _finer(found: str, by_name: str) -> str:
    """`found`, or what the extension says more exactly about the same family."""
    families = (
        ("application/vnd.openxmlformats-officedocument", ("application/vnd.ms-", "application/vnd.openxmlformats")),
        ("application/x-ole-storage", ("application/msword", "application/vnd.ms-")),
        ("video/mp4", ("video/quicktime", "video/3gpp", "audio/mp4")),
        ("video/x-matroska", ("video/webm",)),
        ("application/zip", ("application/epub",)),
    )
    for family, members in families:
        if found.startswith(family) and by_name.startswith(members):
            return by_name
    return found


def _is_mail(content: Content, head: bytes, declared: str, by_name: str) -> bool:
    if declared in types.MAILS:
        return True
    looks = bool(HEADERS.match(head.removeprefix(b"\xef\xbb\xbf"))) and bool(SENDER.search(head))
    if not looks or declared.startswith("message/") or by_name == types.MAIL:
        return looks and by_name == types.MAIL
    if FOLDER in {declared, by_name}:
        # A folder of one mail is that mail: whoever saved it so meant no folder.
        return len(list(islice(folder.from_lines(content), 2))) <= 1
    # A format that has marks of its own is not what these bytes are; that of a text is, unless they are a whole mail.
    if declared.startswith("text/") or by_name.startswith("text/"):
        block = _block(content.head(TAIL)) if by_name else b""
        return all(field.search(block) for field in WHOLE_MAIL)
    return True


def _block(head: bytes) -> bytes:
    """The header block that `head` begins with."""
    found = HEADERS_END.search(head.lstrip())
    return head.lstrip()[: found.start()] if found else head


def _text(head: bytes, declared: str, by_name: str) -> str:
    if declared.startswith("text/") or by_name or b"\0" in head:
        return "text/html" if HTML.match(head) and declared != "text/html" and b"\0" not in head else ""
    return "text/html" if HTML.match(head) else ""


def _known(declared: str) -> str:
    return declared if declared and declared != types.UNKNOWN and re.fullmatch(r"[\w.+-]+/[\w.+-]+", declared) else ""


def _listed(head: bytes) -> str:
    """What puremagic's list says, or plain text when nothing but text is in it."""
    import puremagic

    try:
        matches: list[Any] = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        matches = []
    for match in matches:
        found = types.same(str(match.mime_type).lower())
        if match.mime_type and len(match.byte_match) >= LEAST_MAGIC and found not in marks.TYPES:
            return found
    return "text/plain" if head and marks.is_text(head) else ""
