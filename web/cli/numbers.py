"""The numbers of an installation, and what in them needs a person. Django must be set up."""

from dataclasses import dataclass
from datetime import datetime

from core import codec
from storage import jobs, models
from storage.jobs import StepCounts
from storage.numbers import MailboxNumbers, numbers
from web.cli.output import Shape


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


def collect(now: datetime) -> Numbers:
    """The numbers now."""
    boxes = tuple((row.name, numbers(row.pk)) for row in models.Mailbox.objects.order_by("name"))
    steps = jobs.counts(now)
    return Numbers(
        mailboxes=boxes,
        jobs=steps,
        tasks=_open(models.Task.Kind.CLAIM),
        triage=_open(models.Task.Kind.TRIAGE),
        on_hold=_open(models.Task.Kind.HOLD),
        problems=(*_of_mailboxes(boxes), *(f"{one.stuck} jobs of the step {one.step} are stuck" for one in steps if one.stuck)),
    )


def _of_mailboxes(boxes: tuple[tuple[str, MailboxNumbers], ...]) -> tuple[str, ...]:
    return (
        *(f"the numbers of {name} do not add up" for name, one in boxes if not one.balanced),
        *(f"{name} could not be polled: {one.last_error}" for name, one in boxes if one.last_error),
        *(f"{one.quarantined} mails of {name} are in quarantine" for name, one in boxes if one.quarantined),
    )


def _open(kind: models.Task.Kind) -> int:
    return models.Task.objects.filter(state=models.Task.State.OPEN, kind=kind).count()
