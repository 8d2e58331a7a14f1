"""Plain text that has files written into it (uuencode, yEnc), or links to files on transfer sites."""

from itertools import chain

from core.content import Content
from parsers import inline_files, links
from parsers.containers import opens
from parsers.gather import gathered
from parsers.mime.charsets import decode
from parsers.opening import Opened, Opening


@opens("text/plain")
def open_text(content: Content, opening: Opening) -> Opened:
    """The files in the text and, of what a mail says, the links to transfer sites."""
    meter = opening.meter()
    found = links.in_text(decode(content.head(opening.limits.text_bytes), "")) if opening.body else ()
    with content.open() as file:
        everything = chain(inline_files.children(file, opening, meter), links.children(found, opening, meter))
        return gathered(everything, most=opening.parts_left)
