"""How the header lines of our mails are broken: a Message-ID is never encoded, and a subject loses nothing."""

from email.header import Header
from email.policy import EmailPolicy

from ingest.wording import one_line

IDS = frozenset({"message-id", "in-reply-to", "references"})
LONGEST = 76
"""Signs of a line of a subject (RFC 2047, 2)."""


class _Policy(EmailPolicy):
    """The library's own way encodes a Message-ID that is too long for a line, and drops spaces beside accents."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as it goes out."""
        if name.lower() in IDS:
            return (f"{name}: " + "\r\n ".join(value.split()) + "\r\n").encode("ascii")
        if name.lower() == "subject":
            return f"{name}: {_subject(value, len(name) + 2)}\r\n".encode("ascii")
        return super().fold_binary(name, value)


def _subject(text: str, before: int) -> str:
    """As it is where it fits so, else encoded from its first sign to its last."""
    text = one_line(text)
    if text.isascii() and "=?" not in text and before + len(text) <= LONGEST:
        return text
    return Header(text, "utf-8", maxlinelen=LONGEST, header_name="Subject").encode(linesep="\r\n")


POLICY = _Policy(linesep="\r\n")
