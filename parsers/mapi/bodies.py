"""What a message of Outlook says, in the forms that it has: plain text, HTML, compressed RTF ([MS-OXBBODY])."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from core.content import Content
from parsers.mapi import tags
from parsers.mapi.codepages import charset_of
from parsers.mapi.compound import Stream
from parsers.mapi.lzfu import decompressed
from parsers.mapi.meeting import meeting
from parsers.mapi.properties import Properties
from parsers.mapi.rtf import html_of, text_of, wrapped_type
from parsers.mime.charsets import clean, codec_of, decode
from parsers.opening import Child, Meter, Opening
from parsers.text import Body

NAMED_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
HEAD = 4096
RTF_TEXTS = 2
"""RTF is read up to this many times the limit of a text: most of it is marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One body: the part it becomes, and its text where it is read."""

    child: Child
    body: Body | None = None


def bodies(properties: Properties, opening: Opening, meter: Meter) -> tuple[Said, ...]:
    """All forms of the text of one message; RTF counts only where no HTML says the same."""
    return _Bodies(properties, opening, meter).found()


class _Bodies:
    """Keeps the bodies of one message."""

    def __init__(self, properties: Properties, opening: Opening, meter: Meter) -> None:
        self._properties = properties
        self._opening = opening
        self._meter = meter
        self._limit = opening.limits.text_bytes

    def found(self) -> tuple[Said, ...]:
        plain = self._plain()
        html = self._html()
        formatted = html or self._rtf(has_plain=plain is not None)
        return tuple(said for said in (self._meeting(), plain, formatted) if said)

    def _meeting(self) -> Said | None:
        text = meeting(self._properties)
        if not text:
            return None
        said = self._said("text/plain", iter((text.encode(),)))
        return replace(said, body=Body(text=text, html=False))

    def _plain(self) -> Said | None:
        stream = self._properties.stream(tags.BODY, tags.UNICODE, tags.STRING_8)
        if not stream or not stream.size:
            return None
        if self._properties.stream(tags.BODY, tags.UNICODE):
            return self._said("text/plain", _utf_8(stream, "utf-16-le"))
        return self._said("text/plain", _utf_8(stream, codec_of(self._charset_of_8bit(stream)) or "cp1252"))

    def _charset_of_8bit(self, stream: Stream) -> str:
        # Mailers that write UTF-8 whatever the code page says are told by its look alone.
        head = stream.head(self._limit)
        return "utf-8" if decode(head, self._properties.charset) == head.decode("utf-8", "replace") else self._properties.charset

    def _html(self) -> Said | None:
        stream = self._properties.stream(tags.HTML, tags.BINARY, tags.STRING_8, tags.UNICODE)
        if not stream or not stream.size:
            return None
        if self._properties.stream(tags.HTML, tags.BINARY, tags.STRING_8) is None:
            return self._said("text/html", _utf_8(stream, "utf-16-le"))
        head = stream.head(HEAD)
        if named := NAMED_CHARSET.search(head):
            return self._said("text/html", stream.pieces(), named[1].decode("ascii"))
        page = self._properties.number(tags.INTERNET_CPID)
        charset = charset_of(page) if page else self._properties.charset
        return self._said("text/html", _utf_8(stream, codec_of(charset) or "cp1252"))

    def _rtf(self, *, has_plain: bool) -> Said | None:
        stream = self._properties.stream(tags.RTF_COMPRESSED, tags.BINARY)
        if not stream or not stream.size:
            return None
        kept, problem = self._opening.keep(decompressed(stream), self._meter)
        data = kept.head(self._limit * RTF_TEXTS)
        wrapped = wrapped_type(data) if kept.size == len(data) else ""
        if wrapped == "text/plain" and has_plain and not problem:
            return None
        said = self._unwrapped(wrapped, data) if wrapped else _as_rtf(kept, "" if has_plain else text_of(data))
        return replace(said, child=replace(said.child, problem=said.child.problem or problem))

    def _unwrapped(self, wrapped: str, data: bytes) -> Said:
        if wrapped == "text/plain":
            return self._said(wrapped, iter((text_of(data).encode(),)))
        html, charset = _coded(html_of(data))
        return self._said(wrapped, iter((html,)), charset)

    def _said(self, media_type: str, pieces: Iterator[bytes], charset: str = "utf-8") -> Said:
        kept, problem = self._opening.keep(pieces, self._meter)
        text = _lines(decode(kept.head(self._limit), charset))
        return Said(
            child=Child(content=kept, declared_type=media_type, body=True, problem=problem),
            body=Body(text=text, html=media_type == "text/html", alternative=1),
        )


def _as_rtf(kept: Content, text: str) -> Said:
    child = Child(content=kept, declared_type="application/rtf", body=True)
    return Said(child=child, body=Body(text=_lines(text), html=False) if text else None)


def _utf_8(stream: Stream, charset: str) -> Iterator[bytes]:
    """The text of `stream` in UTF-8, without the zeros that end it."""
    decoder = codecs.getincrementaldecoder(charset)("replace")
    for piece in stream.pieces():
        yield clean(decoder.decode(piece)).replace("\0", "").encode()
    yield clean(decoder.decode(b"", final=True)).replace("\0", "").encode()


def _coded(html: str) -> tuple[bytes, str]:
    """HTML in the charset that it names itself, so that whoever reads it later reads it right, and that charset."""
    named = NAMED_CHARSET.search(html[:HEAD].encode("ascii", "replace"))
    codec = codec_of(named[1].decode("ascii")) if named else None
    if codec and not codec.startswith("utf"):
        try:
            return html.encode(codec, "xmlcharrefreplace"), codec
        except UnicodeError:
            pass  # a codec of domain names, for one
    return html.encode("utf-8", "replace"), "utf-8"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
