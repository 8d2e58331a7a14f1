"""What was received before: the same mail by another way, the same document on the same claim. Only equal bytes count."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from core.values import Kind, SenderClass
from storage import events, models
from storage.items import ENGINE
from storage.tasks import FOLDED

ROOT = "0"
AGAIN = "received_again"
"""The event of a mail that came once more."""

_STATE, _KIND = models.Task.State, models.Task.Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A mail that opened no task of its own: who sent it when, by which mailbox, and what he wrote."""

    at: datetime
    mailbox: str = ""
    sender: str = ""
    number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """The mail of which another is a copy, if there is one; not `complete` when more mails than were compared say that they are it."""

    mail_id: int | None = None
    complete: bool = True


def original_of(mail_id: int, most: int) -> Original:
    """The mail of which this one is a copy: the same but for what servers on the way wrote above it; `most` are compared.

    A mail whose sender was found to be forged is nobody's original.
    """
    root = models.Unit.objects.filter(mail_id=mail_id, path=ROOT).first()
    if root is None or not root.message_id:
        return Original()
    same = {"message_id": root.message_id, "sender_address": root.sender_address, "subject": root.subject, "date": root.date}
    earlier = models.Unit.objects.filter(path=ROOT, mail_id__lt=mail_id, **same).order_by("mail_id").values_list("pk", "mail_id")
    candidates = list(earlier[: most + 1])
    contents = _contents(mail_id) if candidates else []
    same_parts = (other for unit_id, other in candidates[:most] if contents and contents == _contents(other) and not _is_forged(unit_id))
    return Original(mail_id=next(same_parts, None), complete=len(candidates) <= most)


def _contents(mail_id: int) -> list[tuple[str, str]]:
    return list(models.Item.objects.filter(mail_id=mail_id).exclude(parent="").order_by("path").values_list("path", "sha256"))


def _is_forged(unit_id: int) -> bool:
    last = models.Verdict.objects.filter(unit=unit_id).order_by("-pk").first()
    return last is not None and last.value.get("sender_class") == SenderClass.SPOOFED


def note_copy(original: int, copy: int, now: datetime) -> None:
    """Write on the original, once, that it came again."""
    if not models.Event.objects.filter(mail_id=original, what=AGAIN, data__mail=copy).exists():
        mailbox = models.Delivery.objects.filter(mail_id=copy).order_by("pk").values_list("mailbox_id", flat=True).first()
        events.record(AGAIN, actor=ENGINE, at=now, mail_id=original, data={"mailbox": mailbox, "mail": copy})


def known_contents(mail_id: int, claim: str, contents: Collection[str]) -> frozenset[str]:
    """Those of these SHA-256 that an earlier mail brought to the claim."""
    before = models.Item.objects.filter(sha256__in=contents, mail_id__lt=mail_id, kind=Kind.DOCUMENT, size__gt=0, tasks__in=_alive(claim))
    return frozenset(before.values_list("sha256", flat=True))


def holder(mail_id: int, path: str, claim: str, contents: Collection[str]) -> int | None:
    """The task of the claim, by an earlier mail, that has one of these contents: where the unit is folded already, else the newest open."""
    rows = _alive(claim).filter(items__sha256__in=contents, unit__mail_id__lt=mail_id)
    units = models.Unit.objects.filter(mail_id=mail_id, path=path).values("pk")
    folded = models.Event.objects.filter(what=FOLDED, unit_id__in=units).values("task_id")
    already = rows.filter(pk__in=folded)
    return (already.first() or rows.filter(state=_STATE.OPEN).order_by("-pk").first() or models.Task()).pk


def has_task(mail_id: int, path: str, claim: str) -> bool:
    """Whether the unit at `path` has a task on the claim already."""
    return _alive(claim).filter(unit__mail_id=mail_id, unit__path=path).exists()


def texts_before(mail_id: int, claim: str) -> frozenset[str]:
    """What the senders of earlier mails of the claim wrote themselves."""
    rows = _alive(claim).filter(unit__mail_id__lt=mail_id).values_list("unit__value__own_text", flat=True)
    return frozenset(text for text in rows if text)


def note_folded(unit: models.Unit, task_ids: Iterable[int], now: datetime) -> None:
    """Write on the tasks that have everything already, once each, that it was sent again."""
    for task in models.Task.objects.filter(pk__in=tuple(task_ids)):
        if not models.Event.objects.filter(what=FOLDED, task_id=task.pk, unit_id=unit.pk).exists():
            about = {"mail_id": unit.mail_id, "unit_id": unit.pk, "task_id": task.pk, "claim": task.claim}
            events.record(FOLDED, actor=ENGINE, at=now, **about)  # type: ignore[arg-type]


def known_since(claim: str) -> Subquery:
    """For a query of items: when an earlier mail brought the same content to the claim for the first time, `None` when none did."""
    before = models.Item.objects.filter(
        sha256=OuterRef("sha256"), mail_id__lt=OuterRef("mail_id"), kind=Kind.DOCUMENT, size__gt=0, tasks__in=_alive(claim)
    )
    return Subquery(before.order_by("mail_id").values("mail__received_at")[:1])


def before(mail_id: int, claim: str) -> dict[str, datetime]:
    """The documents of a mail that an earlier mail had brought to the claim, by their paths, and when that was."""
    rows = models.Item.objects.filter(mail=mail_id, kind=Kind.DOCUMENT, size__gt=0).annotate(known_since=known_since(claim))
    return dict(rows.exclude(known_since=None).values_list("path", "known_since"))


def known_before() -> Exists:
    """For a query of the rows that join tasks and items: whether an earlier mail had brought the same content to the claim."""
    alive = {"tasks__kind": _KIND.CLAIM, "tasks__state__in": [_STATE.OPEN, _STATE.DONE], "tasks__claim": OuterRef("task__claim")}
    same = {"sha256": OuterRef("item__sha256"), "mail_id__lt": OuterRef("item__mail_id")}
    return Exists(models.Item.objects.filter(kind=Kind.DOCUMENT, size__gt=0, **same, **alive))


def again(trail: Iterable[models.Event]) -> tuple[Again, ...]:
    """Every time that the mail of a task, or all of the task's documents, came once more, by the task's trail."""
    rows = list(trail)
    if not any(row.what in {AGAIN, FOLDED} for row in rows):
        return ()
    return (*_by_mailbox(rows), *_sent_again(row.unit_id for row in rows if row.what == FOLDED))


def _by_mailbox(rows: Iterable[models.Event]) -> Iterable[Again]:
    """The mailboxes that brought the mail after the first; a mailbox that was listed anew brought nothing."""
    names = dict(models.Mailbox.objects.values_list("pk", "name"))
    seen: set[object] = set()
    for row in rows:
        mailbox = row.data.get("mailbox")
        if row.what == AGAIN and (mailbox not in seen or "mail" in row.data):
            yield Again(at=row.at, mailbox=names.get(mailbox, ""))
        seen |= {mailbox} if row.what in {"received", AGAIN} else set()


def _sent_again(unit_ids: Iterable[int | None]) -> Iterable[Again]:
    for unit in models.Unit.objects.filter(pk__in=[pk for pk in unit_ids if pk]).select_related("mail").order_by("pk"):
        sender = unit.sender_name or unit.sender_address
        yield Again(at=unit.mail.received_at, sender=sender, number=unit.mail.number, text=unit.value.get("own_text", ""))


def _alive(claim: str) -> QuerySet[models.Task]:
    return models.Task.objects.filter(kind=_KIND.CLAIM, claim=claim).exclude(state=_STATE.CANCELLED)
