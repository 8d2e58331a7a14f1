"""What follows from a correction, before it is made: who has seen what would go, what was done, whose claim it would be.

Each source is a function; a new one is a line in `SOURCES`.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from core.errors import Unavailable
from ingest.corrections import Planned
from ingest.services import Services
from router.protocols import Claim, State
from storage import joining, models

SEEN = ("viewed", "downloaded", joining.SEEN)
"""Events that say that somebody had a document, or the page of its task, before his eyes."""

_SHUT = {State.CLOSED: "claim_closed", State.ARCHIVED: "claim_closed", State.RESTRICTED: "claim_restricted"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Consequence:
    """One thing to know before; `code` has words on the page, the rest fills them in."""

    code: str
    who: str = ""
    at: datetime | None = None
    claim: str = ""
    other: str = ""
    """The handler who follows, or the mailbox."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    planned: Planned
    actor: str
    services: Services

    @property
    def losing(self) -> list[models.Task]:
        """Tasks that would lose something."""
        alive = self.planned.task.unit.tasks.filter(kind=models.Task.Kind.CLAIM, claim__in=self.planned.losing)
        return list(alive.exclude(state=models.Task.State.CANCELLED).order_by("pk"))


def consequences(planned: Planned, actor: str, services: Services) -> tuple[Consequence, ...]:
    """Everything that `actor` ought to know before the correction is made, gravest first."""
    asked = _Asked(planned=planned, actor=actor, services=services)
    return tuple(found for source in (OF_UNDOING if planned.since else SOURCES) for found in source(asked))


def of_assigning(claim: Claim) -> tuple[Consequence, ...]:
    """What ought to be known before a mail that waits is given to a claim."""
    shut = Consequence(code=_SHUT[claim.state], claim=claim.number) if claim.state in _SHUT else None
    unknown = None if claim.handler else Consequence(code="handler_not_known", claim=claim.number)
    return tuple(filter(None, (shut, unknown)))


def _seen(asked: _Asked) -> Iterator[Consequence]:
    """Others who opened what would go, or the page it is on, each once with the last time; of the whole mail, it was downloaded."""
    unit = asked.planned.task.unit
    paths = asked.planned.touched
    touched = set(models.Item.objects.filter(mail_id=unit.mail_id, path__in=paths).values_list("pk", flat=True))
    pages = {task.pk for task in asked.losing}
    rows = models.Event.objects.filter(mail_id=unit.mail_id, what__in=SEEN, pk__gt=asked.planned.since).exclude(actor=asked.actor)
    last = {row.actor: row for row in rows.order_by("pk") if _shows(row, touched, pages)}
    if asked.planned.losing:
        yield from (Consequence(code="seen", who=row.actor, at=row.at) for row in last.values())


def _shows(row: models.Event, items: Collection[int], pages: Collection[int]) -> bool:
    """Whether somebody saw one of these documents, one of these pages, or the whole mail."""
    if row.what == joining.SEEN:
        return row.task_id in pages
    return row.item_id is None or row.item_id in items


def _could_be_seen(asked: _Asked) -> Iterator[Consequence]:
    for task in asked.losing:
        if task.handler and task.handler != asked.actor:
            yield Consequence(code="could_be_seen", who=task.handler, at=task.opened_at, claim=task.claim)


def _done(asked: _Asked) -> Iterator[Consequence]:
    for task in asked.losing:
        if task.state == models.Task.State.DONE:
            row = models.Event.objects.filter(task_id=task.pk, what="task_done").order_by("-pk").first()
            yield Consequence(code="task_was_done", who=row.actor if row else "", at=task.closed_at, claim=task.claim)


def _acknowledged(asked: _Asked) -> Iterator[Consequence]:
    """Whom we told of the claim that the mail would leave."""
    told = (models.Outgoing.State.SENT, models.Outgoing.State.SENDING, models.Outgoing.State.UNSURE)
    rows = models.Outgoing.objects.filter(mail_id=asked.planned.task.unit.mail_id, claim__in=asked.planned.losing, state__in=told)
    for row in rows.exclude(kind=models.Outgoing.Kind.NEUTRAL).order_by("pk"):
        yield Consequence(code="acknowledged", who=row.to, at=row.sent_at, claim=row.claim)


def _about_to_be(asked: _Asked) -> Iterator[Consequence]:
    """Answers that are not sent yet and would no longer be true."""
    planned, neutral = models.Outgoing.State.PLANNED, models.Outgoing.Kind.NEUTRAL
    rows = models.Outgoing.objects.filter(mail_id=asked.planned.task.unit.mail_id, state=planned).exclude(kind=neutral)
    for row in rows.exclude(kind=models.Outgoing.Kind.DIGEST).exclude(claim="").order_by("pk"):
        if asked.planned.task.unit.path == "0" and tuple(asked.planned.after) != (row.claim,):
            yield Consequence(code="about_to_be_acknowledged", who=row.to, claim=row.claim)


def _delivered(asked: _Asked) -> Iterator[Consequence]:
    """A mail that lies in several mailboxes is read by the people of each."""
    rows = models.Delivery.objects.filter(mail_id=asked.planned.task.unit.mail_id, mailbox__isnull=False).select_related("mailbox")
    names = sorted({row.mailbox.name for row in rows if row.mailbox})
    if len(names) > 1:
        yield from (Consequence(code="in_mailbox", other=name) for name in names)


def _shut(asked: _Asked) -> Iterator[Consequence]:
    for number in asked.planned.gaining:
        try:
            claim = asked.services.register.get_claim(number)
        except Unavailable:
            claim = None
        if claim and claim.state in _SHUT:
            yield Consequence(code=_SHUT[claim.state], claim=number)


def _handlers(asked: _Asked) -> Iterator[Consequence]:
    """Who would have it instead, or too."""
    before = sorted({task.handler for task in asked.losing if task.handler})
    for number in asked.planned.gaining:
        try:
            claim = asked.services.register.get_claim(number)
        except Unavailable:
            yield Consequence(code="handler_not_known", claim=number)
            continue
        handler = claim.handler if claim else ""
        if [handler] != before:
            yield Consequence(code="handler_changes" if before else "handler_gets", who=", ".join(before), other=handler, claim=number)


Source = Callable[[_Asked], Iterable[Consequence]]

SOURCES: tuple[Source, ...] = (_seen, _could_be_seen, _done, _acknowledged, _about_to_be, _delivered, _shut, _handlers)

OF_UNDOING: tuple[Source, ...] = (_seen, _done, _acknowledged, _about_to_be)
"""What is said before a correction is undone: only what can no longer be undone along with it, and what is stopped."""
