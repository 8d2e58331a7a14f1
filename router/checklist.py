"""What a claim of some kind has and lacks: papers, what the declaration must hold, the losses against the complaint.

Everything here is shown to a person and decides nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from core.errors import Problem
from core.limits import Limits
from core.pages import Fact, Page
from core.values import Reading
from router.clues import reports_loss
from router.kinds import ClaimKind, Proof, kinds, proofs
from router.losses import ITEM, Loss, cross_check

SURE = 0.85
"""Confidence from which on a type is set; below it is to be checked (domain section 4)."""

DECLARATION, COMPLAINT, RECEIPT, SCHEDULE = "declaration", "plainte_pv", "plainte_recepisse", "etat_de_pertes"
DECLARATIONS = frozenset({"declaration", "declaration_circonstanciee", "constat_auto", "constat_dde", "message_courtier", "courrier_tiers"})
"""Papers in which whoever reports a loss tells of it."""

PICTURES = frozenset({"photo", "video"})
MEDICAL = frozenset({"certificat_medical_initial", "rapport_medical", "frais_medicaux"})
BODILY = "bodily_injury"


class State(StrEnum):
    """How a paper, or a piece of information, stands."""

    HERE = "here"
    MISSING = "missing"
    DOUBTFUL = "doubtful"
    """Here, but somebody has to look at it; of an information, that no program can tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper on a claim, and the item that it is in."""

    item: str
    type: str
    confidence: float = 1.0
    missing: tuple[str, ...] = ()
    photographed: bool = False
    """It is a picture of a page, not the page."""

    problem: Problem | None = None
    facts: tuple[Fact, ...] = ()
    pages: tuple[Page, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One type of paper that a kind of claim needs; `why` says what is doubtful or misleading about it."""

    type: str
    need: str
    """required, expected or useful."""

    state: State
    why: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A piece of information that the declaration must hold."""

    code: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """All that is known to be there and to be missing on one claim."""

    kind: ClaimKind
    entries: tuple[Entry, ...]
    must_hold: tuple[Held, ...]
    losses: tuple[Loss, ...] = ()
    losses_left: int = 0
    """Items of the schedule that were not looked up: there are too many."""

    bodily_injury: bool = False
    """Papers speak of somebody hurt on a claim of another kind."""

    @property
    def to_fill_in(self) -> bool:
        """Whether a schedule of losses belongs to the claim and there is none: its blank form goes out (domain section 6.5)."""
        wanted = (entry for entry in self.entries if entry.need != "useful")
        return any(entry.type == SCHEDULE and entry.state is State.MISSING for entry in wanted)

    @property
    def missing(self) -> tuple[str, ...]:
        """Required types of which there is none, as an acknowledgement names them."""
        return tuple(entry.type for entry in self.entries if entry.need == "required" and entry.state is State.MISSING)


def papers_of(item: str, reading: Reading) -> tuple[Paper, ...]:
    """The papers in one item, as they were read."""
    photographed = reading.media_type.startswith("image/")
    problem = reading.problem
    if not reading.documents:
        return (_paper(item, reading, reading.pages, photographed=photographed),)
    return tuple(
        Paper(
            item=item,
            type=document.type.id,
            confidence=document.type.confidence,
            missing=document.completeness.missing,
            photographed=photographed,
            problem=problem,
            facts=tuple(fact for fact in reading.facts if fact.page in document.pages),
            pages=tuple(page for page in reading.pages if page.number in document.pages),
        )
        for document in reading.documents
    )


def _paper(item: str, reading: Reading, pages: tuple[Page, ...], *, photographed: bool) -> Paper:
    kind = reading.type
    return Paper(
        item=item,
        type=kind.id,
        confidence=kind.confidence,
        photographed=photographed,
        problem=reading.problem,
        facts=reading.facts,
        pages=pages,
    )


def checklist_of(
    kind: str, papers: Iterable[Paper], *, told: Sequence[str] = (), most_items: int = Limits().schedule_items
) -> Checklist | None:
    """The checklist of a claim of `kind`, `None` where the register knows no such kind; `told` is what mails say themselves.

    Of the schedules of losses, `most_items` are looked up.
    """
    found = kinds().get(kind)
    if found is None:
        return None
    known = tuple(papers)
    needs = (("required", found.required), ("expected", found.expected), ("useful", found.useful))
    lost = [fact for paper in known if paper.type == SCHEDULE for fact in paper.facts if fact.kind == ITEM]
    complaint = [page for paper in known if paper.type == COMPLAINT for page in paper.pages]
    return Checklist(
        kind=found,
        entries=tuple(_told(_entry(name, need, known), told) for need, names in needs for name in names),
        must_hold=held_in(found.must_hold, known, told=told),
        losses=cross_check(lost[:most_items], complaint) if complaint else (),
        losses_left=max(0, len(lost) - most_items) if complaint else 0,
        bodily_injury=kind != BODILY and any(speaks_of_injured(paper) for paper in known),
    )


def held_in(codes: Iterable[str], papers: Sequence[Paper], *, told: Iterable[str] = ()) -> tuple[Held, ...]:
    """How each piece of information stands in the declarations among `papers`, and in what mails say themselves."""
    declared = [paper for paper in papers if paper.type in DECLARATIONS]
    text = "\n".join([*(page.text for paper in declared for page in paper.pages), *told])
    facts = [fact for paper in declared for fact in paper.facts]
    return tuple(Held(code=code, state=_held(proofs().get(code), facts, text)) for code in codes)


def missing_of(kind: str, papers: Iterable[Paper], *, told: Sequence[str] = ()) -> tuple[str, ...]:
    """Types of papers that a claim of `kind` cannot do without and that are neither among `papers` nor `told` in a mail."""
    found = checklist_of(kind, papers, told=told)
    return found.missing if found else ()


def _told(entry: Entry, told: Iterable[str]) -> Entry:
    """The same entry; what is missing as a paper may be what somebody wrote in a mail."""
    if entry.state is not State.MISSING or not told_in(entry.type, told):
        return entry
    return replace(entry, state=State.DOUBTFUL, why=("in_mail",))


def told_in(kind: str, texts: Iterable[str]) -> bool:
    """Whether mails say themselves what a paper of type `kind` would: only a notification may be a mail."""
    return kind == DECLARATION and any(map(reports_loss, texts))


def _entry(kind: str, need: str, papers: Sequence[Paper]) -> Entry:
    same = [paper for paper in papers if paper.type == kind]
    items = tuple(dict.fromkeys(paper.item for paper in same))
    if not same:
        only_receipt = kind == COMPLAINT and any(paper.type == RECEIPT for paper in papers)
        return Entry(type=kind, need=need, state=State.MISSING, why=("receipt_only",) if only_receipt else ())
    doubts = [_doubts(paper) for paper in same]
    best = min(doubts, key=len)
    return Entry(type=kind, need=need, state=State.DOUBTFUL if best else State.HERE, why=best, items=items)


def _doubts(paper: Paper) -> tuple[str, ...]:
    """Why a paper of that type may not do."""
    if paper.type in PICTURES:
        return ()
    reasons = (
        ("low_confidence", paper.confidence < SURE),
        ("incomplete", bool(paper.missing)),
        ("quality", paper.photographed),
        ("not_readable", paper.problem is not None),
    )
    return tuple(code for code, applies in reasons if applies)


def _held(proof: Proof | None, facts: Sequence[Fact], text: str) -> State:
    if proof is None:
        return State.DOUBTFUL
    values = {fact.value for fact in facts for wanted in proof.facts if _fits(fact, wanted)}
    shown = len(values) >= proof.least or bool(proof.words and proof.words.search(text))
    told = bool(proof.least_words) and len(text.split()) >= proof.least_words
    return State.HERE if (proof.facts and shown) or (proof.words and shown) or told else State.MISSING


def _fits(fact: Fact, wanted: str) -> bool:
    kind, _, role = wanted.partition(":")
    return (fact.kind == kind or fact.kind.startswith(f"{kind}_")) and (not role or fact.role == role)


def speaks_of_injured(paper: Paper) -> bool:
    """Whether a paper is a doctor's, or answers that somebody was hurt."""
    return paper.type in MEDICAL or any((fact.kind, fact.role, fact.value) == ("yes_no", "injured", "yes") for fact in paper.facts)
