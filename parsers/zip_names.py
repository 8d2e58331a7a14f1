"""Names of ZIP entries, whose charset the format mostly leaves open (APPNOTE 4.4.4, 4.6.9 and appendix D)."""

import re
import struct
import unicodedata

import pyzipper

from parsers.mime.charsets import is_chinese

UTF_8 = 0x800
UNICODE_PATH = 0x7075
DRAWN = re.compile(r"[\u2500-\u259f]")


def entry_name(entry: pyzipper.ZipInfo) -> str:
    """The entry's name with its folders."""
    if entry.flag_bits & UTF_8:
        return str(entry.orig_filename)
    return unicode_path(entry.extra) or decoded(entry.orig_filename.encode("cp437", "replace"))


def decoded(name: bytes) -> str:
    """A name in an unknown charset: UTF-8 by what it is, Chinese by its pairs, else the code page of a western Windows."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if is_chinese(name):
        return name.decode("gb18030")
    text = name.decode("cp437")
    # Code page 850 has the capitals with accents where 437 draws boxes, and nobody draws boxes in names.
    return unicodedata.normalize("NFC", name.decode("cp850") if DRAWN.search(text) else text)


def unicode_path(extra: bytes) -> str:
    """The name in the Info-ZIP Unicode Path field, "" when there is none."""
    while len(extra) >= 4:  # noqa: PLR2004 - kind and length of a field
        kind, length = struct.unpack_from("<HH", extra)
        if kind == UNICODE_PATH and length > 5:  # noqa: PLR2004 - version and checksum come first
            return extra[9 : 4 + length].decode("utf-8", "replace")
        extra = extra[4 + length :]
    return ""
