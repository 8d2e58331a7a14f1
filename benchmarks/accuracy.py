"""How well reading does against the project's own papers: signs, types, facts, boundaries; a report in Markdown.

Run from the checkout: `python benchmarks/accuracy.py`, or `make bench-read`.
"""

import argparse
import datetime as dt
import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.documents import report  # noqa: E402 - found from the checkout
from tests.documents.degrade import WAYS  # noqa: E402
from tests.documents.make import Sample, samples  # noqa: E402
from tests.documents.measure import outcome  # noqa: E402
from tests.documents.scans import bundles  # noqa: E402

PROCESSES = 2
ONE_IN = 8
"""One file in so many holds several papers."""


def chosen(options: argparse.Namespace) -> list[Sample]:
    """The files to read: at most `--limit`, the papers and the ways mixed so that a part is like the whole."""
    ways = ("digital",) if options.no_ocr else WAYS
    several = max(options.limit // ONE_IN, 1)
    count = options.limit - several
    found = islice(samples(options.seed, ways, count), count)
    return [*found, *bundles(options.seed, several, ocr=not options.no_ocr)]


def warm() -> None:
    """Loads what reading needs, so that the first pages do not pay for it."""
    outcome(next(samples(0, ("scan200",))))


def main() -> None:
    """Make the files, read them in two processes, print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=100, help="files to read")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-ocr", action="store_true", help="only files with a text layer")
    parser.add_argument("--write", type=Path, help="also write the report to this file")
    options = parser.parse_args()
    if options.limit < 2:
        parser.error("--limit must be at least 2")
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"), initializer=warm) as pool:
        outcomes = list(pool.map(outcome, chosen(options)))
    text = report.page(outcomes, day=dt.datetime.now(tz=dt.UTC).date().isoformat(), seed=options.seed)
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
