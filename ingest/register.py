"""The register of claims that a house keeps in our own database; it answers as a `router.book.Book` of the same claims does."""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from core.errors import Misconfigured
from core.settings import Settings
from ingest.claim_texts import claim_of
from router.book import BrokerDomains, By, agrees, asked, domain_of, near, role
from router.protocols import Claim, Found, Query, Register, Relation, Sender, State
from router.systems import connect as connect_system
from storage import register
from storage.register import Lookup, Row, Search

DATABASE = "database"
"""The value of CLAIMPOST_REGISTER that means the tables."""


def connect(settings: Settings) -> Register:
    """The register that the settings name.

    Raises:
        Misconfigured: there is none, it does not fit, or nothing was loaded into the tables yet.
        Unavailable: the database does not answer.
    """
    if str(settings.register) != DATABASE:
        return connect_system(settings.register)
    if register.is_empty():
        raise Misconfigured("claims_register_empty", "claimpost register load FILE.csv")
    return DatabaseRegister()


class DatabaseRegister:
    """The register in the tables, for every thread; for one mail `sitting` asks everything once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._brokers, self._version = BrokerDomains(), -1

    def sitting(self) -> "OneMail":
        """The same for one mail."""
        return OneMail(self.brokers)

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""
        return self.sitting().find_claim(number)

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""
        return self.sitting().get_claim(number)

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with every field of the query that is set, in the order of their numbers."""
        return self.sitting().search_claims(query)

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""
        return self.sitting().resolve_sender(address, number)

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""
        return register.knows_domain(domain)

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""
        return self.brokers().like(domain)

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""
        return self.brokers().called(name)

    def brokers(self) -> BrokerDomains:
        """The brokers' domains, in memory as of the newest load: they are few, and each question is about all of them."""
        version = register.version()
        with self._lock:
            if version != self._version:
                self._brokers, self._version = BrokerDomains(register.broker_domains()), version
            return self._brokers


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    claims: tuple[Claim, ...]
    limit: int

    @property
    def complete(self) -> bool:
        return len(self.claims) < self.limit


class OneMail:
    """The register while one mail is decided: what was asked once is known, and what follows from it, too."""

    def __init__(self, brokers: Callable[[], BrokerDomains]) -> None:
        self._of_now = brokers
        self._claims: dict[str, Claim | None] = {}
        self._found: dict[str, Found] = {}
        self._senders: dict[str, bool] = {}
        self._domains: dict[str, bool] = {}
        self._answers: dict[Query, _Answer] = {}

    def find_claim(self, number: str) -> Found:
        """Whether a number is that of a claim, now or formerly."""
        if number not in self._found:
            self.expect_claims([number])
        return self._found[number]

    def expect_claims(self, numbers: Iterable[str]) -> None:
        """Read the claims that have these numbers, or had them, in one journey."""
        left = sorted({number for number in numbers if number not in self._found})
        rows = register.find(left, By.FORMER) if left else {}
        for number in left:
            claim = next(iter(self._read(filter(None, [rows.get(number)]))), None)
            if claim is None:
                self._claims[number] = None
                self._found[number] = Found(state=State.NONE)
            else:
                self._found[number] = Found(state=claim.state, number=claim.number, alias=claim.number != number)

    def get_claim(self, number: str) -> Claim | None:
        """A claim by its present number."""
        if number not in self._claims:
            self._claims[number] = None
            self._read(filter(None, [register.get(number)]))
        return self._claims[number]

    def expect(self, queries: Iterable[Query]) -> None:
        """Ask all of these in one journey; only those that name one thing, which most do."""
        wanted = {query: asked(query) for query in queries if query.limit > 0 and not (query.near_number or query.sender)}
        single = {query: keys[0] for query, keys in wanted.items() if len(keys) == 1 and _bare(query) == query}
        left = {query: key for query, key in single.items() if self._known(query) is None}
        lookups = [Lookup(by=by, key=key, limit=query.limit) for query, (by, key) in left.items()]
        for query, rows in zip(left, register.each(lookups) if lookups else (), strict=True):
            self._keep(query, self._read(rows))

    def search_claims(self, query: Query) -> tuple[Claim, ...]:
        """The claims that agree with every field of the query that is set, in the order of their numbers."""
        if query.limit <= 0 or not (asked(query) or query.near_number or query.sender):
            return ()
        known = self._known(query)
        return self._keep(query, self._ask(query)) if known is None else known

    def resolve_sender(self, address: str, number: str = "") -> Sender:
        """Who an address is, relative to a claim."""
        address = address.lower()
        claim = self.get_claim(number) if number else None
        if claim and (found := role(claim, address)):
            self._senders[address] = True
            return Sender(relation=Relation.LINKED, role=found)
        if address and address not in self._senders:
            self._senders[address] = register.knows(Lookup(by=By.ADDRESS, key=address, limit=1), domain_of(address))
        return Sender(relation=Relation.OTHER if address and self._senders[address] else Relation.UNKNOWN)

    def knows_domain(self, domain: str) -> bool:
        """Whether somebody on a claim writes from there."""
        if domain not in self._domains:
            self._domains[domain] = register.knows_domain(domain)
        return self._domains[domain]

    def domains_like(self, domain: str) -> tuple[str, ...]:
        """The brokers' domains that this one may be taken for."""
        return self._brokers.like(domain)

    def domains_called(self, name: str) -> tuple[str, ...]:
        """The brokers' domains that a display name is the name of."""
        return self._brokers.called(name)

    @cached_property
    def _brokers(self) -> BrokerDomains:
        return self._of_now()

    def _known(self, query: Query) -> tuple[Claim, ...] | None:
        """What follows from answers that are there: more of the same, or all of which this asks for some."""
        same = self._answers.get(_unlimited(query))
        if same and (same.complete or query.limit <= same.limit):
            return same.claims[: query.limit]
        wider = self._answers.get(_unlimited(_bare(query)))
        if wider and wider.complete:
            return tuple(islice((claim for claim in wider.claims if agrees(claim, query)), query.limit))
        return None

    def _keep(self, query: Query, claims: tuple[Claim, ...]) -> tuple[Claim, ...]:
        self._answers[_unlimited(query)] = _Answer(claims=claims, limit=query.limit)
        return claims

    def _ask(self, query: Query) -> tuple[Claim, ...]:
        sender = query.sender.lower()
        senders = ((By.ADDRESS, sender), (By.DOMAIN, domain_of(sender))) if sender else ()
        numbers = tuple(sorted(near(query.near_number))) if query.near_number else ()
        if query.near_number and not numbers:
            return ()
        search = Search(numbers=numbers, state=query.state or "", loss_date=query.loss_date, limit=query.limit)
        if keys := tuple(asked(query)):
            return self._read(register.search(replace(search, keys=keys, any_key=senders)))
        if numbers:
            return self._read(register.search(replace(search, any_key=senders)))
        if query.loss_date is None:
            lookups = [Lookup(by=by, key=key, state=search.state, limit=query.limit) for by, key in senders]
            found = dict(row for rows in register.each(lookups) for row in rows)
        else:
            found = dict(row for key in senders for row in register.search(replace(search, keys=(key,))))
        return self._read(sorted(found.items())[: query.limit])

    def _read(self, rows: Iterable[Row]) -> tuple[Claim, ...]:
        """The claims of these rows; each is read once."""
        found = []
        for number, text in rows:
            claim = self._claims.get(number) or claim_of(text)
            self._claims[number] = claim
            found.append(claim)
        return tuple(found)


def _unlimited(query: Query) -> Query:
    return replace(query, limit=0)


def _bare(query: Query) -> Query:
    """The same without what `agrees` can tell of a claim; but a sender alone is what is asked."""
    if not (asked(query) or query.near_number):
        return query
    return replace(query, loss_date=None, state=None, sender="")
