"""Archives of cpio (POSIX.1-2001, pax, "cpio interchange format") and of its later form "newc"."""

from core.content import Content
from parsers import archives
from parsers.containers import opens_apart
from parsers.opening import Opened, Opening


@opens_apart("application/x-cpio")
def open_cpio(content: Content, opening: Opening) -> Opened:
    """The files of the archive; links and devices are none."""
    return archives.read(content, opening, archives.Format(name="cpio")).opened()
