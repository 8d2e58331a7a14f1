"""Claims to propose to the operator, best first, each with what speaks for it; nothing is proposed on nothing."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice

import yaml

from core.pages import Fact
from core.values import Address, Candidate, Form, Reference
from router import tokens
from router.book import near_numbers
from router.clues import Clues
from router.evidence import Testimony
from router.protocols import Claim, Query, Register, Relation, State
from router.senders import From
from router.sittings import expect

MOST = 5
EVIDENCE = (
    "policy_number",
    "plate",
    "reference",
    "thread",
    "broker_ref",
    "full_name",
    "insured",
    "near_number",
    "loss_date",
    "original_name",
    "original",
    "sender",
)
"""What may speak for a claim, in the order in which it is listed."""

NONE = "none"
"""None of the claims found: a new one, or one that nothing in the mail tells."""

CONTRADICTED = "contradicted"
"""The mail names another's insured, policy or plate; it speaks against a claim, so it is not listed among what speaks for it."""

_HANDLER = "handler"
_FEW = 5
"""More claims than that on one name, or of one sender, say nothing."""

_FEW_NEAR = 3
_MOST_NEAR = 400
_MOST_NAMESAKES = 50
_MOST_DAYS = 5
_MOST_REFERENCES = 20


def propose(
    clues: Clues, testimony: Testimony, register: Register, thread: Iterable[str], against: Iterable[str] = ()
) -> tuple[Candidate, ...]:
    """At most five claims, from what the mail says, who sent it and what it answers; its words speak against those of `against`.

    Raises:
        Unavailable: the register does not answer.
    """
    return scored(evidence_of(clues, testimony, register, thread, against))[:MOST]


def scored(evidence: Mapping[str, AbstractSet[str]]) -> tuple[Candidate, ...]:
    """Claims by how probable each is, beside the others and beside none of them, with what speaks for it."""
    odds = {number: math.exp(sum(weights()[name] for name in found)) for number, found in evidence.items()}
    every = math.exp(weights()[NONE]) + sum(odds.values())
    ranked = sorted(evidence, key=lambda number: (-odds[number], number))
    shown = {number: tuple(name for name in EVIDENCE if name in evidence[number]) for number in ranked}
    return tuple(Candidate(number=number, score=round(odds[number] / every, 2), evidence=shown[number]) for number in ranked)


@cache
def weights() -> dict[str, float]:
    """Logarithms of odds: of each kind of evidence, of what speaks against a claim, and of none of the claims found."""
    data = yaml.safe_load(resources.files("router").joinpath("data/evidence.yaml").read_text("utf-8"))
    return {str(name): float(weight) for name, weight in data.items()}


def evidence_of(
    clues: Clues, testimony: Testimony, register: Register, thread: Iterable[str], against: Iterable[str] = ()
) -> dict[str, set[str]]:
    """Everything that speaks for each claim that anything speaks for."""
    address = clues.sender.address.address
    said = testimony.heard(register)
    days = _days(clues)
    evidence: dict[str, set[str]] = defaultdict(set)
    claims: dict[str, Claim] = {}
    original = _original(clues)
    for name, claim in (*_found(clues, said, register, thread, sorted(days)[:_MOST_DAYS]), *_of_original(original, register)):
        claims[claim.number] = claim
        evidence[claim.number].add(name)
    near = {number for found in _doubtful(clues) for number in near_numbers(found.value)}
    for number, claim in claims.items():
        more = {
            "loss_date": claim.loss_date in days,
            "near_number": number in near and "reference" not in evidence[number],
            "sender": _is_linked(address, claim, register),
            "original": _wrote(original, claim, register),
            "original_name": _signed(original).names_fully(claim),
            CONTRADICTED: number in against,
        }
        evidence[number] |= {*said.evidence(claim), *(name for name, present in more.items() if present)}
        # Who is named in full is not named once more by his family name.
        evidence[number] -= {"insured"} if "full_name" in evidence[number] else set()
    return {number: found for number, found in evidence.items() if found != {"loss_date"}}


def _found(clues: Clues, testimony: Testimony, register: Register, thread: Iterable[str], days: list[date]) -> Iterator[tuple[str, Claim]]:
    numbers = dict.fromkeys(found.value for found in (*clues.references, *clues.other_references) if found.form is not Form.PARTIAL)
    for number in islice(numbers, _MOST_REFERENCES):
        if claim := register.get_claim(register.find_claim(number).number):
            yield "reference", claim
    for number in thread:
        if claim := register.get_claim(number):
            yield "thread", claim
    queries = list(_queries(clues, testimony, days))
    named = [_named(name) for name in _names(testimony)]
    expect(register, (*(query for _, query in queries if query.loss_date is None), *named))
    for name, query in queries:
        yield from ((name, claim) for claim in register.search_claims(query))
    yield from (("insured", claim) for claim in _by_name(clues, testimony, register, days))
    yield from (("near_number", claim) for claim in _near(clues, testimony, register))
    yield from (("sender", claim) for claim in _of_sender(clues.sender.address.address, register))


def _queries(clues: Clues, testimony: Testimony, days: Iterable[date]) -> Iterator[tuple[str, Query]]:
    """What to ask the register for; of a policy or a plate with many claims those of a named day come before the others."""
    text = testimony.folded
    plates = dict.fromkeys([*tokens.plates(text), *_facts(clues.facts, "plate")])
    policies = dict.fromkeys([*_facts(clues.facts, "policy_number"), *tokens.policies(text)])
    for name, query in [("plate", Query(plate=one)) for one in plates] + [("policy_number", Query(policy_number=one)) for one in policies]:
        yield from ((name, replace(query, loss_date=day)) for day in days)
        yield name, query
    refs = dict.fromkeys([*_facts(clues.facts, "broker_ref"), *tokens.codes(text)])
    yield from (("broker_ref", Query(broker_ref=ref)) for ref in refs)


def _facts(facts: Iterable[Fact], kind: str) -> Iterator[str]:
    return (fact.value for fact in facts if fact.kind.startswith(kind))


def _by_name(clues: Clues, testimony: Testimony, register: Register, days: Iterable[date]) -> Iterator[Claim]:
    """Claims of somebody named here: when the name is rare, written out, of that day, or of a claim that the sender is on."""
    sender = clues.sender.address.address
    for name in _names(testimony):
        claims = register.search_claims(_named(name))
        yield from claims if len(claims) <= _FEW else filter(testimony.names_fully, claims)
        if len(claims) > _FEW:
            yield from register.search_claims(Query(insured_name=name, sender=sender))
            for day in days:
                yield from register.search_claims(Query(insured_name=name, loss_date=day))


def _names(testimony: Testimony) -> Iterator[str]:
    return islice(dict.fromkeys(testimony.written_names()), tokens.MOST)


def _named(name: str) -> Query:
    return Query(insured_name=name, limit=_MOST_NAMESAKES)


def _near(clues: Clues, testimony: Testimony, register: Register) -> Iterator[Claim]:
    """Claims one slip away from what was written: the sender's own and those that the mail speaks of; others only when they are few."""
    sender = clues.sender.address.address
    for number in dict.fromkeys(found.value for found in _doubtful(clues)):
        near = register.search_claims(Query(near_number=number, limit=_MOST_NEAR))
        own = [claim for claim in near if testimony.evidence(claim) or _is_linked(sender, claim, register)]
        yield from own or (near if len(near) <= _FEW_NEAR else ())


def _is_linked(sender: str, claim: Claim, register: Register) -> bool:
    return register.resolve_sender(sender, claim.number).relation is Relation.LINKED


def _doubtful(clues: Clues) -> tuple[Reference, ...]:
    return tuple(found for found in clues.references if found.carrier in {"subject", "own_text", "file_name"})[:_FEW]


def _of_sender(address: str, register: Register) -> tuple[Claim, ...]:
    """The open claims of a sender who has few."""
    claims = register.search_claims(Query(sender=address, state=State.OPEN, limit=_FEW + 1)) if address else ()
    return claims if len(claims) <= _FEW else ()


def _original(clues: Clues) -> Address:
    """Who wrote the mail that is forwarded, as its text says, unless he is taken for the sender already."""
    writer = clues.original.sender if clues.original else Address()
    return Address() if writer.address == clues.sender.address.address else writer


def _of_original(writer: Address, register: Register) -> Iterator[tuple[str, Claim]]:
    """The open claims of the writer where he has few, and those whose insured is called as he is, both names."""
    yield from (("original", claim) for claim in _of_sender(writer.address, register) if _wrote(writer, claim, register))
    signed = _signed(writer)
    for name in islice(dict.fromkeys(signed.written_names()), tokens.MOST):
        same = register.search_claims(Query(insured_name=name, limit=_MOST_NAMESAKES))
        yield from (("original_name", claim) for claim in same if signed.names_fully(claim))


def _wrote(writer: Address, claim: Claim, register: Register) -> bool:
    """Whether he is on the claim, and does not handle it for us."""
    known = register.resolve_sender(writer.address, claim.number)
    return known.relation is Relation.LINKED and known.role != _HANDLER


def _signed(writer: Address) -> Testimony:
    return Testimony(clues=Clues(path="", sender=From(address=writer), own_text=writer.name))


def _days(clues: Clues) -> set[date]:
    """Days that are named in the mail or its documents."""
    facts = [fact.value for fact in clues.facts if "date" in fact.kind]
    return tokens.days("\n".join([clues.text, *(fact.value for fact in clues.facts)])) | {
        day for fact in facts if (day := tokens.iso_day(fact))
    }
