"""The way from a page to the engine: its services, its operations, and what it refuses."""

from collections.abc import Callable
from typing import BinaryIO

from django.contrib import messages
from django.http import HttpRequest

from core.errors import Unavailable, Unreadable
from ingest import services
from ingest.grounds import Refused
from parsers.passwords import candidates
from storage.models import Item
from web.bodies import decode
from web.words import codes, word

TEXT_LIMIT = 512 * 1024
"""Bytes of a text that a page shows; the whole file can be downloaded."""


def attempt(request: HttpRequest, operation: Callable[[], object]) -> bool:
    """Do what a person asked for; a refusal becomes a message on the next page, and False."""
    try:
        operation()
    except Refused as refused:
        messages.error(request, word(codes.REFUSALS, refused.code))
        return False
    return True


def open_blob(sha256: str, *, start: int = 0, length: int | None = None) -> BinaryIO:
    """The bytes of a blob, or `length` of them from `start`."""
    blobs = services.current().blobs
    return blobs.open(sha256) if length is None else blobs.open_range(sha256, start, length)


def passwords_for(item: Item) -> tuple[str, ...]:
    """What may open the item, likeliest first: its sender's own words."""
    text = item.unit.value.get("own_text", "") if item.unit else ""
    return candidates((text,), limit=services.current().settings.limits.passwords)


def read_text(sha256: str) -> str | None:
    """The beginning of a text for a page, or `None` when the store does not answer or has lost it."""
    try:
        with open_blob(sha256) as stream:
            content = stream.read(TEXT_LIMIT)
            return decode(content, cut=len(content) == TEXT_LIMIT)
    except (Unavailable, Unreadable):
        return None
