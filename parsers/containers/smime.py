"""S/MIME and CMS files (RFC 8551, RFC 5652): what is signed or packed comes out, what is encrypted stays closed.

A signature is not checked here, and the part says so.
"""

import re
from dataclasses import replace

from core.content import Content
from core.errors import Problem, Unreadable
from parsers import cms
from parsers.ber import Ber
from parsers.containers import opens
from parsers.containers.mail import open_entity
from parsers.mime import transfer
from parsers.mime.block import KNOWN, read_block
from parsers.mime.raw import Raw
from parsers.opening import Child, Opened, Opening

HEAD = 4096
HEADER_BYTES = 64 * 1024
ENTITY = re.compile(rb"\s*(?:content-[a-z-]+|mime-version)[ \t]*:", re.IGNORECASE)
PROTECTED = re.compile(r"[;\s](?:hp|protected-headers)\s*=", re.IGNORECASE)
"""The headers of the mail around stand there once more, to be signed with the rest (RFC 9788)."""

PEM = re.compile(rb"-----BEGIN [A-Z0-9 #]{1,40}-----[ \t]*\r?\n")
BASE64 = re.compile(rb"[A-Za-z0-9+/=\s]+")
DER = b"\x30"


@opens("application/pkcs7-mime")
def open_pkcs7(content: Content, opening: Opening) -> Opened:
    """The leaves of the MIME entity in it, as if they lay in the mail around; of any other file the file."""
    if opening.parts_left < 1:
        raise Unreadable(Problem.TOO_MANY_PARTS)
    if _is_entity(content):
        # A whole S/MIME part was saved, its header included.
        return replace(open_entity(content, opening), lent=True)
    packed = _decoded(content, opening)
    with packed.open() as file:
        ber = Ber(file, packed.size)
        message = cms.look(ber)
        if message.content_type in cms.HIDDEN:
            raise Unreadable(Problem.ENCRYPTED)
        if message.inside is None:
            # Nothing but certificates, or the signature of something that lies elsewhere.
            return Opened()
        kept, problem = opening.keep(cms.octets(ber, message.content_type, message.inside), opening.meter(packed.size))
    if problem and kept.size == 0:
        raise Unreadable(problem)
    found = _opened(kept, problem, opening)
    unchecked = Problem.NOT_CHECKED if message.content_type in cms.PROVEN and found.children else None
    return replace(found, problem=found.problem or unchecked)


def _opened(kept: Content, problem: Problem | None, opening: Opening) -> Opened:
    if not _is_entity(kept):
        return Opened(children=(Child(content=kept, problem=problem),), wraps=True)
    found = open_entity(kept, opening)
    return replace(found, lent=True, problem=problem or found.problem)


def _is_entity(content: Content) -> bool:
    head = content.head(HEAD)
    if ENTITY.match(head):
        return True
    if not KNOWN.match(head.lstrip()):
        return False
    with content.open() as file:
        block = read_block(Raw(file, content.size), 0, content.size, limit=HEADER_BYTES, stops=lambda _line: False)
    return any(header.name.lower() == "content-type" and PROTECTED.search(header.value) for header in block.headers())


def _decoded(content: Content, opening: Opening) -> Content:
    """The file without the base64 that some programs leave it in, with the lines of PEM (RFC 7468) or bare."""
    head = content.head(HEAD)
    if head.startswith(DER):
        return content
    pem = PEM.search(head)
    if not pem and not BASE64.fullmatch(head.removeprefix(b"\xef\xbb\xbf")):
        raise Unreadable(Problem.DAMAGED)
    with content.open() as file:
        pieces = transfer.base64(Raw(file, content.size), pem.end() if pem else 0, content.size)
        kept, problem = opening.keep(pieces, opening.meter())
    if problem:
        raise Unreadable(problem)
    return kept
