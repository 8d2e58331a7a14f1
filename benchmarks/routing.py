"""How well mails find their claim, against the project's own set of mails; a report in Markdown.

Run from the checkout: `python benchmarks/routing.py`, or `make bench-route`.
"""

import argparse
import datetime as dt
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
ACCURACY = ROOT / "docs" / "accuracy.md"
sys.path.insert(0, str(ROOT))

from router.systems import connect  # noqa: E402 - found from the checkout
from tests.mails import adversarial, claims, headline, report  # noqa: E402
from tests.mails.make import COUNT  # noqa: E402
from tests.mails.measure import Judged, Result, judged  # noqa: E402
from tests.mails.scene import Place  # noqa: E402
from tests.mails.words import HOLDOUT, TUNE  # noqa: E402


def shown(one: Judged) -> str:
    """What a mail is about and what was decided."""
    proposed = ", ".join(f"{found.number} {found.score:.2f} {'+'.join(found.evidence)}" for found in one.verdict.candidates)
    verdict = f"{one.verdict.outcome} {'+'.join(one.verdict.claims)} ({', '.join(one.verdict.why)})"
    mail = f"{one.sample.name} {one.sample.kind}, {one.sample.way}, {one.sample.language}"
    return f"{mail}: {'+'.join(one.truth.claims)} -> {verdict}; {proposed}"


def failed(one: Judged) -> bool:
    """Whether a mail went wrong in any of the ways that are counted."""
    missed = one.truth.place is Place.MUST and one.result is not Result.RIGHT
    last = one.truth.told and one.verdict.outcome == "triage" and one.rank != 1
    return one.truth.place is not Place.BLIND and (missed or last or one.result in report.WRONG)


def main() -> None:
    """Make the mails of both seeds, decide them, print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT, help="mails of each seed")
    parser.add_argument("--show", type=int, default=0, help="print so many mails of each seed that went wrong")
    parser.add_argument("--write", type=Path, help="also write the report to this file, and its main figures to docs/accuracy.md")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        holdout, tune = (judged(seed, Path(folder), options.count) for seed in (HOLDOUT, TUNE))
        register = connect(claims.write(Path(folder) / "claims.csv", claims.claims(adversarial.SEED)))
        traps = {kind: adversarial.caught(made(), register) for kind, made in adversarial.KINDS.items()}
    text = report.page(holdout, tune, traps, day=dt.datetime.now(tz=dt.UTC).date().isoformat())
    print(text)
    for found in (holdout, tune):
        for one in list(filter(failed, found))[: options.show]:
            print(shown(one))
    if options.write:
        options.write.write_text(text, encoding="utf-8")
        ACCURACY.write_text(headline.placed(ACCURACY.read_text("utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    main()
