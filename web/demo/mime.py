"""Writes mails byte for byte as mail programs do: the same input gives the same bytes, and damage can be planted."""

import base64
import quopri
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime

CRLF = b"\r\n"


@dataclass(frozen=True, slots=True)
class Piece:
    """One MIME entity: its own header lines and its encoded body."""

    head: tuple[tuple[str, str], ...]
    body: bytes


def text(words: str, *, subtype: str = "plain", charset: str = "utf-8", encoding: str = "quoted-printable") -> Piece:
    """A text body as the program of that charset writes it."""
    raw = words.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset, "xmlcharrefreplace" if subtype == "html" else "replace")
    return Piece(
        (("Content-Type", f'text/{subtype}; charset="{charset}"'), ("Content-Transfer-Encoding", encoding)),
        _encoded(raw, encoding),
    )


def _encoded(raw: bytes, encoding: str) -> bytes:
    if encoding == "base64":
        return base64.encodebytes(raw).replace(b"\n", CRLF)
    if encoding == "quoted-printable":
        lines = quopri.encodestring(raw.replace(CRLF, b"\n"), quotetabs=False)
        return lines.replace(b"\n", CRLF)
    return raw


def attached(content: bytes, name: str, media_type: str, *, inline_id: str = "") -> Piece:
    """A file; with `inline_id` it is an image that the HTML text shows."""
    shown = encoded_words(name)
    head = [("Content-Type", f'{media_type};\r\n name="{shown}"')]
    if inline_id:
        head += [("Content-ID", f"<{inline_id}>"), ("Content-Disposition", f'inline;\r\n filename="{shown}"; size={len(content)}')]
    else:
        head.append(("Content-Disposition", f'attachment;\r\n filename="{shown}"; size={len(content)}'))
    head.append(("Content-Transfer-Encoding", "base64"))
    return Piece(tuple(head), base64.encodebytes(content).replace(b"\n", CRLF))


def mail_attached(raw: bytes, *, name: str = "") -> Piece:
    """A whole mail as an attachment (message/rfc822)."""
    head: tuple[tuple[str, str], ...] = (("Content-Type", "message/rfc822"), ("Content-Disposition", "attachment"))
    if name:
        head = (
            ("Content-Type", f'message/rfc822;\r\n name="{encoded_words(name)}"'),
            ("Content-Disposition", f'attachment;\r\n filename="{encoded_words(name)}"'),
        )
    return Piece((*head, ("Content-Transfer-Encoding", "8bit")), raw)


def several(kind: str, boundary: str, *pieces: Piece, extra: str = "") -> Piece:
    """A multipart of `kind` (mixed, related, alternative, report ...)."""
    body = b"".join(b"--" + boundary.encode() + CRLF + entity(piece) + CRLF for piece in pieces)
    return Piece(
        (("Content-Type", f'multipart/{kind};{extra}\r\n boundary="{boundary}"'),),
        body + b"--" + boundary.encode() + b"--" + CRLF,
    )


def entity(piece: Piece, *before: tuple[str, str]) -> bytes:
    """The piece with its head, after the header lines `before`; values may hold raw 8-bit bytes as surrogates."""
    head = b"".join(f"{name}: {value}".encode("utf-8", "surrogateescape") + CRLF for name, value in (*before, *piece.head))
    return head + CRLF + piece.body


def encoded_words(words: str, charset: str = "utf-8") -> str:
    """`words` for a header: as they are when ASCII, else as encoded-words (RFC 2047), folded."""
    if words.isascii():
        return words
    return Header(words, charset, maxlinelen=70).encode(linesep="\r\n")


def address(name: str, mailbox: str) -> str:
    """An address for a header."""
    if not name:
        return f"<{mailbox}>"
    return f'"{name}" <{mailbox}>' if name.isascii() else f"{encoded_words(name)} <{mailbox}>"


def date(at: datetime) -> str:
    """A date for a header."""
    return format_datetime(at)
