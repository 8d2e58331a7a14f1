"""The clocks as they stand: of a task's page, of a list, of all that runs, and the figures of a period."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import ceil

from ingest.known import Known
from ingest.options import options
from ingest.services import Services
from router import contracts
from router.acknowledgement import is_own
from router.clocks import Clock, State, stand
from router.contracts import Contract
from router.sla import Calendar
from storage import claim_stamps, clocks, models, stamps
from storage.claim_stamps import Papers
from storage.stamps import ACK, CLAIM, Read, Stamps

SEARCH = "vehicle_search"
"""The clock of a stolen vehicle: until when it may still be found."""

_MET, _MISSED = frozenset({State.MET}), frozenset({State.MISSED, State.OVERDUE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A clock, and what it is of."""

    clock: Clock
    of: Stamps


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The clocks of one kind that started in a period, under one contract; what runs past its end counts as missed."""

    contract: str
    clock: str
    met: int
    missed: int
    running: int
    median: timedelta | None = None
    """The time taken, of those that were stopped; `None` where none was."""

    p95: timedelta | None = None
    """As `median`, the time that 95 of 100 did not exceed."""


def of_task(task: models.Task, services: Services, *, known: Known | None = None, read: Read | None = None) -> tuple[Clock, ...]:
    """Every clock that a task's page shows: its mail's, its own, and its claim's. A register that is silent costs no clock.

    Who has `read` some of what they stand on hands it over.
    """
    known = known or Known(services, exact=False)
    contracts_differ = bool(services.contracts.named)
    found = [
        *stamps.of_mails([task.unit.mail_id], read=read, with_claims=contracts_differ).values(),
        *stamps.of_tasks([task], read=read, with_claims=contracts_differ).values(),
    ]
    if task.claim and task.kind == models.Task.Kind.CLAIM:
        present, *former = known.numbers(task.claim)
        found += claim_stamps.of_claims({present: (present, *former)}, papers(services), read.by_hand if read else None).values()
    return tuple(timed.clock for timed in _timed(found, services, known))


def of_list(tasks: Iterable[models.Task], services: Services) -> dict[int, Clock]:
    """For each task of a list the clock of its mail's acknowledgement, where it runs."""
    mails = {task.pk: task.unit.mail_id for task in tasks}
    found = stamps.of_mails(set(mails.values()), with_claims=bool(services.contracts.named))
    known = Known(services, exact=False)
    known.expect({claim for one in found.values() for claim in one.claims})
    timed = _timed([replace(one, id=pk) for pk, one in found.items()], services, known)
    runs = {one.of.id: one.clock for one in timed if one.clock.id == ACK and one.clock.runs}
    return {task: runs[mail] for task, mail in mails.items() if mail in runs}


def running(services: Services) -> tuple[Timed, ...]:
    """Every clock that nothing has stopped, the one that ends first before the others.

    Raises:
        Unavailable: the register does not say whose contract counts, or whether a claim is closed.
    """
    known = Known(services, exact=True)
    timed = _timed(clocks.running(papers(services), known.numbers), services, known)
    return tuple(sorted((one for one in timed if one.clock.runs), key=lambda one: (one.clock.due_at, one.of.of, one.of.id)))


def figures(since: datetime, until: datetime, services: Services) -> tuple[Figures, ...]:
    """How the clocks that started in a period went, by contract and clock. A mail that came again is counted once.

    Raises:
        Unavailable: as `running`.
    """
    known = Known(services, exact=True)
    groups: dict[tuple[str, str], list[Clock]] = defaultdict(list)
    for one in _timed(clocks.started(since, until, papers(services), known.numbers), services, known):
        if since <= one.clock.started_at < until and one.clock.state is not State.VOID:
            groups[one.clock.contract, one.clock.id].append(one.clock)
    return tuple(_figures(contract, name, found) for (contract, name), found in sorted(groups.items()))


def _figures(contract: str, name: str, found: Iterable[Clock]) -> Figures:
    kept = list(found)
    took = sorted(clock.took for clock in kept if clock.took is not None)
    return Figures(
        contract=contract,
        clock=name,
        met=sum(clock.state in _MET for clock in kept),
        missed=sum(clock.state in _MISSED for clock in kept),
        running=sum(clock.state in {State.RUNNING, State.WARN} for clock in kept),
        median=_share(took, 0.5),
        p95=_share(took, 0.95),
    )


def _share(took: Sequence[timedelta], share: float) -> timedelta | None:
    """The time that this share of them did not exceed."""
    return took[ceil(share * len(took)) - 1] if took else None


def papers(services: Services) -> Papers:
    """Which papers stamp a claim, as storage takes it."""
    evidence, ours = contracts.evidence(), options(services.settings).own_addresses
    return Papers(types=evidence.types, is_ours=lambda address: is_own(address, ours), is_final=evidence.is_final)


def _timed(found: Iterable[Stamps], services: Services, known: Known) -> Iterator[Timed]:
    now = services.now()
    for one in found:
        # Of several claims, each with a contract, the strictest counts.
        for clocks_of_one in _by_name(one, [known.contract(claim) for claim in one.claims or ("",)], services, now).values():
            clock = min(clocks_of_one, key=lambda clock: clock.due_at)
            void = clock.id in one.void or _is_elsewhere(clock, one, known) or (clock.runs and _is_idle(clock, one, services, known))
            yield Timed(clock=replace(clock, state=State.VOID) if void else clock, of=one)


def _is_elsewhere(clock: Clock, one: Stamps, known: Known) -> bool:
    """Whether what was stolen is no vehicle: a complaint about a burglary starts no search."""
    return clock.id == SEARCH and not any(known.is_stolen_vehicle(number) for number in one.claims)


def _is_idle(clock: Clock, one: Stamps, services: Services, known: Known) -> bool:
    """Whether nobody waits for what would stop it: nothing is answered, or the claim that it is of is closed."""
    if one.of == CLAIM:
        return any(known.is_over(number) for number in one.claims)
    return clock.id == ACK and services.settings.answers.mode != "on"


def _by_name(one: Stamps, found: Iterable[Contract], services: Services, now: datetime) -> dict[str, list[Clock]]:
    made: dict[str, list[Clock]] = {}
    for contract in found:
        calendar = Calendar(country=contract.country or services.settings.country, time_zone=services.settings.time_zone)
        for target in contract.targets:
            clock = stand(target, one.at, calendar, now, contract.name) if target.of == one.of else None
            if clock is not None:
                made.setdefault(clock.id, []).append(clock)
    return made
