"""What was measured, as a page of Markdown, each figure beside its target."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from core.values import Outcome
from router.book import near_numbers
from router.neighbours import NEAR
from tests.mails.adversarial import Caught
from tests.mails.measure import Judged, Result
from tests.mails.scene import Place

PLACED, FIRST, THREE = 98.0, 80.0, 95.0
"""Per cent at least: usable references placed; right claim first, and among the first three, in triage."""

WRONG = frozenset({Result.WRONG, Result.SILENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """The figures of a set, or of a part of it."""

    mails: int
    wrong: int
    silent: int
    usable: int
    placed: int
    told: int
    first: int
    three: int


def tally(found: Iterable[Judged]) -> Tally:
    """Counts a part of the set; what nobody could know is left aside."""
    every = [one for one in found if one.truth.place is not Place.BLIND]
    usable = [one for one in every if one.truth.place is Place.MUST]
    told = [one for one in every if one.truth.told and one.verdict.outcome is Outcome.TRIAGE]
    return Tally(
        mails=len(every),
        wrong=sum(one.result in WRONG for one in every),
        silent=sum(one.result is Result.SILENT for one in every),
        usable=len(usable),
        placed=sum(one.result is Result.RIGHT for one in usable),
        told=len(told),
        first=sum(one.rank == 1 for one in told),
        three=sum(1 <= one.rank <= 3 for one in told),
    )


def page(holdout: list[Judged], tune: list[Judged], traps: Mapping[str, Caught], *, day: str) -> str:
    """The whole report; the figures are those of the holdout."""
    whole, tuned = tally(holdout), tally(tune)
    files = len({one.sample.name for one in holdout})
    parts = [
        "# How well mails find their claim",
        _said(files, whole, day),
        _table(("what", "holdout", "tuned by", "target", "met"), _lines(whole, tuned)),
        "## What nobody could know",
        _blind(holdout),
        "## Mails that are meant to mislead",
        _MISLEADING,
        _table(("kind", "mails", "on their claim", "wait", "wrong, with a warning", "wrong, silent"), _traps(traps)),
        "## By class of mail",
        _table(_COLUMNS, _rows(holdout, lambda one: one.sample.kind)),
        "## By language",
        _table(_COLUMNS, _rows(holdout, lambda one: one.sample.language)),
        "## Scores",
        _SCORES,
        _table(("score of the first", "mails", "mean score", "right"), _calibration(holdout)),
    ]
    return "\n\n".join(parts) + "\n"


def _said(files: int, whole: Tally, day: str) -> str:
    return (
        f"`make bench-route`, {day}: {files} mails with {whole.mails} units that can be judged, made by `tests/mails` itself, against a\n"
        "register of 200 claims that it draws as well: half of the numbers without a gap, names that several insured share, brokers with\n"
        "many claims, closed claims, drafts, former numbers. Each mail goes as bytes through parser and router, as with\n"
        "`claimpost decide`. The weights of `router/data/evidence.yaml` were fitted, and the rules mended, with another register,\n"
        "other names and other wordings: a third of every list of wordings is only in the holdout. Where a mail of the holdout had\n"
        "gone wrong, the rule was mended too; so the routes, unlike the proposals, are not measured blind.\n\n"
        "The figures flatter. The mails are short; their classes were thought out by the people who wrote the router, and come about\n"
        "equally often, as no mailbox has them; what stands in attached papers is given, not read.\n\n"
        "A reference is usable when a rule routes it: it exists, and it stands between asterisks in the subject, or in the subject with\n"
        "the insured named or from a sender on the claim, or in the text, the name of a file or an answer to our own mail of a sender\n"
        "on the claim. A route is wrong when the mail is about another claim, or about none; it is silent when the handler is not\n"
        "warned either."
    )


def _lines(whole: Tally, tuned: Tally) -> list[str]:
    counts = (("routes to a wrong claim", whole.wrong, tuned.wrong), ("of these without a warning", whole.silent, tuned.silent))
    lines = [f"| {what} | {here} | {there} | 0 | {_met(here == 0)} |" for what, here, there in counts]
    shares = (
        ("usable references placed", PLACED, (whole.placed, whole.usable), (tuned.placed, tuned.usable)),
        ("in triage, right claim first", FIRST, (whole.first, whole.told), (tuned.first, tuned.told)),
        ("in triage, right claim among the first three", THREE, (whole.three, whole.told), (tuned.three, tuned.told)),
    )
    for what, least, here, there in shares:
        met = _met(100 * here[0] >= least * here[1])
        lines.append(f"| {what} | {_share(*here)} of {here[1]} | {_share(*there)} of {there[1]} | {least:.0f} % | {met} |")
    return lines


def _met(good: bool) -> str:  # noqa: FBT001 - a cell
    return "yes" if good else "**no**"


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"


_COLUMNS = ("", "units", "wrong", "silent", "usable", "placed", "told, in triage", "first", "first three")


def _rows(found: list[Judged], key: Callable[[Judged], str]) -> Iterable[str]:
    for name, group in groupby(sorted(found, key=key), key=key):
        one = tally(group)
        if one.mails:
            cells = [one.mails, one.wrong, one.silent, one.usable or "-", _share(one.placed, one.usable)]
            cells += [one.told or "-", _share(one.first, one.told), _share(one.three, one.told)]
            yield f"| {name} | {' | '.join(map(str, cells))} |"


def _blind(found: list[Judged]) -> str:
    results = Counter(one.result for one in found if one.truth.place is Place.BLIND)
    right = [one.verdict for one in found if one.result is Result.RIGHT]
    compared = [one for one in right if one.in_doubt]
    alone, share = sum(not one.why for one in compared), _share(len(compared), len(right))
    return (
        f"{results.total()} more mails carry a wrong number that is somebody else's, and nothing that speaks against it: no name, no\n"
        f"policy, no plate. By the rules {results[Result.WRONG]} are routed with a warning, and {results[Result.SILENT]} without one. No\n"
        "program and no reader could tell; they are not among the wrong routes above.\n\n"
        "Where the sender is on another open claim whose number is one slip away, and nothing tells which of the two he means, the task\n"
        f"names that claim (`{NEAR}`). So do {len(compared)} of {len(right)} right routes here ({share}), {alone} of\n"
        "which have no other warning: half of the numbers of this register follow each other without a gap, two brokers of fourteen have\n"
        "half of its claims, no mail has a paper that can be read, and nobody wrote before.\n\n" + _in_an_office()
    )


def _in_an_office() -> str:
    """How often the warning may come where numbers are given out to many brokers."""
    shares = [(share, _neighboured(share)) for share in (0.001, 0.01, 0.05)]
    said = ",\n".join(
        f"{_share(round(1000 * part), 1000)} of those of a broker with {100 * share:g} % of the claims" for share, part in shares
    )
    return (
        "Where 20 000 numbers a year are given out in turn and two claims of five are open, another open claim of the same broker is one\n"
        f"slip away from\n{said}.\n"
        "A name, a policy, a plate, the day or the kind of the loss, a paper, the thread, or an earlier mail of the sender on this claim\n"
        "and none on the other ends the doubt. A slip from a closed claim to an open one is not looked for."
    )


def _neighboured(share: float, numbers: int = 20_000, still_open: float = 0.4) -> float:
    """How probable it is that a number given out in turn has a slip of it that is another open claim of the same broker."""
    first = 502_100_000
    chosen = range(0, numbers, 97)
    slips = [sum(0 <= int(near[1:]) - first < numbers for near in set(near_numbers(f"C{first + at}")) if len(near) == 10) for at in chosen]
    return sum(1 - (1 - share * still_open) ** count for count in slips) / len(slips)


def _traps(found: Mapping[str, Caught]) -> Iterable[str]:
    for kind, one in found.items():
        yield f"| {kind} | {one.mails} | {one.right} | {one.waits} | {one.warned} | {one.silent} |"


_MISLEADING = (
    "Each kind of `tests/mails/adversarial.py`, whole: every change of one digit, and every swap of two, that makes of an open claim's\n"
    "number that of another's claim; every form of forged results; each sign that looks like another. What looks like a number of ours\n"
    "and is something else is about no claim. Forged mails, and those that nothing proves, have every sign of a claim that no other\n"
    "number is near to: from the broker himself they would be placed in silence and answered in full. An address that\n"
    "nothing proves is not refused, but its mail is shown with a warning."
)


_SCORES = (
    "The score of a proposal is a probability: that of the claim beside the others found and beside none of them. With fitted weights\n"
    "the mean score of the first proposal, and how often it is right, must be near each other."
)


def _calibration(found: list[Judged]) -> Iterable[str]:
    ranked = [one for one in found if one.rank or (one.truth.told and one.verdict.candidates)]
    first = [(one.verdict.candidates[0].score, one.rank == 1) for one in ranked]
    for low in (0.0, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.3, 0.3: 0.5, 0.5: 0.7, 0.7: 0.9}.get(low, 1.01)
        if chosen := [(score, right) for score, right in first if low <= score < high]:
            mean, right = sum(score for score, _ in chosen) / len(chosen), sum(right for _, right in chosen)
            yield f"| {low:.1f} to {min(high, 1):.1f} | {len(chosen)} | {mean:.2f} | {right / len(chosen):.2f} |"


def _table(head: Iterable[str], rows: Iterable[str]) -> str:
    names = list(head)
    return "\n".join((f"| {' | '.join(names)} |", "|---" * len(names) + "|", *rows))
