"""Verbs on units, items and readings: a tree goes in, and comes out again for the router."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from core import codec
from core.content import Content
from core.errors import Problem
from core.media import Copy, CopyState
from core.pages import Word
from core.values import Kind, Part, Reading, Tree, Unit
from storage import events, jobs, models

NOT_FINAL = (Problem.CRASHED, Problem.OUT_OF_MEMORY, Problem.TIMED_OUT, Problem.NEEDS_PASSWORD)
"""Problems that another try, or the words of another sender, may not meet."""

NOWHERE = Path()
"""The path of a content that lies in the blob store only."""

ENGINE = "claimpost"
"""The actor of what no person did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """One mail as the router sees it: its tree, what was read so far by path, and what is still to be read."""

    mail_id: int
    received_at: datetime
    acknowledge: bool
    tree: Tree
    readings: dict[str, Reading]
    unread: frozenset[str]
    openings: int


def lock(mail_id: int) -> models.Mail:
    """The mail's row, locked until the transaction ends: what two steps change on one mail happens one after the other."""
    return models.Mail.objects.select_for_update().get(pk=mail_id)


def keep_tree(mail_id: int, tree: Tree, *, to_read: frozenset[str], now: datetime, tried: Collection[int] = ()) -> None:
    """Write the units and items of an opened mail and the jobs that follow; the second time, nothing.

    Args:
        mail_id: the mail that was opened.
        tree: everything found in it; its leaves are in the blob store already.
        to_read: paths of the items that get a reading.
        now: the moment, for the events.
        tried: mails of the same thread whose words were tried on what is locked.
    """
    with transaction.atomic():
        mail = lock(mail_id)
        if mail.state != models.Mail.State.OPENED:
            units = {unit.path: unit_row(mail, unit) for unit in tree.units}
            models.Unit.objects.bulk_create(units.values())
            _keep_items(mail, tree, units, to_read, now)
            mail.state = models.Mail.State.OPENED
            mail.message_id = mail.message_id or codec.plain(tree.units[0].message_id)[:998]
            mail.problem = tree.parts[0].problem or mail.problem
            mail.save(update_fields=["state", "message_id", "problem"])
            events.record("opened", actor=ENGINE, at=now, mail_id=mail_id, data={**counted(tree), "units": len(tree.units)})
            if tried:
                events.record("passwords_tried", actor=ENGINE, at=now, mail_id=mail_id, data={"mails": list(tried)})
            check_sum(mail, tree, now)
            jobs.add("route", mail_id, now)
        jobs.finish("open", mail_id)


def _keep_items(mail: models.Mail, tree: Tree, units: dict[str, models.Unit], to_read: frozenset[str], now: datetime) -> None:
    rows = [item_row(mail, part, position, units.get(part.unit), to_read) for position, part in enumerate(tree.parts)]
    models.Item.objects.bulk_create(rows, batch_size=200)
    for row in rows:
        if row.state == models.Item.State.TO_READ:
            jobs.add("read", row.pk, now)


def counted(tree: Tree) -> dict[str, int]:
    """What the items of a tree must come to: how many, and all their bytes."""
    return {"parts": len(tree.parts), "bytes": sum(part.content.size for part in tree.parts)}


def check_sum(mail: models.Mail, tree: Tree, now: datetime) -> None:
    """Record for the operator that leaves got lost: on the way out of the mail, or between the tree and the tables."""
    rows = list(mail.items.values_list("path", "parent", "size"))
    found = _leaves((part.path, part.parent or "", part.content.size) for part in tree.parts)
    kept = _leaves(rows)
    if tree.balanced and found == kept and len(rows) == len(tree.parts):
        return
    data = {
        **counted(tree),
        "items": len(rows),
        "leaves": len(found),
        "leaf_bytes": sum(found.values()),
        "kept_leaves": len(kept),
        "kept_bytes": sum(kept.values()),
        "balanced": tree.balanced,
    }
    events.record("parts_mismatch", actor=ENGINE, at=now, mail_id=mail.pk, data=data)


def _leaves(rows: Iterable[tuple[str, str, int]]) -> dict[str, int]:
    """The sizes, by path, of what holds nothing else; the arguments are path, path of the parent, size."""
    known = list(rows)
    holders = {parent for _, parent, _ in known}
    return {path: size for path, _, size in known if path not in holders}


def unit_row(mail: models.Mail, unit: Unit) -> models.Unit:
    """A new row for a mail at any depth, not saved."""
    return models.Unit(
        mail=mail,
        path=unit.path,
        subject=codec.plain(unit.subject),
        sender_name=codec.plain(unit.sender.name),
        sender_address=codec.plain(unit.sender.address)[:320],
        message_id=codec.plain(unit.message_id)[:998],
        date=unit.date,
        auto=unit.auto or "",
        value=codec.dump(unit),
    )


def item_row(mail: models.Mail, part: Part, position: int, unit: models.Unit | None, to_read: frozenset[str]) -> models.Item:
    """A new row for a part, not saved."""
    return models.Item(
        mail=mail,
        unit=unit,
        path=part.path,
        parent=part.parent or "",
        position=position,
        kind=part.kind,
        state=models.Item.State.TO_READ if part.path in to_read else models.Item.State.KEPT,
        name=codec.plain(part.name),
        original_name=codec.plain(part.original_name),
        media_type=codec.plain(part.media_type)[:255],
        declared_type=codec.plain(part.declared_type)[:255],
        content_id=codec.plain(part.content_id),
        size=part.content.size,
        sha256=part.content.sha256,
        problem=part.problem or "",
    )


def same_content(item: models.Item) -> Reading | None:
    """The reading of another item with the same bytes and type, so that nothing is read twice."""
    row = (
        models.Reading.objects.filter(item__sha256=item.sha256, item__media_type=item.media_type, item__name=item.name)
        .exclude(problem__in=NOT_FINAL)
        .first()
    )
    return _tried_again(with_words(row)) if row else None


def _tried_again(reading: Reading) -> Reading:
    """The reading for another item: a copy of a film that failed for a reason which may be over is wanted once more."""
    video = reading.video
    if video is None or video.copy.state is not CopyState.FAILED or video.copy.problem not in NOT_FINAL:
        return reading
    return replace(reading, video=replace(video, copy=Copy(state=CopyState.WANTED)))


def with_words(row: models.Reading) -> Reading:
    """The whole reading, each page with its words and their boxes."""
    reading = codec.load(Reading, row.value)
    words = [tuple(codec.load(Word, word) for word in page) for page in row.words]
    return replace(reading, pages=tuple(replace(page, words=found) for page, found in zip(reading.pages, words, strict=True)))


def keep_reading(item_id: int, reading: Reading, *, now: datetime) -> int | None:
    """Write what was read; the id of the mail comes back when nothing of it is left to read."""
    with transaction.atomic():
        mail = lock(models.Item.objects.values_list("mail_id", flat=True).get(pk=item_id))
        item = models.Item.objects.get(pk=item_id)
        if item.state == models.Item.State.TO_READ:
            _keep_reading(item, reading, now)
        jobs.finish("read", item_id)
        if models.Item.objects.filter(mail=mail, state=models.Item.State.TO_READ).exists():
            return None
        jobs.add("route", mail.pk, now)
        return mail.pk


def _keep_reading(item: models.Item, reading: Reading, now: datetime) -> None:
    models.Reading.objects.create(
        item=item,
        language=reading.language,
        type=reading.type.id,
        confidence=reading.type.confidence,
        page_count=len(reading.pages),
        problem=reading.problem or "",
        value=codec.dump(replace(reading, pages=tuple(replace(page, words=()) for page in reading.pages))),
        words=codec.dump([page.words for page in reading.pages]),
        read_at=now,
    )
    item.state = models.Item.State.READ
    item.save(update_fields=["state"])
    if reading.video and reading.video.copy.state is CopyState.WANTED:
        jobs.add("copy", item.pk, now)
    events.record(
        "read", actor=ENGINE, at=now, mail_id=item.mail_id, item_id=item.pk, why=reading.problem or "", data={"type": reading.type.id}
    )


def load(mail_id: int) -> Loaded:
    """One mail with its units, items and readings, as values."""
    mail = models.Mail.objects.get(pk=mail_id)
    # Asked first: what comes out, or is read, while we read the rest is then noticed when the decision is kept.
    opened, left = openings(mail_id), unread(mail)
    rows = list(mail.items.select_related("unit", "reading").defer("reading__words"))
    units = sorted(mail.units.all(), key=lambda unit: [int(step) for step in unit.path.split(".")])
    return Loaded(
        mail_id=mail_id,
        received_at=mail.received_at,
        acknowledge=mail.acknowledge,
        tree=Tree(parts=tuple(_part(row) for row in rows), units=tuple(codec.load(Unit, unit.value) for unit in units)),
        readings=dict(_readings(rows)),
        unread=left,
        openings=opened,
    )


def openings(mail_id: int) -> int:
    """How often something came out of the mail: when it was opened, and whenever something locked in it was."""
    return models.Event.objects.filter(mail_id=mail_id, what__in=("opened", "unlocked")).count()


def unread(mail: models.Mail) -> frozenset[str]:
    """Paths of the items whose readings are still to come; not of those that failed so often that nobody waits for them."""
    left = mail.items.filter(state=models.Item.State.TO_READ).exclude(pk__in=jobs.given_up().values("target"))
    return frozenset(left.values_list("path", flat=True))


def _readings(rows: Iterable[models.Item]) -> Iterable[tuple[str, Reading]]:
    for row in rows:
        if row.state == models.Item.State.READ:
            yield row.path, codec.load(Reading, row.reading.value)


def _part(row: models.Item) -> Part:
    return Part(
        path=row.path,
        parent=row.parent or None,
        kind=Kind(row.kind),
        name=row.name,
        media_type=row.media_type,
        declared_type=row.declared_type,
        content=Content(path=NOWHERE, size=row.size, sha256=row.sha256),
        problem=Problem(row.problem) if row.problem else None,
        original_name=row.original_name,
        content_id=row.content_id,
        unit=row.unit.path if row.unit else "0",
    )
