"""The rules of the house as rows."""

from core.own_rules import OwnRule, RuleKind
from storage.models import RoutingRule


def enabled() -> tuple[OwnRule, ...]:
    """The rules that hold, in the order of their names.

    Raises:
        Misconfigured: somebody wrote a row by hand that does not fit.
    """
    return tuple(value(row) for row in RoutingRule.objects.filter(enabled=True))


def value(row: RoutingRule) -> OwnRule:
    """The rule that a row holds."""
    return OwnRule(kind=RuleKind(row.kind), where=row.where, what=row.what)


def add(name: str, rule: OwnRule) -> bool:
    """Add a rule; false when there is one of that name."""
    _row, made = RoutingRule.objects.get_or_create(name=name, defaults={"kind": rule.kind, "where": rule.where, "what": rule.what})
    return made


def remove(name: str) -> bool:
    """Take a rule away; false when there is none of that name."""
    return bool(RoutingRule.objects.filter(name=name).delete()[0])
