"""What was measured, as a page of Markdown, each figure beside its target."""

import re
from collections import Counter
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

NONE = "none"
EXAMPLES = 3
WAYS_SAID = (
    "Clean are `digital` and the scans at 200 and 300 dpi, in grey or black and white (`scanbits`); `fax` and `copy` are kept\n"
    "apart and have no target."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure and its target."""

    what: str
    figure: str
    target: str
    good: bool

    def __str__(self) -> str:
        return f"| {self.what} | {self.figure} | {self.target} | {'-' if self.target == NONE else 'yes' if self.good else '**no**'} |"


def page(outcomes: list[Outcome], *, day: str, seed: int) -> str:
    """The whole report."""
    singles = [one for one in outcomes if one.way not in {"bundle", "thing"}]
    lines = _lines(singles, [one for one in outcomes if one.way == "bundle"])
    missed = [line.what for line in lines if not line.good]
    parts = [
        "# How well documents are read",
        _said(outcomes, day=day, seed=seed),
        _table(("what", "measured", "target", "met"), lines),
        f"Below its target: {', '.join(missed) or 'nothing'}.",
        "## By the way a paper came",
        WAYS_SAID,
        _table(("way", "files", "wrong signs", "type right", "facts F1", "processor seconds a page"), _ways(outcomes)),
        "## Facts by kind",
        _kinds(singles),
        "## Types that were taken for another",
        _confusions(singles),
        "## Types by language",
        _languages(singles),
        "## Roles that were taken for another",
        _wrong_roles(outcomes),
        "## What went wrong with facts",
        _examples(singles),
    ]
    return "\n\n".join(parts) + "\n"


def _said(outcomes: list[Outcome], *, day: str, seed: int) -> str:
    types = {one.type for one in outcomes if one.way not in {"bundle", "thing"}} - {"autre"}
    pages = sum(one.pages for one in outcomes)
    return (
        f"`make bench-read`, seed {seed}, {day}: {len(outcomes)} files, {pages} pages, made by `tests/documents` itself:\n"
        f"{len(types)} types of papers in French, Dutch, German and English, and some of no type.\n\n"
        f"The figures flatter. The papers are short, {sum(one.signs for one in outcomes) // pages} signs a page; the damage done to\n"
        "the poor ones is mild; nothing is handwritten, stamped or crumpled; a type has two to four wordings in French, in the other\n"
        "languages one or two, and none of the names of people, firms, insurers and courts is measured. A kind that stands there only\n"
        "a few times has a figure that says little. `fax` and `copy` are kept apart."
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
    lines += [*_guarded(singles), *_sized(singles, bundles)]
    found_ends = measure.boundaries(bundles)
    for name, share in (("precision", found_ends.precision), ("recall", found_ends.recall)):
        if bundles:
            good = share * 100 >= BOUNDARIES
            lines.append(Line(what=f"boundaries, {name}", figure=f"{100 * share:.1f} %", target=f"{BOUNDARIES:.0f} %", good=good))
    return lines


def _guarded(singles: list[Outcome]) -> list[Line]:
    """How often the type was right of claims papers, and how many about health or justice are open to everybody."""
    groups = {
        "all ways": [one for one in singles if one.type != "autre"],
        "worded after the types": [one for one in singles if one.type != "autre" and not one.apart],
        "worded without regard to them": [one for one in singles if one.type != "autre" and one.apart],
        "of wordings that nobody looked at while mending": [one for one in singles if one.type != "autre" and one.held],
    }
    shares = {name: _types(chosen) for name, chosen in groups.items() if chosen}
    lines = [
        Line(what=f"types without `autre`, {name}", figure=f"{share:.1f} %", target=f"{TYPES:.0f} %", good=share >= TYPES)
        for name, share in shares.items()
    ]
    called = sum(one.harmless and one.read_type != "autre" for one in singles)
    unknown = sum(one.harmless and one.read_type == "autre" for one in singles)
    open_ = (("P4 and P5 called a harmless type", called), ("P4 and P5 not recognised, without a hint", unknown))
    for name, share in (
        ("types set rightly", sum(one.type == one.read_type for one in singles)),
        ("types set wrongly", sum(one.read_type not in {one.type, "autre"} for one in singles)),
    ):
        lines.append(Line(what=name, figure=f"{100 * share / len(singles):.1f} %", target=NONE, good=True))
    return [*lines, *(Line(what=what, figure=str(count), target="0", good=not count) for what, count in open_)]


def _sized(singles: list[Outcome], bundles: list[Outcome]) -> list[Line]:
    """Roles have no target; the line says how many values of known role were found."""
    both = [*singles, *bundles]
    right, wrong = sum(one.roles_right for one in both), sum(len(one.roles_wrong) for one in both)
    share = f"{100 * right / (right + wrong):.1f} % of {right + wrong}" if right + wrong else "-"
    return [Line(what="roles of the values found", figure=share, target=NONE, good=True)]


def _languages(singles: list[Outcome]) -> str:
    groups = sorted({(one.apart, one.language) for one in singles})
    chosen = [(apart, language, [one for one in singles if (one.apart, one.language) == (apart, language)]) for apart, language in groups]
    rows = [f"| {language} | {'no' if apart else 'yes'} | {len(found)} | {_types(found):.0f} % |" for apart, language, found in chosen]
    return _table(("language", "worded after the types", "files", "type right"), rows)


def _wrong_roles(outcomes: list[Outcome]) -> str:
    found = Counter(re.sub(r" \(.*", "", wrong) for one in outcomes for wrong in one.roles_wrong)
    rows = [f"| {what} | {count} |" for what, count in found.most_common(20)]
    return _table(("kind, true role -> what it was taken for", "times"), rows) if rows else "None."


def _signs(outcomes: list[Outcome]) -> float:
    return 100 * sum(one.errors for one in outcomes) / (sum(one.signs for one in outcomes) or 1)


def _types(outcomes: list[Outcome]) -> float:
    return 100 * sum(one.type == one.guess for one in outcomes) / len(outcomes)


def _ways(outcomes: list[Outcome]) -> Iterable[str]:
    for way in (*WAYS, "thing", "bundle"):
        if chosen := [one for one in outcomes if one.way == way]:
            both = measure.together(measure.facts(chosen), CHECKED | OTHERS)
            told = f"{both.f1:.3f}" if both.right + both.missed + both.wrong else "-"
            cost = sum(one.seconds for one in chosen) / sum(one.pages for one in chosen)
            right = "-" if way == "bundle" else f"{_types(chosen):.0f} %"
            yield f"| {way} | {len(chosen)} | {_signs(chosen):.2f} % | {right} | {told} | {cost:.2f} |"


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
    rows = [f"| {true} | {read} | {count} |" for (true, read), count in measure.confusions(singles).most_common(40)]
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
