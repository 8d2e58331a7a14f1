"""The insured of two claims beside each other: whether they are the same people, and what only one of the claims has."""

from dataclasses import replace

from router.names import TYPING_ERROR_FROM, code, codes, family_name, given_names, one_error_at_most, words
from router.protocols import Claim


def key(name: str) -> str:
    """The words of a name as one."""
    return "".join(words(name))


def keys(claim: Claim) -> frozenset[str]:
    """The family names of the insured, each as one word."""
    return frozenset("".join(family) for name in claim.insured_names if (family := family_name(name)))


def initialled(claim: Claim) -> frozenset[str]:
    """The family names of the insured, each behind the first letter of a given name."""
    names = ((given, family_name(name)) for name in claim.insured_names for given in given_names(name))
    return frozenset("".join((given[0], *family)) for given, family in names if family)


def same_family(claim: Claim, other: Claim) -> bool:
    """Whether insured of both bear one family name."""
    return not keys(claim).isdisjoint(keys(other))


def same_people(claim: Claim, other: Claim) -> bool:
    """Whether both are of one insured, as far as the names that are written of him tell."""
    return any(family_name(one) == family_name(two) and _may_be(one, two) for one in claim.insured_names for two in other.insured_names)


def _may_be(one: str, other: str) -> bool:
    """Whether given names agree: one is missing, the same, or an initial."""
    pairs = [(here, there) for here in given_names(one) for there in given_names(other)]
    return not pairs or any(here == there or (min(len(here), len(there)) == 1 and here[0] == there[0]) for here, there in pairs)


def alike(claim: Claim, other: Claim) -> bool:
    """Whether one family name may be taken for a typing error in the other."""
    pairs = ((one, two) for one in keys(claim) for two in keys(other) if len(one) >= TYPING_ERROR_FROM)
    return any(one_error_at_most(one, two) for one, two in pairs)


def apart(other: Claim, claim: Claim) -> Claim:
    """The other claim without numbers that are this one's, too."""
    pairs = ((other.policy_numbers, claim.policy_numbers), (other.plates, claim.plates), (other.broker_refs, claim.broker_refs))
    if all(codes(here).isdisjoint(codes(there)) for here, there in pairs):
        return other
    return replace(
        other,
        policy_numbers=_without(other.policy_numbers, claim.policy_numbers),
        plates=_without(other.plates, claim.plates),
        broker_refs=_without(other.broker_refs, claim.broker_refs),
    )


def _without(values: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value for value in values if code(value) not in codes(others))
