"""From a mail's units and readings to verdicts and tasks: what the router says goes to the tables."""

from dataclasses import replace
from datetime import datetime

from core.values import Outcome, Verdict
from ingest.options import options
from ingest.services import Services
from router.mail import decide_mail
from router.tasks import HOLD, TRIAGE, TaskPlan
from storage import decisions, items, rules
from storage.tasks import NewTask

DRAFT = "draft_not_submitted"


def route_mail(mail_id: int, services: Services, *, watching: bool = False) -> None:
    """Decide every unit of the mail with what is read so far, and keep it.

    Raises:
        Unavailable: the claims system answered first and then failed.
    """
    loaded = items.load(mail_id)
    decision = decide_mail(
        loaded.tree,
        loaded.readings,
        services.register,
        services.history,
        options(services.settings, rules.enabled()),
        now=loaded.received_at,
        unread=loaded.unread,
    )
    now = services.now()
    kept = [_given_up(verdict, [plan for plan in decision.tasks if plan.unit == verdict.path], now) for verdict in decision.units]
    seen = decisions.Seen(openings=loaded.openings, unread=loaded.unread)
    decisions.keep(mail_id, kept, seen=seen, watching=watching, now=now)


def _given_up(verdict: Verdict, plans: list[TaskPlan], now: datetime) -> decisions.Decision:
    """A draft that is not submitted when its time is over goes to an operator (domain section 2.6, row 17)."""
    if verdict.outcome == Outcome.HOLD and DRAFT in verdict.why and all(plan.due_at < now for plan in plans):
        verdict = replace(verdict, outcome=Outcome.TRIAGE, why=(*verdict.why, "gave_up_waiting"))
        plans = [replace(plan, kind=TRIAGE) if plan.kind == HOLD else plan for plan in plans]
    return decisions.Decision(verdict=verdict, tasks=tuple(map(_new_task, plans)))


def _new_task(plan: TaskPlan) -> NewTask:
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
