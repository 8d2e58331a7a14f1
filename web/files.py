"""Files as answers: streamed from the blob store, whole or one range (RFC 9110, 14), never trusted by the browser."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

from web.engine import open_blob

PIECE = 256 * 1024

POLICY = "default-src 'none'; frame-ancestors 'self'; sandbox"
"""A file may show itself and do nothing. Chromium's viewer of PDFs works under it; a sandbox attribute would stop it."""

INLINE = {
    "application/pdf": "application/pdf",
    "image/png": "image/png",
    "image/jpeg": "image/jpeg",
    "image/gif": "image/gif",
    "image/webp": "image/webp",
    "image/bmp": "image/bmp",
    "video/mp4": "video/mp4",
    # A QuickTime film with the codecs of an mp4 plays when it is called one.
    "video/quicktime": "video/mp4",
    "video/webm": "video/webm",
    "audio/mpeg": "audio/mpeg",
    "audio/mp4": "audio/mp4",
    "audio/ogg": "audio/ogg",
    "audio/wav": "audio/wav",
    "audio/x-wav": "audio/wav",
    "text/plain": "text/plain; charset=utf-8",
}
"""What a browser may show from our address, and as what. HTML, SVG and XML are never among them."""

TO_KEEP = "application/octet-stream"
"""What no browser opens by itself."""

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """What is sent: a blob, its size, its name, and the type that the browser is told."""

    sha256: str
    size: int
    name: str
    media_type: str = TO_KEEP
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The bytes from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        """How many bytes these are."""
        return self.last - self.first + 1


class Unsatisfiable(Exception):
    """The range asked for lies outside the file."""


def span(header: str, size: int) -> Span | None:
    """The one range that a Range header asks for; `None` when there is none, several, or none we understand."""
    found = RANGE.fullmatch(header.strip().replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        asked = Span(first=max(0, size - int(last)), last=size - 1)
        return _within(asked, size)
    return _within(Span(first=int(first), last=min(int(last) if last else size - 1, size - 1)), size)


def _within(asked: Span, size: int) -> Span:
    if asked.first >= size or asked.length <= 0:
        raise Unsatisfiable
    return asked


def respond(file: File, range_header: str = "") -> HttpResponseBase:
    """The file as an answer: 200 whole, 206 a range, 416 when the range is outside."""
    try:
        asked = span(range_header, file.size)
    except Unsatisfiable:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    headers = {
        "Content-Type": file.media_type,
        "Content-Length": str(asked.length if asked else file.size),
        "Content-Disposition": content_disposition_header(not file.inline, file.name) or "attachment",
        "Content-Security-Policy": POLICY,
        "Accept-Ranges": "bytes",
    }
    if asked is None:
        return StreamingHttpResponse(Pieces(open_blob(file.sha256)), headers=headers)
    headers["Content-Range"] = f"bytes {asked.first}-{asked.last}/{file.size}"
    stream = open_blob(file.sha256, start=asked.first, length=asked.length)
    return StreamingHttpResponse(Pieces(stream), status=206, headers=headers)


def respond_made(stream: BinaryIO, size: int, name: str) -> HttpResponseBase:
    """What was made to be kept, whole; `stream` is closed with the answer."""
    return StreamingHttpResponse(Pieces(stream), headers=_made(name) | {"Content-Length": str(size)})


def respond_unmade(name: str) -> HttpResponseBase:
    """What HEAD is told of that: all but the size, which is only known once it is made (RFC 9110, 9.3.2)."""
    return StreamingHttpResponse((), headers=_made(name))


def _made(name: str) -> dict[str, str]:
    return {
        "Content-Type": TO_KEEP,
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment",
        "Content-Security-Policy": POLICY,
    }


class Pieces(Iterator[bytes]):
    """A stream in pieces, closed with the answer: also when nobody reads it, as with HEAD."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __next__(self) -> bytes:
        piece = self._stream.read(PIECE)
        if not piece:
            raise StopIteration
        return piece

    def close(self) -> None:
        """Give the stream back."""
        self._stream.close()
