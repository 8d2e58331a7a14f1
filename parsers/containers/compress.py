"""Files of the Unix program compress (.Z)."""

from core.content import Content
from parsers import archives
from parsers.containers import opens_apart
from parsers.opening import Opened, Opening


@opens_apart("application/x-compress")
def open_compress(content: Content, opening: Opening) -> Opened:
    """The one file inside; the format has no name for it."""
    return archives.read(content, opening, archives.Format(name="raw", filter="compress", read_name=lambda _: "")).opened()
