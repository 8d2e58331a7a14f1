"""The numbers of an installation, and what in them needs a person. Django must be set up."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count

from core import codec
from core.answers import Answers
from storage import checks, jobs, models, outbox
from storage.blobs import Blobs
from storage.jobs import StepCounts
from storage.numbers import MailboxNumbers, numbers
from web.cli.output import Shape

OFF = Answers()
PATIENCE = timedelta(minutes=10)
"""A mailbox may miss three polls and this much more before a person is told."""

MANY_TRIES = 14
"""With the pauses between them (`storage.jobs.delay`), so many tries take more than an hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """What `claimpost status` shows."""

    mailboxes: tuple[tuple[str, MailboxNumbers], ...]
    jobs: tuple[StepCounts, ...]
    tasks: int
    triage: int
    on_hold: int
    problems: tuple[str, ...]

    def shape(self) -> Shape:
        """The same as JSON."""
        return {
            "mailboxes": [{"name": name, **codec.dump(one), "balanced": one.balanced} for name, one in self.mailboxes],
            "jobs": codec.dump(self.jobs),
            "tasks": {"open": self.tasks, "triage": self.triage, "hold": self.on_hold},
            "problems": list(self.problems),
        }


def collect(now: datetime, poll_seconds: int, answers: Answers = OFF) -> Numbers:
    """The numbers now, where mailboxes are polled every `poll_seconds` and mails are answered as `answers` says."""
    rows = tuple(models.Mailbox.objects.order_by("name"))
    boxes = tuple((row.name, numbers(row.pk)) for row in rows)
    steps = jobs.counts(now)
    limit = now - 3 * timedelta(seconds=poll_seconds) - PATIENCE
    return Numbers(
        mailboxes=boxes,
        jobs=steps,
        tasks=_open(models.Task.Kind.CLAIM),
        triage=_open(models.Task.Kind.TRIAGE),
        on_hold=_open(models.Task.Kind.HOLD),
        problems=(*_of_mailboxes(boxes), *_of_polling(rows, limit), *_of_jobs(steps), *_of_answers(now, answers), *_of_tables()),
    )


def with_blobs(found: Numbers, blobs: Blobs, now: datetime) -> Numbers:
    """The same with what is wrong between the tables and the blobs; their bytes are not read."""
    missing = Counter(finding.code for finding in checks.missing_blobs(blobs))
    unnamed = sum(1 for _ in checks.unnamed_blobs(blobs, now))
    said = [f"the store lacks what the tables name: {code}, {many} times" for code, many in sorted(missing.items())]
    said += [f"no row names {unnamed} of the blobs, which need their room only"] if unnamed else []
    return replace(found, problems=(*found.problems, *said))


def _of_mailboxes(boxes: tuple[tuple[str, MailboxNumbers], ...]) -> Iterator[str]:
    yield from (f"the numbers of {name} do not add up" for name, one in boxes if not one.balanced)
    yield from (f"{one.quarantined} mails of {name} are in quarantine" for name, one in boxes if one.quarantined)


def _of_polling(rows: Iterable[models.Mailbox], limit: datetime) -> Iterator[str]:
    for row in (row for row in rows if row.enabled):
        if row.last_error:
            yield f"{row.name} could not be polled: {row.last_error}"
        elif row.last_success_at is None:
            yield f"{row.name} has never been polled"
        elif row.last_success_at < limit:
            yield f"{row.name} has not been polled since {row.last_success_at:%Y-%m-%d %H:%M:%S}"


def _of_jobs(steps: Iterable[StepCounts]) -> Iterator[str]:
    yield from (f"{one.stuck} jobs of the step {one.step} are stuck" for one in steps if one.stuck)
    failing = models.Job.objects.filter(stuck=False, tries__gte=MANY_TRIES).exclude(problem="")
    for row in failing.values("step", "problem").annotate(many=Count("pk")).order_by("step", "problem"):
        yield f"{row['many']} jobs of the step {row['step']} fail again and again: {row['problem']}"


def _of_answers(now: datetime, answers: Answers) -> Iterator[str]:
    late = outbox.late(now, answers.warn_hours).count()
    if answers.mode != "off":
        late += outbox.unplanned(now, answers.warn_hours).count()
    if late:
        yield f"{late} acknowledgements are late"
    for row in outbox.troubles().order_by("state").values("state").annotate(many=Count("pk")):
        yield f"{row['many']} acknowledgements need a person: {row['state']}"


def _of_tables() -> Iterator[str]:
    found = Counter(finding.code for finding in checks.tables())
    # Stuck jobs are told above, step by step.
    yield from (f"the tables do not fit together: {code}, {many} times" for code, many in sorted(found.items()) if code != "job_stuck")


def _open(kind: models.Task.Kind) -> int:
    return models.Task.objects.filter(state=models.Task.State.OPEN, kind=kind, joined_to=None).count()
