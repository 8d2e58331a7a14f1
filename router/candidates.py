"""Claims to propose to the operator, best first, each with what speaks for it; nothing is proposed on nothing."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import islice

from core.pages import Fact
from core.values import Candidate, Form, Reference
from router.clues import Clues
from router.evidence import Testimony
from router.names import code
from router.normalise import fold
from router.protocols import Claim, Query, Register, Relation, State

MOST = 5
_WEIGHTS = {
    "policy_number": 0.6,
    "plate": 0.6,
    "reference": 0.5,
    "thread": 0.5,
    "broker_ref": 0.5,
    "insured": 0.4,
    "near_number": 0.35,
    "loss_date": 0.2,
    "sender": 0.2,
}
_FEW = 5
"""More claims than that on one name, or of one sender, say nothing."""

_FEW_NEAR = 3
_MOST_NEAR = 400
_MOST_TOKENS = 80
_POLICY_DIGITS = 5
_MOST_REFERENCES = 20

_CODE = re.compile(r"(?<![A-Z0-9])[A-Z0-9]{1,20}(?:[./_-][A-Z0-9]{1,20}){0,6}(?![A-Z0-9])")
_POLICY = re.compile(
    r"(?:POLICE|CONTRAT|POLIS\w{0,10}|POLICE?N?|POLICY|VERSICHERUNGSSCHEIN\w{0,7})[ :.N\u00b0ORUMEN-]{0,14}([A-Z0-9][A-Z0-9./ -]{3,24})"
)
_PLATE = re.compile(
    r"(?<![A-Z0-9])(?:[1-9][ -]?[A-Z]{3}[ -]?\d{3}|[A-Z]{1,3}[ -]?\d{2,3}[ -]?[A-Z]{1,3}|\d{2}[ -]?[A-Z]{2,3}[ -]?\d{1,2}"
    r"|[A-Z]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}|[A-Z]{3}[ -]?\d{3}|\d{3}[ -]?[A-Z]{3})(?![A-Z0-9])"
)
_DAY = re.compile(r"(?<!\d)(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?!\d)")


def propose(clues: Clues, testimony: Testimony, register: Register, thread: Iterable[str]) -> tuple[Candidate, ...]:
    """At most five claims, from what the mail says, who sent it and what it answers.

    Raises:
        Unavailable: the register does not answer.
    """
    evidence: dict[str, set[str]] = defaultdict(set)
    claims: dict[str, Claim] = {}
    for name, claim in _found(clues, testimony, register, thread):
        claims[claim.number] = claim
        evidence[claim.number].add(name)
    days = _days(clues)
    for number, claim in claims.items():
        evidence[number] |= set(testimony.evidence(claim))
        if claim.loss_date in days:
            evidence[number].add("loss_date")
        if register.resolve_sender(clues.sender.address.address, number).relation is Relation.LINKED:
            evidence[number].add("sender")
    scored = (_candidate(number, found) for number, found in evidence.items() if _says_something(found))
    return tuple(sorted(scored, key=lambda candidate: (-candidate.score, candidate.number))[:MOST])


def _candidate(number: str, evidence: set[str]) -> Candidate:
    doubt = 1.0
    for name in evidence:
        doubt *= 1 - _WEIGHTS[name]
    return Candidate(number=number, score=round(1 - doubt, 2), evidence=tuple(name for name in _WEIGHTS if name in evidence))


def _says_something(evidence: set[str]) -> bool:
    return evidence != {"loss_date"}


def _found(clues: Clues, testimony: Testimony, register: Register, thread: Iterable[str]) -> Iterator[tuple[str, Claim]]:
    numbers = dict.fromkeys(found.value for found in (*clues.references, *clues.other_references) if found.form is not Form.PARTIAL)
    for number in islice(numbers, _MOST_REFERENCES):
        if claim := register.get_claim(register.find_claim(number).number):
            yield "reference", claim
    for number in thread:
        if claim := register.get_claim(number):
            yield "thread", claim
    for name, query in _queries(clues):
        yield from ((name, claim) for claim in register.search_claims(query))
    yield from (("insured", claim) for claim in _by_name(testimony, register, clues.sender.address.address))
    yield from (("near_number", claim) for claim in _near(clues, testimony, register))
    yield from (("sender", claim) for claim in _of_sender(clues.sender.address.address, register))


def _queries(clues: Clues) -> Iterator[tuple[str, Query]]:
    text = fold(clues.text)
    plates = dict.fromkeys([*_PLATE.findall(text), *_facts(clues.facts, "plate")])
    yield from (("plate", Query(plate=plate)) for plate in islice(plates, _MOST_TOKENS))
    tokens = [token for token in islice(_CODE.findall(text), _MOST_TOKENS * 4) if any(char.isdigit() for char in token)]
    policies = dict.fromkeys([*_after_policy_cue(text), *_facts(clues.facts, "policy_number"), *filter(_like_policy, tokens)])
    yield from (("policy_number", Query(policy_number=policy)) for policy in islice(policies, _MOST_TOKENS))
    refs = dict.fromkeys([*_facts(clues.facts, "broker_ref"), *tokens])
    yield from (("broker_ref", Query(broker_ref=ref)) for ref in islice(refs, _MOST_TOKENS))


def _facts(facts: Iterable[Fact], kind: str) -> Iterator[str]:
    return (fact.value for fact in facts if fact.kind.startswith(kind))


def _like_policy(token: str) -> bool:
    return sum(char.isdigit() for char in token) >= _POLICY_DIGITS


def _after_policy_cue(text: str) -> Iterator[str]:
    """Numbers behind the word policy; they may have spaces inside, and words behind them."""
    for match in _POLICY.finditer(text):
        pieces = match[1].split()
        for count in range(len(pieces), 0, -1):
            yield code("".join(pieces[:count]))


def _by_name(testimony: Testimony, register: Register, sender: str) -> Iterator[Claim]:
    """Claims of somebody named here: when the name is rare, or the sender is on the claim."""
    for name in islice(dict.fromkeys(testimony.possible_names()), _MOST_TOKENS):
        claims = register.search_claims(Query(insured_name=name, limit=_FEW + 1))
        yield from claims if len(claims) <= _FEW else register.search_claims(Query(insured_name=name, sender=sender))


def _near(clues: Clues, testimony: Testimony, register: Register) -> Iterator[Claim]:
    """Claims one slip away from what was written: the sender's own and those whose insured is named; others only when they are few."""
    sender = clues.sender.address.address
    for number in dict.fromkeys(found.value for found in _doubtful(clues)):
        near = register.search_claims(Query(near_number=number, limit=_MOST_NEAR))
        own = [claim for claim in near if testimony.names(claim) or _is_linked(sender, claim, register)]
        yield from own or (near if len(near) <= _FEW_NEAR else ())


def _is_linked(sender: str, claim: Claim, register: Register) -> bool:
    return register.resolve_sender(sender, claim.number).relation is Relation.LINKED


def _doubtful(clues: Clues) -> tuple[Reference, ...]:
    return tuple(found for found in clues.references if found.carrier in {"subject", "own_text", "file_name"})[:_FEW]


def _of_sender(address: str, register: Register) -> tuple[Claim, ...]:
    """The open claims of a sender who has few."""
    claims = register.search_claims(Query(sender=address, state=State.OPEN, limit=_FEW + 1)) if address else ()
    return claims if len(claims) <= _FEW else ()


def _days(clues: Clues) -> set[date | None]:
    """Days that are named in the mail or its documents."""
    written = [*_DAY.findall(clues.text), *(match.groups() for fact in clues.facts if (match := _DAY.search(fact.value)))]
    days: set[date | None] = {day for parts in written[:_MOST_TOKENS] if (day := _day(*map(int, parts)))}
    return days | {_iso(fact.value) for fact in clues.facts if "date" in fact.kind} - {None}


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _iso(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text).date()
    except ValueError:
        return None
