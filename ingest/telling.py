"""Tells webhooks what happened: signed, at least once, and again until it arrives or has been tried for too long."""

import hmac
import time
from datetime import datetime, timedelta
from hashlib import sha256

import structlog

from core.errors import Unavailable
from ingest import receivers
from ingest.grounds import Refused
from ingest.services import Services
from storage import models, webhooks
from storage.webhooks import NewWebhook, Tried

log = structlog.get_logger()

SIGNATURE = "Claimpost-Signature"
_ARRIVED = range(200, 300)


def tell(delivery_id: int, services: Services) -> None:
    """Send one delivery, if it is its turn. A process that dies before it is written down sends it once more, under the same key."""
    row = webhooks.ready(delivery_id, services.now())
    if row is None:
        return
    tried = _try(row, services)
    if not tried.problem:
        webhooks.note_delivered(row, tried)
        return
    log.warning("webhook_failed", webhook=row.webhook_id, delivery=row.pk, code=tried.problem, status=tried.status)
    webhooks.note_failed(row, tried, timedelta(days=services.settings.api.webhook_days))


def _try(row: models.WebhookDelivery, services: Services) -> Tried:
    body, started = row.body.encode(), time.monotonic()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Claimpost",
        "Claimpost-Event": row.event,
        "Claimpost-Delivery": row.key,
        SIGNATURE: signature(row.webhook.secret, body, services.now()),
    }
    status, problem = 0, ""
    try:
        status = receivers.post(row.webhook.url, body, headers, services.settings.api)
        problem = "" if status in _ARRIVED else "webhook_refused"
    except Unavailable as error:
        problem = error.code
    took = round(1000 * (time.monotonic() - started))
    return Tried(at=services.now(), status=status, milliseconds=took, problem=problem)


def signature(secret: str, body: bytes, now: datetime) -> str:
    """What proves that we said it, and when: HMAC-SHA256 over the moment, a dot, and the body."""
    moment = str(int(now.timestamp()))
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, sha256)
    return f"t={moment},v1={mac.hexdigest()}"


def add(url: str, events: list[str], kinds: list[str], actor: str, services: Services) -> models.Webhook:
    """A new webhook.

    Raises:
        Refused: `webhook_address`, `webhook_not_https`, `webhook_private`, `webhook_events`.
    """
    if code := receivers.fault(url, services.settings.api):
        raise Refused(code)
    try:
        new = NewWebhook(url=url, events=events, kinds=kinds)
    except ValueError as error:
        raise Refused(str(error)) from error
    return webhooks.add(new, actor=actor, now=services.now())


def act(what: str, target: int, actor: str, services: Services) -> None:
    """`pause`, `resume` or `remove` a webhook, or `resend` a delivery.

    Raises:
        Refused: `webhook_gone`: there is none in the state for it.
    """
    if what not in _ACTS or not _ACTS[what](target, actor=actor, now=services.now()):
        raise Refused("webhook_gone")


_ACTS = {"pause": webhooks.pause, "resume": webhooks.resume, "remove": webhooks.remove, "resend": webhooks.resend}
