"""What other programs may do and are told: tokens of the API, its answers that are kept, webhooks and their deliveries."""

from typing import ClassVar

from django.conf import settings
from django.db import models


class ApiToken(models.Model):
    """A key to the API. Whoever has it acts as `person`, within `scopes`."""

    name = models.CharField(max_length=100)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="api_tokens")
    hash = models.CharField(max_length=64, unique=True)
    """SHA-256 of the token, which is kept nowhere: 32 random bytes cannot be guessed, so that a slow hash would only cost time."""

    hint = models.CharField(max_length=12)
    """How the token begins, for people who look for it."""

    scopes = models.JSONField(default=list)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)
    minute = models.DateTimeField(null=True)
    """The minute in which `requests` are counted."""

    requests = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.hint} {self.name}"


class KeptAnswer(models.Model):
    """The answer to a request with an Idempotency-Key: it stands in the transaction of what was done."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="answers")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    """SHA-256 of the method, the address and the body."""

    at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    media_type = models.CharField(max_length=100, blank=True)
    body = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_a_key")]

    def __str__(self) -> str:
        return f"{self.token_id} {self.status}"


class Webhook(models.Model):
    """An address that is told what happens."""

    class State(models.TextChoices):
        ACTIVE = "active"
        PAUSED = "paused"
        """A person wants it to wait; what happens meanwhile is told later."""
        DISABLED = "disabled"
        """Nothing arrived there for days: nothing more is kept for it."""

    url = models.CharField(max_length=500)
    secret = models.CharField(max_length=64)
    """Signs what is told. Whoever reads it could tell lies to the receiver, and nothing else."""

    events = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    """Kinds of task that it is told of; none means all."""

    state = models.CharField(max_length=10, choices=State, default=State.ACTIVE)
    made_by = models.CharField(max_length=150)
    made_at = models.DateTimeField()
    failing_since = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    """Since the last that arrived."""

    next_try_at = models.DateTimeField(null=True)
    """Nothing is sent to it before, because the last did not arrive."""

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"


class WebhookDelivery(models.Model):
    """One thing that one webhook is told, the same words however often it is sent."""

    class State(models.TextChoices):
        WAITING = "waiting"
        DELIVERED = "delivered"
        GAVE_UP = "gave_up"

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    key = models.CharField(max_length=40, unique=True)
    """What a receiver drops doubles by."""

    event = models.CharField(max_length=40)
    mail_id = models.BigIntegerField(null=True)
    body = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    planned_at = models.DateTimeField()
    tried_at = models.DateTimeField(null=True)
    failing_since = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    status = models.PositiveSmallIntegerField(default=0)
    """What the receiver answered last, 0 when it did not."""

    milliseconds = models.PositiveIntegerField(default=0)
    """How long the last try took."""

    problem = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["webhook", "state", "id"], name="deliveries_by_state"),
            models.Index(fields=["state", "planned_at"], name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"
