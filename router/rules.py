"""Goes through the routing rules from the top down until one of them decides."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.values import Outcome, Said, Step
from router.facts import Facts
from router.grammar import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What the rules say: the outcome, every reason collected on the way, and the rule that decided."""

    outcome: Outcome
    why: tuple[str, ...]
    rule: str
    trail: tuple[Step, ...]
    """Every rule that was asked, in order, the one that decided last."""


def judge(facts: Facts, rules: Iterable[Rule]) -> Decision:
    """The decision of the first rule that fires and does not only warn. A route with warnings is a `route_warn`.

    Raises:
        LookupError: no rule decides; the last one ought to have no conditions.
    """
    why: list[str] = []
    trail: list[Step] = []
    for rule in rules:
        step = rule.ask(facts)
        trail.append(step)
        if step.said is Said.PASSED:
            continue
        why += [reason for reason in rule.why if reason not in why]
        if rule.outcome is not None:
            outcome = Outcome.ROUTE_WARN if rule.outcome is Outcome.ROUTE and why else rule.outcome
            return Decision(outcome=outcome, why=tuple(why), rule=rule.name, trail=tuple(trail))
    raise LookupError("no rule decides")
