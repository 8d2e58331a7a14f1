"""Verbs on webhooks: added, held, sent to, switched off; and the log of what was sent."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, QuerySet, Subquery
from django.db.models.expressions import OuterRef

from core.api import TASK_KINDS, TOLD
from storage import events, jobs
from storage.items import ENGINE
from storage.models import Job, Webhook, WebhookDelivery
from storage.telling import STEP

PREFIX = "whsec_"
RANDOM_BYTES = 32
LONGEST_URL = 500

State = Webhook.State
_WAITING = WebhookDelivery.State.WAITING


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWebhook:
    """A webhook as somebody asks for it."""

    url: str
    events: Collection[str]
    kinds: Collection[str] = ()

    def __post_init__(self) -> None:
        if len(self.url) > LONGEST_URL:
            raise ValueError("webhook_address")
        if not self.events or not set(self.events) <= set(TOLD) or not set(self.kinds) <= set(TASK_KINDS):
            raise ValueError("webhook_events")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One attempt to tell a webhook something: when it ended, what was answered, what went wrong."""

    at: datetime
    status: int = 0
    milliseconds: int = 0
    problem: str = ""


def add(new: NewWebhook, *, actor: str, now: datetime) -> Webhook:
    """The row of a new webhook."""
    said = {"events": [name for name in TOLD if name in new.events], "kinds": [kind for kind in TASK_KINDS if kind in new.kinds]}
    with transaction.atomic():
        secret = f"{PREFIX}{secrets.token_hex(RANDOM_BYTES)[: 64 - len(PREFIX)]}"
        row = Webhook.objects.create(url=new.url, secret=secret, made_by=actor, made_at=now, **said)
        events.record("webhook_added", actor=actor, at=now, data={"webhook": row.pk, **said})
    return row


def remove(webhook_id: int, *, actor: str, now: datetime) -> bool:
    """Take a webhook away with its log; false when there is none."""
    with transaction.atomic():
        jobs.finish(STEP, *_waiting(webhook_id))
        gone = bool(Webhook.objects.filter(pk=webhook_id).delete()[0])
        if gone:
            events.record("webhook_removed", actor=actor, at=now, data={"webhook": webhook_id})
    return gone


def pause(webhook_id: int, *, actor: str, now: datetime) -> bool:
    """Let an active webhook wait; false when it is none."""
    with transaction.atomic():
        changed = Webhook.objects.filter(pk=webhook_id, state=State.ACTIVE).update(state=State.PAUSED) == 1
        if changed:
            events.record("webhook_paused", actor=actor, at=now, data={"webhook": webhook_id})
    return changed


def resume(webhook_id: int, *, actor: str, now: datetime) -> bool:
    """Send to a webhook again, what waits first; false when it was not held."""
    fresh = {"state": State.ACTIVE, "failing_since": None, "failures": 0, "next_try_at": None}
    with transaction.atomic():
        changed = Webhook.objects.filter(pk=webhook_id).exclude(state=State.ACTIVE).update(**fresh) == 1
        if changed:
            WebhookDelivery.objects.filter(webhook=webhook_id, state=_WAITING).update(failing_since=None)
            for delivery_id in _waiting(webhook_id):
                jobs.add(STEP, delivery_id, now)
            events.record("webhook_resumed", actor=actor, at=now, data={"webhook": webhook_id})
    return changed


def resend(delivery_id: int, *, actor: str, now: datetime) -> bool:
    """Send something once more, under the key that it had; false when there is no such thing."""
    with transaction.atomic():
        found = WebhookDelivery.objects.filter(pk=delivery_id)
        if found.update(state=_WAITING, failing_since=None, problem="") != 1:
            return False
        Webhook.objects.filter(deliveries=delivery_id).update(next_try_at=None)
        jobs.add(STEP, delivery_id, now)
        jobs.retry(STEP, delivery_id, now)
        events.record("webhook_resent", actor=actor, at=now, data={"delivery": delivery_id})
    return True


def ready(delivery_id: int, now: datetime) -> WebhookDelivery | None:
    """What is to be sent now; the job of what is not to be sent, or not yet, is ended or put off."""
    with transaction.atomic():
        row = WebhookDelivery.objects.select_related("webhook").filter(pk=delivery_id).first()
        hook = Webhook.objects.select_for_update().get(pk=row.webhook_id) if row else None
        if row is None or hook is None or row.state != _WAITING or hook.state != State.ACTIVE:
            jobs.finish(STEP, delivery_id)
            return None
        if hook.next_try_at and hook.next_try_at > now:
            _put_off(row, hook.next_try_at)
            return None
        return row


def note_delivered(row: WebhookDelivery, tried: Tried) -> None:
    """Write that it arrived; its job is done."""
    with transaction.atomic():
        _note(row, tried, state=WebhookDelivery.State.DELIVERED, failing_since=None)
        Webhook.objects.filter(pk=row.webhook_id).update(failing_since=None, failures=0, next_try_at=None)
        jobs.finish(STEP, row.pk)


def note_failed(row: WebhookDelivery, tried: Tried, longest: timedelta) -> None:
    """Write that it did not arrive: it is tried again later, given up after `longest`, and its webhook is switched off then."""
    with transaction.atomic():
        hook = Webhook.objects.select_for_update().get(pk=row.webhook_id)
        hook.failures += 1
        hook.failing_since = hook.failing_since or tried.at
        hook.next_try_at = tried.at + jobs.delay(hook.failures, hook.pk)
        since = row.failing_since or tried.at
        given_up = tried.at - since > longest
        _note(row, tried, state=WebhookDelivery.State.GAVE_UP if given_up else _WAITING, failing_since=since)
        if given_up:
            jobs.finish(STEP, row.pk)
        else:
            _put_off(row, hook.next_try_at)
        if tried.at - hook.failing_since > longest:
            _disable(hook, tried.at)
        hook.save(update_fields=["failures", "failing_since", "next_try_at", "state"])


def _disable(hook: Webhook, now: datetime) -> None:
    if hook.state == State.ACTIVE:
        hook.state = State.DISABLED
        events.record("webhook_disabled", actor=ENGINE, at=now, data={"webhook": hook.pk})


def _note(row: WebhookDelivery, tried: Tried, *, state: str, failing_since: datetime | None) -> None:
    WebhookDelivery.objects.filter(pk=row.pk).update(
        state=state,
        failing_since=failing_since,
        tries=F("tries") + 1,
        tried_at=tried.at,
        status=tried.status,
        milliseconds=tried.milliseconds,
        problem=tried.problem,
    )


def _put_off(row: WebhookDelivery, due_at: datetime) -> None:
    jobs.finish(STEP, row.pk)
    jobs.add(STEP, row.pk, due_at)


def _waiting(webhook_id: int) -> list[int]:
    return list(WebhookDelivery.objects.filter(webhook=webhook_id, state=_WAITING).order_by("pk").values_list("pk", flat=True))


def every() -> QuerySet[Webhook]:
    """All webhooks, the newest first."""
    return Webhook.objects.order_by("-pk")


def log() -> QuerySet[WebhookDelivery]:
    """What was sent or is to be sent, the newest first, each with the moment of its next try."""
    due = Job.objects.filter(step=STEP, target=OuterRef("pk")).values("due_at")[:1]
    return WebhookDelivery.objects.select_related("webhook").annotate(next_try_at=Subquery(due)).order_by("-pk")


def forget(now: datetime, days: int) -> int:
    """Delete what arrived, or was given up, so many days ago; how many comes back."""
    old = WebhookDelivery.objects.exclude(state=_WAITING).filter(planned_at__lt=now - timedelta(days=days))
    return old.delete()[0]
