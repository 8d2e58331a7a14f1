"""Claims in memory, with an index for each way of asking; claims systems that are files or samples answer from it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, islice

from router.lookalikes import Lookalikes
from router.names import broker_name, calls_itself_broker, code, family_name, words
from router.protocols import Change, Changes, Claim, ClaimEvent, Found, Query, Relation, Sender, State


@cache
def public_domains() -> frozenset[str]:
    """Domains of public mail providers: sharing one links nobody to anybody."""
    text = resources.files("router").joinpath("data/public_mail_domains.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def domain_of(address: str) -> str:
    """What stands behind the @, in small letters."""
    return address.rpartition("@")[2].lower()


class Book:
    """The claims of a register at one moment.

    Raises:
        ValueError: two claims share a number, present or former.
    """

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self.claims: dict[str, Claim] = {}
        self._former: dict[str, str] = {}
        self._policies: Index = defaultdict(list)
        self._plates: Index = defaultdict(list)
        self._refs: Index = defaultdict(list)
        self._names: Index = defaultdict(list)
        self._addresses: Index = defaultdict(list)
        self._domains: Index = defaultdict(list)
        self._known: set[str] = set()
        self._lookalikes = Lookalikes()
        self._called: Index = defaultdict(list)
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """Enter one more claim."""
        for number in (claim.number, *claim.former_numbers):
            if number in self.claims or number in self._former:
                raise ValueError(number)
        self.claims[claim.number] = claim
        self._former |= dict.fromkeys(claim.former_numbers, claim.number)
        _enter(self._policies, claim.number, map(code, claim.policy_numbers))
        _enter(self._plates, claim.number, map(code, claim.plates))
        _enter(self._refs, claim.number, map(code, claim.broker_refs))
        _enter(self._names, claim.number, ("".join(family_name(name)) for name in claim.insured_names))
        addresses = (*claim.broker_emails, *claim.party_emails, claim.handler_email)
        _enter(self._addresses, claim.number, addresses)
        self._known.update(map(domain_of, addresses))
        own = _own_domains(claim)
        for domain in own - self._domains.keys():
            self._lookalikes.add(domain)
            _enter(self._called, domain, names_in(domain))
        _enter(self._domains, claim.number, own)

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""
        present = self._former.get(number, number)
        claim = self.claims.get(present)
        if claim is None:
            return Found(state=State.NONE)
        return Found(state=claim.state, number=present, alias=present != number)

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""
        return self.claims.get(number)

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with every field of the query that is set, in the order of the register."""
        asked = list(self._asked(query))
        sender = query.sender.lower()
        if not asked and not sender:
            return ()
        # An expert may be on a hundred thousand claims: where anything else is asked for, that is asked of each claim found.
        found = sorted(asked, key=len)
        first: Iterable[str] = found[0] if found else self._of_sender(sender)
        numbers = (number for number in _unique(first) if all(number in other for other in found[1:]))
        claims = (self.claims[number] for number in numbers)
        agreeing = (claim for claim in claims if query.loss_date in {None, claim.loss_date} and query.state in {None, claim.state})
        return tuple(islice((claim for claim in agreeing if not sender or _role(claim, sender)), query.limit))

    def _asked(self, query: Query) -> Iterator[Collection[str]]:
        if query.policy_number:
            yield self._policies.get(code(query.policy_number), ())
        if query.plate:
            yield self._plates.get(code(query.plate), ())
        if query.broker_ref:
            yield self._refs.get(code(query.broker_ref), ())
        if query.insured_name:
            yield self._names.get("".join(words(query.insured_name)), ())
        if query.near_number:
            yield sorted(self.claims.keys() & _near(query.near_number))

    def _of_sender(self, address: str) -> Iterable[str]:
        return chain(self._addresses.get(address, ()), self._domains.get(domain_of(address), ()))

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""
        address = address.lower()
        claim = self.claims.get(number)
        if claim and (role := _role(claim, address)):
            return Sender(relation=Relation.LINKED, role=role)
        known = address in self._addresses or domain_of(address) in self._domains
        return Sender(relation=Relation.OTHER if known and address else Relation.UNKNOWN)

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""
        return domain in self._known

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""
        return self._lookalikes.like(domain)

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""
        found = (domain for key in spoken_names(name) for domain in self._called.get(key, ()))
        return tuple(dict.fromkeys(found))

    def changes_since(self, cursor: str) -> Changes:  # noqa: ARG002 - the operation's shape
        """Nothing: these claims do not change."""
        return Changes(cursor="0")

    def changes_from(self, before: "Book") -> Iterator[ClaimEvent]:
        """What happened between an earlier book and this one."""
        for number, claim in self.claims.items():
            old = before.claims.get(number)
            if old is None:
                drafts = [former for former in claim.former_numbers if former in before.claims]
                what = Change.SUBMITTED if drafts else Change.OPENED
                yield ClaimEvent(what=what, number=number, former_number=drafts[0] if drafts else "")
            elif old != claim:
                yield from (ClaimEvent(what=what, number=number) for what in _differences(old, claim))


def _unique(numbers: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number


Index = dict[str, list[str]]


def _enter(index: Index, number: str, keys: Iterable[str]) -> None:
    for key in keys:
        if key:
            index[key].append(number)


def _own_domains(claim: Claim) -> set[str]:
    return {domain for address in claim.broker_emails if (domain := domain_of(address)) not in public_domains()}


def names_in(domain: str) -> tuple[str, ...]:
    """What the owner of a domain like `courtier-martin.example` may call himself, as `spoken_names` writes it."""
    label = domain.partition(".")[0]
    return (code(label), " ".join(broker_name(label)))


def spoken_names(name: str) -> tuple[str, ...]:
    """Keys for a display name: all of it and, of what calls itself a broker, the name that is left (`Cabinet Martin`)."""
    whole = code(name)
    return (whole, " ".join(broker_name(name))) if calls_itself_broker(name) else (whole,)


def _role(claim: Claim, address: str) -> str:
    if address in claim.broker_emails or domain_of(address) in _own_domains(claim):
        return "broker"
    if address in claim.party_emails:
        return "party"
    return "handler" if address and address == claim.handler_email else ""


def _differences(old: Claim, new: Claim) -> Iterator[Change]:
    if old.state != new.state:
        closed = {State.CLOSED, State.ARCHIVED}
        if new.state is State.RESTRICTED:
            yield Change.RESTRICTED
        elif new.state in closed and old.state not in closed:
            yield Change.CLOSED
        elif old.state in closed and new.state not in closed:
            yield Change.REOPENED
    if (old.handler, old.handler_email) != (new.handler, new.handler_email):
        yield Change.REASSIGNED
    if (old.broker_emails, old.party_emails) != (new.broker_emails, new.party_emails):
        yield Change.PARTY_CHANGED


@lru_cache(maxsize=1024)
def _near(number: str) -> frozenset[str]:
    return frozenset(near_numbers(number))


def near_numbers(number: str) -> Iterator[str]:
    """Every number that is one slip away: a digit changed, forgotten or typed twice, or two neighbours swapped."""
    first = len(number) - len(number.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    for at in range(first, len(number) + 1):
        head, tail = number[:at], number[at:]
        yield from (head + digit + tail for digit in "0123456789")
        if tail:
            yield from (head + digit + tail[1:] for digit in "0123456789" if digit != tail[0])
            yield head + tail[1:]
        if len(tail) > 1 and tail[0] != tail[1]:
            yield head + tail[1] + tail[0] + tail[2:]
