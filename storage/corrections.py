"""Corrections by people: how a unit stood before each, kept with the event, so that the last one can be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Subquery

from core import codec
from core.values import Verdict as VerdictValue
from storage import events, jobs, models, tasks
from storage.items import ENGINE

CORRECTIONS = ("assigned", "dismissed", "moved", "also_filed", "split_by_hand")
"""Events of a person who says where a unit, or a part of it, belongs."""

UNDONE = "undone"

FOLLOWING = ("decided", "task_opened", "task_done", "task_reopened", "task_cancelled", UNDONE, *CORRECTIONS)
"""Events after a correction that build on it."""

FIRST_LOOK = timedelta(minutes=1)
"""When a unit that is on hold again is looked at."""

_STATE = models.Task.State


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A task as it was: its state, when it was closed, and the ids of its items."""

    task: int
    state: str
    closed_at: datetime | None
    items: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """A unit as it was before a correction; `verdict` is the id of its last verdict, 0 when there was none."""

    state: str
    verdict: int
    tasks: tuple[Standing, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A correction: what was done by whom, when, why, and to which claims."""

    what: str
    actor: str
    at: datetime
    why: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Last:
    """The last correction of a unit, with what it takes to undo it."""

    event: int
    what: str
    actor: str
    at: datetime
    made: int
    before: Before


def standing(unit: models.Unit) -> Before:
    """How a unit and its tasks stand now."""
    rows = unit.tasks.order_by("pk")
    kept = tuple(Standing(task=row.pk, state=row.state, closed_at=row.closed_at, items=_items(row)) for row in rows)
    return Before(state=unit.state, verdict=_last_verdict(unit), tasks=kept)


def record(unit: models.Unit, before: Before, done: Done, *, task_id: int | None = None) -> None:
    """Write that a unit was corrected, after everything that came of it."""
    data: dict[str, Any] = {"before": codec.dump(before), "made": _last_verdict(unit), "claims": list(done.claims)}
    claim = done.claims[0] if done.claims else ""
    about = {"mail_id": unit.mail_id, "unit_id": unit.pk, "task_id": task_id, "claim": claim}
    events.record(done.what, actor=done.actor, at=done.at, why=done.why, data=data, **about)  # type: ignore[arg-type]


def last(unit: models.Unit) -> Last | None:
    """The last correction of a unit; `None` when there is none, or it was undone."""
    row = models.Event.objects.filter(unit_id=unit.pk, what__in=(*CORRECTIONS, UNDONE)).order_by("-pk").first()
    if row is None or row.what == UNDONE or "before" not in row.data:
        return None
    before = codec.load(Before, row.data["before"])
    return Last(event=row.pk, what=row.what, actor=row.actor, at=row.at, made=row.data["made"], before=before)


def placed_by_hand(unit: models.Unit) -> tuple[str, ...]:
    """The claims that a person gave a unit to; none where that was undone, and what the engine said stands again."""
    last = unit.verdicts.last()
    verdict = codec.load(VerdictValue, last.value) if last and last.actor != ENGINE else None
    return verdict.claims if verdict and verdict.rule in CORRECTIONS and _alive(unit).exists() else ()


def set_aside(unit: models.Unit) -> str:
    """Why a person set a unit aside; "" where nobody did, it was undone, or it has a task all the same."""
    row = models.Event.objects.filter(unit_id=unit.pk, what__in=(*CORRECTIONS, UNDONE)).order_by("-pk").first()
    waits = unit.tasks.filter(state=_STATE.OPEN).exists()
    return row.why if row and row.what == "dismissed" and not waits and not _alive(unit).exists() else ""


def _alive(unit: models.Unit) -> "QuerySet[models.Task]":
    return unit.tasks.filter(kind=models.Task.Kind.CLAIM).exclude(state=_STATE.CANCELLED)


def unit_last_corrected(actor: str) -> models.Unit | None:
    """The unit that somebody corrected last."""
    mine = models.Event.objects.filter(actor=actor)
    # The newest of each kind, each by the index: a person's corrections are never all read.
    newest: list[Any] = [Subquery(mine.filter(what=what).order_by("-pk").values("pk")[:1]) for what in CORRECTIONS]
    last_one = models.Event.objects.filter(pk__in=newest).order_by("-pk").values("unit_id")[:1]
    return models.Unit.objects.defer("value").filter(pk=Subquery(last_one)).first()


def is_built_on(unit: models.Unit, correction: Last) -> bool:
    """Whether something happened since that would not stand without the correction."""
    about = Q(unit_id=unit.pk) | Q(task_id__in=unit.tasks.values("pk"))
    later = models.Event.objects.filter(about, pk__gt=correction.event, what__in=FOLLOWING)
    more_papers = models.Event.objects.filter(mail_id=unit.mail_id, pk__gt=correction.event, what="unlocked")
    followers = models.Verdict.objects.filter(pk__gt=correction.made, rule="assigned_before", value__precedent__unit=unit.pk)
    return later.exists() or more_papers.exists() or followers.exists()


def undo(unit: models.Unit, correction: Last, *, actor: str, now: datetime) -> None:
    """Put a unit and its tasks back to where they were; what was decided meanwhile stays on the trail."""
    before = correction.before
    verdict = _restored(unit, before, actor=actor, now=now)
    known = {one.task: one for one in before.tasks}
    for task in unit.tasks.order_by("pk"):
        one = known.get(task.pk)
        if one is None:
            tasks.give_way(task, actor=actor, now=now)
        else:
            _put_back(task, one, verdict, actor=actor, now=now)
    unit.state = before.state
    unit.save(update_fields=["state"])
    if unit.state == models.Unit.State.HELD:
        jobs.add("watch", unit.mail_id, now + FIRST_LOOK)
    events.record(UNDONE, actor=actor, at=now, why=correction.what, mail_id=unit.mail_id, unit_id=unit.pk)


def _restored(unit: models.Unit, before: Before, *, actor: str, now: datetime) -> models.Verdict | None:
    """The verdict that stood before as a new row, by the person who brings it back."""
    earlier = unit.verdicts.filter(pk=before.verdict).first()
    if earlier is None or earlier.pk == _last_verdict(unit):
        return None
    return tasks.keep_verdict(unit, codec.load(VerdictValue, earlier.value), actor=actor, now=now)


def _put_back(task: models.Task, one: Standing, verdict: models.Verdict | None, *, actor: str, now: datetime) -> None:
    changed = task.state != one.state
    if _items(task) != one.items:
        task.items.set(one.items)
        tasks.wake(task, now)
    if verdict and one.state != _STATE.CANCELLED:
        task.verdict = verdict
        task.save(update_fields=["verdict"])
    if changed and one.state == _STATE.CANCELLED:
        tasks.give_way(task, actor=actor, now=now)
    elif changed:
        tasks.reopen(task, actor=actor, why=UNDONE, now=now)
    if one.state == _STATE.DONE and changed:
        tasks.close(task, _STATE.DONE, actor=actor, now=one.closed_at or now)


def _items(task: models.Task) -> tuple[int, ...]:
    return tuple(task.items.order_by("pk").values_list("pk", flat=True))


def _last_verdict(unit: models.Unit) -> int:
    return unit.verdicts.order_by("-pk").values_list("pk", flat=True).first() or 0
