"""Every question that a register can be asked, about the claims of a drawn one."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from ingest.loading import load
from ingest.register import DatabaseRegister
from router.book import Book, near_numbers
from router.protocols import Claim, Directory, Query, Register, State
from tests.mails import claims

NOW = datetime(2026, 3, 4, 9, 11, tzinfo=UTC)
SEED = 7
ODD = (
    Claim(number="C1", state=State.OPEN),
    Claim(number="T777", state=State.DRAFT, broker_emails=("info@courtier-martin.example",)),
    Claim(
        number="C502199999",
        state=State.CLOSED,
        insured_names=("DE SMET-ÖZTÜRK Émilie", "SA Transports Lambert"),
        policy_numbers=("AU 44.71", "AU-4471", "x" * 400),
        broker_emails=("a@gmail.com", "b@courtier-martin.example", "c@cabinet-leroy.example"),
        party_emails=("b@courtier-martin.example", "jean@privé.example"),
        handler_email="h.lambert@assureur.example",
        former_numbers=("T502199999", "T502199999"),
        sensitivity="few",
    ),
)
"""What a drawn register lacks: hardly anything, the same twice, letters with marks, two brokers, a key as long as no other."""


def loaded(folder: Path, found: list[Claim]) -> tuple[Book, DatabaseRegister]:
    """The claims in memory, and in the tables in the place of those that were there."""
    load(claims.write(folder / "claims.csv", found), now=NOW, most_removed=100)
    return Book(found), DatabaseRegister()


def chance_of(seed: int) -> random.Random:
    """Chance that is the same every time."""
    return random.Random(f"register {seed}")  # noqa: S311 - a seed, no secret


def claims_of(seed: int) -> list[Claim]:
    """A drawn register, and what no register that is drawn has."""
    return [*claims.claims(seed), *ODD]


def _numbers(found: list[Claim], chance: random.Random) -> Iterator[str]:
    for claim in found:
        yield from (claim.number, *claim.former_numbers)
    yield from ("", "C", "C1", "T777", "C999999999", "c502100001", "C5021\0", "C\udc80", "x" * 500)
    yield from (chance.choice(list(near_numbers(chance.choice(found).number))) for _ in range(20))


def _addresses(found: list[Claim]) -> list[str]:
    every = [address for claim in found for address in (*claim.broker_emails, *claim.party_emails, claim.handler_email)]
    changed = ("", "@", "nobody", "x@gmail.com", "A@B\0", "\udc80@x.example", "y" * 600, f"x@{'y' * 600}")
    return [
        *dict.fromkeys(every),
        *(f"other@{one.rpartition('@')[2]}" for one in every[:40]),
        *(one.upper() for one in every[:9]),
        *changed,
    ]


def queries_about(found: list[Claim], chance: random.Random) -> Iterator[Query]:
    """Searches that find something, and such that do not."""
    for claim in found:
        yield from (Query(policy_number=one) for one in claim.policy_numbers)
        yield from (Query(plate=one.lower()) for one in claim.plates)
        yield from (Query(broker_ref=one) for one in claim.broker_refs)
        yield from (Query(insured_name=one.split()[0], limit=chance.choice((1, 2, 20))) for one in claim.insured_names)
        yield Query(near_number=claim.number, limit=chance.choice((3, 200)))
        yield Query(sender=claim.handler_email, limit=chance.choice((6, 1000)))
    yield from (Query(sender=address, state=chance.choice((None, State.OPEN))) for address in _addresses(found))
    yield from (
        Query(),
        Query(limit=0, plate="x"),
        Query(plate="-"),
        Query(insured_name="1"),
        Query(plate="\0"),
        Query(near_number="C"),
        Query(near_number="C5\0"),
    )
    for _ in range(300):
        yield _mixed(chance.choice(found), chance.choice(found), chance)


def _mixed(claim: Claim, other: Claim, chance: random.Random) -> Query:
    """A few things of one claim, one of which may be of another."""
    full = {
        "policy_number": next(iter(claim.policy_numbers), ""),
        "plate": next(iter(other.plates if chance.random() < 0.2 else claim.plates), ""),
        "insured_name": next((name.split()[0] for name in claim.insured_names), ""),
        "near_number": claim.number[:-1],
        "sender": chance.choice([*claim.broker_emails, claim.handler_email, *other.broker_emails]),
        "loss_date": claim.loss_date if chance.random() < 0.7 else other.loss_date,
        "state": other.state,
    }
    chosen = chance.sample(sorted(full), k=chance.randrange(1, 4))
    return Query(**{name: full[name] for name in chosen}, limit=chance.choice((1, 20)))  # type: ignore[arg-type]


def answers(asked: Register, found: list[Claim]) -> dict[str, list[object]]:
    """What a register says to every question."""
    assert isinstance(asked, Directory)
    chance = chance_of(SEED)
    numbers, queries, addresses = list(_numbers(found, chance)), list(queries_about(found, chance)), _addresses(found)
    domains = [*(address.rpartition("@")[2] for address in addresses), "courtier-marlin.example", "cabinet1eroy.example", "leroy.example"]
    names = ["Cabinet Martin", "Courtier Leroy", "Cabinet", "", "courtier-martin", *(domain.partition(".")[0] for domain in domains)]
    pairs = [(chance.choice(addresses), chance.choice(numbers)) for _ in range(300)]
    pairs += [(address, claim.number) for claim in found for address in (*claim.broker_emails, *claim.party_emails, claim.handler_email)]
    return {
        "find": [asked.find_claim(number) for number in numbers],
        "get": [asked.get_claim(number) for number in numbers],
        "search": [(query, asked.search_claims(query)) for query in queries],
        "sender": [(address, asked.resolve_sender(address)) for address in addresses],
        "relation": [(*pair, asked.resolve_sender(*pair)) for pair in pairs],
        "known": [(domain, asked.knows_domain(domain)) for domain in domains],
        "like": [(domain, asked.domains_like(domain)) for domain in domains],
        "called": [(name, asked.domains_called(name)) for name in names],
    }
