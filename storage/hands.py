"""What a person stamps, because it happened where we do not look: a mission that was sent, a report that was passed on.

A stamp is an event, and so is its being taken back: neither is ever changed, and both stay on the trail.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import QuerySet

from storage import events, models

STAMPED, TAKEN_BACK = "stamped", "stamp_taken_back"

OF_MAIL = ("ack_sent_at",)
"""Stamps of a mail."""

OF_CLAIM = ("expertise_needed_at", "mission_sent_at", "report_received_at", "report_copied_at", "offer_sent_at", "search_ended_at")
"""Stamps of a claim, in the order of things."""

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
"""No moment before it stamps anything: its year was mistyped. What was kept of such is shown as this, and counts for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """One moment that a person stamped."""

    event: int
    name: str
    at: datetime
    actor: str
    mail: int | None = None
    claim: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is a moment that may have been."""
        return self.at > EARLIEST


def add(task: models.Task, name: str, at: datetime, *, actor: str, now: datetime) -> int:
    """Stamp the claim of a task, or its mail, by which moment it is; the id of the event comes back."""
    claim = task.claim if name in OF_CLAIM else ""
    data = {"stamp": name, "at": at.isoformat()}
    about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "task_id": task.pk, "claim": claim}
    return events.record(STAMPED, actor=actor, at=now, why=name, data=data, **about)  # type: ignore[arg-type]


def take_back(stamp: Stamp, task: models.Task, *, actor: str, now: datetime) -> None:
    """Write that a stamp does not count any more."""
    data = {"stamped": stamp.event}
    about = {"mail_id": task.unit.mail_id, "unit_id": task.unit_id, "task_id": task.pk, "claim": stamp.claim}
    events.record(TAKEN_BACK, actor=actor, at=now, why=stamp.name, data=data, **about)  # type: ignore[arg-type]


def standing(claims: Collection[str], mail_ids: Collection[int]) -> tuple[Stamp, ...]:
    """The stamps on claims and on mails that were not taken back: those of claims first, oldest first; one query."""
    of_claim, of_mail = events_of(claims, mail_ids)
    return among(of_claim.union(of_mail, all=True), claims, mail_ids)


def events_of(claims: Collection[str], mail_ids: Collection[int]) -> tuple[QuerySet[models.Event], QuerySet[models.Event]]:
    """The events that stamp claims or mails, or take a stamp back. Joined by OR, one query of both would read those of everybody."""
    # What takes a stamp back is about the same claim, or the same mail.
    both = models.Event.objects.filter(what__in=(STAMPED, TAKEN_BACK)).order_by()
    return both.filter(claim__in=[claim for claim in claims if claim]), both.filter(mail_id__in=mail_ids)


def among(events_read: Iterable[models.Event], claims: Collection[str], mail_ids: Collection[int]) -> tuple[Stamp, ...]:
    """As `standing`, out of events that were read already; any others among them do no harm."""
    rows = {row.pk: row for row in events_read}
    gone = {row.data["stamped"] for row in rows.values() if row.what == TAKEN_BACK}
    kept = [_stamp(row) for pk, row in sorted(rows.items()) if row.what == STAMPED and pk not in gone]
    on_claims = (one for one in kept if one.claim and one.claim in claims)
    return (*on_claims, *(one for one in kept if not one.claim and one.mail in mail_ids))


def of_claims(numbers: Mapping[str, str], given: Iterable[Stamp] | None = None) -> dict[str, dict[str, datetime]]:
    """What counts of each claim, by its present number: of a moment that was stamped twice, the last.

    `numbers` gives the present number by each that the claim has or had. Who has `given` stamps is asked nothing.
    """
    found: dict[str, dict[str, datetime]] = {}
    for stamp in standing(list(numbers), ()) if given is None else given:
        if stamp.counts and stamp.claim in numbers:
            found.setdefault(numbers[stamp.claim], {})[stamp.name] = stamp.at
    return found


def of_mails(ids: Collection[int], given: Iterable[Stamp] | None = None) -> dict[int, dict[str, datetime]]:
    """As `of_claims`, of mails."""
    found: dict[int, dict[str, datetime]] = {}
    for stamp in standing((), ids) if given is None else given:
        if stamp.counts and not stamp.claim and stamp.mail is not None and stamp.mail in ids:
            found.setdefault(stamp.mail, {})[stamp.name] = stamp.at
    return found


def claims() -> set[str]:
    """Every claim that a person has stamped."""
    return set(models.Event.objects.filter(what=STAMPED).exclude(claim="").order_by().values_list("claim", flat=True).distinct())


def _stamp(row: models.Event) -> Stamp:
    at = max(_moment(row.data.get("at")), EARLIEST)
    return Stamp(event=row.pk, name=row.data["stamp"], at=at, actor=row.actor, mail=row.mail_id, claim=row.claim)


def _moment(written: object) -> datetime:
    """What was kept, in UTC where it says no zone; what cannot be read is no moment that may have been."""
    try:
        found = datetime.fromisoformat(str(written))
    except ValueError:
        return EARLIEST
    return found if found.tzinfo else found.replace(tzinfo=UTC)
