"""Fits what each kind of evidence weighs when claims are proposed, on the set to tune by; prints them.

A claim's probability is exp(sum of its weights) beside that of the other claims found and of none of them (a conditional
logit); the weights are those under which what is true of the triaged mails is most probable, held near 0 by a small penalty.
Run from the checkout: `python benchmarks/weights.py --write` also writes them to router/data/evidence.yaml.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from core.content import Spool  # noqa: E402 - found from the checkout
from core.values import Outcome  # noqa: E402
from router.candidates import CONTRADICTED, EVIDENCE, NONE, evidence_of  # noqa: E402
from router.clues import gather  # noqa: E402
from router.decide import decide  # noqa: E402
from router.evidence import Testimony  # noqa: E402
from router.options import Options  # noqa: E402
from router.protocols import Register  # noqa: E402
from router.systems import connect  # noqa: E402
from tests.mails import claims, measure  # noqa: E402
from tests.mails.make import COUNT, Sample, samples  # noqa: E402
from tests.mails.scene import NOBODYS  # noqa: E402
from tests.mails.words import TUNE  # noqa: E402

FILE = ROOT / "router" / "data" / "evidence.yaml"
NAMES = (*EVIDENCE, CONTRADICTED)
PENALTY, STEP, ROUNDS = 0.0003, 0.8, 4000
HEAD = (
    "# What each kind of evidence weighs for a claim that is proposed: logarithms of odds, strongest first. `none` is for none of them.\n"
    "# Written by `benchmarks/weights.py --write`, which says how.\n"
)

Case = tuple[np.ndarray, np.ndarray]
"""A row of evidence for each claim and one for none of them; the share of the truth that each is."""


def cases(sample: Sample, register: Register) -> list[Case]:
    """The triaged mails of a sample in which anything speaks for a claim."""
    options, threads = Options(), measure.Threads()
    found = []
    with Spool() as spool:
        tree = measure.opened(sample.data, spool)
        for unit in tree.units:
            clues = gather(tree, unit, measure.readings(tree, sample.papers), options)
            verdict = decide(clues, register, threads, options.grammar)
            if verdict.outcome is Outcome.TRIAGE:
                against = verdict.claims if "identity_conflict" in verdict.why else ()
                evidence = evidence_of(clues, Testimony(clues=clues), register, threads.thread_claims(clues.message_ids), against)
                found.append(case(evidence, sample.truths.get(unit.message_id.strip("<>"), NOBODYS).claims))
    return [one for one in found if len(one[1]) > 1]


def case(evidence: dict[str, set[str]], true: tuple[str, ...]) -> Case:
    """Evidence as ones and noughts, and which of the claims are the right ones."""
    rows = [[*(float(name in found) for name in NAMES), 0.0] for found in evidence.values()]
    right = [float(number in true) for number in evidence]
    shares = np.array([*right, float(not any(right))])
    return np.array([*rows, [*(0.0 for _ in NAMES), 1.0]]), shares / shares.sum()


def fitted(every: list[Case]) -> np.ndarray:
    """The weights that make the truth most probable, by steps along the slope."""
    found = np.zeros(len(NAMES) + 1)
    floor = np.array([*(0.0 for _ in EVIDENCE), -np.inf, -np.inf])
    for _ in range(ROUNDS):
        slope = -PENALTY * found
        for rows, shares in every:
            odds = np.exp(rows @ found)
            slope = slope + (shares - odds / odds.sum()) @ rows / len(every)
        # What is listed as speaking for a claim must not speak against it.
        found = np.maximum(found + STEP * slope, floor)
    return found


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the weights where the router reads them")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        register = connect(claims.write(Path(folder) / "claims.csv", claims.claims(TUNE)))
        every = [one for sample in samples(TUNE, COUNT) for one in cases(sample, register)]
    found = dict(zip([*NAMES, NONE], fitted(every), strict=True))
    ranked = sorted(found.items(), key=lambda item: (item[0] in {CONTRADICTED, NONE}, -item[1]))
    text = HEAD + "".join(f"{name}: {weight:.2f}\n" for name, weight in ranked)
    print(text)
    if options.write:
        FILE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
