"""What a person corrects: a task or a document to another claim, also in another, over several; and the last step back."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction

from core import codec
from core.errors import Unavailable
from core.values import Assignment, Outcome, SenderClass, Verdict
from ingest import searching, withdrawing
from ingest.grounds import Refused, claim_of, task_of
from ingest.options import options
from ingest.routing import new_task
from ingest.services import Services
from router.clues import items_of
from router.tasks import plan_tasks
from storage import corrections, items, models, tasks
from storage.tasks import NewTask

REASONS = ("wrong_number", "misplaced", "concerns_other", "concerns_several")
"""Why a person corrects; the page translates them."""

_STATE, _KIND = models.Task.State, models.Task.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Take documents of a task, by the ids of their items, to another claim; all of them when none is named."""

    claim: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoFile:
    """File documents of a task, or all of them, in another claim too."""

    claim: str
    items: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One document and the claim that it goes to."""

    item: int
    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """Give each document of a task to a claim of its own."""

    shares: tuple[Share, ...]


Correction = Move | AlsoFile | Split

_RULES = {Move: "moved", AlsoFile: "also_filed", Split: "split_by_hand"}

Placement = Mapping[str, tuple[str, ...]]
"""Claims, each with the paths of what goes to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A correction that would go through: where everything is, and where it would be."""

    task: models.Task
    before: Placement
    after: Placement
    since: int = 0
    """The event of the correction that would be undone: what happened before it does not follow from it. 0: none is."""

    @property
    def touched(self) -> frozenset[str]:
        """Paths of what would be on another claim than now."""
        claims = self.before.keys() | self.after.keys()
        changed = (set(self.before.get(claim, ())) ^ set(self.after.get(claim, ())) for claim in claims)
        return frozenset(path for paths in changed for path in paths)

    @property
    def gaining(self) -> tuple[str, ...]:
        """Claims that would get something."""
        return tuple(claim for claim, paths in self.after.items() if set(paths) - set(self.before.get(claim, ())))

    @property
    def losing(self) -> tuple[str, ...]:
        """Claims that would no longer have something that they have now."""
        return tuple(claim for claim, paths in self.before.items() if set(paths) - set(self.after.get(claim, ())))


def plan(task_id: int, correction: Correction, services: Services) -> Planned:
    """Where everything would be; nothing is changed.

    Raises:
        Refused: `claim_not_found`, `claim_restricted`, `claims_system_unavailable`, `task_not_found`, `already_done`,
            `same_claim`, `no_such_document`, `document_without_claim`.
    """
    named = _named(correction, services)
    with transaction.atomic():
        return _plan(task_id, named)


def correct(task_id: int, correction: Correction, actor: str, why: str, services: Services) -> int:
    """Do it; the id of the task that the person looks at next comes back. The verdict is a new row, by the person.

    Raises:
        Refused: as `plan`, `reason_missing`, or `changed_meanwhile`.
    """
    if why not in REASONS:
        raise Refused("reason_missing")
    named = _named(correction, services)
    with transaction.atomic():
        expected = _plan(task_id, named)
    verdict, plans = _decided(expected, _RULES[type(correction)], services)
    with transaction.atomic():
        planned = _plan(task_id, named)
        if (planned.before, planned.after) != (expected.before, expected.after):
            raise Refused("changed_meanwhile")
        return _keep(planned, verdict, plans, corrections.Done(what=verdict.rule, actor=actor, at=services.now(), why=why))


def undo(task_id: int, actor: str, services: Services) -> None:
    """Take back the last correction of the task's unit.

    Raises:
        Refused: `task_not_found`, `nothing_to_undo`, `built_on`: something happened since that depends on it.
    """
    with transaction.atomic():
        unit = task_of(task_id).unit
        corrections.undo(unit, _last(unit), actor=actor, now=services.now())
        withdrawing.begin_anew(unit, services.now())
        searching.keep(unit.mail_id)


def plan_undo(task_id: int) -> Planned:
    """Where everything would be once the last correction of the task's unit is undone; nothing is changed.

    Raises:
        Refused: as `undo`.
    """
    with transaction.atomic():
        task = task_of(task_id)
        last = _last(task.unit)
        back = [one for one in last.before.tasks if one.state != _STATE.CANCELLED]
        claims = dict(task.unit.tasks.filter(kind=_KIND.CLAIM).values_list("pk", "claim"))
        paths = dict(task.unit.mail.items.values_list("pk", "path"))
        after: Placement = {}
        for one in back:
            if one.task in claims:
                after = _joined(after, claims[one.task], (paths[item] for item in one.items))
        return Planned(task=task, before=_placement(task.unit), after=after, since=last.event)


def _last(unit: models.Unit) -> corrections.Last:
    last = corrections.last(unit)
    if last is None:
        raise Refused("nothing_to_undo")
    if corrections.is_built_on(unit, last):
        raise Refused("built_on")
    return last


def undoable(unit: models.Unit) -> corrections.Last | None:
    """The correction that `undo` would take back."""
    last = corrections.last(unit)
    return None if last is None or corrections.is_built_on(unit, last) else last


def _named(correction: Correction, services: Services) -> Correction:
    """The correction with every claim by its present number."""
    match correction:
        case Split(shares=shares):
            numbers = {share.claim: claim_of(share.claim, services).number for share in shares if share.claim}
            return Split(shares=tuple(replace(share, claim=numbers.get(share.claim, "")) for share in shares))
        case _:
            return replace(correction, claim=claim_of(correction.claim, services).number)


def _plan(task_id: int, correction: Correction) -> Planned:
    task = task_of(task_id)
    if task.state == _STATE.CANCELLED or (task.kind != _KIND.CLAIM and task.state != _STATE.OPEN):
        raise Refused("already_done")
    mine = dict(task.items.values_list("pk", "path"))
    before = _placement(task.unit)
    here = before.get(task.claim, ())
    match correction:
        case Split(shares=shares):
            after = _split(task, before, mine, shares)
        case Move(claim=claim, items=chosen):
            moved = _chosen(mine, chosen)
            after = _joined({**before, task.claim: _without(here, moved)}, claim, moved)
        case AlsoFile(claim=claim, items=chosen):
            after = _joined(before, claim, _chosen(mine, chosen))
    after = {claim: paths for claim, paths in after.items() if paths and claim}
    if {claim: set(paths) for claim, paths in after.items()} == {claim: set(paths) for claim, paths in before.items()}:
        raise Refused("same_claim")
    return Planned(task=task, before=before, after=after)


def _placement(unit: models.Unit) -> Placement:
    found: dict[str, tuple[str, ...]] = {}
    for task in unit.tasks.filter(kind=_KIND.CLAIM).exclude(state=_STATE.CANCELLED).order_by("pk"):
        paths = task.items.order_by("position").values_list("path", flat=True)
        found[task.claim] = tuple(dict.fromkeys([*found.get(task.claim, ()), *paths]))
    return found


def _chosen(mine: Mapping[int, str], chosen: Iterable[int]) -> tuple[str, ...]:
    wanted = tuple(chosen) or tuple(mine)
    if not mine.keys() >= set(wanted):
        raise Refused("no_such_document")
    return tuple(mine[item] for item in wanted)


def _split(task: models.Task, before: Placement, mine: Mapping[int, str], shares: Iterable[Share]) -> Placement:
    given = {share.item: share.claim for share in shares}
    if given.keys() != mine.keys():
        raise Refused("no_such_document")
    if not all(given.values()):
        raise Refused("document_without_claim")
    after: Placement = {**before, task.claim: _without(before.get(task.claim, ()), mine.values())}
    for item, claim in given.items():
        after = _joined(after, claim, (mine[item],))
    return after


def _joined(placement: Placement, claim: str, paths: Iterable[str]) -> Placement:
    return {**placement, claim: tuple(dict.fromkeys([*placement.get(claim, ()), *paths]))}


def _without(paths: Iterable[str], gone: Iterable[str]) -> tuple[str, ...]:
    left = set(gone)
    return tuple(path for path in paths if path not in left)


def _decided(planned: Planned, rule: str, services: Services) -> tuple[Verdict, tuple[NewTask, ...]]:
    """The person's verdict, with the clues of the one before it, and the tasks that it opens."""
    unit = planned.task.unit
    loaded = items.load(unit.mail_id)
    papers = {item.path for item in items_of(loaded.tree, unit.path)}
    shares = tuple(Assignment(claim=claim, items=tuple(filter(papers.__contains__, paths))) for claim, paths in planned.after.items())
    last = unit.verdicts.last()
    verdict = codec.load(Verdict, last.value) if last else Verdict(path=unit.path, outcome=Outcome.TRIAGE)
    whole = {frozenset(share.items) for share in shares} == {frozenset(papers)}
    said = replace(
        verdict,
        outcome=Outcome.ROUTE if whole else Outcome.SPLIT,
        claims=tuple(planned.after),
        why=(rule,),
        rule=rule,
        assignments=() if whole else shares,
        decisive=True,
        precedent=None,
        # Who moves a paper has seen what it names.
        strays=tuple(one for one in verdict.strays if one.path not in planned.touched),
    )
    try:
        # Whom the router did not trust with a claim is trusted by the person.
        trusted = replace(said, outcome=Outcome.SPLIT, assignments=shares, sender_class=SenderClass.LINKED, why=())
        found = plan_tasks(
            trusted, loaded.tree, loaded.readings, services.register, options=options(services.settings), now=loaded.received_at
        )
    except Unavailable as error:
        raise Refused("claims_system_unavailable") from error
    return said, tuple(map(new_task, found))


def _keep(planned: Planned, verdict: Verdict, plans: tuple[NewTask, ...], done: corrections.Done) -> int:
    task, unit = planned.task, planned.task.unit
    before = corrections.standing(unit)
    unit.state = models.Unit.State.DECIDED
    unit.save(update_fields=["state"])
    row = tasks.keep_verdict(unit, verdict, actor=done.actor, now=done.at)
    if task.kind != _KIND.CLAIM:
        tasks.close(task, _STATE.DONE, actor=done.actor, now=done.at)
    kept = tasks.place(unit, row, plans, actor=done.actor, now=done.at)
    corrections.record(unit, before, replace(done, claims=planned.gaining))
    withdrawing.look_again(unit, done.at)
    searching.keep(unit.mail_id)
    return task.pk if task.pk in kept else kept[0]
