"""What the claim of a task has and lacks, over everything that was delivered for it."""

from collections.abc import Collection
from dataclasses import replace

from core import codec
from core.errors import Unavailable
from core.values import Reading
from ingest import services
from router.checklist import Checklist, Paper, checklist_of, papers_of
from storage import desk, models
from storage.desk import Viewer
from web.tree import classes_of, is_guarded

ITEM = "item"
"""Facts that are repeated word by word: what a schedule of losses lists."""


def of_task(who: Viewer, task: models.Task, *, revealed: Collection[int]) -> Checklist | None:
    """The checklist of the task's claim, as far as its kind is known; a register that does not answer keeps nobody from the page.

    What stands on a guarded paper is repeated for those only who have opened it: they are among `revealed`.
    """
    if task.kind != models.Task.Kind.CLAIM:
        return None
    try:
        claim = services.current().register.get_claim(task.claim)
    except Unavailable:
        return None
    if claim is None or not claim.kind:
        return None
    papers = [paper for row in desk.readings_of_claim(who, task.claim) for paper in _papers(row, revealed)]
    return checklist_of(claim.kind, papers, told=desk.own_texts_of_claim(who, task.claim))


def _papers(row: models.Reading, revealed: Collection[int]) -> list[Paper]:
    reading = codec.load(Reading, row.value)
    papers = papers_of(str(row.item_id), reading)
    if row.item_id in revealed or not is_guarded(row.type, classes_of(row.type, reading.type.classes)):
        return list(papers)
    return [replace(paper, facts=tuple(fact for fact in paper.facts if fact.kind != ITEM)) for paper in papers]
