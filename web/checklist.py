"""What the claim of a task has and lacks, over everything that was delivered for it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.limits import Limits
from core.roles import Sight, is_open
from router.checklist import Checklist, Paper, checklist_of, papers_of
from router.losses import ITEM
from router.protocols import Claim
from storage import desk, models, reach
from storage.desk import Viewer
from storage.judgements import as_it_is
from storage.reach import Reach


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The checklist of a claim, `None` as long as its kind is not known; not `complete` when it has older papers that were left out."""

    checklist: Checklist | None = None
    complete: bool = True
    readings: Sequence[models.Reading] = ()
    """What it was read from."""


def of_claim(who: Viewer, claim: Claim | None, limits: Limits, *, revealed: Collection[int]) -> Shown:
    """What the page shows of a claim's needs.

    What stands on a paper is repeated for those only who see its pages; those that were opened are among `revealed`.
    """
    if claim is None or not claim.kind:
        return Shown()
    numbers = (claim.number, *claim.former_numbers)
    read = desk.readings_of_claim(who, *numbers, most=limits.claim_papers)
    papers = [paper for row in read.rows for paper in _papers(who, row, revealed)]
    told = desk.own_texts_of_claim(who, *numbers)
    made = checklist_of(claim.kind, papers, told=told, most_items=limits.schedule_items)
    return Shown(checklist=made, complete=read.complete, readings=read.rows)


def to_open(who: Viewer, task: models.Task, kind: str, *, told: str, limits: Limits, revealed: Collection[int]) -> Checklist | None:
    """What a claim of `kind` would need that a mail reports, over the papers of its task; `None` where the kind is not known."""
    rows = models.Reading.objects.filter(item__tasks=task, item__kind="document").defer("words").order_by("item_id")
    papers = [paper for row in rows[: limits.claim_papers] for paper in _papers(who, row, revealed)]
    return checklist_of(kind, papers, told=[told], most_items=0)


def _papers(who: Viewer, row: models.Reading, revealed: Collection[int]) -> list[Paper]:
    reading = as_it_is(row)
    papers = papers_of(str(row.item_id), reading)
    # Who does not see all sees the own only.
    way = Reach(mine=not who.sees_all, doubted=getattr(row, "doubted", False))
    seen = reach.seen(who, way, row.type, reading.type.classes)
    if seen is not Sight.MASKED and is_open(seen, opened=row.item_id in revealed):
        return list(papers)
    return [replace(paper, facts=tuple(fact for fact in paper.facts if fact.kind != ITEM)) for paper in papers]
