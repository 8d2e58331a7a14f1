"""Writes a mail as bytes (RFC 5322): headers as gateways leave them, texts in two forms, files, mails inside of mails."""

import base64
import quopri
from dataclasses import dataclass, field
from email.header import Header
from html import escape

from tests.mails.manglings import CUT, FOLD

SERVER = "mx.claimpost.test"
PROVEN, FAILED, NOTHING = "pass", "fail", ""
_RECEIVED = "from mail.ailleurs.example by {} with ESMTPS; Wed, 4 Mar 2026 09:11:00 +0100"
_DATE = "Wed, 4 Mar 2026 09:11:00 +0100"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file that is attached, and what stands in it."""

    name: str
    text: str = "."


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One mail as it is to be written."""

    id: str
    sender: str
    subject: str
    text: str
    name: str = ""
    proof: str = PROVEN
    """What our border server says of its sender; "" when it says nothing."""

    above: tuple[str, ...] = ()
    """Results above our first Received line, in the place of ours."""

    forged: tuple[str, ...] = ()
    """Results below our first Received line, which the sender wrote himself."""

    beside: tuple[str, ...] = ()
    """Further addresses of its From."""

    answers: tuple[str, ...] = ()
    html: str = ""
    """none, both, or only: whether the text comes in HTML."""

    files: tuple[File, ...] = ()
    inside: tuple["Letter", ...] = ()
    more: tuple[tuple[str, str], ...] = field(default=())
    """Further headers."""


def write(letter: Letter, *, outer: bool = True) -> bytes:
    """The bytes of a mail; one inside of another has no results of our server."""
    head = [f"Return-Path: <{letter.sender}>"] if outer else []
    head += [f"Authentication-Results: {results}" for results in letter.above] if outer else []
    if outer and letter.proof and not letter.above:
        domain = letter.sender.rpartition("@")[2]
        head.append(f"Authentication-Results: {SERVER};\r\n dmarc={letter.proof} header.from={domain}")
    head += [f"Received: {_RECEIVED.format(SERVER)}"] if outer else []
    head += [f"Authentication-Results: {SERVER}; {result}" for result in letter.forged]
    authors = ", ".join(f"<{address}>" for address in (letter.sender, *letter.beside))
    head += [f"From: {_shown(letter.name)}{authors}", "To: sinistres@assureur.example", f"Date: {_DATE}"]
    head += [f"Subject: {_subject(letter.subject)}", f"Message-ID: <{letter.id}>", "MIME-Version: 1.0"]
    if letter.answers:
        ids = [f"<{one}>" for one in letter.answers]
        head += [f"In-Reply-To: {ids[-1]}", f"References: {' '.join(ids)}"]
    head += [f"{name}: {value}" for name, value in letter.more]
    return "\r\n".join(head).encode() + b"\r\n" + _body(letter)


def _shown(name: str) -> str:
    return "" if not name else f'"{name}" ' if name.isascii() else f"{_word(name)} "


def _subject(text: str) -> str:
    """As mail programs write it: encoded where it must be, raw where a fold is planted."""
    if CUT in text:
        return f"{_word(text.partition(CUT)[0])}\r\n {_word(text.partition(CUT)[2])}"
    if text.isascii():
        return text
    return FOLD.join(_word(piece) for piece in text.split(FOLD)) if FOLD in text else Header(text, "utf-8").encode(linesep="\r\n")


def _word(text: str) -> str:
    """One encoded-word (RFC 2047)."""
    return f"=?utf-8?B?{base64.b64encode(text.encode()).decode()}?="


def _body(letter: Letter) -> bytes:
    parts = [_text(letter), *map(_file, letter.files), *(_mail(inner) for inner in letter.inside)]
    return parts[0] if len(parts) == 1 else _multipart("mixed", parts, letter.id)


def _text(letter: Letter) -> bytes:
    page = "<html><body><p>" + escape(letter.text).replace("\n", "<br>\n") + "</p></body></html>"
    plain, marked = _leaf("plain", letter.text), _leaf("html", page)
    if letter.html == "both":
        return _multipart("alternative", [plain, marked], f"a-{letter.id}")
    return marked if letter.html == "only" else plain


def _leaf(kind: str, text: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    return head.encode() + quopri.encodestring(text.encode()).replace(b"\n", b"\r\n")


def _file(file: File) -> bytes:
    shown = file.name if file.name.isascii() else _word(file.name)
    head = f'Content-Type: text/plain; charset=utf-8; name="{shown}"\r\nContent-Disposition: attachment; filename="{shown}"\r\n'
    return f"{head}Content-Transfer-Encoding: base64\r\n\r\n".encode() + base64.encodebytes(file.text.encode())


def _mail(letter: Letter) -> bytes:
    return b"Content-Type: message/rfc822\r\nContent-Disposition: attachment\r\n\r\n" + write(letter, outer=False)


def _multipart(kind: str, parts: list[bytes], mark: str) -> bytes:
    line = f"--=_{mark}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="=_{mark}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"
