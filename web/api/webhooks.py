"""Webhooks and the log of what they were told; for administrators."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from ingest import services, telling
from storage import models, webhooks
from storage.desk import Viewer
from web.api.door import Bearer, caller
from web.api.paging import PER_PAGE, Cursor, Limit, newest
from web.api.problems import forbidden
from web.api.shapes import TaskKind
from web.api.values import Answered, Asked, Id

router = Router(tags=["Webhooks"])
WRITE = Bearer("webhooks:write")

Told = Literal["task.opened", "task.done", "task.reopened", "task.cancelled", "triage.waiting", "mail.quarantined"]


class Webhook(Answered):
    """An address that is told what happens."""

    id: int
    url: str
    events: list[Told]
    kinds: list[TaskKind]
    """Kinds of task that it is told of; none means all."""

    state: Literal["active", "paused", "disabled"]
    failing_since: datetime | None
    next_try_at: datetime | None


class NewWebhook(Webhook):
    """A webhook with its secret, which is shown this once."""

    secret: str


class Webhooks(Answered):
    """One page of webhooks; `next` is the cursor of the page after it."""

    webhooks: list[Webhook]
    next: str | None


class AddWebhook(Asked):
    """An address, and what it is to be told."""

    url: Annotated[str, Field(max_length=500)]
    events: Annotated[list[Told], Field(min_length=1, max_length=20)]
    kinds: Annotated[list[TaskKind], Field(max_length=3, default_factory=list)]


class Delivery(Answered):
    """Something that a webhook was told, or is to be told; `status` 0 means that it did not answer."""

    id: int
    key: str
    event: str
    state: Literal["waiting", "delivered", "gave_up"]
    planned_at: datetime
    tried_at: datetime | None
    tries: int
    status: int
    milliseconds: int
    problem: str
    next_try_at: datetime | None


class Deliveries(Answered):
    """One page of the log; `next` is the cursor of the page after it."""

    deliveries: list[Delivery]
    next: str | None


class Acted(Answered):
    """What was done to what."""

    did: Literal["pause", "resume", "remove", "resend"]
    id: int


@router.get("/webhooks", auth=WRITE, response=Webhooks)
def list_webhooks(request: HttpRequest, limit: Limit = PER_PAGE, cursor: Cursor = "") -> Webhooks:
    """Every webhook, the newest first."""
    _administrator(request)
    page = newest(webhooks.every(), cursor, limit)
    return Webhooks(webhooks=[Webhook(**_said(row)) for row in page.rows], next=page.next)


@router.post("/webhooks", auth=WRITE, response=NewWebhook)
def add_webhook(request: HttpRequest, body: AddWebhook) -> NewWebhook:
    """Add a webhook; its secret is shown in this answer only."""
    who = _administrator(request)
    row = telling.add(body.url, list(body.events), list(body.kinds), who.name, services.current())
    return NewWebhook(**_said(row), secret=row.secret)


@router.post("/webhooks/{webhook_id}/{what}", auth=WRITE, response=Acted)
def change_webhook(request: HttpRequest, webhook_id: Id, what: Literal["pause", "resume", "remove"]) -> Acted:
    """Let a webhook wait, send to it again, or take it away with its log."""
    who = _administrator(request)
    telling.act(what, webhook_id, who.name, services.current())
    return Acted(did=what, id=webhook_id)


@router.get("/deliveries", auth=WRITE, response=Deliveries)
def list_deliveries(
    request: HttpRequest,
    webhook: Id | None = None,
    state: Literal["waiting", "delivered", "gave_up"] | None = None,
    limit: Limit = PER_PAGE,
    cursor: Cursor = "",
) -> Deliveries:
    """What was told and is to be told, the newest first."""
    _administrator(request)
    rows = webhooks.log()
    rows = rows.filter(webhook=webhook) if webhook else rows
    page = newest(rows.filter(state=state) if state else rows, cursor, limit)
    return Deliveries(deliveries=[_delivery(row) for row in page.rows], next=page.next)


@router.post("/deliveries/{delivery_id}/resend", auth=WRITE, response=Acted)
def resend_delivery(request: HttpRequest, delivery_id: Id) -> Acted:
    """Tell it once more, under the key that it had."""
    who = _administrator(request)
    telling.act("resend", delivery_id, who.name, services.current())
    return Acted(did="resend", id=delivery_id)


def _administrator(request: HttpRequest) -> Viewer:
    asks = caller(request)
    if not asks.who.administers:
        raise forbidden()
    return asks.who


def _said(row: models.Webhook) -> dict[str, Any]:
    return {name: getattr(row, "pk" if name == "id" else name) for name in Webhook.model_fields}


def _delivery(row: models.WebhookDelivery) -> Delivery:
    return Delivery(**{name: getattr(row, "pk" if name == "id" else name) for name in Delivery.model_fields})
