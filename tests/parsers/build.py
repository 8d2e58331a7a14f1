"""Mails as brokers send them, built line by line, so that a test can break exactly one thing."""

import base64
from dataclasses import dataclass
from pathlib import Path

from core.content import Content, Spool
from core.limits import Limits
from core.values import Part, Tree, Unit
from parsers.tree import Source, walk

PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
PNG_HEAD = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0"
HEAD = "From: Agence Duval <contact@duval-courtage.example>\r\nTo: sinistres@assureur.example\r\n"


def png(width: int, height: int, *, size: int = 400) -> bytes:
    """The beginning of a PNG of that many pixels, filled up to `size` bytes."""
    return (PNG_HEAD + width.to_bytes(4, "big") + height.to_bytes(4, "big")).ljust(size, b"\0")


def text(words: str, kind: str = "plain", charset: str = "utf-8") -> bytes:
    """A text part."""
    return f"Content-Type: text/{kind}; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n".encode() + words.encode(charset)


def file(content: bytes, media_type: str, name: str = "", extra: str = "") -> bytes:
    """An attached file in base64."""
    given = f'; filename="{name}"' if name else ""
    head = f"Content-Type: {media_type}\r\nContent-Disposition: attachment{given}\r\nContent-Transfer-Encoding: base64\r\n{extra}\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def attached(mail: bytes, extra: str = "") -> bytes:
    """A mail attached as it is."""
    return f"Content-Type: message/rfc822\r\n{extra}\r\n".encode() + mail


def multipart(*parts: bytes, kind: str = "mixed", boundary: str = "=_limite") -> bytes:
    """A multipart part, or the end of a mail's header block and its body."""
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    line = f"--{boundary}".encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def mail(subject: str, *parts: bytes, head: str = HEAD, boundary: str = "=_limite") -> bytes:
    """A mail with these parts."""
    start = f"{head}Subject: {subject}\r\nMIME-Version: 1.0\r\n".encode()
    return start + multipart(*parts, boundary=boundary)


def plain(subject: str, words: str, head: str = HEAD) -> bytes:
    """A mail that is one text."""
    return f"{head}Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{words}".encode()


@dataclass(frozen=True, slots=True)
class Opener:
    """Walks what a test builds."""

    spool: Spool

    def tree(self, raw: bytes, *, declared_type: str = "message/rfc822", name: str = "", limits: Limits | None = None) -> Tree:
        return walk(
            Source(content=self.spool.keep(raw), name=name, declared_type=declared_type), spool=self.spool, limits=limits or Limits()
        )

    def parts(self, raw: bytes, *, declared_type: str = "message/rfc822", name: str = "") -> tuple[Part, ...]:
        return self.tree(raw, declared_type=declared_type, name=name).parts

    def unit(self, raw: bytes) -> Unit:
        return self.tree(raw).units[0]

    def unlocked(self, raw: bytes, *passwords: str) -> Tree:
        content = self.spool.keep(raw)
        return walk(Source(content=content, name="envoi.zip", declared_type="", passwords=passwords), spool=self.spool, limits=Limits())


def bytes_of(content: Content) -> bytes:
    """All of it; tests are small."""
    return content.read(64 * 1024 * 1024)


def corpora() -> Path:
    """Where the acceptance corpora lie, when they are at hand."""
    return Path(__file__).parents[3] / "shared" / "corpora"
