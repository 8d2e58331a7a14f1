"""From a mail's units and readings to verdicts and tasks: what the router says goes to the tables."""

from datetime import datetime

from core.settings import Settings
from core.values import Outcome, Reading, Verdict
from ingest.services import Services
from router.mail import MailDecision, Options, decide_mail
from router.tasks import TaskPlan
from storage import decisions, items
from storage.tasks import NewTask


def route_mail(mail_id: int, services: Services, *, watching: bool = False) -> None:
    """Decide every unit of the mail with what is read so far, and keep it."""
    loaded = items.load(mail_id)
    decision = decide_mail(
        loaded.tree,
        loaded.readings,
        services.register,
        services.history,
        options(services.settings),
        now=loaded.received_at,
        unread=loaded.unread,
    )
    kept = [decisions.Decision(verdict=verdict, tasks=_tasks(verdict, decision)) for verdict in decision.verdicts]
    decisions.keep(mail_id, kept, unread=loaded.unread, watching=watching, now=services.now())


def options(settings: Settings) -> Options:
    """What the router is told of the installation."""
    return Options(
        authserv_id=settings.authserv_id,
        own_addresses=_listed(settings.own_addresses),
        trusted_relays=_listed(settings.trusted_relays),
        tasks_per=settings.tasks_per,
        country=settings.country,
        time_zone=settings.time_zone,
    )


def _listed(text: str) -> frozenset[str]:
    return frozenset(entry.strip().lower() for entry in text.split(",") if entry.strip())


def _tasks(verdict: Verdict, decision: MailDecision) -> tuple[NewTask, ...]:
    return tuple(_new_task(plan) for plan in decision.tasks if plan.unit == verdict.path)
