"""A mail: message/rfc822 and message/global (RFC 5322, 2045 to 2049, 6532)."""

import codecs
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import types
from parsers.containers import opens
from parsers.containers.applefile import named_by_twins
from parsers.inline_files import without_files
from parsers.mime import armour, flowed
from parsers.mime.auto import auto
from parsers.mime.block import KNOWN
from parsers.mime.charsets import UTF_16, decode
from parsers.mime.coded import is_body
from parsers.mime.leaf import Leaf
from parsers.mime.raw import BLOCK, Raw
from parsers.mime.scan import Structure, scan
from parsers.mime.transfer import Decoder, counted, decoder, quoted_printable
from parsers.mime.unit import unit
from parsers.opening import Child, Meter, Opened, Opening
from parsers.shelf import Shelf
from parsers.text import Body, Said, cited, said, told_by

HEAD = 8 * 1024
ENCODING = re.compile(rb"^content-transfer-encoding[ \t]*:", re.IGNORECASE | re.MULTILINE)
DASHED = re.compile(rb"^--.*$", re.MULTILINE)
UNQUOTED = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*(?:\n|\Z)|.?\Z)")
ENCODED = "ase64"
PACKED = re.compile(r"^(?:[A-Za-z0-9+/]{60,}[ \t]*\n){4,}(?:[A-Za-z0-9+/]+={0,2}[ \t]*$)?", re.MULTILINE)
"""A file whose part a broken boundary line made a piece of the text."""

NOT_HERE = {"message/external-body": Problem.NOT_FETCHED, "message/partial": Problem.INCOMPLETE}
"""What is only named in the mail, and what is a piece of something that came in several mails (RFC 2046, 5.2)."""


@opens(*types.MAILS)
def open_mail(content: Content, opening: Opening) -> Opened:
    """The leaves of one mail, in reading order, and what its headers and texts say."""
    octets, problem = _in_octets(content, opening)
    opened = open_entity(octets, opening)
    return replace(opened, problem=opened.problem or problem)


def open_entity(content: Content, opening: Opening) -> Opened:
    """The same for whatever begins with a header block."""
    meter = opening.meter()
    with content.open() as file, Shelf(opening, meter) as shelf:
        raw = Raw(file, content.size)
        structure = scan(raw, opening.limits, most=opening.parts_left, tick=meter.take)
        children = named_by_twins(tuple(_child(leaf, raw, content, shelf, meter) for leaf in structure.leaves))
    return _opened(structure, children, opening)


def _opened(structure: Structure, children: tuple[Child, ...], opening: Opening) -> Opened:
    limit = opening.limits.text_bytes
    leaves = tuple(zip(structure.leaves, children, strict=True))
    texts = [_body(leaf, child, limit) if child.body and not leaf.around else None for leaf, child in leaves]
    ids = cited(body for body in texts if body)
    words = _said(texts)
    if not words.own and any(leaf.around for leaf in structure.leaves):
        # No part has words of its own: what stands around the parts is what the sender wrote.
        words = _said(_body(leaf, child, limit) if child.body else None for leaf, child in leaves)
    children = tuple(_known(child, body, ids) for child, body in zip(children, texts, strict=True))
    headers = unit(structure.block.headers())
    found = told_by(headers, words)
    documents = any(not child.body and not child.cited and types.same(child.declared_type) not in types.SIGNATURES for child in children)
    kind = auto(found, report_type=structure.entity.report_type, documents=documents)
    return Opened(children=children, unit=replace(found, auto=kind), problem=structure.problem)


def _said(texts: Iterable[Body | None]) -> Said:
    return said([replace(body, text=armour.bare(body.text)) for body in texts if body])


def _in_octets(content: Content, opening: Opening) -> tuple[Content, Problem | None]:
    """The mail itself, or its UTF-8 form when an editor saved it as UTF-16."""
    if content.head(2) not in UTF_16:
        return content, None
    return opening.keep(_recoded(content), opening.meter(content.size))


def _recoded(content: Content) -> Iterator[bytes]:
    recoder = codecs.getincrementaldecoder("utf-16")("replace")
    for piece in content.chunks():
        yield recoder.decode(piece).encode("utf-8", "replace")
    yield recoder.decode(b"", final=True).encode("utf-8", "replace")


def _known(child: Child, body: Body | None, ids: frozenset[str]) -> Child:
    """The child with what the texts of the mail say about it."""
    hidden = body is not None and armour.is_hidden(body.text)
    problem = child.problem or (Problem.ENCRYPTED if hidden else None)
    is_cited = bool(ids) and bool(ids & {child.content_id, child.name} - {""})
    return replace(child, problem=problem, cited=is_cited) if is_cited or problem != child.problem else child


def _body(leaf: Leaf, child: Child, limit: int) -> Body:
    found = leaf.entity
    text = decode(child.content.head(limit), found.charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    html = found.media_type == "text/html" or text[:200].lstrip().lower().startswith(("<html", "<!doctype html"))
    if leaf.around or ENCODED in text:
        text = PACKED.sub("", text)
    if not html:
        text = without_files(text)
    if found.flowed and not html:
        text = flowed.joined(text, closely=found.joined_closely)
    return Body(text=text, html=html, alternative=leaf.alternative)


def _child(leaf: Leaf, raw: Raw, content: Content, shelf: Shelf, meter: Meter) -> Child:
    found = leaf.entity
    kept, problem = _kept(leaf, raw, content, shelf, meter)
    return Child(
        content=kept,
        name=found.name,
        declared_type=found.media_type if found.declared else "",
        presumed_type=found.media_type,
        content_id=found.content_id,
        disposition=found.disposition,
        body=is_body(found),
        problem=leaf.problem or problem or NOT_HERE.get(found.media_type) or _cut(leaf, raw),
    )


def _kept(leaf: Leaf, raw: Raw, content: Content, shelf: Shelf, meter: Meter) -> tuple[Content, Problem | None]:
    """The decoded leaf: a window of the mail where its octets stand as they are, else in the spool."""
    decode_leaf = None if leaf.entity.is_multipart and not leaf.packed else _decoder(leaf, raw)
    if decode_leaf:
        # No encoding has fewer octets than what it encodes.
        pieces = chain((leaf.packed,), decode_leaf(raw, leaf.start, leaf.end))
        return shelf.keep(pieces, at_most=len(leaf.packed) + leaf.end - leaf.start)
    digest = hashlib.sha256()
    problem = None
    try:
        meter.take(leaf.end - leaf.start)
        for piece in _window(raw, leaf.start, leaf.end):
            digest.update(piece)
    except Unreadable as error:
        problem = error.problem
    size = 0 if problem else leaf.end - leaf.start
    return Content(path=content.path, start=content.start + leaf.start, size=size, sha256=digest.hexdigest()), problem


def _cut(leaf: Leaf, raw: Raw) -> Problem | None:
    """Whether the mail visibly ends in the middle of its last leaf."""
    if not leaf.last:
        return None
    if leaf.entity.encoding == "base64":
        signs, padded = counted(raw, leaf.start, leaf.end)
        return Problem.TRUNCATED if not padded and (signs % 4 or (leaf.unclosed and _is_binary(leaf))) else None
    return Problem.TRUNCATED if leaf.unclosed and _is_binary(leaf) else None


def _is_binary(leaf: Leaf) -> bool:
    found = leaf.entity
    sent_along = bool(found.name) or found.disposition == "attachment"
    return sent_along and not found.media_type.startswith(("text/", "message/", "multipart/"))


def _decoder(leaf: Leaf, raw: Raw) -> Decoder | None:
    found = decoder(leaf.entity.encoding)
    head = raw.at(leaf.start, min(HEAD, leaf.end - leaf.start))
    # RFC 2046, 5.2.1 forbids to encode a mail; some encode it, some only say so.
    if found and leaf.entity.media_type in types.MAILS and KNOWN.match(head.lstrip()):
        return found if found is quoted_printable and _is_quoted(head) else None
    return found


def _is_quoted(head: bytes) -> bool:
    """Whether what begins like a mail is quoted-printable from its header block on: then no equals sign stands for itself."""
    header, _blank, rest = head.lstrip().replace(b"\r\n", b"\n").partition(b"\n\n")
    if b"=" not in header and not ENCODING.search(header):
        header = rest
    else:
        header += b"".join(DASHED.findall(rest)[:2])
    return b"=" in header and not UNQUOTED.search(header)


def _window(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        count = min(BLOCK - start % BLOCK, end - start)
        yield raw.at(start, count)
        start += count
