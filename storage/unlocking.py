"""Verbs on what a mail had locked: what comes out of it later joins the mail, and nothing that was there moves."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import codec
from core.errors import Problem
from core.values import Part, Tree, Unit
from storage import events, items, jobs, models, tasks
from storage.items import ENGINE


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a mail's tree holds that its items do not say yet."""

    new: tuple[Part, ...]
    changed: tuple[Part, ...]
    """Parts that were locked, as they are now."""

    def __bool__(self) -> bool:
        return bool(self.new or self.changed)


def keep(mail_id: int, tree: Tree, *, to_read: frozenset[str], tried: Collection[int], now: datetime) -> tuple[int, ...] | None:
    """Add what came out of the locked parts of a mail, and the jobs that follow; the second time, nothing.

    Ids of the items to read come back, `None` when nothing more was opened.

    Args:
        mail_id: the mail that was opened again.
        tree: everything found in it now; its leaves are in the blob store already.
        to_read: paths of the items that get a reading.
        tried: the mails whose words were tried.
        now: the moment.
    """
    with transaction.atomic():
        mail = items.lock(mail_id)
        rows = {row.path: row for row in mail.items.all()}
        found = compare(rows, tree)
        ids = _keep(mail, tree, found, to_read, now) if found else None
        what = "unlocked" if found else "passwords_tried"
        data = {**(_sum(rows, found) if found else {}), "mails": sorted(tried)}
        events.record(what, actor=ENGINE, at=now, mail_id=mail_id, data=data)
        if found and not tree.balanced:
            events.record("parts_mismatch", actor=ENGINE, at=now, mail_id=mail_id, data={**items.counted(tree), "balanced": False})
        jobs.finish("unlock", mail_id)
        return ids


def compare(rows: dict[str, models.Item], tree: Tree) -> Found:
    """What of the tree comes out of the rows that are locked; whatever else it says differently is left alone."""
    parts = {part.path: part for part in tree.parts}
    locked = {path for path, row in rows.items() if row.problem == Problem.NEEDS_PASSWORD}
    # Only where everything that was there before still is in its place.
    holders = {path for path in locked if path in parts and _fits(path, rows, parts)}
    new = [part for part in tree.parts if part.path not in rows and not holders.isdisjoint(_above(part.path))]
    changed = [parts[path] for path in sorted(holders) if _differs(rows[path], parts[path])]
    return Found(new=tuple(new), changed=tuple(changed))


def _fits(path: str, rows: dict[str, models.Item], parts: dict[str, Part]) -> bool:
    there = [row for row in rows.values() if row.path == path or row.path.startswith(f"{path}.")]
    return all(row.path in parts and _is_same(row, parts[row.path]) for row in there)


def _is_same(row: models.Item, part: Part) -> bool:
    """The same bytes, or an entry of a locked directory that is known by its name only."""
    listed = row.size == 0 and row.problem == Problem.NEEDS_PASSWORD
    return row.sha256 == part.content.sha256 or (listed and row.original_name == codec.plain(part.original_name))


def _differs(row: models.Item, part: Part) -> bool:
    return (row.sha256, row.problem, row.kind) != (part.content.sha256, part.problem or "", part.kind)


def _above(path: str) -> Iterator[str]:
    while "." in path:
        path = path.rpartition(".")[0]
        yield path


def _keep(mail: models.Mail, tree: Tree, found: Found, to_read: frozenset[str], now: datetime) -> tuple[int, ...]:
    units = {unit.path: unit for unit in mail.units.all()}
    fresh = {unit.path: _unit(mail, unit, units.get(unit.path)) for unit in tree.units if _is_in(unit.path, found)}
    known = dict(mail.items.values_list("path", "pk"))
    rows = [items.item_row(mail, part, 0, (units | fresh).get(part.unit), to_read) for part in (*found.changed, *found.new)]
    for row in rows:
        row.pk = known.get(row.path)
        _replace(row)
    _order(mail)
    unread = [row.pk for row in rows if row.state == models.Item.State.TO_READ]
    for pk in unread:
        jobs.add("read", pk, now)
    for unit in (units | fresh).values():
        tasks.join(unit, [row for row in rows if row.unit_id == unit.pk], now=now)
    jobs.add("route", mail.pk, now)
    return tuple(unread)


def _unit(mail: models.Mail, unit: Unit, before: models.Unit | None) -> models.Unit:
    """The row of a mail that came out; one that was known by its name only is decided again, unless a person did it."""
    row = items.unit_row(mail, unit)
    if before:
        row.pk = before.pk
        last = before.verdicts.last()
        row.state = before.state if last and last.actor != ENGINE else row.state
    row.save()
    return row


def _is_in(path: str, found: Found) -> bool:
    return any(part.path == path for part in (*found.new, *found.changed))


def _replace(row: models.Item) -> None:
    if row.pk:
        # What was read of it says only that it was locked.
        models.Reading.objects.filter(item=row.pk).delete()
        jobs.finish("read", row.pk)
    row.save()
    # What was a name on somebody's task may have become a mail with a claim of its own.
    row.tasks.remove(*row.tasks.exclude(unit=row.unit_id))


def _order(mail: models.Mail) -> None:
    rows = sorted(mail.items.all(), key=lambda row: [int(step) for step in row.path.split(".")])
    for position, row in enumerate(rows):
        row.position = position
    models.Item.objects.bulk_update(rows, ["position"], batch_size=200)


def _sum(rows: dict[str, models.Item], found: Found) -> dict[str, int]:
    """What the items must come to from now on."""
    sizes = {path: row.size for path, row in rows.items()} | {part.path: part.content.size for part in (*found.changed, *found.new)}
    return {"parts": len(sizes), "bytes": sum(sizes.values()), "new": len(found.new)}
