"""Leaves that are encoded, with a text beside what is encoded: that text is a leaf of its own."""

import re
from collections.abc import Iterator
from dataclasses import replace

from parsers.mime.around import past_blanks
from parsers.mime.base64_end import Tick, base64_end
from parsers.mime.charsets import decode_header
from parsers.mime.entity import Entity
from parsers.mime.leaf import Leaf, around
from parsers.mime.lines import KNOWN
from parsers.mime.raw import Raw
from parsers.mime.transfer import base64, decoder, uuencode

HEAD = 1024
BODIES = frozenset({"text/plain", "text/html"})
BEGIN = re.compile(rb"begin [0-7]{3,4} +([^\r\n]+)(?:\r*\n|\r)")
UU_LINE = re.compile(rb"[ -`]{0,80}")
END = re.compile(rb"end[ \t]*(?:[\r\n]|\Z)")


def is_body(entity: Entity) -> bool:
    """Whether it is part of what the mail itself says, not something sent along."""
    return entity.media_type in BODIES and not entity.name and entity.disposition != "attachment"


def apart(leaf: Leaf, raw: Raw, tick: Tick) -> Iterator[Leaf]:
    """The leaf as it is, or what it consists of."""
    decode = decoder(leaf.entity.encoding)
    if decode is base64:
        yield from _base64(leaf, raw, tick)
    elif decode is uuencode and not leaf.packed:
        yield _uuencode(leaf, raw)
    else:
        yield leaf


def _base64(leaf: Leaf, raw: Raw, tick: Tick) -> Iterator[Leaf]:
    # A mail that only says that it is encoded stands as it is.
    if KNOWN.match(raw.at(leaf.start, min(HEAD, leaf.end - leaf.start)).lstrip()):
        yield leaf
        return
    end = base64_end(raw, leaf.start, leaf.end, tick)
    if not leaf.start < end < leaf.end:
        yield leaf
        return
    yield replace(leaf, end=end, last=False, unclosed=False)
    yield around(end, leaf.end)


def _uuencode(leaf: Leaf, raw: Raw) -> Leaf:
    """The one file, or the text that has files in it: whoever opens such a text finds them."""
    at = past_blanks(raw, leaf.start, leaf.end)
    begin = BEGIN.match(raw.at(at, min(HEAD, leaf.end - at)))
    if at == leaf.end:
        return leaf
    if begin and _is_one_file(raw, at + begin.end(), leaf.end):
        named = leaf.entity.name or is_body(leaf.entity)
        return leaf if named else replace(leaf, entity=replace(leaf.entity, name=decode_header(begin[1].strip(b' \t"'))))
    if is_body(leaf.entity):
        return replace(leaf, entity=replace(leaf.entity, media_type="text/plain", encoding=""))
    return around(leaf.start, leaf.end)


def _is_one_file(raw: Raw, at: int, end: int) -> bool:
    """Whether nothing but the lines of one file follows, be it to its end or not."""
    # There are no small letters in such lines.
    last = raw.find(b"end", at, end)
    if last < 0:
        tail = raw.at(max(at, end - HEAD), min(HEAD, end - at)).replace(b"\r", b"\n").split(b"\n")
        return all(map(UU_LINE.fullmatch, tail))
    closing = END.match(raw.at(last, min(HEAD, end - last)))
    on_a_line = raw.at(last - 1, 1) in {b"\r", b"\n"}
    return closing is not None and on_a_line and past_blanks(raw, last + closing.end(), end) == end
