"""Goes through the routing rules from the top down until one of them decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.values import Outcome
from router.facts import Facts
from router.grammar import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the rules say: the outcome, every reason collected on the way, and the rule that decided."""

    outcome: Outcome
    why: tuple[str, ...]
    rule: str


def judge(facts: Facts, rules: Iterable[Rule]) -> Decision:
    """The decision of the first rule that fires and does not only warn. A route with warnings is a `route_warn`.

    Raises:
        LookupError: no rule decides; the last one ought to have no conditions.
    """
    why: list[str] = []
    for rule in rules:
        if not rule.fires(facts):
            continue
        why += [reason for reason in rule.why if reason not in why]
        if rule.outcome is Outcome.ROUTE and why:
            return Decision(outcome=Outcome.ROUTE_WARN, why=tuple(why), rule=rule.name)
        if rule.outcome is not None:
            return Decision(outcome=rule.outcome, why=tuple(why), rule=rule.name)
    raise LookupError("no rule decides")
