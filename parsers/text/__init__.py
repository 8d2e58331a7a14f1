"""What a mail says: its own text, what it quotes or forwards, and the signature below."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from core.values import Lines, Quoted, Unit
from parsers.text.deeper import deeper
from parsers.text.html import cited_ids, segments
from parsers.text.quotes import Segment, Voice, quoted_mails, split
from parsers.text.signatures import is_signature

__all__ = ["Body", "Said", "cited", "said", "told_by"]

_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"(?:(?<![^\W_])[^\W\d_]{1,2}[ .]?)?\d(?:[ .\-/]?\d)*")
_SIGN = re.compile(r"[ .\-/]")
_CODE = re.compile(r"(?<![^\W_])(?=[A-Z-]{0,8}\d)(?=[\d-]{0,12}[A-Z])[A-Z\d]{1,9}(?:-[A-Z\d]{1,9}){1,3}(?![^\W_])")
"""A plate or a policy."""

_NAMED = re.compile(
    r"(?:[:\uff1a]\s{0,3}|\b(?:assurée?|client[e]?|preneur|dossier|sinistre|concerne|pour|nom|verzekerde|klant|betreft|naam|voor|schade"
    r"|versicherter?|versicherungsnehmer|betrifft|kunde|schaden|insured|policyholder|client|claim|regarding|for)\s{1,3})"
    r"(?:(?:M|Mme|Mlle|Mr|Mrs|Ms|Dhr|Mevr|Mw|Herr|Frau|de|van)\.? )?(?-i:([A-ZÀ-Þ][^\W\d_]{2,30}))",
    re.IGNORECASE,
)
"""A name behind a cue."""

_LONG = 6
"""Digits of a number that may be somebody's."""

_MANY = 10
"""Words by which the plain form may be shorter and still say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One text of a mail; `alternative` is the same number for texts that say the same in two forms, 0 for the others."""

    text: str
    html: bool
    alternative: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the sender wrote, what he quoted or forwarded and whose that was, and how he signs."""

    own: str = ""
    quoted_text: str = ""
    signature: str = ""
    quoted: tuple[Quoted, ...] = ()
    deeper: tuple[Lines, ...] = ()
    """Where there are no own words: the lines of `quoted_text` that its writer quotes in turn."""


def cited(bodies: Iterable[Body]) -> frozenset[str]:
    """The Content-IDs of pictures that stand in the text."""
    return frozenset(name for body in bodies if body.html for name in cited_ids(body.text))


def said(bodies: Iterable[Body]) -> Said:
    """What the texts of one mail say together, in reading order."""
    found: list[Segment] = []
    for body in _chosen(tuple(bodies)):
        found += _heard(body)
    own, quoted, signature = (_joined(found, voice) for voice in Voice)
    mails = quoted_mails(quoted)
    if not own and quoted.lstrip().startswith(">") and not mails:
        # Nothing but lines set off by ">", and nobody named: the sender's own words, in a strange dress.
        return Said(own=quoted, signature=signature)
    return Said(own=own, quoted_text=quoted, signature=signature, quoted=mails, deeper=() if own else deeper(quoted))


def told_by(unit: Unit, words: Said) -> Unit:
    """The mail with these words."""
    return replace(
        unit,
        own_text=words.own,
        quoted_text=words.quoted_text,
        signature=words.signature,
        quoted=words.quoted,
        deeper=words.deeper,
    )


def _heard(body: Body) -> Iterator[Segment]:
    goes_on = False
    for segment in segments(body.text) if body.html else (Segment(text=body.text, voice=Voice.OWN),):
        if goes_on or segment.voice == Voice.QUOTED:
            yield Segment(text=segment.text, voice=Voice.QUOTED)
        elif segment.voice == Voice.SIGNATURE and is_signature(segment.text):
            yield segment
        else:
            parts = split(segment.text)
            yield from parts.segments
            goes_on = parts.goes_on


def _chosen(bodies: tuple[Body, ...]) -> list[Body]:
    """The texts to read: of two forms of one text the plain one, and the other where that one says more, or alone says anything."""
    written = [body for body in bodies if body.text.strip()]
    left_out = {id(body) for one in written if one.html and one.alternative for body in _said_twice(one, written)}
    return [body for body in written if id(body) not in left_out]


def _said_twice(page: Body, bodies: Iterable[Body]) -> Iterable[Body]:
    """Of a page and its plain form, what need not be read."""
    plain = [body for body in bodies if body.alternative == page.alternative and not body.html]
    if not plain:
        return ()
    shown, written = "\n".join(segment.text for segment in segments(page.text)), "\n".join(body.text for body in plain)
    if not _says_more(shown, written):
        return (page,)
    return plain if _words(written) <= _words(shown) else ()


def _says_more(shown: str, written: str) -> bool:
    """Whether a page has a number, a plate or a name behind a cue that its plain form lacks, or far more words."""
    known = {form for number in _NUMBER.findall(written) for form in _forms(number)}
    if any(_is_new(number, known) for number in _NUMBER.findall(shown)):
        return True
    flat = "".join(filter(str.isalnum, written.upper()))
    if any(_SIGN.sub("", code) not in flat for code in _CODE.findall(shown)):
        return True
    words = _words(written)
    return any(name.casefold() not in words for name in _NAMED.findall(shown)) or len(_words(shown) - words) > _MANY + len(words)


def _forms(number: str) -> frozenset[str]:
    """A number without the signs in it, and each piece of it between spaces."""
    return frozenset(_SIGN.sub("", piece).upper() for piece in (number, *number.split()))


def _is_new(number: str, known: set[str]) -> bool:
    whole = _SIGN.sub("", number).upper()
    pieces = {_SIGN.sub("", piece).upper() for piece in number.split()}
    return sum(map(str.isdigit, whole)) >= _LONG and whole not in known and not pieces <= known


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.casefold()))


def _joined(found: list[Segment], voice: Voice) -> str:
    around = "\n\r\t \ufeff" if voice == Voice.OWN else "\n\r"
    texts = (segment.text.strip(around) for segment in found if segment.voice == voice)
    return "\n\n".join(text for text in texts if text.strip())
