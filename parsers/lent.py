"""What other mails of a thread lend to one that has something locked: their texts, and nothing that is sent along."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from core.content import Content
from core.limits import Limits
from core.values import Unit
from parsers import passwords, types
from parsers.apart import Level
from parsers.opening import Opened, Opening

DEPTH = 2
"""How deep another mail is looked into."""

PARTS = 200
"""Parts of another mail that are listed."""

TEXTS = 4
"""Texts of the greatest length that another mail may have decoded."""

SAYING = frozenset({*types.MAILS, "multipart/alternative", "multipart/mixed", "application/ms-tnef", "application/pkcs7-mime"})
"""Wrappings of what a mail says."""


class Texts:
    """Opens mails and the texts that they consist of; whatever else there is stays closed."""

    def __init__(self, level: Level) -> None:
        self._level = level

    def __call__(self, media_type: str, content: Content, opening: Opening) -> Opened:
        """As `Level` says."""
        return self._level(media_type, content, opening) if opening.body or media_type in SAYING else Opened()


def limits(limits: Limits) -> Limits:
    """What reading another mail may cost."""
    return replace(
        limits,
        depth=min(DEPTH, limits.depth),
        parts=min(PARTS, limits.parts),
        bytes_out=min(TEXTS * limits.text_bytes, limits.bytes_out),
    )


def told(units: Iterable[Unit], used: Collection[str]) -> tuple[Unit, ...]:
    """The texts of these units that say a word of `used`, with dots in its place."""
    blanked = ((passwords.blanked(unit, ()), passwords.blanked(unit, used)) for unit in units)
    return tuple(
        Unit(path=after.path, own_text=after.own_text, quoted_text=after.quoted_text, signature=after.signature)
        for before, after in blanked
        if before != after
    )
