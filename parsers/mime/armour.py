"""What PGP puts around words in the text of a mail (RFC 9580, 6 and 7)."""

import re

MARK = "-----BEGIN PGP "
HIDDEN = re.compile(r"^-----BEGIN PGP MESSAGE[^\n]*-----[ \t]*$", re.MULTILINE)
BLOCK = re.compile(
    r"^-----BEGIN PGP (?:MESSAGE|SIGNATURE|PUBLIC KEY BLOCK)[^\n]*-----[ \t]*\n"
    r"(?:(?:[A-Za-z0-9+/=]+|[A-Z][a-z]+: [^\n]*)?[ \t]*\n)*"
    r"(?:-----END PGP [^\n]*-----[ \t]*)?",
    re.MULTILINE,
)
SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----[ \t]*\n(?:[A-Z][A-Za-z-]+: [^\n]*\n)*\n?", re.MULTILINE)
ESCAPED = re.compile(r"^- ", re.MULTILINE)


def is_hidden(text: str) -> bool:
    """Whether something in `text` is encrypted."""
    return MARK in text and bool(HIDDEN.search(text))


def bare(text: str) -> str:
    """`text` without signatures, keys and what is encrypted."""
    if MARK not in text:
        return text
    before, *signed = SIGNED.split(BLOCK.sub("", text))
    # RFC 9580, 7.2: a line that begins with a dash is escaped by another dash and a space.
    return before + "".join(ESCAPED.sub("", piece) for piece in signed)
