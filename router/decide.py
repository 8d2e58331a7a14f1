"""Decides which claim a mail belongs to. Nothing is asked but the register and the history; nothing is kept."""

from collections.abc import Iterable
from dataclasses import replace

from core.errors import Unavailable
from core.values import Auto, Candidate, Carrier, Form, Outcome, Said, SenderClass, Step, Verdict
from router import carried
from router.authentication import Origin
from router.both import both_meant
from router.candidates import propose
from router.carried import precedent_of
from router.clues import Clues
from router.evidence import Testimony
from router.facts import Facts
from router.found import Findings, look_up, not_looked_up
from router.grammar import Grammar
from router.intents import CONTRACT_CHANGE, DATA_PROTECTION
from router.mentions import number_warnings
from router.neighbours import near_claims
from router.others import Agreement, agreement
from router.protocols import Claim, History, Register, State
from router.rules import Decision, judge
from router.senders import Standing, standing, weakest

CARRIES_UNITS = "carries_units"
DUPLICATE_HEADER = "duplicate_header"
FOREIGN_NUMBER = "foreign_number"
_NOT_ON_CLAIM = "sender_not_on_claim"
_AUTOMATIC = {
    Auto.AUTO_REPLY: "automatic_mail",
    Auto.BOUNCE: "bounce",
    Auto.LIST: "mailing_list",
    Auto.OWN: "own_mail",
}
_FORMS = {
    Form.EXACT: "exact",
    Form.DELIMITED: "normalised",
    Form.SEPARATED: "normalised",
    Form.BARE: "bare",
    Form.REPAIRED: "repaired",
    Form.PARTIAL: "partial",
}
_BEFORE_READING = frozenset({Carrier.SUBJECT, Carrier.OWN_TEXT, Carrier.FILE_NAME, Carrier.QUOTED_TEXT})
_PLACED = frozenset({Outcome.ROUTE, Outcome.ROUTE_WARN})
_STATES = {State.ARCHIVED: "closed", State.RESTRICTED: "open"}


def decide(clues: Clues, register: Register, history: History, grammar: Grammar) -> Verdict:
    """The verdict on one mail, by its own words; see `router.mail` for mails inside of mails."""
    if clues.automatic is not None:
        return _ignored(clues, _AUTOMATIC[clues.automatic], f"auto={clues.automatic}")
    if clues.carries_units:
        return _ignored(clues, CARRIES_UNITS, "carries_units=yes")
    try:
        verdict = _decide(clues, register, history, grammar)
    except Unavailable:
        verdict = undecided(clues, grammar)
    return replace(verdict, rules_version=grammar.version)


def _ignored(clues: Clues, reason: str, saw: str) -> Verdict:
    # Who sent an automatic mail is never asked: nothing depends on it.
    return Verdict(
        path=clues.path,
        outcome=Outcome.IGNORE,
        why=(reason,),
        rule=reason,
        sender_class=_unasked(clues),
        references=clues.references,
        trail=(Step(rule=reason, saw=(saw,), said=Said.DECIDED),),
    )


def _unasked(clues: Clues) -> SenderClass:
    """What the mail alone tells of its sender: a forged one is known without the register, and gets no answer."""
    return SenderClass.SPOOFED if clues.sender.origin is Origin.REFUTED else SenderClass.UNKNOWN


def undecided(clues: Clues, grammar: Grammar) -> Verdict:
    """What is said while the claims system is down."""
    decision = judge(Facts(claims_system="down"), grammar.rules)
    return _verdict(not_looked_up(clues), decision, Standing(sender=_unasked(clues)))


def _decide(clues: Clues, register: Register, history: History, grammar: Grammar) -> Verdict:
    findings = look_up(clues, register)
    earlier = precedent_of(clues, findings, register, history)
    precedent = next(iter(earlier.found), None)
    numbers = (precedent.claim,) if precedent else findings.numbers
    claims = [claim for number in numbers if (claim := register.get_claim(number))]
    asked: list[Claim | None] = [*claims] or [None]
    sender = weakest([standing(clues.sender, register, claim) for claim in asked])
    testimony = Testimony(clues=clues)
    agreed = agreement(testimony, claims[0], register) if len(claims) == 1 else Agreement()
    thread = history.thread_claims(clues.message_ids)
    near = near_claims(clues, claims[0], register, thread) if len(claims) == 1 else ()
    facts = replace(
        facts_of(findings, sender.sender, agreed, thread),
        assigned_before=precedent is not None,
        both_delimited=both_meant(findings, claims, register),
    )
    decision = judge(facts, grammar.rules)
    against = findings.numbers if agreed.other_insured_named else ()
    candidates = propose(clues, testimony, register, thread, against) if decision.outcome is Outcome.TRIAGE else ()
    told = number_warnings(findings, claims[0], register) if len(claims) == 1 and decision.outcome in _PLACED else ()
    verdict = replace(_warned(_verdict(findings, decision, sender, candidates), (*agreed.warnings, *told)), near=near)
    if not earlier.complete:
        verdict = replace(verdict, trail=carried.not_all(verdict.trail))
    carried_on = precedent is not None and decision.rule == carried.RULE
    return replace(verdict, claims=numbers, precedent=precedent) if carried_on else verdict


def _warned(verdict: Verdict, warnings: tuple[str, ...]) -> Verdict:
    """The same; of a mail that is placed it is said what its words and numbers leave to be looked at."""
    if not warnings or verdict.outcome not in _PLACED:
        return verdict
    return replace(verdict, outcome=Outcome.ROUTE_WARN, why=(*verdict.why, *warnings))


def facts_of(findings: Findings, sender: SenderClass, agreed: Agreement, thread: Iterable[str]) -> Facts:
    """The facts that the rules ask about."""
    carrier, best = findings.carrier, findings.best
    only = findings.counting[0] if len(findings.numbers) == 1 else None
    before = set(thread)
    many = len(findings.numbers) > 1 or (findings.has_range and carrier is not Carrier.SUBJECT)
    return Facts(
        sender=sender,
        carrier=carrier or "none",
        form=_FORMS[Form.PARTIAL if carrier is Carrier.SUBJECT and findings.malformed else best.form] if best else "",
        delimited=any(named.reference.delimited for named in findings.counting),
        range=findings.has_range,
        distinct="many" if many else "one",
        kind=("claim" if only.answer.alias else only.reference.kind) if only else "",
        state=_STATES.get(only.answer.state, only.answer.state) if only else "",
        alias=findings.alias,
        own_text_other=bool(findings.others),
        each_file_one=bool(findings.assignments),
        corroborated=agreed.corroborated,
        other_insured_named=agreed.other_insured_named,
        thread_agrees=only is not None and only.number in before,
        thread_of_other=only is not None and bool(before) and only.number not in before,
        declaration_present=findings.clues.declaration,
        data_protection=DATA_PROTECTION in findings.clues.intents,
        contract_change=CONTRACT_CHANGE in findings.clues.intents,
    )


def _verdict(findings: Findings, decision: Decision, sender: Standing, candidates: tuple[Candidate, ...] = ()) -> Verdict:
    clues = findings.clues
    why = _reasons(decision, sender, clues)
    warned = decision.outcome is Outcome.ROUTE and why
    return Verdict(
        path=clues.path,
        outcome=Outcome.ROUTE_WARN if warned else decision.outcome,
        claims=(*findings.numbers, *findings.others),
        why=why,
        rule=decision.rule,
        trail=decision.trail,
        sender_class=sender.sender,
        references=clues.references,
        their_references=clues.their_references,
        candidates=candidates,
        assignments=findings.assignments if decision.outcome is Outcome.SPLIT else (),
        decisive=not clues.unread or findings.carrier in _BEFORE_READING or sender.sender is SenderClass.SPOOFED,
    )


def _reasons(decision: Decision, sender: Standing, clues: Clues) -> tuple[str, ...]:
    """The reasons of the rules; of a party whose mail proves nothing it is said that, and not that he is no party."""
    why = [sender.reason if sender.reason and reason == _NOT_ON_CLAIM else reason for reason in decision.why]
    more = [sender.reason] if sender.reason else []
    more += [FOREIGN_NUMBER] if clues.foreign_number else []
    more += [DUPLICATE_HEADER] if clues.duplicate_subject else []
    return tuple(dict.fromkeys([*why, *more]))
