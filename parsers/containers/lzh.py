"""Archives of LHA (.lzh, .lha)."""

from core.content import Content
from parsers import archives
from parsers.containers import opens_apart
from parsers.opening import Opened, Opening
from parsers.zip_names import decoded

# The library gives up on names that are not of the charset it takes them for; in this one any octets are a name.
FORM = archives.Format(
    name="lha",
    options=b"lha:hdrcharset=ISO-8859-1",
    read_name=lambda name: decoded(name.decode("utf-8", "replace").encode("latin-1", "replace")),
)


@opens_apart("application/x-lzh-compressed")
def open_lzh(content: Content, opening: Opening) -> Opened:
    """The files of the archive."""
    return archives.read(content, opening, FORM).opened()
