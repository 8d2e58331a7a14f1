"""Verbs on jobs: what is left to do, who is doing it, and what became of it.

A step claims its job, works, and calls `finish` in the transaction that keeps its result, so a job is gone exactly
when its result is there. Whoever dies in between leaves a lease that runs out.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from storage.models import Item, Job

FIRST_DELAY = timedelta(seconds=5)
LONGEST_DELAY = timedelta(minutes=15)
"""A service that comes back is noticed within this time."""

TRIES = 5
"""Failures that waiting cannot cure, before a job waits for a person."""

DEATHS = 10
"""Workers that may die over one job before it waits for a person; restarts and power cuts count as well."""

CLOCK_SKEW = timedelta(seconds=2)
"""A bell may ring on a host whose clock is this far behind."""

PATIENCE = 3
"""Failures of reading a document after which its mail is decided without it; the reading is tried on all the same."""

DIED = "worker_died"
"""The problem of a job whose lease ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedJob:
    """A job that `owner` holds until its lease runs out."""

    id: int
    step: str
    target: int
    owner: str
    tries: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCounts:
    """The jobs of one step, each counted once."""

    step: str
    waiting: int
    """Due or due later, and never failed."""

    running: int
    failing: int
    """They failed and are tried again by themselves."""

    stuck: int
    """They wait for a person."""


def add(step: str, target: int, due_at: datetime) -> None:
    """Leave something to do. A job that is there already stays; one that has not failed moves up if `due_at` is earlier.

    A job that runs at this moment counts as being there: what changes meanwhile, the step must see by itself.
    """
    Job.objects.bulk_create([Job(step=step, target=target, due_at=due_at)], ignore_conflicts=True)
    Job.objects.filter(step=step, target=target, tries=0, due_at__gt=due_at).update(due_at=due_at)


def hasten(step: str, now: datetime) -> None:
    """What waits for its time in this step, and has not failed, is due."""
    Job.objects.filter(step=step, tries=0, due_at__gt=now).update(due_at=now)


def claim(steps: Iterable[str], owner: str, seconds: int, now: datetime, limit: int) -> list[ClaimedJob]:
    """Up to `limit` jobs of `steps` that are due and that nobody holds, longest due first; `owner` holds them for `seconds`.

    Of those that are due at the same moment the one whose target came first is first.
    """
    found = _free(now).filter(step__in=tuple(steps), due_at__lte=now).order_by("due_at", "target", "pk")
    # Asked first without a lock: an idle worker must not make the writers wait.
    if limit <= 0 or not found.exists():
        return []
    with transaction.atomic():
        return _lease(found.select_for_update(skip_locked=True)[:limit], owner, seconds, now)


def claim_one(step: str, target: int, owner: str, seconds: int, now: datetime) -> ClaimedJob | None:
    """That job, held by `owner`; `None` when it is done, stuck, not yet due or held by another."""
    found = _free(now).filter(step=step, target=target, due_at__lte=now + CLOCK_SKEW)
    with transaction.atomic():
        return next(iter(_lease(found.select_for_update(skip_locked=True), owner, seconds, now)), None)


def _free(now: datetime) -> QuerySet[Job]:
    return Job.objects.filter(Q(leased_until=None) | Q(leased_until__lte=now), stuck=False)


def _lease(found: QuerySet[Job], owner: str, seconds: int, now: datetime) -> list[ClaimedJob]:
    rows = list(found)
    died = [row for row in rows if row.leased_until is not None]
    worn_out = {row.pk for row in died if row.deaths + 1 >= DEATHS}
    _update(died, deaths=F("deaths") + 1, problem=DIED, detail="")
    Job.objects.filter(pk__in=worn_out).update(stuck=True, leased_by="", leased_until=None)
    for row in died:
        if row.pk in worn_out:
            _decide_without(row.step, row.target, now)
    taken = [row for row in rows if row.pk not in worn_out]
    _update(taken, leased_by=owner, leased_until=now + timedelta(seconds=seconds))
    return [ClaimedJob(id=row.pk, step=row.step, target=row.target, owner=owner, tries=row.tries) for row in taken]


def _update(rows: list[Job], **values: object) -> None:
    if rows:
        Job.objects.filter(pk__in=[row.pk for row in rows]).update(**values)


def renew(job: ClaimedJob, seconds: int, now: datetime) -> bool:
    """Hold the job for `seconds` from now; false when it is not ours any more."""
    return _held(job).update(leased_until=now + timedelta(seconds=seconds)) == 1


def finish(step: str, *targets: int) -> None:
    """The job is done, or the jobs are. Call it in the transaction that keeps the result."""
    Job.objects.filter(step=step, target__in=targets).delete()


def fail(job: ClaimedJob, code: str, detail: str, now: datetime, *, transient: bool) -> None:
    """Write why the job failed, and when it is tried again; nothing when it is not ours any more.

    Args:
        job: what was claimed.
        code: what went wrong, for people; the page translates it.
        detail: more of it for the administrator: ids and names of errors, nothing from a mail.
        now: the moment.
        transient: true when waiting may cure it; such a job is tried for ever, others end up stuck.
    """
    tries = job.tries + 1
    _held(job).update(
        tries=tries,
        problem=code[:60],
        detail=detail,
        due_at=now + delay(tries, job.id),
        stuck=not transient and tries >= TRIES,
        leased_by="",
        leased_until=None,
    )
    if tries == PATIENCE:
        _decide_without(job.step, job.target, now)


def _decide_without(step: str, target: int, now: datetime) -> None:
    """What cannot be read must not keep its mail from a person."""
    if step == "read":
        for mail_id in Item.objects.filter(pk=target).values_list("mail_id", flat=True):
            add("route", mail_id, now)


def given_up() -> QuerySet[Job]:
    """Readings that nobody waits for any more."""
    return Job.objects.filter(Q(stuck=True) | Q(tries__gte=PATIENCE), step="read")


def _held(job: ClaimedJob) -> QuerySet[Job]:
    return Job.objects.filter(pk=job.id, leased_by=job.owner)


def delay(tries: int, job_id: int) -> timedelta:
    """How long a job waits after its failure number `tries`: doubling, at most LONGEST_DELAY, less up to a third.

    The part taken off follows from the job's id, so that jobs that failed together do not come back together.
    """
    full = min(FIRST_DELAY * (1 << min(tries - 1, 20)), LONGEST_DELAY)
    return full * (1 - (job_id * 7919 + tries * 104_729) % 1000 / 3000)


def retry(step: str, target: int, now: datetime) -> bool:
    """A person wants it tried again, now and from the start; false when there is no such job."""
    found = Job.objects.filter(step=step, target=target)
    return found.update(due_at=now, tries=0, deaths=0, stuck=False, problem="", detail="") == 1


def due(now: datetime, limit: int) -> list[tuple[str, int]]:
    """Step and target of jobs that are due and that nobody holds: up to `limit` of each step, longest due first."""
    found = _free(now).filter(due_at__lte=now).order_by("due_at", "target", "pk")
    steps = found.order_by().values_list("step", flat=True).distinct()
    return [row for step in sorted(steps) for row in found.filter(step=step).values_list("step", "target")[:limit]]


def counts(now: datetime) -> tuple[StepCounts, ...]:
    """How many jobs are left, by step in alphabetical order."""
    held = Q(stuck=False, leased_until__gt=now)
    failed = Q(stuck=False) & ~Q(problem="") & ~held
    rows = Job.objects.values("step").order_by("step")
    return tuple(
        StepCounts(
            step=row["step"],
            waiting=row["all"] - row["running"] - row["failing"] - row["stopped"],
            running=row["running"],
            failing=row["failing"],
            stuck=row["stopped"],
        )
        for row in rows.annotate(
            all=Count("pk"),
            running=Count("pk", filter=held),
            failing=Count("pk", filter=failed),
            stopped=Count("pk", filter=Q(stuck=True)),
        )
    )
