"""From a mail's units and readings to verdicts and tasks: what the router says goes to the tables."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.db import transaction

from core.values import Outcome, SenderClass, Verdict
from ingest import duplicates, searching
from ingest.options import options
from ingest.services import Services
from router.mail import decide_mail
from router.tasks import CLAIM, HOLD, URGENT, TaskPlan, plan_tasks
from router.terms import TRIAGE
from storage import decisions, items, received, rules
from storage.items import Loaded
from storage.tasks import NewTask

DRAFT = "draft_not_submitted"
MANY_COPIES = "many_copies"
"""The warning on a mail that may be a copy: too many have its Message-ID to compare it with all of them."""


def route_mail(mail_id: int, services: Services, *, watching: bool = False) -> None:
    """Decide every unit of the mail with what is read so far, and keep it.

    Raises:
        Unavailable: the claims system answered first and then failed.
    """
    loaded = items.load(mail_id)
    found = received.original_of(mail_id, services.settings.limits.copies)
    original = found.mail_id
    kept = _copies(loaded, original) if original is not None else _decide(loaded, services)
    if original is None and not found.complete:
        kept = [_warned(one, MANY_COPIES) for one in kept]
    now = services.now()
    seen = decisions.Seen(openings=loaded.openings, unread=loaded.unread)
    with transaction.atomic():
        decisions.keep(mail_id, kept, seen=seen, watching=watching, now=now)
        searching.keep(mail_id)
    if original is not None:
        received.note_copy(original, mail_id, now)


def _copies(loaded: Loaded, original: int) -> list[decisions.Decision]:
    return [decisions.Decision(verdict=verdict, tasks=()) for verdict in duplicates.copies(loaded, original)]


def _warned(decision: decisions.Decision, code: str) -> decisions.Decision:
    """The decision, and its tasks, with a warning more."""
    tasks = tuple(replace(task, warnings=(*task.warnings, code)) for task in decision.tasks)
    return replace(decision, verdict=replace(decision.verdict, why=(*decision.verdict.why, code)), tasks=tasks)


def _decide(loaded: Loaded, services: Services) -> list[decisions.Decision]:
    decision = decide_mail(
        loaded.tree,
        loaded.readings,
        services.register,
        services.history,
        options(services.settings, rules.enabled()),
        now=loaded.received_at,
        unread=loaded.unread,
    )
    there = duplicates.known(loaded, decision.tasks)
    return [
        _one(loaded, verdict, [plan for plan in decision.tasks if plan.unit == verdict.path], there, services) for verdict in decision.units
    ]


def _one(
    loaded: Loaded, verdict: Verdict, plans: list[TaskPlan], there: Mapping[str, frozenset[str]], services: Services
) -> decisions.Decision:
    """A verdict with its tasks, after what their claims have already is folded away."""
    if there:
        how = options(services.settings)
        again = plan_tasks(verdict, loaded.tree, loaded.readings, services.register, options=how, now=loaded.received_at, known=there)
        plans = list(again)
    folding = duplicates.fold(loaded, plans, there, services.settings.limits)
    decision = _given_up(verdict, list(folding.plans), folding.holders, services.now())
    minutes = services.settings.join_minutes if verdict.sender_class is SenderClass.LINKED and verdict.path == received.ROOT else 0
    return replace(decision, tasks=tuple(replace(task, join_minutes=minutes if _may_join(task) else 0) for task in decision.tasks))


def _may_join(task: NewTask) -> bool:
    """Whether a task may be shown on another, or another on it: what is urgent stands by itself."""
    return task.kind == CLAIM and not task.item and task.priority != URGENT


def _given_up(verdict: Verdict, plans: list[TaskPlan], holders: tuple[int, ...], now: datetime) -> decisions.Decision:
    """A draft that is not submitted when its time is over goes to an operator (domain section 2.6, row 17)."""
    if verdict.outcome == Outcome.HOLD and DRAFT in verdict.why and all(plan.due_at < now for plan in plans):
        verdict = replace(verdict, outcome=Outcome.TRIAGE, why=(*verdict.why, "gave_up_waiting"))
        plans = [replace(plan, kind=TRIAGE) if plan.kind == HOLD else plan for plan in plans]
    return decisions.Decision(verdict=verdict, tasks=tuple(map(new_task, plans)), folded=holders)


def new_task(plan: TaskPlan) -> NewTask:
    """The plan as storage takes it."""
    return NewTask(
        unit=plan.unit,
        claim=plan.claim,
        kind=plan.kind,
        title=plan.title,
        items=plan.items,
        item=plan.item,
        insured=plan.insured,
        handler=plan.handler,
        priority=plan.priority,
        warnings=plan.warnings,
        due_at=plan.due_at,
        because=plan.because,
    )
