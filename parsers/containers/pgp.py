"""What is encrypted with PGP (RFC 9580, RFC 3156): it stays closed, and says so."""

from core.content import Content
from core.errors import Problem, Unreadable
from parsers.containers import opens
from parsers.opening import Opened, Opening

CONTROL = b"version:"
"""The first part of multipart/encrypted holds this line and nothing else (RFC 3156, 4)."""


@opens("application/pgp-encrypted")
def open_pgp(content: Content, _opening: Opening) -> Opened:
    """Nothing: the key is with the receiver.

    Raises:
        Unreadable: something is encrypted in it.
    """
    if content.head(len(CONTROL)).lower() == CONTROL:
        return Opened()
    raise Unreadable(Problem.ENCRYPTED)
