"""How many verdicts one core reaches in a second of its own time, and what a register in memory takes.

Run it with `make bench`, or `python benchmarks/route.py --claims 1000000 --mails 100000`. With `--postgres` the large
register is in the tables of a PostgreSQL that is started for it, and beside it in memory; times are then by the clock on the wall.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

import psutil  # noqa: E402 - found from the checkout

from benchmarks._tables import Journeys, backend_seconds, tables  # noqa: E402
from core.content import Spool  # noqa: E402
from core.values import Tree  # noqa: E402
from router.clues import Clues, gather  # noqa: E402
from router.decide import decide  # noqa: E402
from router.mail import MailDecision, decide_mail  # noqa: E402
from router.options import Options  # noqa: E402
from router.protocols import Claim, Register  # noqa: E402
from router.sittings import sitting_of  # noqa: E402
from router.systems import connect  # noqa: E402
from tests.mails import claims, measure  # noqa: E402
from tests.mails.make import Sample, samples  # noqa: E402
from tests.mails.words import TUNE  # noqa: E402

OPTIONS, THREADS = Options(), measure.Threads()
MB = 2**20
SHOWN = 5
"""How often the memory is printed during the loop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One mail, taken apart, and what it says."""

    sample: Sample
    tree: Tree
    clues: tuple[Clues, ...]


def opened(sample: Sample, spool: Spool) -> Opened:
    """A mail and its clues."""
    tree = measure.opened(sample.data, spool)
    readings = measure.readings(tree, sample.papers)
    return Opened(sample=sample, tree=tree, clues=tuple(gather(tree, unit, readings, OPTIONS) for unit in tree.units))


def many(count: int) -> Iterator[Claim]:
    """The set's own claims, and strangers' up to `count` with numbers after theirs."""
    own = claims.claims(TUNE)
    number = (f"C{number}" for number in range(510_000_000, 510_000_000 + count))
    yield from own
    yield from islice(claims.strangers(TUNE, number), max(count - len(own), 0))


def timed(what: str, mails: Iterable[Opened], decided: Callable[[Opened], int]) -> None:
    """Print verdicts per second, and the times of single mails."""
    units, times = 0, []
    for mail in mails:
        started = time.process_time()
        units += decided(mail)
        times.append(1000 * (time.process_time() - started))
    cuts = quantiles(times, n=20)
    print(f"{what:34} {1000 * units / sum(times):8.0f} verdicts a second; a mail: median {cuts[9]:.2f} ms, 95 % within {cuts[18]:.2f} ms")


def loop(register: Register, mails: list[Opened], count: int) -> None:
    """Decide so many mails and print the memory as it goes on."""
    process = psutil.Process()
    for at, mail in enumerate(islice(cycle(mails), count + 1)):
        asked = sitting_of(register)
        for clues in mail.clues:
            decide(clues, asked, THREADS, OPTIONS.grammar)
        if at % max(count // SHOWN, 1) == 0:
            print(f"  after {at:7} mails {process.memory_info().rss / MB:.0f} MB")


def measured(register: Register, mails: list[Opened], spool: Spool) -> None:
    """The three ways to a verdict: from clues, from a tree, from bytes."""

    def of_clues(mail: Opened) -> int:
        return len([decide(clues, register, THREADS, OPTIONS.grammar) for clues in mail.clues])

    def of_tree(mail: Opened) -> int:
        readings = measure.readings(mail.tree, mail.sample.papers)
        return len(decide_mail(mail.tree, readings, register, THREADS, OPTIONS, now=measure.MORNING).units)

    def of_bytes(mail: Opened) -> int:
        return len(opened(mail.sample, spool).clues) and of_tree(mail)

    timed("from clues", mails, of_clues)
    timed("from a tree: clues, verdict, tasks", mails, of_tree)
    timed("from bytes", mails, of_bytes)


def side_by_side(file: Path, mails: list[Opened], count: int) -> None:
    """The register in PostgreSQL and the same in memory: the same verdicts, and what each takes."""
    from django.db import connection

    from ingest.loading import load
    from ingest.register import DatabaseRegister

    process, journeys = psutil.Process(), Journeys()
    for again in ("loaded", "loaded again, unchanged,"):
        started, used = time.perf_counter(), time.process_time()
        load(file, now=datetime.now(UTC), most_removed=100)
        print(f"{again} in {time.perf_counter() - started:.0f} s, {time.process_time() - used:.0f} s of them of this process's core")
    print(f"memory after loading: {process.memory_info().rss / MB:.0f} MB")
    database = DatabaseRegister()
    with connection.execute_wrapper(journeys):
        asked = [journeys_of(mail, database, journeys) / max(len(mail.tree.units), 1) for mail in mails]
    cuts = quantiles(asked, n=20)
    print(f"queries a verdict: median {cuts[9]:.0f}, 95 % within {cuts[18]:.0f}")
    away = min(wall("in PostgreSQL", database, mails) for _ in range(3))
    book = connect(file)
    here = min(wall("in memory", book, mails) for _ in range(3))
    print(f"PostgreSQL takes {away / here:.1f} times as long")
    print(f"mails that are decided differently: {sum(decided(mail, book) != decided(mail, database) for mail in mails)} of {len(mails)}")
    del book
    loop(database, mails, count)


def decided(mail: Opened, register: Register) -> MailDecision:
    """The decision on a mail that is taken apart."""
    readings = measure.readings(mail.tree, mail.sample.papers)
    return decide_mail(mail.tree, readings, register, THREADS, OPTIONS, now=measure.MORNING)


def journeys_of(mail: Opened, register: Register, journeys: Journeys) -> int:
    """How often one mail asks the database."""
    before = journeys.count
    decided(mail, register)
    return journeys.count - before


def wall(what: str, register: Register, mails: list[Opened]) -> float:
    """Print verdicts per second by the clock on the wall, from a tree; the seconds for all mails come back."""
    units, seconds = [], []
    used, away = time.process_time(), backend_seconds()
    for mail in mails:
        started = time.perf_counter()
        count = len(decided(mail, register).units)
        seconds.append(time.perf_counter() - started)
        units.append(count)
    used, away = time.process_time() - used, backend_seconds() - away
    each = [1000 * one / count for one, count in zip(seconds, units, strict=True)]
    cuts, whole = quantiles(each, n=20), sum(seconds)
    print(f"{what:34} {sum(units) / whole:8.0f} verdicts a second; a verdict: median {cuts[9]:.2f} ms, 95 % within {cuts[18]:.2f} ms")
    print(f"  processor time of a verdict: {1000 * used / sum(units):.2f} ms here, {1000 * away / sum(units):.2f} ms in PostgreSQL")
    return whole


def main() -> None:
    """Measure with a small register, then with a large one."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000, help="rows of the large register")
    parser.add_argument("--mails", type=int, default=10_000, help="mails of the loop that memory is watched over")
    parser.add_argument("--postgres", action="store_true", help="only this: the large register in PostgreSQL, beside the one in memory")
    options = parser.parse_args()
    process = psutil.Process()
    with tempfile.TemporaryDirectory() as folder, Spool() as spool:
        mails = [opened(sample, spool) for sample in samples(TUNE, 510)]
        if options.postgres:
            with tables(Path(folder)):
                side_by_side(claims.write(Path(folder) / "claims.csv", many(options.claims)), mails, options.mails)
            return
        for count in (claims.COUNT, options.claims):
            file = claims.write(Path(folder) / "claims.csv", many(count))
            before, started = process.memory_info().rss, time.process_time()
            register = connect(file)
            seconds, grown = time.process_time() - started, (process.memory_info().rss - before) / MB
            print(f"register of {count} claims: {file.stat().st_size / MB:.0f} MB, read in {seconds:.1f} s, takes {grown:.0f} MB")
            measured(register, mails, spool)
        loop(register, mails, options.mails)


if __name__ == "__main__":
    main()
