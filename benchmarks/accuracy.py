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

from extractors.training.__main__ import check  # noqa: E402 - found from the checkout
from tests.documents import report  # noqa: E402 - found from the checkout
from tests.documents.degrade import WAYS  # noqa: E402
from tests.documents.make import Sample, samples  # noqa: E402
from tests.documents.measure import Outcome, outcome  # noqa: E402
from tests.documents.scans import bundles  # noqa: E402
from tests.documents.sheets import HOLDOUT, TUNE, templates_of  # noqa: E402
from tests.documents.things import things  # noqa: E402
from tests.mails import headline  # noqa: E402

PROCESSES = 2
WHOLE_PAPERS = """## Papers of full length that their types were not learned from

The papers of extractors/training, 60 to 170 words each, written by others than the lists of phrases and the test set; each fifth
is judged by weights that were learned from the other four (`python -m extractors.training --check`).
"""
ROUTING = ROOT / "docs" / "routing-accuracy.md"
ONE_IN = 8
"""One file in so many holds several papers."""


def chosen(options: argparse.Namespace) -> list[Sample]:
    """The files to read: at most `--limit`, the papers and the ways mixed so that a part is like the whole."""
    ways = ("digital",) if options.no_ocr else (options.only,) if options.only else WAYS
    several = max(options.limit // ONE_IN, 1)
    count = options.limit - several
    rounds = -(-count // len(templates_of(options.seed)))
    kinds = set(options.types.split(",")) - {""}
    every = (sample for sample in samples(options.seed, ways, rounds) if not kinds or sample.papers[0].type in kinds)
    found = list(islice(every, count))
    if options.only or kinds:
        return found
    more = () if options.no_ocr else things(options.seed)
    return [*found, *more, *bundles(options.seed, several, ocr=not options.no_ocr)]


def shown(one: Outcome) -> str:
    """What was expected of a file and what came."""
    facts = f"missed {sorted(one.missed)}, wrong {sorted(one.wrong)}"
    return f"{one.name}: {one.type}, taken for {one.read_type} ({one.confidence:.2f}); {facts}; roles {list(one.roles_wrong)}"


def warm() -> None:
    """Loads what reading needs, so that the first pages do not pay for it."""
    outcome(next(samples(0, ("scan200",))))


def main() -> None:
    """Make the files, read them in two processes, print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--limit", type=int, default=240, help="files to read")
    parser.add_argument("--seed", type=int, default=0, help="default: that to tune by; with --write that of the holdout")
    parser.add_argument("--only", choices=WAYS, help="only files that came this way")
    parser.add_argument("--types", default="", help="only papers of these types, with commas between")
    parser.add_argument("--show", type=int, default=0, help="print so many files that were read wrongly")
    parser.add_argument("--no-ocr", action="store_true", help="only files with a text layer")
    parser.add_argument("--write", type=Path, help="also write the report to this file")
    options = parser.parse_args()
    if options.limit < 2:
        parser.error("--limit must be at least 2")
    options.seed = options.seed or (HOLDOUT if options.write else TUNE)
    with ProcessPoolExecutor(PROCESSES, mp_context=multiprocessing.get_context("spawn"), initializer=warm) as pool:
        outcomes = list(pool.map(outcome, chosen(options)))
    text = report.page(outcomes, day=dt.datetime.now(tz=dt.UTC).date().isoformat(), seed=options.seed)
    if options.write:
        text += f"\n{WHOLE_PAPERS}\n{check()}\n\n{headline.block(ROUTING.read_text('utf-8'))}"
    print(text)
    for one in [one for one in outcomes if one.missed or one.wrong or one.type != one.read_type][: options.show]:
        print(shown(one))
    if options.write:
        options.write.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
