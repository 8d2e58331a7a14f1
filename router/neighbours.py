"""Claims of one sender whose numbers are a slip apart: which of them a mail may mean as well as the one that it names."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date

from router import tokens
from router.clues import Clues
from router.evidence import Testimony
from router.new_claims import OTHER, kind_of
from router.protocols import Claim, Query, Register, State

NEAR = "near_number_of_sender"
MOST = 5
"""Claims to compare with that are named, the first."""

_MOST_SEARCHED = 20
_MOST_READ = 50_000
"""Characters of the documents of one mail, and of what it quotes, that are looked through for names and numbers."""


def near_claims(clues: Clues, claim: Claim, register: Register, thread: Iterable[str]) -> tuple[str, ...]:
    """Claims of the sender, one slip away from `claim`, for which everything speaks that speaks for that one.

    What speaks for a claim: names and numbers in the mail, in what it quotes and in its documents, the day and the kind of loss,
    and the thread. Earlier mails of the sender do not: the first one about a claim may have the number of the one before.

    Raises:
        Unavailable: the register does not answer.
    """
    sender = clues.sender.address.address
    asked = Query(near_number=claim.number, sender=sender, limit=_MOST_SEARCHED)
    found = register.search_claims(asked) if sender else ()
    others = [other for other in found if other.number != claim.number and other.state is not State.ARCHIVED]
    if not others:
        return ()
    both = [claim, *others]
    told = _told(clues, both, register)
    for number in told.keys() & set(thread):
        told[number].add("thread")
    return tuple(other.number for other in others if told[claim.number] <= told[other.number])[:MOST]


def _told(clues: Clues, claims: Iterable[Claim], register: Register) -> dict[str, set[str]]:
    """What of each claim stands in the mail, in what it quotes, and in its documents."""
    said = Testimony(clues=clues).heard(register)
    text = "\n".join([clues.quoted_text, *clues.papers])[:_MOST_READ]
    beside = Testimony(clues=replace(clues, subject="", own_text=text, signature="", file_names=()))
    days, kind = tokens.days(f"{clues.text}\n{text}"), kind_of(f"{clues.text}\n{text}", ())
    return {claim.number: {*said.evidence(claim), *_weaker(beside, claim, days, kind)} for claim in claims}


def _weaker(beside: Testimony, claim: Claim, days: Container[date | None], kind: str) -> Iterator[str]:
    """What places no mail, but tells two claims apart: what is quoted or stands in a document, the day and the kind of loss."""
    yield from (f"beside_{name}" for name in beside.evidence(claim))
    if claim.loss_date in days:
        yield "loss_date"
    if claim.kind == kind != OTHER:
        yield "kind"
