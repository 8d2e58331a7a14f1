"""Whether a mail also bears the number of another claim of its sender, in a form that is too loose to count as a reference."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, islice

from core.values import Carrier
from router import forms
from router.clues import Clues
from router.disputes import DISPUTED, disputes
from router.found import Findings
from router.normalise import normalise
from router.protocols import Claim, Register, Relation, State

MENTIONED = "another_number_mentioned"
NOT_LOOKED_UP = "numbers_not_looked_up"

_MOST = 40
"""Loose numbers that are looked up; where there are more, the handler is told."""

_SAME_START = 3
_CUE_REACH = 40
_NO_DIGIT = re.compile(r"\D")


def number_warnings(findings: Findings, claim: Claim, register: Register) -> tuple[str, ...]:
    """What the handler is told of the numbers beside that of the claim.

    Raises:
        Unavailable: the register does not answer.
    """
    values = list(islice(_loose(findings, claim.number), _MOST + 1))
    sender = findings.clues.sender.address.address
    found = (register.find_claim(value) for value in values[:_MOST])
    others = (one.number for one in found if one.state is not State.NONE and one.number not in {claim.number, *findings.numbers})
    linked = any(register.resolve_sender(sender, other).relation is Relation.LINKED for other in others)
    is_cut = findings.is_cut or len(values) > _MOST
    applies = {MENTIONED: linked or findings.answered, NOT_LOOKED_UP: is_cut, DISPUTED: disputes(findings.clues.own_text)}
    return tuple(reason for reason, is_so in applies.items() if is_so)


def _loose(findings: Findings, number: str) -> Iterator[str]:
    """What may be a number that begins as this one does and was not looked up yet, each once."""
    digits = _NO_DIGIT.sub("", number)
    seen = {number, *(named.reference.value for named in findings.named)}
    for found in chain(_behind(findings.clues, digits), _whole(findings.clues, digits)):
        value = number[: len(number) - len(found)] + found
        if value not in seen:
            seen.add(value)
            yield value


def _behind(clues: Clues, digits: str) -> Iterator[str]:
    """The few digits that stand right behind the number in the subject."""
    subject = normalise(clues.subject, Carrier.SUBJECT).text
    for found in _spelt(digits, len(digits)).finditer(subject):
        if short := forms.SHORT_BEHIND.match(subject, found.end()):
            yield short[1]


def _whole(clues: Clues, digits: str) -> Iterator[str]:
    """As many digits as ours have, whatever letter stands with them or none, where no cue says that they are something else."""
    names = "\n".join(file.name for file in clues.file_names)
    shape = _spelt(digits[:_SAME_START], len(digits))
    for carrier, text in ((Carrier.SUBJECT, clues.subject), (Carrier.OWN_TEXT, clues.own_text), (Carrier.OWN_TEXT, names)):
        masked = forms.MASKS.sub(" ", normalise(text, carrier).text)
        for found in shape.finditer(masked):
            if not forms.OTHER_CUE_BEFORE.search(masked[max(0, found.start() - _CUE_REACH) : found.start()]):
                yield _NO_DIGIT.sub("", found[0])


@lru_cache(maxsize=64)
def _spelt(start: str, count: int) -> re.Pattern[str]:
    """Finds `count` digits that begin with these, with signs between them."""
    more = rf"(?:{forms.SEPARATORS}{{0,3}}\d){{{count - len(start)}}}"
    return re.compile(rf"(?<!\d){f'{forms.SEPARATORS}{{0,3}}'.join(start)}{more}(?!\d)")
