"""Bytes to text whatever the sender says they are; never raises."""

import codecs
import re
from functools import cache

# What mailers write, and the superset that holds it (WHATWG Encoding, 4.2; RFC 2978 for the labels).
SUPERSETS = {
    "ascii": "utf-8",
    "us-ascii": "utf-8",
    "ansi": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "iso8859-1": "cp1252",
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "iso-2022-jp": "iso-2022-jp-ext",
    "big5": "big5hkscs",
    "unicode-1-1-utf-7": "utf-7",
    "utf8": "utf-8",
    "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman",
}
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
LATIN = frozenset({"cp1252", "iso8859-15", "iso8859-2", "cp1250", "latin-1", "iso8859-1"})
SEVERAL_BYTES = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
HIGH = re.compile(rb"[\x80-\xff]+")
LEAST_CHINESE = 6
"""Octets; a few more by chance would make a western name Chinese."""

LONGEST = 4
"""Octets of the longest character in UTF-8."""

TRIED_ON_RAW = frozenset({"gb18030", "cp949", "cp932", "big5hkscs", "cp1251", "koi8-r", "iso8859-2", "cp1250", "iso8859-5", "euc_jp"})


def decode(data: bytes, charset: str) -> str:
    """`data` as text: in `charset` when that fits, else as UTF-8, else as Windows-1252."""
    codec = codec_of(charset)
    if data.startswith(UTF_16):
        return data.decode("utf-16", "replace")
    if codec is None or (codec in LATIN and _is_utf8(data)):
        return _guess(data)
    try:
        return clean(data.decode(codec))
    except (UnicodeError, ValueError):
        pass
    if codec in {"utf-8", "ascii"} or _is_utf8(data):
        return _guess(data)
    try:
        return clean(data.decode(codec, "replace"))
    except (UnicodeError, ValueError):
        return _guess(data)


def decode_header(data: bytes, hint: str = "") -> str:
    """Raw octets of a header as text: UTF-8, else the body's charset where that is none of the western ones, else Windows-1252."""
    codec = codec_of(hint) if hint else None
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if codec in TRIED_ON_RAW:
        try:
            return clean(data.decode(codec))
        except (UnicodeError, ValueError):
            pass
    return clean(data.decode("gb18030" if is_chinese(data) else "cp1252", "replace"))


def is_chinese(data: bytes) -> bool:
    """Whether octets without a label are GB 2312: signs in pairs, and several; western accents stand alone."""
    runs = HIGH.findall(data)
    if any(len(run) % 2 for run in runs) or sum(map(len, runs)) < LEAST_CHINESE:
        return False
    try:
        data.decode("gb2312")
    except UnicodeDecodeError:
        return False
    return True


@cache
def codec_of(charset: str) -> str | None:
    """Python's name of a text codec for `charset`, or `None` when nobody knows it."""
    # RFC 2231, 5: a language may follow the charset of an encoded word.
    label = charset.partition("*")[0].strip(" \t\"'").lower()
    label = SUPERSETS.get(label, label)
    try:
        found = codecs.lookup(label)
        # `base64`, `rot13` and the like are codecs, but of no text.
        "".encode(label)
    except (LookupError, UnicodeError, ValueError):
        return None
    return found.name


def clean(text: str) -> str:
    """`text` without lone surrogates, which some codecs make and no output takes."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A body cut in the middle of a character is still UTF-8.
        if len(data) - error.start < LONGEST and error.end == len(data):
            return data.decode("utf-8", "replace")
        return data.decode("cp1252", "replace")


def _is_utf8(data: bytes) -> bool:
    """Whether `data` holds characters of several bytes and is UTF-8 throughout: then a western label is a lie."""
    if not SEVERAL_BYTES.search(data):
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
