"""What a mail says: its own text, and what it quotes or forwards."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.values import Quoted
from parsers.text.html import cited_ids, segments
from parsers.text.quotes import Segment, quoted_mails, split

__all__ = ["Body", "Said", "cited", "said"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """One text of a mail; `alternative` is the same number for texts that say the same in two forms, 0 for the others."""

    text: str
    html: bool
    alternative: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the sender wrote, what he quoted or forwarded, and whose that was."""

    own: str = ""
    quoted_text: str = ""
    quoted: tuple[Quoted, ...] = ()


def cited(bodies: Iterable[Body]) -> frozenset[str]:
    """The Content-IDs of pictures that stand in the text."""
    return frozenset(name for body in bodies if body.html for name in cited_ids(body.text))


def said(bodies: Iterable[Body]) -> Said:
    """What the texts of one mail say together, in reading order."""
    found: list[Segment] = []
    goes_on = False
    for body in _chosen(tuple(bodies)):
        for segment in _marked(body):
            if segment.quoted or goes_on:
                found.append(Segment(text=segment.text, quoted=True))
                continue
            parts = split(segment.text)
            found += parts.segments
            goes_on = parts.goes_on
        goes_on = False
    own = _joined(found, quoted=False)
    quoted = _joined(found, quoted=True)
    mails = quoted_mails(quoted)
    if not own and quoted.lstrip().startswith(">") and not mails:
        # Nothing but lines set off by ">", and nobody named: the sender's own words, in a strange dress.
        return Said(own=quoted)
    return Said(own=own, quoted_text=quoted, quoted=mails)


def _marked(body: Body) -> tuple[Segment, ...]:
    return segments(body.text) if body.html else (Segment(text=body.text, quoted=False),)


def _chosen(bodies: tuple[Body, ...]) -> list[Body]:
    """The texts to read: of two forms of one text the plain one, unless it is empty."""
    return [body for body in bodies if body.text.strip() and not _has_plain(body, bodies)]


def _has_plain(body: Body, bodies: tuple[Body, ...]) -> bool:
    if not body.html or not body.alternative:
        return False
    return any(other.alternative == body.alternative and not other.html and other.text.strip() for other in bodies)


def _joined(found: list[Segment], *, quoted: bool) -> str:
    texts = (
        segment.text.strip("\n\r\t \ufeff") if not quoted else segment.text.strip("\n\r") for segment in found if segment.quoted == quoted
    )
    return "\n\n".join(text for text in texts if text.strip())
