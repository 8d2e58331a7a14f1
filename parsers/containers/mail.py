"""A mail: message/rfc822 and message/global (RFC 5322, 2045 to 2049, 6532)."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import types
from parsers.containers import opens
from parsers.mime.auto import auto
from parsers.mime.block import KNOWN
from parsers.mime.charsets import UTF_16, decode
from parsers.mime.raw import BLOCK, Raw
from parsers.mime.scan import Leaf, Structure, scan
from parsers.mime.transfer import Decoder, decoder
from parsers.mime.unit import unit
from parsers.opening import Child, Meter, Opened, Opening
from parsers.text import Body, cited, said

BODIES = frozenset({"text/plain", "text/html"})
NOT_FETCHED = "message/external-body"


@opens(*types.MAILS)
def open_mail(content: Content, opening: Opening) -> Opened:
    """The leaves of one mail, in reading order, and what its headers and texts say."""
    content = _in_octets(content, opening)
    with content.open() as file:
        raw = Raw(file, content.size)
        structure = scan(raw, opening.limits, most=opening.parts_left)
        meter = opening.meter()
        children = tuple(_child(leaf, raw, content, opening, meter) for leaf in structure.leaves)
    return _opened(structure, children, opening)


def _opened(structure: Structure, children: tuple[Child, ...], opening: Opening) -> Opened:
    limit = opening.limits.text_bytes
    bodies = tuple(_body(leaf, child, limit) for leaf, child in zip(structure.leaves, children, strict=True) if child.body)
    ids = cited(bodies)
    children = tuple(replace(child, cited=_is_cited(child, ids)) for child in children)
    texts = said(bodies)
    found = replace(unit(structure.block.headers()), own_text=texts.own, quoted_text=texts.quoted_text, quoted=texts.quoted)
    documents = any(not child.body and not child.cited and types.same(child.declared_type) not in types.SIGNATURES for child in children)
    kind = auto(found, report_type=structure.entity.report_type, documents=documents)
    return Opened(children=children, unit=replace(found, auto=kind), problem=structure.problem)


def _in_octets(content: Content, opening: Opening) -> Content:
    """The mail itself, or its UTF-8 form when an editor saved it as UTF-16."""
    if content.head(2) not in UTF_16:
        return content
    text = content.head(min(opening.limits.text_bytes, opening.bytes_left)).decode("utf-16", "replace")
    return opening.spool.keep(text.encode("utf-8", "replace"))


def _is_cited(child: Child, ids: frozenset[str]) -> bool:
    return bool(ids & {child.content_id, child.name} - {""})


def _body(leaf: Leaf, child: Child, limit: int) -> Body:
    text = decode(child.content.head(limit), leaf.entity.charset)
    return Body(
        text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", ""),
        html=leaf.entity.media_type == "text/html" or text[:200].lstrip().lower().startswith(("<html", "<!doctype html")),
        alternative=leaf.alternative,
    )


def _child(leaf: Leaf, raw: Raw, content: Content, opening: Opening, meter: Meter) -> Child:
    found = leaf.entity
    kept, problem = _kept(leaf, raw, content, opening, meter)
    return Child(
        content=kept,
        name=found.name,
        declared_type=found.media_type if found.declared else "",
        presumed_type=found.media_type,
        content_id=found.content_id,
        disposition=found.disposition,
        body=found.media_type in BODIES and not found.name and found.disposition != "attachment",
        problem=leaf.problem or problem or (Problem.NOT_FETCHED if found.media_type == NOT_FETCHED else None),
    )


def _kept(leaf: Leaf, raw: Raw, content: Content, opening: Opening, meter: Meter) -> tuple[Content, Problem | None]:
    """The decoded leaf: a window of the mail where its octets stand as they are, else a file of the spool."""
    decode_leaf = None if leaf.entity.is_multipart else _decoder(leaf, raw)
    if decode_leaf:
        return opening.keep(decode_leaf(raw, leaf.start, leaf.end), meter)
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


def _decoder(leaf: Leaf, raw: Raw) -> Decoder | None:
    found = decoder(leaf.entity.encoding)
    # RFC 2046, 5.2.1 forbids to encode a mail; some encode it, some only say so.
    if found and leaf.entity.media_type in types.MAILS and KNOWN.match(raw.at(leaf.start, 200).lstrip()):
        return None
    return found


def _window(raw: Raw, start: int, end: int) -> Iterator[bytes]:
    while start < end:
        count = min(BLOCK - start % BLOCK, end - start)
        yield raw.at(start, count)
        start += count
