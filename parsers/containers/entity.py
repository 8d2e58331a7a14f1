"""A MIME entity kept as a file with its own header block (RFC 2045, 2.4), and saved web pages (RFC 2557: .mht).

Outlook keeps what S/MIME signed in that form, as a file declared multipart/signed.
"""

from dataclasses import replace

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.containers import opens
from parsers.containers.mail import open_entity
from parsers.mime.block import KNOWN
from parsers.opening import Child, Opened, Opening

HEAD = 4096
PAGE = "multipart/related"
MULTIPARTS = ("multipart/signed", "multipart/mixed", "multipart/alternative", "multipart/report", "multipart/encrypted")


@opens(PAGE)
def open_page(content: Content, opening: Opening) -> Opened:
    """The page and its pictures: papers that were sent along, unless somebody wrote it as a mail."""
    found = _opened(content, opening)
    if found.unit and found.unit.sender.address:
        return found
    return Opened(children=tuple(_sent_along(child) for child in found.children), problem=found.problem)


@opens(*MULTIPARTS)
def open_multipart(content: Content, opening: Opening) -> Opened:
    """The leaves, as those of the mail around."""
    return replace(_opened(content, opening), lent=True)


def _opened(content: Content, opening: Opening) -> Opened:
    if not KNOWN.match(content.head(HEAD).lstrip()):
        raise Unreadable(Problem.DAMAGED)
    return open_entity(content, opening)


def _sent_along(child: Child) -> Child:
    return replace(child, body=False, cited=not child.body)
