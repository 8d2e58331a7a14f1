"""What the claim of a task has and lacks, over everything that was delivered for it."""

from collections.abc import Collection
from dataclasses import replace

from core import codec
from core.values import Reading
from router.checklist import Checklist, Paper, checklist_of, papers_of
from router.protocols import Claim
from storage import desk, models
from storage.desk import Viewer
from web.tree import classes_of, is_guarded

ITEM = "item"
"""Facts that are repeated word by word: what a schedule of losses lists."""


def of_claim(who: Viewer, claim: Claim | None, *, revealed: Collection[int]) -> Checklist | None:
    """The checklist of a claim, as far as its kind is known.

    What stands on a guarded paper is repeated for those only who have opened it: they are among `revealed`.
    """
    if claim is None or not claim.kind:
        return None
    numbers = (claim.number, *claim.former_numbers)
    papers = [paper for row in desk.readings_of_claim(who, *numbers) for paper in _papers(row, revealed)]
    return checklist_of(claim.kind, papers, told=desk.own_texts_of_claim(who, *numbers))


def _papers(row: models.Reading, revealed: Collection[int]) -> list[Paper]:
    reading = codec.load(Reading, row.value)
    papers = papers_of(str(row.item_id), reading)
    if row.item_id in revealed or not is_guarded(row.type, classes_of(row.type, reading.type.classes)):
        return list(papers)
    return [replace(paper, facts=tuple(fact for fact in paper.facts if fact.kind != ITEM)) for paper in papers]
