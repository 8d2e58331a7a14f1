"""What was measured, as a page of Markdown, each figure beside its target."""

from collections.abc import Iterable
from dataclasses import dataclass

from tests.documents import measure
from tests.documents.degrade import WAYS
from tests.documents.measure import CHECKED, OTHERS, Outcome, Tally

SIGNS = {"clean": 0.3, "poor": 1.5}
"""At most so many wrong signs in a hundred."""

TYPES, BOUNDARIES = 95.0, 90.0
F1 = {"clean": (0.97, 0.90), "poor": (0.90, 0.80)}
"""At least: kinds with check digits, other kinds."""

EXAMPLES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure and its target."""

    what: str
    figure: str
    target: str
    good: bool

    def __str__(self) -> str:
        return f"| {self.what} | {self.figure} | {self.target} | {'yes' if self.good else '**no**'} |"


def page(outcomes: list[Outcome], *, day: str, seed: int) -> str:
    """The whole report."""
    singles = [one for one in outcomes if one.way != "bundle"]
    lines = _lines(singles, [one for one in outcomes if one.way == "bundle"])
    missed = [line.what for line in lines if not line.good]
    parts = [
        "# How well documents are read",
        _said(outcomes, day=day, seed=seed),
        _table(("what", "measured", "target", "met"), lines),
        f"Below its target: {', '.join(missed) or 'nothing'}.",
        "## By the way a paper came",
        "Clean are `digital` and the scans at 200 and 300 dpi; `fax` is kept apart and has no target.",
        _table(("way", "files", "wrong signs", "type right", "facts F1", "processor seconds a page"), _ways(outcomes)),
        "## Facts by kind",
        _kinds(singles),
        "## Types that were taken for another",
        _confusions(singles),
        "## What went wrong with facts",
        _examples(singles),
    ]
    return "\n\n".join(parts) + "\n"


def _said(outcomes: list[Outcome], *, day: str, seed: int) -> str:
    types = {one.type for one in outcomes if one.way != "bundle"} - {"autre"}
    pages = sum(one.pages for one in outcomes)
    return (
        f"`make bench-read`, seed {seed}, {day}: {len(outcomes)} files, {pages} pages, made by `tests/documents` itself:\n"
        f"{len(types)} types of papers in French, Dutch, German and English, and some of no type.\n\n"
        f"The figures flatter. The papers are short, {sum(one.signs for one in outcomes) // pages} signs a page; the damage done to\n"
        "the poor ones is mild; nothing is handwritten, stamped or crumpled; every type has one or two wordings for each language.\n"
        "The signs show that nothing is broken rather than how bad scans fare, seconds a page are those of sparse pages, and a kind\n"
        "that stands there only a few times has a figure that says little."
    )


def _lines(singles: list[Outcome], bundles: list[Outcome]) -> list[Line]:
    lines = []
    for group, most in SIGNS.items():
        chosen = [one for one in singles if one.group == group]
        if not chosen:
            continue
        wrong, right = _signs(chosen), _types(chosen)
        lines.append(Line(what=f"wrong signs, {group}", figure=f"{wrong:.2f} %", target=f"< {most} %", good=wrong < most))
        lines.append(Line(what=f"types, {group}", figure=f"{right:.1f} %", target=f"{TYPES:.0f} %", good=right >= TYPES))
        found = measure.facts(chosen)
        for kinds, name, least in ((CHECKED, "with check digits", F1[group][0]), (OTHERS, "others", F1[group][1])):
            score = measure.together(found, kinds).f1
            lines.append(Line(what=f"facts {name}, {group}, F1", figure=f"{score:.3f}", target=f"{least:.2f}", good=score >= least))
    found_ends = measure.boundaries(bundles)
    for name, share in (("precision", found_ends.precision), ("recall", found_ends.recall)):
        if bundles:
            good = share * 100 >= BOUNDARIES
            lines.append(Line(what=f"boundaries, {name}", figure=f"{100 * share:.1f} %", target=f"{BOUNDARIES:.0f} %", good=good))
    return lines


def _signs(outcomes: list[Outcome]) -> float:
    return 100 * sum(one.errors for one in outcomes) / sum(one.signs for one in outcomes)


def _types(outcomes: list[Outcome]) -> float:
    return 100 * sum(one.type == one.read_type for one in outcomes) / len(outcomes)


def _ways(outcomes: list[Outcome]) -> Iterable[str]:
    for way in (*WAYS, "bundle"):
        if chosen := [one for one in outcomes if one.way == way]:
            score = measure.together(measure.facts(chosen), CHECKED | OTHERS).f1
            cost = sum(one.seconds for one in chosen) / sum(one.pages for one in chosen)
            right = "-" if way == "bundle" else f"{_types(chosen):.0f} %"
            yield f"| {way} | {len(chosen)} | {_signs(chosen):.2f} % | {right} | {score:.3f} | {cost:.2f} |"


def _kinds(singles: list[Outcome]) -> str:
    groups = {name: measure.facts([one for one in singles if one.group == name]) for name in F1}
    rows = []
    for kind in sorted({kind for found in groups.values() for kind in found}):
        cells = [kind]
        for name, found in groups.items():
            tally = found.get(kind, Tally())
            least = F1[name][kind not in CHECKED]
            there = tally.right + tally.missed
            cells += [str(there), f"{tally.precision:.3f}", f"{tally.recall:.3f}", f"{tally.f1:.3f}"] if there else ["0", "-", "-", "-"]
            cells.append(f"{least:.2f}")
        rows.append(f"| {' | '.join(cells)} |")
    return _table(("kind", *(f"{name} {what}" for name in F1 for what in ("there", "precision", "recall", "F1", "target"))), rows)


def _confusions(singles: list[Outcome]) -> str:
    rows = [f"| {true} | {read} | {count} |" for (true, read), count in measure.confusions(singles).most_common(15)]
    return _table(("is", "was taken for", "times"), rows) if rows else "None."


def _examples(singles: list[Outcome]) -> str:
    found = sorted(measure.facts(singles).items(), key=lambda item: -len(item[1].examples))
    rows = [
        f"| {kind} | {tally.missed} | {tally.wrong} | {'; '.join(tally.examples[:EXAMPLES])} |" for kind, tally in found if tally.examples
    ]
    return _table(("kind", "missed", "wrong", "for example"), rows) if rows else "Nothing."


def _table(head: Iterable[str], rows: Iterable[object]) -> str:
    names = list(head)
    return "\n".join((f"| {' | '.join(names)} |", "|---" * len(names) + "|", *map(str, rows)))
