"""Message-IDs of what we send: signed, so that an answer to one is known as such even where everything else is cut away."""

import hashlib
import hmac
import re

FIRST, SECOND = "1", "2"
_OURS = re.compile(r"<claimpost-(\d{1,18})-([12])-([0-9a-f]{32})@[^<>\s@]{1,255}>", re.IGNORECASE)


def message_id(key: bytes, mail_id: int, turn: str, domain: str) -> str:
    """The Message-ID of the first or second answer to a mail."""
    return f"<claimpost-{mail_id}-{turn}-{_sign(key, mail_id, turn)}@{domain}>"


def answered(key: bytes, text: str) -> tuple[int, ...]:
    """The mails whose answers `text` names by Message-IDs that this key signed, each once; forged ones name none."""
    found = ((int(mail_id), turn, sign.lower()) for mail_id, turn, sign in _OURS.findall(text))
    return tuple(dict.fromkeys(mail_id for mail_id, turn, sign in found if hmac.compare_digest(sign, _sign(key, mail_id, turn))))


def named(key: bytes, text: str) -> tuple[str, ...]:
    """As `answered`, but the Message-IDs themselves."""
    return tuple(dict.fromkeys(found[0] for found in _OURS.finditer(text) if answered(key, found[0])))


def _sign(key: bytes, mail_id: int, turn: str) -> str:
    return hmac.new(key, f"{mail_id}-{turn}".encode(), hashlib.sha256).hexdigest()[:32]
