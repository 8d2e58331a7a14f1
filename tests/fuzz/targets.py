"""What is fuzzed: every opener that is registered, and every function that reads what a sender wrote.

A target takes bytes. It may end with a value that holds what `Opened` promises, or with `Unreadable` or `Unavailable`;
anything else is a crash.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path

from core import codec
from core.content import Content, Spool
from core.errors import Problem, Unavailable, Unreadable
from core.limits import MIB, Limits
from core.values import Header, Unit
from parsers import kinds, names, passwords, sniff
from parsers.check import leaves_balance
from parsers.containers import OPENERS
from parsers.mime import block, charsets, entity, parameters, transfer, unit, words
from parsers.mime.raw import Raw
from parsers.mime.scan import scan
from parsers.opening import Opened, Opener, Opening
from parsers.text import Body, cited, said
from parsers.tree import Source, walk
from parsers.types import MAILS

Target = Callable[[bytes], object]

LIMITS = Limits(depth=6, parts=100, bytes_out=8 * MIB, header_bytes=64 * 1024, text_bytes=256 * 1024, open_seconds=10, part_seconds=5)
WORDS = ("1234", "Duval-2026", "")
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made in it
COMMON_CHARSETS = ("utf-8", "iso-8859-1", "utf-16", "utf-7", "gb2312", "iso-2022-jp", "x-unknown", "big5")


def targets() -> dict[str, Target]:
    """Every target by name."""
    return {**{name: _opening(opener) for name, opener in openers().items()}, **FUNCTIONS}


def openers() -> dict[str, Opener]:
    """Every opener that is registered, by the name of its function."""
    return {opener.__name__.removeprefix("open_"): opener for opener in OPENERS.all().values()}


def media_types(name: str) -> frozenset[str]:
    """The media types that a target is made for; an opener may be in the register under several."""
    if name in FUNCTIONS:
        return MAILS if name in OF_MAILS else frozenset({"text/plain", "text/html"})
    found = openers()[name]
    return frozenset(media_type for media_type, opener in OPENERS.all().items() if opener is found)


def fresh_spool() -> Spool:
    """A spool in memory, where the system has such a place."""
    return Spool(IN_MEMORY if IN_MEMORY.is_dir() else None)


def _opening(opener: Opener) -> Target:
    def target(data: bytes) -> object:
        return [_open(opener, data, body=body) for body in (False, True)]

    return target


def _open(opener: Opener, data: bytes, *, body: bool) -> Opened | Problem | str:
    with fresh_spool() as spool:
        opening = Opening(
            spool=spool,
            limits=LIMITS,
            parts_left=LIMITS.parts,
            bytes_left=LIMITS.bytes_out,
            passwords=WORDS,
            body=body,
            ends_at=time.monotonic() + LIMITS.part_seconds,
        )
        try:
            opened = opener(spool.keep(data), opening)
        except Unreadable as error:
            return error.problem
        except Unavailable as error:
            return error.code
        except MemoryError:
            # In its child that is a problem on the part; what may be allocated is limited there.
            return Problem.OUT_OF_MEMORY
        keeps_its_word(opened, opening)
        return opened


def keeps_its_word(opened: Opened, opening: Opening) -> None:
    """Fail when what came out breaks a promise: within the limits, readable where it says it is, fit for the pipe."""
    out = sum(child.content.size for child in opened.children)
    assert len(opened.children) <= opening.parts_left, f"{len(opened.children)} children"
    assert out <= opening.bytes_left, f"{out} bytes"
    for child in opened.children:
        assert len(child.content.head(child.content.size)) == child.content.size, "a window beyond its file"
    assert codec.load(Opened, json.loads(json.dumps(codec.dump(opened)))) is not None


def _tree(data: bytes) -> object:
    with fresh_spool() as spool:
        tree = walk(Source(content=spool.keep(data), name="courrier.eml", declared_type="message/rfc822"), spool=spool, limits=LIMITS)
        assert leaves_balance(tree), "leaves do not balance"
        return json.dumps(codec.dump(tree))


def _structure(data: bytes) -> object:
    with fresh_spool() as spool:
        content = spool.keep(data)
        with content.open() as file:
            return scan(Raw(file, content.size), LIMITS, most=LIMITS.parts)


def _block(data: bytes) -> object:
    with fresh_spool() as spool:
        content = spool.keep(data)
        with content.open() as file:
            found = block.read_block(Raw(file, content.size), 0, content.size, limit=4_096, stops=lambda line: line == b"--b")
    assert 0 <= found.body <= len(data), "the body begins outside"
    return entity.entity(found, default="text/plain"), unit.unit(found.headers())


def _transfer(data: bytes) -> object:
    encodings = (*transfer.DECODERS, "8bit")
    decode = transfer.decoder(encodings[data[0] % len(encodings)] if data else "")
    with fresh_spool() as spool:
        content = spool.keep(data[1:])
        with content.open() as file:
            return b"".join(decode(Raw(file, content.size), 0, content.size)) if decode else b""


def _unit(data: bytes) -> object:
    values = text(data).split("\n")
    fields = ("From", "To", "Cc", "Reply-To", "Date", "Subject", "Message-ID", "References", "Return-Path", "From", "Date")
    found = unit.unit(tuple(Header(name=name, value=value) for name, value in zip(fields, values, strict=False)))
    return codec.load(Unit, json.loads(json.dumps(codec.dump(found))))


def _names(data: bytes) -> object:
    shown = names.safe_name(text(data), length=255)
    assert len(shown) <= 255, "the name is too long"
    assert "/" not in shown, "the name holds a path"
    given = names.given_name(text(data), "message/rfc822", 3, length=60)
    assert given, "no name"
    return shown, given


def _passwords(data: bytes) -> object:
    found = passwords.candidates([text(data)], limit=20)
    assert len(found) <= 20, "too many"
    return passwords.blanked(Unit(path="0", own_text=text(data), subject=text(data)[:40]), found)


def _quotes(data: bytes) -> object:
    return said([Body(text=text(data).replace("\r\n", "\n"), html=False)])


def _html(data: bytes) -> object:
    bodies = [Body(text=text(data), html=True, alternative=1)]
    return cited(bodies), said(bodies)


def _sniff(data: bytes) -> object:
    with fresh_spool() as spool:
        content: Content = spool.keep(data[1:])
        name = ("", "a.pdf", "a.eml", "winmail.dat", "a.zip", "a.jpg", "a", "a.msg")[data[0] % 8 if data else 0]
        found = sniff.media_type(content, name=name, declared="")
        return found, kinds.dimensions(content, found)


def _charsets(data: bytes) -> object:
    charset = COMMON_CHARSETS[data[0] % len(COMMON_CHARSETS)] if data else ""
    decoded = charsets.decode(data[1:], charset) + charsets.decode_header(data[1:], charset)
    assert decoded.encode() is not None
    return charsets.codec_of(text(data)[:40])


def text(data: bytes) -> str:
    """Text of every kind that bytes can be turned into, without the halves of surrogate pairs."""
    return data.decode("utf-8", "replace")


FUNCTIONS: dict[str, Target] = {
    "parsers.tree": _tree,
    "parsers.names": _names,
    "parsers.passwords": _passwords,
    "parsers.sniff": _sniff,
    "mime.block": _block,
    "mime.charsets": _charsets,
    "mime.parameters": lambda data: parameters.parse(text(data)),
    "mime.scan": _structure,
    "mime.transfer": _transfer,
    "mime.unit": _unit,
    "mime.words": lambda data: words.decode_words(text(data)).encode(),
    "text.html": _html,
    "text.quotes": _quotes,
}
OF_MAILS = frozenset({"parsers.tree", "parsers.sniff", "mime.block", "mime.scan", "mime.transfer"})
"""Functions that read whole mails; the others read texts."""
