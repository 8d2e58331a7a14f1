"""Message-IDs of what we send: signed, so that an answer to one is known as such even where everything else is cut away."""

import hashlib
import hmac
import re

FIRST, SECOND, DIGEST = "1", "2", "3"
_OURS = re.compile(r"<claimpost-(\d{1,18})-([123])-([0-9a-f]{32})@[^<>\s@]{1,255}>", re.IGNORECASE)


def message_id(key: bytes, mail_id: int, turn: str, domain: str) -> str:
    """The Message-ID of the first or second answer to a mail, or of the digest that lists it first."""
    return f"<claimpost-{mail_id}-{turn}-{_sign(key, mail_id, turn)}@{domain}>"


def answered(key: bytes, text: str) -> tuple[int, ...]:
    """The mails whose answers `text` names by Message-IDs that this key signed, each once; forged ones name none.

    Nor does a digest: it is about many mails, and what answers it need not be about the first of them.
    """
    signed = (found for found in _OURS.finditer(text) if _is_signed(key, found))
    return tuple(dict.fromkeys(int(found[1]) for found in signed if found[2] != DIGEST))


def named(key: bytes, text: str) -> tuple[str, ...]:
    """All Message-IDs in `text` that this key signed, each once."""
    return tuple(dict.fromkeys(found[0] for found in _OURS.finditer(text) if _is_signed(key, found)))


def _is_signed(key: bytes, found: re.Match[str]) -> bool:
    return hmac.compare_digest(found[3].lower(), _sign(key, int(found[1]), found[2]))


def _sign(key: bytes, mail_id: int, turn: str) -> str:
    return hmac.new(key, f"{mail_id}-{turn}".encode(), hashlib.sha256).hexdigest()[:32]
