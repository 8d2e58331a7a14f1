"""What answers say of tasks, mails and documents. Keys may be added, and never change their meaning."""

from datetime import datetime
from typing import Literal

from core import codec
from core.classes import IDENTITY, is_guarded
from core.values import Unit, Verdict
from storage import models
from storage.desk import Viewer
from web import words
from web.access import masked_unit, masks
from web.api.values import Answered
from web.templatetags.privacy import title_for
from web.tree import Node

TaskKind = Literal["claim", "triage", "hold"]


class Task(Answered):
    """A task as it stands in a list: no name of a person but the sender's, and nothing of what a paper says."""

    id: int
    kind: TaskKind
    state: Literal["open", "done", "cancelled"]
    claim: str
    title: str
    """What arrived, in the language of the answer."""

    priority: str
    handler: str
    sender: str
    mail: int
    mail_number: str
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None


class Document(Answered):
    """A part of a mail as it is kept."""

    id: int
    path: str
    kind: str
    name: str
    media_type: str
    size: int
    type: str
    """Code of the document type, "" where it is not read, or restricted."""

    classes: list[str]
    restricted: bool
    pages: int
    language: str
    problem: str
    of_this_task: bool
    known_since: datetime | None
    """When an earlier mail brought the same to the claim."""


class Fact(Answered):
    """One value found in a document."""

    kind: str
    value: str
    role: str
    page: int
    confidence: float


class Mail(Answered):
    """The mail, or the mail in a mail, that a task is about."""

    id: int
    number: str
    received_at: datetime
    subject: str
    sender_name: str
    sender_address: str
    text: str
    """What its sender wrote, without what is quoted."""


class Reference(Answered):
    """A claim number as it was found: where, and in which form."""

    value: str
    carrier: str
    form: str
    path: str


class Decision(Answered):
    """Which claim the mail belongs to, and why."""

    outcome: str
    sentence: str
    """In the language of the answer."""

    rule: str
    why: list[str]
    sender_class: str
    references: list[Reference]


class Changed(Answered):
    """The task that was changed, or the one that took its place, as it stands now."""

    task: int
    kind: str
    state: str
    claim: str


def task(row: models.Task, who: Viewer) -> Task:
    """A row of a list, as a person may see it."""
    unit = row.unit
    return Task(
        id=row.pk,
        kind=row.kind,  # type: ignore[arg-type]
        state=row.state,  # type: ignore[arg-type]
        claim=row.claim,
        title=title_for(row, who),
        priority=row.priority,
        handler=row.handler,
        sender=unit.sender_name or unit.sender_address,
        mail=unit.mail_id,
        mail_number=unit.mail.number,
        opened_at=row.opened_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
    )


def document(node: Node, *, may_know: bool) -> Document:
    """A node of a mail's tree; the type of one that is restricted is told to who `may_know`."""
    item, shut = node.item, node.shut or is_guarded(node.type, node.classes)
    hidden = shut and not may_know and max(node.classes, default="") > IDENTITY
    return Document(
        id=item.pk,
        path=item.path,
        kind=item.kind,
        name=item.name,
        media_type=item.media_type,
        size=item.size,
        type="" if hidden else node.type,
        classes=list(node.classes),
        restricted=shut,
        pages=node.page_count,
        language=node.language,
        problem=node.problem,
        of_this_task=node.ours,
        known_since=node.known_since,
    )


def mail(row: models.Task, who: Viewer) -> Mail:
    """The unit of a task with what its sender wrote, as a person may see it."""
    unit, told = row.unit, codec.load(Unit, row.unit.value)
    told = masked_unit(told) if masks(who, row) else told
    return Mail(
        id=unit.mail_id,
        number=unit.mail.number,
        received_at=unit.mail.received_at,
        subject=told.subject,
        sender_name=unit.sender_name,
        sender_address=unit.sender_address,
        text=told.own_text,
    )


def decision(verdict: Verdict) -> Decision:
    """A verdict with its reason in one sentence."""
    return Decision(
        outcome=verdict.outcome,
        sentence=words.reason_sentence(verdict),
        rule=verdict.rule,
        why=list(verdict.why),
        sender_class=verdict.sender_class,
        references=[Reference(value=found.value, carrier=found.carrier, form=found.form, path=found.path) for found in verdict.references],
    )


def changed(task_id: int) -> Changed:
    """A task after it was changed."""
    row = models.Task.objects.only("kind", "state", "claim").get(pk=task_id)
    return Changed(task=row.pk, kind=row.kind, state=row.state, claim=row.claim)
