"""What the mails inside one mail say, up to a limit for all of them together."""

from collections.abc import Iterator
from dataclasses import replace

from core.values import Address, Unit

SHORT = 500
"""Characters of what is kept of a mail for whose headers no room is left: subject, sender, identifier."""


class Units:
    """The units by path. They hold at most `most` characters of headers and texts together, and a few of each mail beyond that."""

    def __init__(self, most: int) -> None:
        self._left = most
        self._units: dict[str, Unit] = {}

    def __getitem__(self, path: str) -> Unit:
        return self._units[path]

    def __iter__(self) -> Iterator[Unit]:
        return iter(self._units.values())

    def put(self, unit: Unit) -> bool:
        """Keep the unit under its path; `False` when there was not room for all that it says."""
        self.drop(unit.path)
        fitted = unit if _weight(unit) <= self._left else _fitted(unit, self._left)
        self._left -= _weight(fitted)
        self._units[unit.path] = fitted
        return fitted is unit

    def drop(self, path: str) -> None:
        """Forget the unit of that path, if there is one."""
        if unit := self._units.pop(path, None):
            self._left += _weight(unit)


def with_words_of(around: Unit, inside: Unit) -> Unit:
    """The mail around with the words of what lies in it, where it has none of its own."""
    if around.own_text.strip():
        return around
    return replace(
        around,
        own_text=inside.own_text,
        quoted_text=inside.quoted_text or around.quoted_text,
        quoted=inside.quoted or around.quoted,
        deeper=inside.deeper if inside.quoted_text else around.deeper,
        signature=inside.signature or around.signature,
    )


def _weight(unit: Unit) -> int:
    return _weight_of_headers(unit) + len(unit.own_text) + len(unit.quoted_text) + len(unit.signature)


def _weight_of_headers(unit: Unit) -> int:
    """Of the headers, and of what was made of them: a mail of Outlook may have receivers and no headers."""
    people = sum(len(person.name) + len(person.address) for person in (unit.sender, *unit.to, *unit.cc, *unit.reply_to))
    ids = sum(map(len, (unit.message_id, *unit.in_reply_to, *unit.references, unit.return_path or "")))
    subjects = sum(map(len, (unit.subject, *unit.other_subjects)))
    return people + ids + subjects + sum(len(header.name) + len(header.value) for header in unit.headers)


def _fitted(unit: Unit, left: int) -> Unit:
    """The unit with its texts cut to what is left, and without its headers when not even they have room."""
    if _weight_of_headers(unit) > left:
        return _short(unit)
    left -= _weight_of_headers(unit)
    own = unit.own_text[:left]
    left -= len(own)
    quoted = unit.quoted_text[:left]
    return replace(unit, own_text=own, quoted_text=quoted, signature=unit.signature[: left - len(quoted)])


def _short(unit: Unit) -> Unit:
    sender = Address(name=unit.sender.name[:SHORT], address=unit.sender.address[:SHORT])
    return Unit(
        path=unit.path, subject=unit.subject[:SHORT], sender=sender, date=unit.date, message_id=unit.message_id[:SHORT], auto=unit.auto
    )
