"""Draws a register of claims that is as treacherous as a real one: dense numbers, common names, families, brokers with many claims."""

import csv
import random
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import cycle, islice
from pathlib import Path

from router.book import Book, near_numbers
from router.protocols import Claim, State
from router.systems.claims_csv import COLUMNS
from tests.mails.words import half, is_holdout, listed

COUNT = 200
DENSE = 100
"""So many numbers follow each other without a gap; the others lie one slip away from one of these, or far off."""

BROKERS = 14
INSURER = "assureur.example"
_COLUMNS = COLUMNS[: COLUMNS.index("sensitivity") + 1]
"""Those that say where a mail belongs; the others are for clocks and statistics."""

_LETTERS = "ABCDEFGHJKLMNPRSTVWXYZ"
_STATES = [*[State.OPEN] * 8, State.CLOSED, *[State.OPEN] * 7, State.ARCHIVED, *[State.OPEN] * 6, State.RESTRICTED]


def claims(seed: int, count: int = COUNT) -> list[Claim]:
    """The claims of a seed; drafts that are still open stand at the end."""
    chance = random.Random(f"register {seed}")  # noqa: S311 - a seed, no secret
    held = is_holdout(seed)
    brokers = _brokers(chance, held=held)
    insured = list(islice(cycle(_insured(chance, held=held)), count))
    states = list(islice(cycle(_STATES), count))
    found: list[Claim] = []
    for at, number in enumerate(_numbers(chance, count)):
        # Every ninth belongs to somebody who had a claim before: the same policy, the same car, another day.
        former = found[at - 5] if at % 9 == 8 else None
        found.append(_claim(chance, number, states[at], insured[at], brokers[_broker_of(at)], former))
    drafts = [
        Claim(number=f"T5091{at:05}", state=State.DRAFT, insured_names=(name,), broker_emails=(brokers[at % BROKERS],))
        for at, name in enumerate(insured[: count // 20])
    ]
    return [*found, *drafts]


def strangers(seed: int, numbers: Iterable[str]) -> Iterator[Claim]:
    """A claim for each number, of people and brokers by the thousand: what a large register holds beside the others."""
    chance = random.Random(f"strangers {seed}")  # noqa: S311 - a seed, no secret
    people = {key: half(values, held=is_holdout(seed)) for key, values in listed("people").items()}
    for at, number in enumerate(numbers):
        # Family names of two, so that there are tens of thousands of them.
        family = f"{chance.choice(people['family'])}{chance.choice(people['staff'])}{chr(65 + at % 26)}{chr(65 + at // 26 % 26)}".replace(
            " ", ""
        )
        insured = f"{family} {chance.choice(people['first'])}"
        yield _claim(chance, number, State.OPEN, insured, f"info@makelaar-{at % 2000}.example", None)


def _broker_of(at: int) -> int:
    """Two brokers have half of the claims."""
    return at % 2 if at % 4 < 2 else 2 + at // 4 % (BROKERS - 2)


def _brokers(chance: random.Random, *, held: bool) -> list[str]:
    names, kinds = half(listed("people")["broker"], held=held), listed("people")["broker_word"]
    every = [f"sinistres@{kind}-{name}.example" for kind in kinds for name in names]
    return chance.sample(every, BROKERS)


def _insured(chance: random.Random, *, held: bool) -> list[str]:
    people = {key: half(values, held=held) for key, values in listed("people").items()}
    every = []
    for at in range(COUNT * 2):
        family = chance.choice(people["common"]) if at % 5 == 4 else chance.choice(people["family"])
        every.append(chance.choice(people["firm"]) if at % 23 == 22 else f"{family} {chance.choice(people['first'])}")
    return every


def _numbers(chance: random.Random, count: int) -> list[str]:
    dense = [f"C5021{serial:05}" for serial in range(min(DENSE, count))]
    found = dict.fromkeys(dense)
    while len(found) < count:
        far = f"C{chance.randrange(501_800_000, 502_700_000)}"
        near = chance.choice([number for number in near_numbers(chance.choice(dense)) if len(number) == len(far)])
        # In a text a number that begins with 0 is a telephone (domain 2.4).
        chosen = chance.choice([far, near])
        found.update({} if chosen[1] == "0" else {chosen: None})
    return list(found)


def _claim(chance: random.Random, number: str, state: State, insured: str, broker: str, former: Claim | None) -> Claim:
    local = "".join(char for char in insured.lower() if char.isascii() and char.isalpha())
    several = chance.random() < 0.15
    return Claim(
        number=number,
        state=state,
        kind=chance.choice(["motor_accident", "water_damage", "theft_home", "glass"]),
        insured_names=former.insured_names if former else (insured,),
        policy_numbers=former.policy_numbers if former else tuple(_policy(chance) for _ in range(1 + several)),
        plates=former.plates if former else tuple(_plate(chance) for _ in range(1 + several)),
        loss_date=date(2024, 1, 1) + timedelta(days=chance.randrange(700)),
        broker_emails=former.broker_emails if former else (broker,),
        broker_refs=(f"{chance.choice(['DOS', 'SIN', '20'])}/{chance.randrange(2020, 2026)}/{chance.randrange(10_000):04}",),
        party_emails=former.party_emails if former else (f"{local}{number[-2:]}@priv.example", f"expert{number[-1]}@expertises.example"),
        handler=f"g.{'abcdefgh'[int(number[-1]) % 8]}",
        handler_email=f"g.{'abcdefgh'[int(number[-1]) % 8]}@{INSURER}",
        former_numbers=(f"T{int(number[1:]) + 20_000_000}",) if chance.random() < 0.3 else (),
    )


def _policy(chance: random.Random) -> str:
    digits = [chance.randrange(10, 100), chance.randrange(100, 1000), chance.randrange(100, 1000)]
    return chance.choice(["{}.{}.{}", "AUT{}{}{}", "{}{}{}", "RC-{}-{}{}"]).format(*digits)


def _plate(chance: random.Random) -> str:
    letters = ["".join(chance.choices(_LETTERS, k=count)) for count in (3, 2, 2)]
    shape = chance.choice(["{}-{}-{}", "{}-{}-{}", "de", "fr"])
    if shape == "de":
        return f"AC-{letters[1]} {chance.randrange(100, 10_000)}"
    if shape == "fr":
        return f"{letters[1]}-{chance.randrange(100, 1000)}-{letters[2]}"
    return shape.format(chance.randrange(1, 3), letters[0], chance.randrange(100, 1000))


def book(seed: int) -> Book:
    """The same claims in memory, for the generator's own questions."""
    return Book(claims(seed))


def write(path: Path, found: Iterable[Claim]) -> Path:
    """The claims as the CSV file that an insurer exports."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(_COLUMNS)
        rows.writerows(_row(claim) for claim in found)
    return path


def _row(claim: Claim) -> list[str]:
    day = claim.loss_date.isoformat() if claim.loss_date else ""
    cells = [claim.number, claim.state, claim.kind, claim.insured_names, claim.policy_numbers, claim.plates, day]
    cells += [
        claim.broker_emails,
        claim.broker_refs,
        claim.party_emails,
        claim.expert_emails,
        claim.lawyer_emails,
        claim.handler,
        claim.handler_email,
        claim.handler_phone,
        claim.former_numbers,
    ]
    return [*(cell if isinstance(cell, str) else ";".join(cell) for cell in cells), claim.sensitivity]
