"""File names as data: decoded, made safe to show; never a path on disk."""

import re
import unicodedata

from parsers.types import extension_of

# Windows takes none of these in a name; on a page they only confuse.
FORBIDDEN = re.compile(r'[<>:"|?*]')
SEPARATORS = re.compile(r"[/\\]+")
SPACES = re.compile(r"\s+")
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?=\.|$)", re.IGNORECASE)
EXTENSION = re.compile(r"\.[^.\s]{1,10}$")
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
JOINER = "\N{ZERO WIDTH JOINER}"
"""Invisible too, but emoji are made with it."""

SUFFIX_LENGTH = 11


def safe_name(original: str, *, length: int) -> str:
    """`original` without folders, controls, direction marks and reserved words, at most `length` characters; may be empty."""
    last = SEPARATORS.split(original.rstrip("/\\ \t\r\n"))[-1]
    shown = "".join(_sign(sign) for sign in last)
    shown = FORBIDDEN.sub("_", SPACES.sub(" ", shown)).strip(" .") if shown.strip(". ") else ""
    if RESERVED.match(shown):
        shown = f"_{shown}"
    return cut(unicodedata.normalize("NFC", shown), length)


def cut(name: str, length: int) -> str:
    """`name` in at most `length` characters, its extension kept."""
    if len(name) <= length:
        return name
    found = EXTENSION.search(name)
    suffix = found[0] if found and length > SUFFIX_LENGTH else ""
    return name[: length - len(suffix)].rstrip(" .") + suffix


def given_name(subject: str, media_type: str, number: int, *, length: int) -> str:
    """A name for a part that has none: a mail's subject, else a neutral one by type."""
    extension = extension_of(media_type)
    if extension == ".eml" and (shown := safe_name(SEPARATORS.sub("-", subject), length=length - len(extension))):
        return shown + extension
    return f"part-{number}{extension}"


def _sign(sign: str) -> str:
    if sign.isspace():
        return " "
    return sign if sign == JOINER or unicodedata.category(sign) not in INVISIBLE else ""
