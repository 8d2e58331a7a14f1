"""Net, VAT and total that add up: what their labels leave open, the sum decides."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from core.pages import Fact

FAMILY = "amount_eur"
OPEN = {"net": frozenset({"net", ""}), "vat": frozenset({"vat", ""}), "total": frozenset({"total"})}
"""Roles that an amount may have from its label to be taken for the net amount, the VAT or the total of a sum."""

MOST = 60
"""Amounts of a document up to which sums are tried; a longer list has none that can be told from chance."""


def adding_up(facts: Sequence[Fact]) -> dict[int, str]:
    """The roles, by place in `facts`, of the one net amount, VAT and total that add up; empty when several do."""
    places = {role: [at for at, fact in enumerate(facts) if fact.kind == FAMILY and fact.role in allowed] for role, allowed in OPEN.items()}
    if len(places["net"]) > MOST or not places["total"]:
        return {}
    values = {at: Decimal(facts[at].value) for found in places.values() for at in found}
    by_value = {values[at] for at in places["total"]}
    sums = {
        (values[net], values[vat])
        for net, vat in product(places["net"], places["vat"])
        if abs(values[net]) > abs(values[vat]) > 0 and values[net] + values[vat] in by_value and _labelled(facts[net], facts[vat])
    }
    if len(sums) != 1:
        return {}
    ((net, vat),) = sums
    wanted = {"net": net, "vat": vat, "total": net + vat}
    return {at: role for role, value in wanted.items() for at in places[role] if values[at] == value}


def _labelled(net: Fact, vat: Fact) -> bool:
    """Whether a label speaks for at least one of the two."""
    return bool(net.role or vat.role)


def with_sums(facts: Iterable[Fact]) -> tuple[tuple[Fact, ...], frozenset[int]]:
    """`facts` with the roles that sums give them, and the places of those that a sum proves."""
    listed = tuple(facts)
    proven = adding_up(listed)
    return tuple(replace(fact, role=proven.get(at, fact.role)) for at, fact in enumerate(listed)), frozenset(proven)
