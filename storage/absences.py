"""Who is assigned to a claim and away: lines on the open tasks of the claim, until the absence is over."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from storage import events, models
from storage.items import ENGINE

ABSENT = ("expert_absent", "lawyer_absent")
"""Events of a task: who is assigned to its claim is away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent:
    """An `expert` or a `lawyer` who is away, by the mail whose id is `by`; the days are as ISO 8601 has them, "" where he names none."""

    role: str
    by: int
    who: str = ""
    """His address: two experts may be on a claim."""

    until: str = ""
    back: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day of his absence, where he names it."""
        return date.fromisoformat(self.until) if self.until else None

    @property
    def return_day(self) -> date | None:
        """The day on which he is back, where he names it."""
        return date.fromisoformat(self.back) if self.back else None

    @property
    def ends(self) -> date | None:
        """The day after which the note is of no use."""
        return self.return_day or self.last_day


def note(claim: str, absence: Absent, now: datetime) -> None:
    """A line on each open task of a claim: who is away, as his automatic reply says; the same reply writes it once."""
    for task in models.Task.objects.filter(kind=models.Task.Kind.CLAIM, claim=claim, state=models.Task.State.OPEN).select_related("unit"):
        if models.Event.objects.filter(task_id=task.pk, what__in=ABSENT, data__by=absence.by).exists():
            continue
        about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "task_id": task.pk, "claim": claim}
        data = {"by": absence.by, "who": absence.who, "until": absence.until, "back": absence.back}
        events.record(f"{absence.role}_absent", actor=ENGINE, at=now, data=data, **about)  # type: ignore[arg-type]


def absent(claim: str, today: date) -> list[Absent]:
    """Who is away on a claim; what is over is left out, and of one who wrote again the newest word counts."""
    return absent_by(absences(claim), today)


def absences(*claims: str) -> QuerySet[models.Event]:
    """The events that say of somebody on a claim that he is away; `claims` are all numbers that it has or had."""
    return models.Event.objects.filter(what__in=ABSENT, claim__in=[claim for claim in claims if claim]).order_by("pk")


def absent_by(rows: Iterable[models.Event], today: date) -> list[Absent]:
    """As `absent`, by events of one claim, oldest first; any others among them do no harm."""
    newest = {
        (row.what, row.data.get("who", "")): Absent(role=row.what.partition("_")[0], **row.data) for row in rows if row.what in ABSENT
    }
    return [one for one in newest.values() if one.ends is None or one.ends >= today]
