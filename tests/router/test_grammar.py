"""Patterns and rules are data, checked when they are loaded."""

import pytest

from core.errors import Misconfigured
from core.values import Auto, Kind, Outcome, Said
from router import grammar
from router.facts import Facts
from router.rules import judge
from tests.router.world import STRANGER, decided, part, tree, unit

WORST_NAME = 60
"""Characters a table may keep of a rule's name."""


def test_every_rule_has_a_name_of_its_own_that_fits_a_column() -> None:
    names = [rule.name for rule in grammar.default().rules]

    assert (len(set(names)), max(map(len, names)) <= WORST_NAME) == (len(names), True)


def test_the_name_of_a_rule_does_not_depend_on_its_place() -> None:
    text = """
reference: {patterns: [{kind: claim, prefix: C, digits: 9}]}
routing:
  - {if: {carrier: file_name, distinct: many}, then: triage, why: [multiple_references]}
  - {if: {carrier: subject, delimited: false, distinct: many}, then: triage, why: [multiple_references]}
  - {if: {}, then: route, why: []}
visibility_until_confirmed: {sender: [O, U], to: [handler]}
"""

    assert [rule.name for rule in grammar.load(text).rules] == [
        "multiple_references.file_name",
        "multiple_references.subject.not_delimited",
        "route",
    ]


PATTERNS = "reference: {patterns: [{kind: claim, prefix: %s, digits: %d}]}\nrouting: %s\nvisibility_until_confirmed: {sender: [O], to: []}"


@pytest.mark.parametrize(
    "text",
    [
        "reference: {}",
        "reference: [",
        "[]",
        PATTERNS % ("c", 9, "[]"),
        PATTERNS % ("C", 4, "[]"),
        PATTERNS % ("C", 9, "[{if: {weather: bad}, then: triage, why: []}]"),
        PATTERNS % ("C", 9, "[{if: {}, then: perhaps, why: []}]"),
        PATTERNS % ("C", 9, "[{if: {}, then: route_warn, why: []}]"),
    ],
)
def test_a_grammar_that_does_not_fit_is_refused(text: str) -> None:
    with pytest.raises(Misconfigured, match="reference_"):
        grammar.load(text)


def test_rules_that_decide_nothing_are_an_error() -> None:
    with pytest.raises(LookupError):
        judge(Facts(), ())


def test_a_reason_that_two_rules_give_is_said_once() -> None:
    facts = Facts(carrier="subject", form="repaired", corroborated=False, sender="U", state="open")

    decision = judge(facts, grammar.default().rules)

    assert (decision.outcome, decision.why) == (Outcome.TRIAGE, ("reference_repaired", "sender_unknown"))


def test_the_trail_holds_every_rule_that_was_asked_up_to_the_one_that_decides() -> None:
    facts = Facts(carrier="subject", form="repaired", corroborated=False, sender="U", state="open")

    decision = judge(facts, grammar.default().rules)

    said = [(step.rule.partition(".")[0], step.saw, step.said) for step in decision.trail]
    names = [rule.name for rule in grammar.default().rules]
    assert [step.rule for step in decision.trail] == names[: len(decision.trail)]
    assert said[0] == ("claims_system_unavailable", ("claims_system=up",), Said.PASSED)
    assert said[-2:] == [
        ("reference_repaired", ("carrier=subject", "form=repaired"), Said.WARNED),
        ("sender_unknown", ("carrier=subject", "form=repaired", "corroborated=no", "sender=U"), Said.DECIDED),
    ]


def test_other_rules_have_another_version() -> None:
    versions = {
        grammar.load(PATTERNS % ("C", 9, f"[{{if: {{}}, then: {then}, why: []}}]")).version for then in ("route", "triage", "route")
    }

    assert len(versions) == 2


def test_every_way_a_mail_is_decided_leaves_a_trail() -> None:
    inner = unit("0.1", sender=STRANGER, headers=())
    mails = {
        "rules": tree(unit(subject="*C502100001*")),
        "automatic": tree(unit(subject="*C502100001*", auto=Auto.BOUNCE)),
        "carries": tree(unit(), inner),
        "inherited": tree(unit(subject="*C502100001*"), inner, part("0.1", kind=Kind.MAIL)),
    }

    trails = {name: [verdict.trail[-1].said for verdict in decided(mail).units if verdict.trail] for name, mail in mails.items()}

    assert {name: len(trail) for name, trail in trails.items()} == {"rules": 1, "automatic": 1, "carries": 2, "inherited": 2}
    assert {said for trail in trails.values() for said in trail} == {Said.DECIDED}
