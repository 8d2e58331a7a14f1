"""Whether a mail and the claim that it names belong together, or it speaks of another claim as well, or instead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum, auto
from functools import cached_property
from itertools import islice

from router import naming, tokens
from router.called import Called
from router.evidence import NUMBERS, Testimony
from router.insured import alike, apart, keys, same_family, same_people
from router.names import code, given_names
from router.normalise import fold
from router.protocols import Claim, Query, Register, Relation, State
from router.sittings import expect

MENTIONED = "another_claim_mentioned"
NOT_COMPARED = "names_not_compared"
NEW_LOSS = "new_loss_reported"

_CONTRACT = NUMBERS - {"broker_ref"}
_MOST_NEAR = 200
_MOST_NAMESAKES = 50
_MOST_OF_DAY = 20
_MOST_FILES = 20
_MOST_OF_SENDER = 60
"""Open claims of a sender whose insured are looked for however they are written; whoever has more is asked about by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """Whether a mail's words and the claim it names belong together."""

    corroborated: bool = False
    other_insured_named: bool = False
    """Or something else that is another claim's and not this one's: a policy, a plate, the broker's own number."""

    warnings: tuple[str, ...] = ()
    """What the handler is to look at, where the claim is right by all else."""


class _Sign(IntEnum):
    """What speaks for a claim; a greater one is surer."""

    NOTHING = 0
    FAMILY = 1
    FULL = 2
    NUMBER = 3


class _Place(StrEnum):
    """How a claim came to be compared."""

    NEAR = auto()
    """Its number is a slip away: its insured counts wherever he is named."""

    MEANT = auto()
    """Its insured is named where the insured is."""

    BESIDE = auto()
    """It is an open claim of the sender, whose insured is named elsewhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Other:
    claim: Claim
    place: _Place
    sign: _Sign
    linked: bool
    sure: bool
    """Whether more of its insured is named than a family name in the name of a file, which may be anybody's."""


def agreement(testimony: Testimony, claim: Claim, register: Register) -> Agreement:
    """Whether these words and the claim belong together.

    Raises:
        Unavailable: the register does not answer.
    """
    found = _compared(testimony, claim, register)
    return replace(found, warnings=(*found.warnings, *_warned(NEW_LOSS, _is_new_loss(testimony, claim))))


def _is_new_loss(testimony: Testimony, claim: Claim) -> bool:
    """Whether the mail reports a loss that it calls a new one, of another day than the claim's."""
    days = naming.days_of_new_loss(testimony.clues)
    return bool(days) and claim.loss_date is not None and claim.loss_date not in days


def _compared(testimony: Testimony, claim: Claim, register: Register) -> Agreement:
    own = _sign(testimony.now.heard(register).evidence(claim))
    others = _Others(said=testimony.meant, claim=claim, register=register)
    if own is not _Sign.NUMBER and (not others.numbered or (own is not _Sign.NOTHING and others.has_file_numbers_only)):
        found = _by_names(others, own, is_own_named=bool(testimony.heard(register).evidence(claim)))
        return replace(found, warnings=tuple(dict.fromkeys((*_warned(MENTIONED, bool(others.numbered)), *found.warnings))))
    linked = any(map(others.is_linked, others.numbered))
    if own is _Sign.NUMBER or (own is _Sign.FULL and not linked):
        return Agreement(corroborated=True, warnings=_warned(MENTIONED, linked or own is _Sign.FULL))
    return Agreement(other_insured_named=True)


def _by_names(others: "_Others", own: _Sign, *, is_own_named: bool) -> Agreement:
    named = list(others.named(is_own_named=is_own_named))
    is_others = own is _Sign.FAMILY and any(map(others.is_meant_by, named))
    own = _Sign.NOTHING if is_others else own
    if any(_is_conflict(own, one, is_own_named=is_own_named) for one in named):
        return Agreement(other_insured_named=True)
    beside = any(_is_mention(own, one) or _is_instead(own, one, is_own_named=is_own_named) for one in named)
    beside = beside or (own is _Sign.NOTHING and (others.has_day or others.has_file))
    left = own is _Sign.NOTHING and others.spoken_of.has_more
    warnings = (*_warned(MENTIONED, beside), *_warned(NOT_COMPARED, left))
    return Agreement(corroborated=is_own_named and not is_others, warnings=warnings)


def others_named(testimony: Testimony, claim: Claim, register: Register) -> tuple[Claim, ...]:
    """Claims of others whose insured is named where the insured is; of those a slip away, whoever is named anywhere.

    Raises:
        Unavailable: the register does not answer.
    """
    named = _Others(said=testimony.meant, claim=claim, register=register).named(is_own_named=False)
    return tuple(one.claim for one in named if one.place is not _Place.BESIDE and not same_family(claim, one.claim))


def _warned(reason: str, applies: bool) -> tuple[str, ...]:  # noqa: FBT001 - a reason and whether it is one
    return (reason,) if applies else ()


def _sign(evidence: Iterable[str]) -> _Sign:
    found = set(evidence)
    if found & NUMBERS:
        return _Sign.NUMBER
    if "full_name" in found:
        return _Sign.FULL
    return _Sign.FAMILY if found else _Sign.NOTHING


def _is_conflict(own: _Sign, other: _Other, *, is_own_named: bool) -> bool:
    """Whether the mail is rather about the other claim; below an old subject that names this one's insured, only one of the sender's."""
    if other.place is _Place.NEAR:
        return other.sign > own
    return other.sure and _is_instead(own, other, is_own_named=is_own_named)


def _is_instead(own: _Sign, other: _Other, *, is_own_named: bool) -> bool:
    """Whether the other's insured is named where the insured is, and this one's is not."""
    return other.place is _Place.MEANT and own is _Sign.NOTHING and (other.linked or not is_own_named)


def _is_mention(own: _Sign, other: _Other) -> bool:
    """Whether the mail is about the other claim as well."""
    if other.place is _Place.BESIDE:
        return other.sign > own
    return other.sign is _Sign.FULL and (other.place is _Place.NEAR or other.linked or own is _Sign.NOTHING)


@dataclass(frozen=True, kw_only=True)
class _Others:
    """The claims that a mail may be about instead of the one that it names."""

    said: Testimony
    claim: Claim
    register: Register

    @cached_property
    def spoken_of(self) -> Called:
        """The people whom the mail names."""
        return Called(said=self.said, claim=self.claim)

    @cached_property
    def numbered(self) -> tuple[Claim, ...]:
        """Claims whose policy, plate or broker's number stands here and is not this one's too: any a slip away, else other people's."""
        far = (other for other in self._numbered() if not same_people(self.claim, other))
        return tuple(other for other in (*self._near, *far) if self._holds_contract(other) or self._holds_file(other))

    @cached_property
    def has_file_numbers_only(self) -> bool:
        """Whether of these claims nothing stands here but what the broker calls his file."""
        return not any(map(self._holds_contract, self.numbered))

    def _holds_contract(self, other: Claim) -> bool:
        return not _CONTRACT.isdisjoint(self.said.evidence(apart(other, self.claim)))

    def _holds_file(self, other: Claim) -> bool:
        return not self._file_numbers.isdisjoint(map(code, apart(other, self.claim).broker_refs))

    @cached_property
    def _file_numbers(self) -> frozenset[str]:
        return frozenset(tokens.file_numbers(self.said.folded, subject=fold(self.said.clues.subject)))

    def _numbered(self) -> Iterator[Claim]:
        """Claims whose policy stands here, where this one's is known; and the sender's claims whose number, plate or policy does.

        Of a plate that stands here none is asked where this claim has no vehicle: that of the other side is often named.
        """
        folded = self.said.folded
        policies = [Query(policy_number=found) for found in tokens.policies(folded)]
        plates = [Query(plate=found) for found in (tokens.plates(folded) if self.claim.plates else ())]
        refs = [Query(broker_ref=found) for found in sorted(self._file_numbers)]
        expect(self.register, (*policies, *plates, *refs))
        for query in policies if self.claim.policy_numbers else ():
            yield from self.register.search_claims(query)
        for query in (*plates, *refs, *(() if self.claim.policy_numbers else policies)):
            # Two brokers may give the same number.
            yield from filter(self.is_linked, self.register.search_claims(query))

    @cached_property
    def _near(self) -> tuple[Claim, ...]:
        near = self.register.search_claims(Query(near_number=self.claim.number, limit=_MOST_NEAR))
        return tuple(other for other in near if other.number != self.claim.number and not self.said.is_of_writer(other, self.claim))

    def is_linked(self, other: Claim) -> bool:
        """Whether the sender is on it."""
        return self.register.resolve_sender(self.said.clues.sender.address.address, other.number).relation is Relation.LINKED

    def named(self, *, is_own_named: bool) -> Iterator[_Other]:
        """The claims whose insured is named here and is not this one's; a typing error is forgiven near, unless this one's is named too."""
        for other in (near for near in self._near if not same_people(self.claim, near)):
            full = self.said.names_fully(other)
            named = self.said.names_exactly(other) if is_own_named else self.said.names(other)
            if full or (named and not same_family(self.claim, other)):
                yield self._other(other, _Place.NEAR, _Sign.FULL if full else _Sign.FAMILY)
        for other in self._far():
            sign = self._sign_of(other)
            meant = not self.spoken_of.meant.isdisjoint(keys(other))
            if sign is not _Sign.NOTHING and (meant or (other.state is State.OPEN and self.is_linked(other))):
                yield self._other(other, _Place.MEANT if meant else _Place.BESIDE, sign)

    def _other(self, other: Claim, place: _Place, sign: _Sign) -> _Other:
        sure = sign is _Sign.FULL or not self.spoken_of.sure.isdisjoint(keys(other)) or alike(self.claim, other)
        return _Other(claim=other, place=place, sign=sign, linked=self.is_linked(other), sure=sure)

    def _sign_of(self, other: Claim) -> _Sign:
        """What of the insured of a claim stands here; a family name that he shares with this claim's says nothing."""
        if self.said.names_fully(other):
            return _Sign.FULL
        named = not same_family(self.claim, other) and self.spoken_of.names(other)
        return _Sign.FAMILY if named else _Sign.NOTHING

    def _far(self) -> Iterator[Claim]:
        """Other people's claims that are called like somebody here, and the sender's open ones, each once."""
        slips = {other.number for other in self._near}
        found = {other.number: other for other in (*self._of_sender(), *self._called())}
        others = (other for number, other in found.items() if number != self.claim.number and number not in slips)
        return (other for other in others if not (same_people(self.claim, other) or self.said.is_of_writer(other, self.claim)))

    def _of_sender(self) -> tuple[Claim, ...]:
        sender = self.said.clues.sender.address.address
        return self.register.search_claims(Query(sender=sender, state=State.OPEN, limit=_MOST_OF_SENDER)) if sender else ()

    def _called(self) -> Iterator[Claim]:
        queries = [Query(insured_name=name, limit=_MOST_NAMESAKES) for name in self.spoken_of.asked]
        expect(self.register, queries)
        for query in queries:
            same = self.register.search_claims(query)
            yield from same
            if len(same) == _MOST_NAMESAKES:
                yield from self.register.search_claims(replace(query, sender=self.said.clues.sender.address.address))

    def is_meant_by(self, other: _Other) -> bool:
        """Whether what looks like the name of this claim's insured is the other one's: of one family, or no typing error at all."""
        if not other.linked:
            return False
        if same_family(self.claim, other.claim):
            return other.sign is _Sign.FULL
        if self.said.names_exactly(self.claim) or not alike(self.claim, other.claim):
            return False
        given = {word for name in self.claim.insured_names for word in given_names(name)}
        return other.sign is _Sign.FULL or not any(map(self.said.spoken.says, given))

    @cached_property
    def has_file(self) -> bool:
        """Whether the name of a file begins with the number of another file of the sender; it may be that of an invoice."""
        first = dict.fromkeys(filter(None, (tokens.first_number(fold(stem)) for stem in naming.stems(self.said.clues))))
        found = (other for number in islice(first, _MOST_FILES) for other in self.register.search_claims(Query(broker_ref=number)))
        return any(self.is_linked(other) and not same_people(self.claim, other) for other in found)

    @cached_property
    def has_day(self) -> bool:
        """Whether the day of loss that is named is not this claim's, and is that of another open one of the sender."""
        days = naming.days_of_loss(self.said.clues)
        sender = self.said.clues.sender.address.address
        if not sender or not days or self.claim.loss_date is None or self.claim.loss_date in days:
            return False
        asked = (Query(sender=sender, loss_date=day, state=State.OPEN, limit=_MOST_OF_DAY) for day in sorted(days))
        found = (other.number for query in asked for other in self.register.search_claims(query))
        return not {near.number for near in self._near}.issuperset(found)
