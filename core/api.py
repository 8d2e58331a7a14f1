"""What an installation sets about its API and its webhooks, what a token may be given, and what webhooks tell."""

from dataclasses import dataclass

SCOPES = (
    "tasks:read",
    "tasks:write",
    "triage:write",
    "documents:read",
    "documents:restricted",
    "numbers:read",
    "failures:write",
    "webhooks:write",
)
"""What a token may be given; it never may more than its person."""

TOLD = ("task.opened", "task.done", "task.reopened", "task.cancelled", "triage.waiting", "mail.quarantined")
"""What a webhook may be told."""

TASK_KINDS = ("claim", "triage", "hold")
"""Kinds of task that a webhook may be told of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Api:
    """The field `requests` is the variable `CLAIMPOST_API_REQUESTS`, and so on."""

    requests: int = 600
    """Requests of one token in one minute."""

    rows: int = 200
    """Rows of one page at most; a page has 50 where nobody asks for another number."""

    body_bytes: int = 1024 * 1024
    """Bytes of one request's body."""

    token_days: int = 365
    """Days that a token is good for at most."""

    idempotency_hours: int = 24
    """Hours for which the answer to an Idempotency-Key is kept."""

    webhook_seconds: int = 10
    """Seconds that a webhook's receiver may take for its answer."""

    webhook_days: int = 5
    """Days of failure after which a delivery is given up, and a webhook of which nothing arrives is switched off."""

    webhook_keep_days: int = 30
    """Days for which deliveries that arrived, or were given up, stay in the log."""

    webhook_http: bool = False
    """Webhooks may go by http, which anybody on the way can read."""

    webhook_private: bool = False
    """Webhooks may go to private addresses, like those of our own network."""
