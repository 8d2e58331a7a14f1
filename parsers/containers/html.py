"""Web pages (WHATWG HTML) that hold files as data: URIs (RFC 2397), or links to files on transfer sites."""

from itertools import chain

from core.content import Content
from parsers import data_uris, links
from parsers.containers import opens
from parsers.gather import gathered
from parsers.mime.charsets import decode
from parsers.opening import Opened, Opening


@opens("text/html", "application/xhtml+xml")
def open_html(content: Content, opening: Opening) -> Opened:
    """The files in the page and, of what a mail says, the links to transfer sites."""
    meter = opening.meter()
    found = links.in_html(decode(content.head(opening.limits.text_bytes), "")) if opening.body else ()
    with content.open() as file:
        everything = chain(data_uris.children(file, opening, meter), links.children(found, opening, meter))
        return gathered(everything, most=opening.parts_left)
