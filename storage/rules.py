"""The rules of the house as rows."""

from datetime import datetime

from django.db import transaction

from core.errors import Misconfigured
from core.own_rules import OwnRule, RuleKind
from storage import events
from storage.models import RoutingRule


def enabled() -> tuple[OwnRule, ...]:
    """The rules that hold, in the order of their names.

    Raises:
        Misconfigured: somebody wrote a row by hand that does not fit.
    """
    return tuple(value(row) for row in RoutingRule.objects.filter(enabled=True))


def value(row: RoutingRule) -> OwnRule:
    """The rule that a row holds.

    Raises:
        Misconfigured: it does not fit.
    """
    if row.kind not in set(RuleKind):
        raise Misconfigured("rule_kind", f"{row.kind!r}; one of: {', '.join(RuleKind)}")
    return OwnRule(kind=RuleKind(row.kind), where=row.where, what=row.what)


def add(name: str, rule: OwnRule, *, actor: str, now: datetime) -> bool:
    """Add a rule, and an event of it; false when there is one of that name."""
    said = {"kind": rule.kind, "where": rule.where, "what": rule.what}
    with transaction.atomic():
        _row, made = RoutingRule.objects.get_or_create(name=name, defaults=said)
        if made:
            events.record("rule_added", actor=actor, at=now, data={"name": name, **said})
    return made


def remove(name: str, *, actor: str, now: datetime) -> bool:
    """Take a rule away, with an event of it; false when there is none of that name."""
    with transaction.atomic():
        gone = bool(RoutingRule.objects.filter(name=name).delete()[0])
        if gone:
            events.record("rule_removed", actor=actor, at=now, data={"name": name})
    return gone
