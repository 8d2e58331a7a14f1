"""What a part is to a handler: by type and place, never by disposition alone."""

import re

from core.content import Content
from core.errors import Problem
from core.values import Kind
from parsers import types
from parsers.containers import OPENERS
from parsers.opening import Child

SMALL_BYTES = 20_000
SMALL_SIDE = 120
"""Pixels: a picture that is this low or this narrow is a logo or a line, a photo of damage is not."""

APPLE_DOUBLE = b"\x00\x05\x16\x07"
PGP_CONTROL = b"version:"
STYLES = frozenset({"text/css", "text/javascript", "application/javascript", "font/woff", "font/woff2"})
"""What a saved web page needs to look as it did."""

PIXEL_SIDE = 2
LITTER = re.compile(r"(?:^|[/\\])(?:__MACOSX[/\\].*|\.DS_Store|Thumbs\.db|desktop\.ini)$", re.IGNORECASE)
"""What file systems leave in archives without anybody's wish."""

HEAD = 64 * 1024
JPEG_FRAMES = frozenset({*range(0xC0, 0xC4), *range(0xC5, 0xC8), *range(0xC9, 0xCC), *range(0xCD, 0xD0)})


def kind_of(child: Child, media_type: str) -> Kind:
    """The kind of a part."""
    if media_type in types.MAILS and child.problem != Problem.NEEDS_PASSWORD:
        return Kind.MAIL
    if media_type in types.SIGNATURES:
        return Kind.SIGNATURE
    if child.body and media_type in {"text/plain", "text/html", "application/rtf"}:
        return Kind.TEXT
    if is_container(media_type):
        return Kind.CONTAINER
    return Kind.DECORATION if _is_decoration(child, media_type) else Kind.DOCUMENT


def is_container(media_type: str) -> bool:
    """Whether a part of that type is a container and nothing else; a paper with things in it stays a document."""
    if media_type in types.CONTAINERS:
        return True
    return OPENERS.get(media_type) is not None and not media_type.startswith(types.PAPERS)


def _is_decoration(child: Child, media_type: str) -> bool:
    if LITTER.search(child.name) or _is_note(child, media_type):
        return True
    if not media_type.startswith("image/"):
        return False
    size = dimensions(child.content, media_type)
    if size and max(size) <= PIXEL_SIDE:
        return True
    if not child.cited:
        return False
    return child.content.size < SMALL_BYTES or bool(size and min(size) <= SMALL_SIDE)


def _is_note(child: Child, media_type: str) -> bool:
    """Whether it says something to a program about the part beside it, and nothing to a person."""
    if media_type == "application/applefile":
        return child.content.head(len(APPLE_DOUBLE)) == APPLE_DOUBLE
    if media_type == "application/pgp-encrypted":
        return child.content.head(len(PGP_CONTROL)).lower() == PGP_CONTROL
    return child.cited and media_type in STYLES


def dimensions(content: Content, media_type: str) -> tuple[int, int] | None:
    """Width and height that the picture's header names, `None` when it is not in the first bytes."""
    head = content.head(HEAD)
    if media_type == "image/png" and len(head) >= 24:  # noqa: PLR2004 - signature and the first chunk
        return int.from_bytes(head[16:20], "big"), int.from_bytes(head[20:24], "big")
    if media_type == "image/gif" and len(head) >= 10:  # noqa: PLR2004 - signature and the screen's size
        return int.from_bytes(head[6:8], "little"), int.from_bytes(head[8:10], "little")
    return _jpeg(head) if media_type == "image/jpeg" else None


def _jpeg(head: bytes) -> tuple[int, int] | None:
    # ITU-T T.81, B.1.1.4: every segment but the scan names its length; the frame's holds height and width.
    at = 2
    while at + 9 <= len(head) and head[at] == 0xFF:  # noqa: PLR2004 - a marker's first byte
        if head[at + 1] in JPEG_FRAMES:
            return int.from_bytes(head[at + 7 : at + 9], "big"), int.from_bytes(head[at + 5 : at + 7], "big")
        at += 2 + int.from_bytes(head[at + 2 : at + 4], "big")
    return None
