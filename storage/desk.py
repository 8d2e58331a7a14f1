"""What the pages ask: lists of tasks, one mail's items, numbers and failures, as far as the reader may see them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.fields.json import KeyTransform
from django.db.models.functions import Now

from storage import levels, outbox
from storage.joining import has_seen
from storage.models import Delivery, Item, Job, Mailbox, Outgoing, Reading, Task
from storage.received import known_before, known_since
from storage.viewers import Viewer as Viewer  # noqa: PLC0414 - where everybody looks for it

HANDS = (Task.Kind.TRIAGE, Task.Kind.HOLD)
"""Kinds of task that wait for an operator."""

INTENTS = KeyTransform("intents", KeyTransform("aside", "verdict__value"))
"""What the sender of a mail wants, the most pressing first, as its verdict says."""

_LEADS = Exists(Task.objects.filter(joined_to=OuterRef("pk")))

AWAKE = Q(snoozed_until=None) | Q(snoozed_until__lte=Now())
"""Of tasks: not put off, or no longer. Nobody has to bring them back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Open tasks of a person, and open tasks without a claim."""

    mine: int
    triage: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCount:
    """How many documents of one type a task has; "" for those that are not read yet."""

    type: str
    count: int


def counts(viewer: Viewer) -> Counts:
    """The numbers of the page's head."""
    if not viewer.has_tasks:
        return Counts(mine=0, triage=0)
    mine, waiting = AWAKE & Q(kind=Task.Kind.CLAIM, handler=viewer.name, joined_to=None), Q(kind__in=HANDS)
    rows = Task.objects.filter(mine | waiting if viewer.sees_all else mine, state=Task.State.OPEN)
    found = rows.aggregate(mine=Count("pk", filter=mine), triage=Count("pk", filter=waiting))
    return Counts(mine=found["mine"], triage=found["triage"])


def _visible(viewer: Viewer) -> QuerySet[Task]:
    # Large values stay in the database until a page of one task asks for them.
    rows = Task.objects.select_related("unit", "unit__mail", "verdict").defer("unit__value", "verdict__value")
    return rows if viewer.sees_all else _own(viewer, rows)


def _own(viewer: Viewer, rows: QuerySet[Task]) -> QuerySet[Task]:
    # What was taken from a handler is not his any more, nor is what its sender wrote.
    own = rows.filter(kind=Task.Kind.CLAIM, handler=viewer.name).exclude(state=Task.State.CANCELLED)
    return own if viewer.handles else rows.none()


def visible(viewer: Viewer) -> QuerySet[Task]:
    """Every task that a viewer may see, with its mail and verdict but for their large values."""
    return _visible(viewer)


def claim_tasks(viewer: Viewer, *, everyone: bool, done: bool, claim: str, snoozed: bool = False) -> QuerySet[Task]:
    """Tasks of claims, received last first: the viewer's own, or those of `everyone` where the viewer sees them.

    `claim` is how its number begins. What is shown on another task stands in no list of its own; what is put off stands in a
    list of its own, and where its claim is asked for.
    """
    rows = _visible(viewer).filter(kind=Task.Kind.CLAIM, joined_to=None, state=Task.State.DONE if done else Task.State.OPEN)
    if snoozed:
        rows = rows.exclude(AWAKE)
    elif not claim:
        rows = rows.filter(AWAKE)
    rows = rows.annotate(seen=has_seen(viewer.name))
    if not everyone:
        rows = rows.filter(handler=viewer.name)
    if claim:
        rows = rows.filter(claim__startswith=claim)
    return rows.annotate(intents=INTENTS, leads=_LEADS).order_by("-received_at", "-pk")


def waiting_tasks(viewer: Viewer) -> QuerySet[Task]:
    """Open tasks of triage and hold, received last first; none for who sees only the own."""
    rows = _visible(viewer).filter(kind__in=HANDS, state=Task.State.OPEN)
    return rows.annotate(intents=INTENTS).order_by("-received_at", "-pk")


def task(viewer: Viewer, task_id: int) -> Task:
    """One task with its unit, mail and verdict: whether the viewer has `seen` its page, and whether it `leads` others that are shown on it.

    Raises:
        Task.DoesNotExist: there is none, or the viewer may not see it.
    """
    rows = _visible(viewer).defer(None).select_related("unit", "unit__mail", "verdict")
    return rows.annotate(seen=has_seen(viewer.name), leads=_LEADS).get(pk=task_id)


def joined(viewer: Viewer, leads: Iterable[Task]) -> dict[int, list[Task]]:
    """The tasks that are shown on each of these, in the order of their mails."""
    found: dict[int, list[Task]] = {}
    wanted = [lead.pk for lead in leads if getattr(lead, "leads", True)]
    rows = _visible(viewer).defer(None).filter(joined_to__in=wanted)
    for row in rows.order_by("unit__mail_id", "pk"):
        found.setdefault(row.joined_to_id or 0, []).append(row)
    return found


PHOTO = F("reading__value__photo")
"""What a picture says of itself, as `core.codec` writes it; `None` for anything else."""

_TYPE = Case(
    When(item__reading__type__isnull=False, then=F("item__reading__type")),
    When(item__state=Item.State.TO_READ, then=Value("")),
    When(item__media_type__startswith="video/", then=Value("video")),
    default=Value("autre"),
)
"""What an item of a task is; "" as long as it is still to be read. What no reader reads is what its format says."""


def types_by_task(tasks: Iterable[Task], joined: Mapping[int, Iterable[Task]] | None = None) -> dict[int, list[TypeCount]]:
    """The documents of each task, and of those `joined` to it, counted by type; without those that its claim had before."""
    titles = {task.pk: task.title for task in tasks}
    shown = {pk: pk for pk in titles} | {task.pk: lead for lead, others in (joined or {}).items() for task in others}
    # By the rows that join the two: an item may stand on tasks of several claims, and be new on some of them only.
    listed = Task.items.through.objects.filter(task__in=shown, item__kind="document").exclude(known_before())
    result: dict[int, list[TypeCount]] = {}
    for (task_id, kind), many in sorted(
        Counter((shown[pk], kind) for pk, kind in listed.values_list("task_id", _TYPE)).items(), key=lambda found: (-found[1], found[0])
    ):
        result.setdefault(task_id, []).append(TypeCount(type=kind, count=many))
    # What the task is called after stands first, what is not read yet last.
    return {task_id: _ordered(counted, titles[task_id]) for task_id, counted in result.items()}


def _ordered(found: list[TypeCount], title: str) -> list[TypeCount]:
    return sorted(found, key=lambda counted: (counted.type != title, not counted.type))


def mail_rows(task: Task) -> QuerySet[Item]:
    """Every item of a task's mail in reading order, for its tree; contents and readings stay where they are, but for photographs.

    `ours` says whether the task is about it, `known_since` since when its claim has the same content by an earlier mail.
    """
    ours = Exists(task.items.filter(pk=OuterRef("pk")))
    rows = (
        Item.objects.filter(mail_id=task.unit.mail_id)
        .select_related("unit", "reading")
        .annotate(hints=levels.HINTS, photo=PHOTO, ours=ours)
    )
    if task.kind == Task.Kind.CLAIM:
        rows = rows.annotate(known_since=known_since(task.claim))
    return rows.defer("unit__value", "reading__value", "reading__words").order_by("position")


def reading(item: Item) -> Reading | None:
    """What was read in an item, with its pages and facts."""
    return Reading.objects.filter(item=item).defer("words").first()


def _of_claim(viewer: Viewer, *numbers: str) -> QuerySet[Task]:
    alive = levels.alive().filter(claim__in=numbers)
    return alive if viewer.sees_all else _own(viewer, alive)


Row = TypeVar("Row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Newest(Generic[Row]):
    """The newest of what came for a claim, oldest first; not `complete` when there is more."""

    rows: list[Row]
    complete: bool = True


def readings_of_claim(viewer: Viewer, *numbers: str, most: int) -> Newest[Reading]:
    """What was read in the documents that were delivered for a claim under any of its numbers, each content once."""
    items = Item.objects.filter(tasks__in=_of_claim(viewer, *numbers), kind="document")
    doubted = Exists(levels.doubted_tasks().filter(items=OuterRef("item")))
    rows = Reading.objects.filter(item__in=items).select_related("item").defer("words").annotate(doubted=doubted).order_by("-item_id")
    found = list(rows[: most + 1])
    return Newest(rows=list({row.item.sha256: row for row in reversed(found[:most])}.values()), complete=len(found) <= most)


def own_texts_of_claim(viewer: Viewer, *numbers: str) -> list[str]:
    """What the senders of the mails of a claim wrote themselves."""
    texts = _of_claim(viewer, *numbers).order_by("pk").values_list("unit__value__own_text", flat=True)
    return list(dict.fromkeys(text for text in texts if text))


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierPhoto:
    """A photograph that came in an earlier mail, and the task that lists it."""

    item: int
    task: int
    received_at: datetime
    sha256: str
    hash: str


def earlier_photos(viewer: Viewer, task: Task, most: int) -> Newest[EarlierPhoto]:
    """The photographs that came for the task's claim in earlier mails, as far as the viewer may see them."""
    if not task.claim:
        return Newest(rows=[])
    mail = task.unit.mail
    before = Q(mail__received_at__lt=mail.received_at) | Q(mail__received_at=mail.received_at, mail_id__lt=mail.pk)
    photos = Item.objects.filter(before, tasks__in=_of_claim(viewer, task.claim), kind="document", reading__type="photo")
    rows = photos.annotate(hash=F("reading__value__photo__hash")).order_by("-mail__received_at", "-pk")
    found = list(rows.values_list("pk", "tasks__pk", "mail__received_at", "sha256", "hash")[: most + 1])
    photos_before = [
        EarlierPhoto(item=item, task=task_id, received_at=received_at, sha256=sha256, hash=said)
        for item, task_id, received_at, sha256, said in reversed(found[:most])
        if said
    ]
    return Newest(rows=photos_before, complete=len(found) <= most)


def answers(viewer: Viewer, task: Task) -> list[Outgoing]:
    """What the sender of a task's mail was answered; of one that tells of another claim its text is left out, and its form.

    A digest is shown by the answers that it stands for. `still` says whether the mail's mailboxes are set so that it is answered.
    """
    rows = Outgoing.objects.filter(mail=task.unit.mail_id).exclude(kind=Outgoing.Kind.DIGEST).annotate(still=outbox.STILL)
    found: list[Outgoing] = [*rows.select_related("digest").order_by("pk")]
    for row in found:
        if not viewer.sees_all and row.kind != Outgoing.Kind.NEUTRAL and row.claim != task.claim:
            row.subject = row.text = row.attached_sha256 = ""
        if row.digest and not viewer.sees_all:
            # It names mails of other claims.
            row.digest.subject = row.digest.text = ""
    return found


def mailboxes() -> QuerySet[Mailbox]:
    """Every mailbox by name."""
    return Mailbox.objects.order_by("name")


def quarantined() -> QuerySet[Delivery]:
    """Messages that could not be taken in and wait for a person."""
    rows = Delivery.objects.filter(state=Delivery.State.QUARANTINED, current=True, away=False)
    return rows.select_related("mailbox").order_by("-seen_at")


def stuck() -> QuerySet[Job]:
    """Steps that failed too often."""
    return Job.objects.filter(stuck=True).order_by("-due_at")
