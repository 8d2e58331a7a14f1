"""What the rules of the house (`core.own_rules`) do to a mail: they add a reference, a relay or a warning; none of them places it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from core.own_rules import OwnRule, RuleKind
from core.values import Carrier, Form, Outcome, Reference, Unit, Verdict
from router.authentication import Origin, same_organisation
from router.book import domain_of
from router.clues import Clues
from router.normalise import fold
from router.protocols import Query, Register

OTHER_BRANCH = "other_branch"
_SIGNS = {"#": r"\d", "@": "[A-Z]", " ": r"\s"}
_ROUTED = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN})


def relays_of(unit: Unit, rules: Iterable[OwnRule]) -> frozenset[str]:
    """Who is believed to forward to the mailboxes that a mail was sent to."""
    return frozenset(rule.what for rule in _of_mailbox(unit, RuleKind.RELAY, rules))


def with_foreign_number(clues: Clues, register: Register, rules: Iterable[OwnRule]) -> Clues:
    """The clues with the claim that another insurer's number means, when the mail names no claim of ours and it means one only.

    Raises:
        Unavailable: the register does not answer.
    """
    domain = domain_of(clues.sender.address.address)
    shapes = [rule.what for rule in rules if rule.kind is RuleKind.FOREIGN_NUMBER and _is_of(domain, rule.where)]
    if not shapes or clues.has_own_reference:
        return clues
    written = dict.fromkeys(number for shape in shapes for number in _shape(shape).findall(fold(clues.text)))
    if len(written) != 1 or clues.sender.origin is not Origin.PROVEN:
        # Of several numbers the register may know one only, and a stranger learns nothing of what it knows.
        return clues
    meant = {claim.number: raw for raw in written for claim in register.search_claims(Query(broker_ref=raw))}
    if len(meant) != 1:
        return clues
    ((number, raw),) = meant.items()
    found = Reference(value=number, kind="claim", carrier=Carrier.OWN_TEXT, form=Form.BARE, path=clues.path, raw=raw)
    return replace(clues, references=(*clues.references, found), foreign_number=True, carries_units=False)


def in_branch(verdict: Verdict, outer: Unit, register: Register, rules: Iterable[OwnRule]) -> Verdict:
    """The verdict on a mail to a branch: a claim of another branch is a warning there, and is not proposed.

    Raises:
        Unavailable: the register does not answer.
    """
    kinds = {kind for rule in _of_mailbox(outer, RuleKind.BRANCH, rules) for kind in rule.values}
    if not kinds:
        return verdict
    if verdict.outcome in _ROUTED and any(_is_other(number, register, kinds) for number in verdict.claims):
        return replace(verdict, outcome=Outcome.ROUTE_WARN, why=(*verdict.why, OTHER_BRANCH))
    own = tuple(found for found in verdict.candidates if not _is_other(found.number, register, kinds))
    return replace(verdict, candidates=own)


def language_for(address: str, rules: Iterable[OwnRule]) -> str:
    """The language that this sender wants his answers in, an address before its domain; "" where no rule says so."""
    wanted = {rule.where: rule.what for rule in rules if rule.kind is RuleKind.LANGUAGE}
    return wanted.get(address.lower()) or wanted.get(domain_of(address), "")


def _is_other(number: str, register: Register, kinds: set[str]) -> bool:
    claim = register.get_claim(number)
    return claim is not None and bool(claim.kind) and claim.kind not in kinds


def _of_mailbox(unit: Unit, kind: RuleKind, rules: Iterable[OwnRule]) -> list[OwnRule]:
    sent_to = {one.address for one in (*unit.to, *unit.cc)}
    return [rule for rule in rules if rule.kind is kind and rule.where in sent_to]


def _is_of(domain: str, other: str) -> bool:
    return same_organisation(domain, other) and not other.endswith(f".{domain}")


@lru_cache(maxsize=256)
def _shape(written: str) -> re.Pattern[str]:
    body = "".join(_SIGNS.get(sign, re.escape(sign)) for sign in written)
    return re.compile(rf"(?<![A-Z0-9]){body}(?![A-Z0-9])")
