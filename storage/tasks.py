"""Verbs on verdicts and tasks: what a decision opens, what a newer one replaces."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from core import codec
from core.values import Kind, Outcome, Verdict
from storage import events, jobs, joining, models
from storage.items import ENGINE

ADDRESS = "address_to_correct"
"""Title of the task that follows from an answer of ours that came back; no verdict opens or closes it."""

FOLDED = "sent_again"
"""The event of a mail whose papers were all on a task already, and which says nothing new: it opened no task of its own."""

TEACHING = ("assigned", "moved")
"""Rules of a person's verdict that say where the next mail like it belongs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A task as the router plans it. `items` are paths; a claim of "" means that it waits for a person."""

    unit: str
    claim: str
    kind: str
    title: str
    items: tuple[str, ...]
    item: str = ""
    """Path of the one item it is for, when it gets a task of its own."""

    insured: str = ""
    handler: str = ""
    priority: str = "normal"
    warnings: tuple[str, ...] = ()
    due_at: datetime | None = None
    because: str = ""
    join_minutes: int = 0
    """It joins the open, unread task that the same sender's mail opened so many minutes before, at most; 0: it stands by itself."""


def keep_verdict(unit: models.Unit, verdict: Verdict, *, actor: str, now: datetime) -> models.Verdict:
    """A new row for a new decision; when it says the same as the last one, the last one."""
    last = unit.verdicts.last()
    value = codec.dump(verdict)
    if last and last.actor == actor and last.value == value:
        return last
    row = models.Verdict.objects.create(
        unit=unit,
        decided_at=now,
        actor=actor,
        outcome=verdict.outcome,
        rule=verdict.rule,
        sender_domain=unit.sender_address.rpartition("@")[2].lower() if verdict.rule in TEACHING else "",
        value=value,
    )
    events.record(
        "decided",
        actor=actor,
        at=now,
        why=" ".join(verdict.why)[:200],
        mail_id=unit.mail_id,
        unit_id=unit.pk,
        data={"outcome": verdict.outcome, "rule": verdict.rule, "claims": list(verdict.claims)},
    )
    return row


def open_tasks(unit: models.Unit, verdict: models.Verdict, plans: Iterable[NewTask], *, actor: str = ENGINE, now: datetime) -> list[int]:
    """Open what `plans` name, once each; tasks of this unit that no plan names any more give way. Ids come back.

    A task that is there already is brought up to date: its items, title, due time and priority follow what was read since.
    """
    wanted = tuple(plans)
    with transaction.atomic():
        rows = [_open(unit, verdict, plan, actor=actor, now=now) for plan in wanted]
        kept = [row.pk for row in rows]
        for row, plan in zip(rows, wanted, strict=True):
            _put_apart(row, {other.item for other in wanted if other.item and other.claim == plan.claim} - set(plan.items))
        for stale in unit.tasks.filter(state=models.Task.State.OPEN).exclude(pk__in=kept).exclude(title=ADDRESS):
            close(stale, models.Task.State.CANCELLED, actor=actor, now=now)
        return kept


def _put_apart(task: models.Task, paths: Collection[str]) -> None:
    """Papers that have a task of their own now that they are read are no longer on the one that was opened before."""
    if paths and task.state == models.Task.State.OPEN:
        task.items.remove(*task.items.filter(path__in=paths))


def _open(unit: models.Unit, verdict: models.Verdict, plan: NewTask, *, actor: str, now: datetime) -> models.Task:
    if actor == ENGINE and (done := _dealt_with(unit, plan)):
        return done
    fresh = {
        "verdict": verdict,
        "title": plan.title,
        "priority": plan.priority,
        "warnings": list(plan.warnings),
        "due_at": plan.due_at,
        "because": plan.because,
    }
    fixed = {"unit": unit, "kind": plan.kind, "claim": plan.claim, "insured": plan.insured, "handler": plan.handler, "opened_at": now}
    task, made = models.Task.objects.get_or_create(key=_key(unit, plan), defaults=fresh | fixed)
    is_new = made
    if task.state == models.Task.State.CANCELLED:
        fresh |= {"state": models.Task.State.OPEN, "closed_at": None}
        made = True
    if task.state != models.Task.State.DONE:
        _bring_up_to_date(task, fresh)
    task.items.add(*models.Item.objects.filter(mail_id=unit.mail_id, path__in=plan.items))
    if made:
        events.record(
            "task_opened", actor=actor, at=now, mail_id=unit.mail_id, unit_id=unit.pk, task_id=task.pk, claim=plan.claim, why=plan.kind
        )
    if not plan.join_minutes:
        joining.part(task, actor=actor, now=now)
        joining.part_all(task, actor=actor, now=now)
    elif is_new:
        joining.join(task, plan.join_minutes, now)
    return task


def _dealt_with(unit: models.Unit, plan: NewTask) -> models.Task | None:
    """The other task of the claim on which a person has dealt with a paper before it was read and got one of its own."""
    if not plan.item:
        return None
    done = unit.tasks.filter(state=models.Task.State.DONE, kind=plan.kind, claim=plan.claim, items__path=plan.item)
    return done.exclude(key=_key(unit, plan)).first()


def _bring_up_to_date(task: models.Task, fresh: dict[str, object]) -> None:
    changed = [name for name, value in fresh.items() if getattr(task, name) != value]
    for name in changed:
        setattr(task, name, fresh[name])
    if changed:
        task.save(update_fields=changed)


def join(unit: models.Unit, rows: Iterable[models.Item], *, now: datetime) -> None:
    """Put each paper that came out of a mail later where the file is that it lay in, whatever was done with that meanwhile.

    A task that was done is opened again. Where nobody but us has placed the unit, and its papers may change where it
    belongs, it is decided again; where nothing is decided yet, the decision will see them.
    """
    papers = [row for row in rows if row.kind == Kind.DOCUMENT and unit.state != models.Unit.State.OPEN]
    if not papers:
        return
    alive = list(unit.tasks.exclude(state=models.Task.State.CANCELLED))
    homeless = [paper for paper in papers if not _join(_holders(unit, alive, paper), paper, now)]
    if unit.state == models.Unit.State.DECIDED and (homeless or _is_in_question(unit, alive)):
        unit.state = models.Unit.State.OPEN
        unit.save(update_fields=["state"])


def _join(holders: list[models.Task], paper: models.Item, now: datetime) -> bool:
    for task in holders:
        task.items.add(paper)
        _bring_up_to_date(task, {"snoozed_until": None})
        if task.state == models.Task.State.DONE:
            reopen(task, actor=ENGINE, why="unlocked", now=now)
    return bool(holders)


def _holders(unit: models.Unit, alive: list[models.Task], paper: models.Item) -> list[models.Task]:
    """The tasks on which the file stands that the paper lay in; claims go before triage.

    A paper must not reach a claim that its file did not go to: where no task has the file, only a person's own placing counts.
    """
    claims = [task for task in alive if task.kind == models.Task.Kind.CLAIM] or alive
    around = [paper.path[:end] for end, sign in enumerate(f"{paper.path}.") if sign == "."]
    holding = [task for task in claims if task.items.filter(path__in=around).exists()]
    last = unit.verdicts.last()
    by_person = last is not None and last.actor != ENGINE
    return holding or [task for task in claims if by_person and last and task.verdict_id == last.pk]


def _is_in_question(unit: models.Unit, alive: list[models.Task]) -> bool:
    """Whether the unit waits in triage because of what we found, and nobody has looked at it yet."""
    last = unit.verdicts.last()
    return bool(
        last
        and last.actor == ENGINE
        and last.outcome == Outcome.TRIAGE
        and all(task.kind == models.Task.Kind.TRIAGE and task.state == models.Task.State.OPEN for task in alive)
    )


def _key(unit: models.Unit, plan: NewTask) -> str:
    where = plan.claim if plan.kind == models.Task.Kind.CLAIM else plan.kind
    return f"{unit.pk}:{where}:{plan.item}" if plan.item else f"{unit.pk}:{where}"


def reopen(task: models.Task, *, actor: str, why: str = "", now: datetime) -> None:
    """Open a task again that was done, with those that are shown on it; one that was shown on another stands by itself."""
    joining.part(task, actor=actor, now=now)
    for one in (task, *joining.joined_to(task)):
        _reopen(one, actor=actor, why=why, now=now)


def _reopen(task: models.Task, *, actor: str, why: str, now: datetime) -> None:
    task.state, task.closed_at, task.snoozed_until = models.Task.State.OPEN, None, None
    task.save(update_fields=["state", "closed_at", "snoozed_until"])
    mail_id, unit_id = task.unit.mail_id, task.unit_id
    events.record("task_reopened", actor=actor, at=now, why=why, mail_id=mail_id, unit_id=unit_id, task_id=task.pk, claim=task.claim)


def place(unit: models.Unit, verdict: models.Verdict, plans: Sequence[NewTask], *, actor: str, now: datetime) -> list[int]:
    """As `open_tasks`, for a person who says where everything belongs: every task has the items of its plan and no others.

    A done task that gets more is open again; one of a claim that no plan names gives way even when it was done.
    """
    held = {task.pk: set(task.items.values_list("pk", flat=True)) for task in unit.tasks.exclude(state=models.Task.State.CANCELLED)}
    kept = open_tasks(unit, verdict, plans, actor=actor, now=now)
    for plan, pk in zip(plans, kept, strict=True):
        task = models.Task.objects.get(pk=pk)
        wanted = set(models.Item.objects.filter(mail_id=unit.mail_id, path__in=plan.items).values_list("pk", flat=True))
        task.items.set(wanted)
        if held.get(pk, wanted) != wanted:
            wake(task, now)
            _bring_up_to_date(task, {"snoozed_until": None})
        if task.state == models.Task.State.DONE and wanted - held.get(pk, set()):
            reopen(task, actor=actor, why=verdict.rule, now=now)
    for stale in unit.tasks.filter(kind=models.Task.Kind.CLAIM, state=models.Task.State.DONE).exclude(pk__in=kept):
        give_way(stale, actor=actor, now=now)
    return kept


def give_way(task: models.Task, *, actor: str, now: datetime) -> None:
    """Cancel a task, whether it was done or not."""
    if task.state != models.Task.State.CANCELLED:
        close(task, models.Task.State.CANCELLED, actor=actor, now=now)


def wake(task: models.Task, now: datetime) -> None:
    """Decide again about mails that opened no task because their papers were on this one."""
    for mail_id in models.Event.objects.filter(task_id=task.pk, what=FOLDED).values_list("mail_id", flat=True).distinct():
        if mail_id is not None:
            jobs.add("route", mail_id, now)


def close(task: models.Task, state: models.Task.State, *, actor: str, now: datetime) -> None:
    """Close an open task as done, with those that are shown on it, or as cancelled, and they stand by themselves."""
    joining.part(task, actor=actor, now=now)
    _close(task, state, actor=actor, now=now)
    if state == models.Task.State.CANCELLED:
        wake(task, now)
        joining.part_all(task, actor=actor, now=now)
    for one in joining.joined_to(task):
        _close(one, state, actor=actor, now=now)


def _close(task: models.Task, state: models.Task.State, *, actor: str, now: datetime) -> None:
    task.state = state
    task.closed_at, task.snoozed_until = now, None
    task.save(update_fields=["state", "closed_at", "snoozed_until"])
    events.record(f"task_{state}", actor=actor, at=now, mail_id=task.unit.mail_id, unit_id=task.unit_id, task_id=task.pk, claim=task.claim)
