"""File names as data: decoded, made safe to show; never a path on disk."""

import re
import unicodedata
from collections.abc import Iterator

from parsers.types import extension_of

# Windows takes none of these in a name; on a page they only confuse.
FORBIDDEN = re.compile(r'[<>:"|?*]')
SEPARATORS = re.compile(r"[/\\]+")
SPACES = re.compile(r"\s+")
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)", re.IGNORECASE)
"""Names of devices, also before an extension (Windows, Naming Files, Paths, and Namespaces)."""

EXTENSION = re.compile(r"\.[^.\s]{1,10}$")
INVISIBLE = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
"""Letters and marks that show nothing, whatever their category says."""

NO_CHARACTER = re.compile("[\ufdd0-\ufdef]|[" + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF)) + "]")
JOINERS = "\N{ZERO WIDTH JOINER}\N{VARIATION SELECTOR-16}"
"""Invisible too, but emoji are made with them."""

MARKS = 4
"""Marks on one letter; more of them cover the lines around the name."""

ENTERED = 8_192
"""Characters of a name that are looked at."""

EDGES = f" .{JOINERS}"
SUFFIX_LENGTH = 11


def safe_name(original: str, *, length: int) -> str:
    """`original` without folders, controls, direction marks and reserved words, at most `length` characters; may be empty."""
    path = original.rstrip("/\\ \t\r\n")
    last = cut(path[max(path.rfind("/"), path.rfind("\\")) + 1 :], ENTERED)
    shown = last if last.isascii() and last.isprintable() else _visible(last)
    shown = cut(FORBIDDEN.sub("_", SPACES.sub(" ", shown)).strip(EDGES), length)
    return cut(f"_{shown}", length) if RESERVED.match(shown) else shown


def cut(name: str, length: int) -> str:
    """`name` in at most `length` characters, its extension kept."""
    if len(name) <= length:
        return name
    found = EXTENSION.search(name[-SUFFIX_LENGTH:])
    suffix = found[0] if found and length > SUFFIX_LENGTH else ""
    return name[: length - len(suffix)].rstrip(EDGES) + suffix


def given_name(subject: str, media_type: str, number: int, *, length: int) -> str:
    """A name for a part that has none: a mail's subject, else a neutral one by type."""
    extension = extension_of(media_type)
    if extension == ".eml" and (shown := safe_name(SEPARATORS.sub("-", subject), length=length - len(extension))):
        return shown + extension
    return f"part-{number}{extension}"


def _visible(name: str) -> str:
    return unicodedata.normalize("NFC", "".join(_seen(NO_CHARACTER.sub("", name))))


def _seen(name: str) -> Iterator[str]:
    """The signs that a person can see."""
    marks = MARKS  # none without a letter before it
    for sign in name:
        category = unicodedata.category(sign)
        if sign.isspace() or sign == ".":
            marks = MARKS
            yield "." if sign == "." else " "
        elif sign in JOINERS:
            yield sign
        elif category in {"Mn", "Me"}:
            marks += 1
            if marks <= MARKS and sign not in BLANK:
                yield sign
        elif category not in INVISIBLE and sign not in BLANK:
            marks = 0
            yield sign
