"""The bytes of mails and items: each kept once, under its SHA-256, and checked whenever it is read."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Protocol
from urllib.parse import unquote, urlsplit

from core.content import Content, Spool
from core.errors import Misconfigured, Unavailable
from core.settings import Settings

SCHEMES = {"s3": False, "s3+tls": True}
"""Whether the connection is encrypted."""


class Missing(Unavailable):
    """The store answers, but does not have the bytes; they may come back with a backup."""

    def __init__(self, sha256: str) -> None:
        super().__init__("blob_missing", sha256)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """Bytes in the store, and when they came."""

    sha256: str
    put_at: datetime


class Blobs(Protocol):
    """A store of bytes by their SHA-256 in hex; safe to share between threads.

    Every verb raises `Unavailable`: `blobs_unreachable`, `blobs_refused` (keys or rights) or `blobs_full`; and `Missing`
    where bytes are asked for that are not there. A number that is no SHA-256 is a `ValueError`.
    """

    def put(self, content: Content) -> None:
        """Keep the bytes. They are safe when it returns; the second time it does nothing.

        Raises:
            Unreadable: the bytes do not have the SHA-256 that the handle names; nothing is kept.
        """

    def open(self, sha256: str) -> BinaryIO:
        """A stream of the bytes, without seeking; the caller closes it.

        The last bytes are handed out only after all were checked: reading damaged ones ends in `Unreadable`.
        """

    def open_range(self, sha256: str, start: int, length: int) -> BinaryIO:
        """A stream of at most `length` bytes from `start`, for seeking in a video; a part cannot be checked."""

    def fetch(self, sha256: str, spool: Spool) -> Content:
        """The bytes as a file of `spool`, checked.

        Raises:
            Unreadable: they are damaged.
        """

    def has(self, sha256: str) -> bool:
        """True when the bytes are there."""

    def size(self, sha256: str) -> int:
        """How many bytes there are."""

    def all(self) -> Iterator[Blob]:
        """Every blob there is, in no order, one after the other."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes; nothing when they are not there."""


def checked_key(sha256: str) -> str:
    """`sha256`, which becomes part of a path: nothing else may.

    Raises:
        ValueError: it is no SHA-256 in lower-case hex.
    """
    if not is_key(sha256):
        raise ValueError(f"not a SHA-256: {sha256!r}")
    return sha256


def is_key(name: str) -> bool:
    """Whether `name` is a SHA-256 in lower-case hex."""
    return bool(re.fullmatch("[0-9a-f]{64}", name))


def connect(settings: Settings) -> Blobs:
    """The store that `blobs_url` names. No server is asked yet; a bucket that is missing is made when it is first needed.

    Raises:
        Misconfigured: the address does not fit.
    """
    if not settings.blobs_url:
        from storage.blobs.folder import FolderBlobs

        return FolderBlobs(settings.home / "blobs")
    from storage.blobs.bucket import Address, BucketBlobs

    url = urlsplit(settings.blobs_url)
    bucket = url.path.strip("/")
    if url.scheme not in SCHEMES or not (url.hostname and url.username and url.password and bucket) or "/" in bucket:
        # The address itself is not repeated: it holds a secret.
        raise Misconfigured("blobs_url", "s3://key:secret@host:port/bucket or s3+tls://key:secret@host:port/bucket")
    return BucketBlobs(
        Address(
            host=url.netloc.rpartition("@")[2],
            key=unquote(url.username),
            secret=unquote(url.password),
            bucket=bucket,
            secure=SCHEMES[url.scheme],
        ),
    )
