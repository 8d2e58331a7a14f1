"""What makes a claim of some kind more pressing, or worth a warning: its flags (data/claim_kinds.yaml, data/flags.yaml)."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from core.pages import Fact
from router.checklist import DECLARATIONS, Paper, speaks_of_injured
from router.kinds import ClaimKind, data, kinds
from router.protocols import Claim
from router.sla import PRIORITIES

WARN = "warn_handler"
"""The effect of a flag that only says something."""

SOON = timedelta(days=15)
"""Time to a hearing within which it is urgent (domain section 3)."""

NORMAL = "normal"
"""How a claim is marked whose content is for everybody in the office."""

CLAUSE = re.compile(r"([.,;:!?\n]\s*)")
YES = frozenset(["oui", "ja", "yes", "jawohl", "si", "x"])
NO = frozenset(["non", "nee", "neen", "nein", "no"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """The flags that a mail raises on its claim, and the priority that they ask for at least."""

    codes: tuple[str, ...] = ()
    priority: str = PRIORITIES[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sign:
    """What shows a flag in what somebody wrote or answered."""

    answers: Mapping[str, str]
    words: re.Pattern[str] | None
    unless: re.Pattern[str] | None

    def stands_in(self, facts: Iterable[Fact], clauses: Iterable[str]) -> bool:
        answered = {fact.value for fact in facts if fact.kind == "yes_no" and fact.role in self.answers}
        if answered:
            return not answered.isdisjoint(self.answers.values())
        said = (clause for clause in clauses if self.words and self.words.search(clause))
        return any(not (self.unless and self.unless.search(clause)) for clause in said)


def raised(claim: Claim, papers: Sequence[Paper], *, told: Iterable[str], received: date) -> Raised:
    """The flags that the claim itself, its `papers`, or what a mail that was `received` then says raise."""
    kind = kinds().get(claim.kind)
    if kind is None:
        return Raised()
    declared = [paper for paper in papers if paper.type in DECLARATIONS]
    clauses = tuple(_clauses("\n".join([*(page.text for paper in declared for page in paper.pages), *told])))
    facts = [fact for paper in papers for fact in paper.facts]
    shown = {
        "always": True,
        "sensitive_business_relation": claim.sensitivity != NORMAL,
        "hearing_date_within_15_days": any(_soon(fact, received) for fact in facts),
        "injured": any(map(speaks_of_injured, papers)),
        "injured_box_ticked": any(map(speaks_of_injured, papers)),
    }
    codes = [code for code in kind.flags if shown.get(code) or (code in _signs() and _signs()[code].stands_in(facts, clauses))]
    wanted = (effect for code in codes for effect in _effects(kind, code))
    least = min((effect for effect in wanted if effect in PRIORITIES), key=PRIORITIES.index, default=PRIORITIES[-1])
    return Raised(codes=tuple(code for code in codes if code != "always"), priority=least)


def _clauses(text: str) -> Iterator[str]:
    """What is said: no question or label but those that are answered with yes."""
    pieces = CLAUSE.split(text)
    for clause, end, following in zip(pieces[::2], [*pieces[1::2], ""], [*pieces[2::2], ""], strict=True):
        answers = {word.lower() for word in re.findall(r"\w+", following)}
        first = re.match(r"\W*(\w*)", following)
        begins = first[1].lower() if first else ""
        asked = "?" in end or (bool(answers) and answers <= YES | NO)
        if not asked or (begins in YES and answers.isdisjoint(NO)):
            yield clause


def _effects(kind: ClaimKind, code: str) -> tuple[str, ...]:
    """What a flag does; one that names another kind of claim does what holds for each claim of that kind."""
    effect = kind.flags[code]
    other = kinds().get(effect)
    return (other.flags.get("always", WARN),) if other else (effect,)


def _soon(fact: Fact, received: date) -> bool:
    if (fact.kind, fact.role) != ("date_eu", "hearing"):
        return False
    return received <= date.fromisoformat(fact.value) <= received + SOON


@cache
def _signs() -> Mapping[str, _Sign]:
    return {code: _sign(row) for code, row in data("flags.yaml")["flags"].items()}


def _sign(row: Mapping[str, object]) -> _Sign:
    words, unless = (re.compile(str(row[name]), re.IGNORECASE) if name in row else None for name in ("words", "unless"))
    answers = row.get("answers", {})
    return _Sign(answers=answers if isinstance(answers, Mapping) else {}, words=words, unless=unless)
