"""Two claims in one subject: whether a mail may go on both of them (`CLAIMPOST_TWO_CLAIMS`)."""

import re
from collections.abc import Sequence

from core.values import Carrier, Form
from router.evidence import Testimony
from router.found import Findings
from router.names import family_name, words
from router.others import agreement, others_named
from router.protocols import Claim, Register, State

SETTING = "two_claims"
"""What the rule that asks for it is switched on by."""

_TWO = 2
_CLEAR = frozenset({Form.EXACT, Form.DELIMITED})
_AND = re.compile(r"[\s*]*(?:et|en|und|and|ainsi que|evenals|sowie|[,;/+&])?[\s*]*", re.IGNORECASE)
"""What may stand between the two numbers: anything else may say that one of them is not meant."""

_WORD = re.compile(r"[\s*]+")


def both_meant(findings: Findings, claims: Sequence[Claim], register: Register) -> bool:
    """Whether the subject names two open claims, each clearly and between asterisks, and the mail names nobody else's.

    Raises:
        Unavailable: the register does not answer.
    """
    if findings.carrier is not Carrier.SUBJECT or findings.clues.hints or [claim.number for claim in claims] != [*findings.numbers]:
        return False
    if findings.assignments or findings.of(Carrier.FILE_NAME) or not _side_by_side(findings, claims):
        return False
    clear = {named.number for named in findings.counting if named.reference.delimited and named.reference.form in _CLEAR}
    stands = len(claims) == _TWO and clear == set(findings.numbers) and all(claim.state is State.OPEN for claim in claims)
    return stands and not _others_named(Testimony(clues=findings.clues), claims, register)


def _side_by_side(findings: Findings, claims: Sequence[Claim]) -> bool:
    """Whether nothing but an "and", and names of the insured, stands between the numbers of the subject."""
    names = {word for claim in claims for name in claim.insured_names for word in words(name)}
    subject, end, between = findings.clues.subject, 0, []
    for at, named in enumerate(findings.counting):
        start = subject.find(named.reference.raw, end)
        between += [subject[end:start]] if at else []
        end = start + len(named.reference.raw)
        if start < 0:
            return False
    told = (" ".join(word for word in _WORD.split(text) if not names.issuperset(words(word) or [""])) for text in between)
    return all(_AND.fullmatch(text) for text in told)


def _others_named(testimony: Testimony, claims: Sequence[Claim], register: Register) -> bool:
    people = {family_name(name) for claim in claims for name in claim.insured_names}
    named = (other for claim in claims for other in others_named(testimony, claim, register))
    if any(people.isdisjoint(map(family_name, other.insured_names)) for other in named):
        return True
    agreements = [agreement(testimony, claim, register) for claim in claims]
    return any(one.other_insured_named for one in agreements) and not any(one.corroborated for one in agreements)
