"""Claims in memory, with an index for each way of asking; claims systems that are files or samples answer from it."""

from bisect import insort
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from enum import IntEnum
from functools import cache, lru_cache
from heapq import merge
from importlib import resources
from itertools import islice

from router.lookalikes import Lookalikes, shape
from router.names import broker_name, calls_itself_broker, code, family_name, words
from router.protocols import Claim, Found, Query, Relation, Sender, State


@cache
def public_domains() -> frozenset[str]:
    """Domains of public mail providers: sharing one links nobody to anybody."""
    text = resources.files("router").joinpath("data/public_mail_domains.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def domain_of(address: str) -> str:
    """What stands behind the @, in small letters."""
    return address.rpartition("@")[2].lower()


class By(IntEnum):
    """What a claim is found by. The values stand in tables: a new one gets a new number."""

    FORMER = 1
    POLICY = 2
    PLATE = 3
    BROKER_REF = 4
    NAME = 5
    ADDRESS = 6
    DOMAIN = 7
    """Of the broker, when it is his own."""


Key = tuple[By, str]
Index = dict[str, list[str]]


def keys(claim: Claim) -> set[Key]:
    """Everything that a claim is found by."""
    found: set[Key] = {(By.FORMER, number) for number in claim.former_numbers}
    found |= {(By.POLICY, code(number)) for number in claim.policy_numbers}
    found |= {(By.PLATE, code(plate)) for plate in claim.plates}
    found |= {(By.BROKER_REF, code(ref)) for ref in claim.broker_refs}
    found |= {(By.NAME, "".join(family_name(name))) for name in claim.insured_names}
    found |= {(By.ADDRESS, address) for address in addresses(claim)}
    found |= {(By.DOMAIN, domain) for domain in own_domains(claim)}
    return {key for key in found if key[1]}


def asked(query: Query) -> list[Key]:
    """The keys that a claim must have to agree with a query; its sender and its near number are asked otherwise."""
    fields = (
        (By.POLICY, query.policy_number and code(query.policy_number), query.policy_number),
        (By.PLATE, query.plate and code(query.plate), query.plate),
        (By.BROKER_REF, query.broker_ref and code(query.broker_ref), query.broker_ref),
        (By.NAME, query.insured_name and "".join(words(query.insured_name)), query.insured_name),
    )
    return [(by, key) for by, key, field in fields if field]


def agrees(claim: Claim, query: Query) -> bool:
    """Whether day, state and sender of a query are those of a claim that has its keys."""
    if query.loss_date not in {None, claim.loss_date} or query.state not in {None, claim.state}:
        return False
    return not query.sender or bool(role(claim, query.sender.lower()))


class Book:
    """The claims of a register at one moment.

    Raises:
        ValueError: two claims share a number, present or former.
    """

    def __init__(self, claims: Iterable[Claim] = ()) -> None:
        self.claims: dict[str, Claim] = {}
        self._having: dict[By, Index] = {by: defaultdict(list) for by in By}
        self._known: set[str] = set()
        self._brokers = BrokerDomains()
        for claim in claims:
            self.add(claim)

    def add(self, claim: Claim) -> None:
        """Enter one more claim."""
        for number in (claim.number, *claim.former_numbers):
            if number in self.claims or number in self._having[By.FORMER]:
                raise ValueError(number)
        self.claims[claim.number] = claim
        for domain in own_domains(claim) - self._having[By.DOMAIN].keys():
            self._brokers.add(domain)
        for by, key in keys(claim):
            insort(self._having[by][key], claim.number)
        self._known.update(known_domains(claim))

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""
        present = next(iter(self._having[By.FORMER].get(number, ())), number)
        claim = self.claims.get(present)
        if claim is None:
            return Found(state=State.NONE)
        return Found(state=claim.state, number=present, alias=present != number)

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""
        return self.claims.get(number)

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with every field of the query that is set, in the order of their numbers."""
        having = list(self._asked(query))
        if not having and not query.sender:
            return ()
        # An expert may be on a hundred thousand claims: where anything else is asked for, that is asked of each claim found.
        found = sorted(having, key=len)
        first: Iterable[str] = found[0] if found else self._of_sender(query.sender.lower())
        numbers = (number for number in _unique(first) if all(number in other for other in found[1:]))
        claims = (self.claims[number] for number in numbers)
        return tuple(islice((claim for claim in claims if agrees(claim, query)), query.limit))

    def _asked(self, query: Query) -> Iterator[Collection[str]]:
        for by, key in asked(query):
            yield self._having[by].get(key, ())
        if query.near_number:
            yield sorted(self.claims.keys() & near(query.near_number))

    def _of_sender(self, address: str) -> Iterable[str]:
        return merge(self._having[By.ADDRESS].get(address, ()), self._having[By.DOMAIN].get(domain_of(address), ()))

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""
        address = address.lower()
        claim = self.claims.get(number)
        if claim and (found := role(claim, address)):
            return Sender(relation=Relation.LINKED, role=found)
        known = address in self._having[By.ADDRESS] or domain_of(address) in self._having[By.DOMAIN]
        return Sender(relation=Relation.OTHER if known and address else Relation.UNKNOWN)

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""
        return domain in self._known

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""
        return self._brokers.like(domain)

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""
        return self._brokers.called(name)


def _unique(numbers: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for number in numbers:
        if number not in seen:
            seen.add(number)
            yield number


_DOMAINS_KEPT = 4096
"""Domains of which it is known what they are like."""


class BrokerDomains:
    """The domains of brokers, ready to be asked what may be taken for one of them."""

    def __init__(self, domains: Iterable[str] = ()) -> None:
        self._lookalikes = Lookalikes()
        # The same few domains write all day.
        self._like = lru_cache(maxsize=_DOMAINS_KEPT)(lambda domain: tuple(sorted(self._lookalikes.like(domain))))
        self._called: dict[str, set[str]] = defaultdict(set)
        for domain in domains:
            self.add(domain)

    def add(self, domain: str) -> None:
        """Enter one more."""
        self._lookalikes.add(domain)
        self._like.cache_clear()
        for name in filter(None, names_in(domain)):
            self._called[name].add(domain)

    def like(self, domain: str) -> tuple[str, ...]:
        """Those that this one may be taken for, in the order of the alphabet."""
        return self._like(domain)

    def called(self, name: str) -> tuple[str, ...]:
        """Those that a display name is the name of, in the order of the alphabet."""
        return tuple(sorted({domain for key in spoken_names(name) for domain in self._called.get(key, ())}))


def addresses(claim: Claim) -> tuple[str, ...]:
    """Everybody who is on a claim."""
    return (*claim.broker_emails, *claim.others_emails, claim.handler_email)


def known_domains(claim: Claim) -> set[str]:
    """Where those who are on a claim write from."""
    return {domain for address in addresses(claim) if (domain := domain_of(address))}


def own_domains(claim: Claim) -> set[str]:
    """Domains of the broker that are nobody else's."""
    return {domain for address in claim.broker_emails if (domain := domain_of(address)) and domain not in public_domains()}


def names_in(domain: str) -> tuple[str, ...]:
    """What the owner of a domain like `courtier-martin.example` may call himself, as `spoken_names` writes it."""
    label = domain.partition(".")[0]
    return (shape(code(label)), " ".join(broker_name(label)))


def spoken_names(name: str) -> tuple[str, ...]:
    """Keys for a display name: all of it and, of what calls itself a broker, the name that is left (`Cabinet Martin`)."""
    whole = shape(code(name))
    return (whole, " ".join(broker_name(name))) if calls_itself_broker(name) else (whole,)


def role(claim: Claim, address: str) -> str:
    """What an address, in small letters, is on a claim: broker, party, handler, or "" for nobody."""
    if address in claim.broker_emails or domain_of(address) in own_domains(claim):
        return "broker"
    roles = (("expert", claim.expert_emails), ("lawyer", claim.lawyer_emails), ("party", claim.party_emails))
    if role := next((role for role, addresses in roles if address in addresses), ""):
        return role
    return "handler" if address and address == claim.handler_email else ""


@lru_cache(maxsize=1024)
def near(number: str) -> frozenset[str]:
    """The numbers that are one slip away, as a set that is made once."""
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
