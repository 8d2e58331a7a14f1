"""What webhooks are told is planned with the event that it tells of, in the same transaction: neither is there without the other."""

import json
from collections.abc import Mapping
from uuid import uuid4

from storage import jobs
from storage.models import Event, Task, Webhook, WebhookDelivery

STEP = "tell"

NAMES: Mapping[str, str] = {
    "task_opened": "task.opened",
    "task_done": "task.done",
    "task_reopened": "task.reopened",
    "task_cancelled": "task.cancelled",
    "quarantined": "mail.quarantined",
}
"""Events that webhooks are told of, by the names that they are told."""

_OPENED = ("task_opened", "task_reopened")


def plan(event: Event) -> None:
    """Leave it to be sent to every webhook that wants to be told of this event."""
    if event.what not in NAMES:
        return
    hooks = list(Webhook.objects.exclude(state=Webhook.State.DISABLED).order_by("pk"))
    if not hooks:
        return
    kind = _kind(event.task_id) if event.task_id else ""
    for name in _names(event, kind):
        for hook in hooks:
            if name in hook.events and (not kind or not hook.kinds or kind in hook.kinds):
                _plan(hook, name, event, kind)


def _kind(task_id: int) -> str:
    return Task.objects.values_list("kind", flat=True).get(pk=task_id)


def _names(event: Event, kind: str) -> tuple[str, ...]:
    waits = event.what in _OPENED and kind in {Task.Kind.TRIAGE, Task.Kind.HOLD}
    return (NAMES[event.what], "triage.waiting") if waits else (NAMES[event.what],)


def _plan(hook: Webhook, name: str, event: Event, kind: str) -> None:
    key = f"evt_{uuid4().hex}"
    told = {"id": key, "type": name, "at": event.at.isoformat(), "data": _data(event, kind)}
    body = json.dumps(told, separators=(",", ":"))
    row = WebhookDelivery.objects.create(webhook=hook, key=key, event=name, mail_id=event.mail_id, body=body, planned_at=event.at)
    jobs.add(STEP, row.pk, event.at)


def _data(event: Event, kind: str) -> Mapping[str, object]:
    """Ids and numbers, and nothing that a mail says: whoever is told asks the API, as far as its token goes."""
    if event.what == "quarantined":
        return {"mail": event.mail_id, "delivery": event.data.get("delivery"), "problem": event.why}
    return {"task": event.task_id, "kind": kind, "claim": event.claim, "mail": event.mail_id, "unit": event.unit_id}
