"""What a mail that reports a loss says of the claim to open: its kind, what opens it, and claims that may be the same (domain 6.3)."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import cache
from importlib import resources

import yaml

from core.asides import Needed, NewClaim
from core.pages import Fact, Page
from core.values import Reading
from router import cues, tokens
from router.checklist import DECLARATION, Paper, held_in, papers_of
from router.clues import Clues
from router.kinds import kinds
from router.normalise import fold
from router.protocols import Claim, Query, Register
from router.sittings import expect

OTHER = "other"
SAME_LOSS = timedelta(days=3)
"""Time between two reports within which they may be of one loss (domain section 6.3)."""

MOST_DUPLICATES = 5
_PAPER = 2
"""What a document of a kind counts, in phrases."""

_POLICY, _LOSS, _PLATE = "policy_number", "date_eu", "plate"
_ALWAYS = (_POLICY, "loss_date")
"""Without these no claim is opened, whatever its kind."""

_DISCOVERY = "loss_or_discovery_date"
_NUMBER = re.compile(r"\b(?:POLICE|CONTRAT|POLIS\w{0,8}|POLICY|VERTRAG\w{0,8}|VERSICHERUNGSSCHEIN\w{0,8})\b[^\n\d]{0,25}\d[\d./ -]{3,}")
_SEPARATED = re.compile(r"[A-Z0-9]{1,3}[ -][A-Z0-9]{1,3}[ -][A-Z0-9]{1,4}")


def new_claim_of(clues: Clues, readings: Mapping[str, Reading], register: Register) -> NewClaim:
    """What is known of the claim that a mail reports.

    Raises:
        Unavailable: the register does not answer.
    """
    papers = [paper for item in clues.items if item.path in readings for paper in papers_of(item.path, readings[item.path])]
    told = _told(clues)
    kind = kind_of(clues.text, papers)
    return NewClaim(
        kind=kind, must_hold=tuple(_needed(kind, [*papers, told])), likely_duplicates=_duplicates(clues, [*papers, told], register)
    )


def _told(clues: Clues) -> Paper:
    """The mail itself as a declaration, with the facts that its words hold."""
    folded = fold(clues.text)
    said = [
        *((_LOSS, day.isoformat()) for day in tokens.days(folded)),
        *((_PLATE, plate) for plate in tokens.plates(folded) if _SEPARATED.fullmatch(plate)),
        *((_POLICY, found) for found in _NUMBER.findall(folded)),
    ]
    facts = [Fact(kind=kind, value=value, raw=value, role="loss" if kind == _LOSS else "") for kind, value in said]
    return Paper(item=clues.path, type=DECLARATION, facts=tuple(facts), pages=(Page(number=1, text=clues.text),))


def kind_of(text: str, papers: Iterable[Paper]) -> str:
    """The kind that most phrases and papers speak for; `other` when none does, or two as much."""
    said = cues.plain(text)
    types = [paper.type for paper in papers]
    counts = Counter({kind: len(set(phrases.findall(said))) for kind, phrases in _phrases().items()})
    counts.update({kind: _PAPER * sum(one in wanted for one in types) for kind, wanted in _papers().items()})
    (first, most), (_, next_most) = counts.most_common(2)
    return first if most > next_most else OTHER


def _needed(kind: str, papers: Sequence[Paper]) -> Iterator[Needed]:
    """What opens any claim, then what this kind must hold."""
    wanted = kinds()[kind].must_hold
    least = [code for code in _ALWAYS if code not in wanted and not (code == "loss_date" and _DISCOVERY in wanted)]
    return (Needed(id=held.code, state=held.state) for held in held_in((*least, *wanted), papers))


def _duplicates(clues: Clues, papers: Iterable[Paper], register: Register) -> tuple[str, ...]:
    """Claims on a policy that is named whose loss was near a day that is named, or with the same plate unless the days differ."""
    folded = fold(clues.text)
    facts = [fact for paper in papers for fact in paper.facts]
    days = {day for fact in facts if (fact.kind, fact.role) == (_LOSS, "loss") and (day := tokens.iso_day(fact.value))}
    policies = dict.fromkeys([*tokens.policies(folded), *(fact.value for fact in facts if fact.kind.startswith(_POLICY))])
    plates = dict.fromkeys([*tokens.plates(folded), *(fact.value for fact in facts if fact.kind.startswith(_PLATE))])
    asked = [*(Query(policy_number=policy) for policy in policies), *(Query(plate=plate) for plate in plates)]
    expect(register, asked)
    on_policy = (claim for policy in policies for claim in register.search_claims(Query(policy_number=policy)) if _is_near(claim, days))
    with_plate = (claim for plate in plates for claim in register.search_claims(Query(plate=plate)) if _may_be_near(claim, days))
    return tuple(dict.fromkeys(claim.number for claim in (*on_policy, *with_plate)))[:MOST_DUPLICATES]


def _is_near(claim: Claim, days: Iterable[date]) -> bool:
    return claim.loss_date is not None and any(abs(claim.loss_date - day) <= SAME_LOSS for day in days)


def _may_be_near(claim: Claim, days: Iterable[date]) -> bool:
    return claim.loss_date is None or not days or _is_near(claim, days)


@cache
def _data() -> Mapping[str, Mapping[str, list[str]]]:
    found: Mapping[str, Mapping[str, list[str]]] = yaml.safe_load(
        resources.files("router").joinpath("data/kind_cues.yaml").read_text("utf-8")
    )
    return found


@cache
def _phrases() -> Mapping[str, re.Pattern[str]]:
    return {kind: cues.pattern(row["phrases"]) for kind, row in _data().items()}


def _papers() -> Mapping[str, list[str]]:
    return {kind: row["papers"] for kind, row in _data().items()}
