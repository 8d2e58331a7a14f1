"""What was decided about a mail, by which rules of the house, and what is to do."""

from typing import Any, ClassVar

from django.db import models

from storage.models.contents import Item, Unit

LISTED = models.Q(kind="claim", joined_to=None)
"""Tasks that stand in a list: those of claims that are not shown on another."""

WAITING = models.Q(kind__in=["triage", "hold"], state="open")
"""Tasks that wait for an operator."""


class Verdict(models.Model):
    """Which claim a unit belongs to, and why. Never overwritten: a new decision is a new row.

    What its papers name, which are read later, is added to it.
    """

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="verdicts")
    decided_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    """`claimpost`, or the user name of the person who decided."""

    outcome = models.CharField(max_length=20)
    rule = models.CharField(max_length=60, blank=True)
    sender_domain = models.CharField(max_length=320, blank=True)
    """Where a person says whose mail it is, the domain of its sender, in small letters: the next mail from there may be like it."""

    value = models.JSONField()
    """The whole `core.values.Verdict` as `core.codec` writes it."""

    class Meta:
        ordering: ClassVar = ["unit_id", "pk"]
        indexes: ClassVar = [models.Index(fields=["sender_domain", "-id"], name="verdict_of_domain")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.outcome}"


class Task(models.Model):
    """What a handler must do; without a claim it waits in triage, on hold when a draft is watched."""

    class Kind(models.TextChoices):
        CLAIM = "claim"
        TRIAGE = "triage"
        HOLD = "hold"

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        CANCELLED = "cancelled"
        """It gave way to the tasks that a new verdict opened."""

    key = models.CharField(max_length=300, unique=True)
    """`unit:claim` or `unit:claim:item`, `unit:` for triage: what makes opening it twice one task."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="tasks")
    verdict = models.ForeignKey(Verdict, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN, db_index=True)
    claim = models.CharField(max_length=40, blank=True, db_index=True)
    insured = models.CharField(max_length=200, blank=True)
    handler = models.CharField(max_length=150, blank=True, db_index=True)
    title = models.CharField(max_length=60)
    """Code of what arrived: a document type, or `message`, `no_content`, `claim_closed` ...; the page makes words of it."""

    priority = models.CharField(max_length=10, default="normal")
    warnings = models.JSONField(default=list)
    due_at = models.DateTimeField(null=True)
    because = models.CharField(max_length=60, blank=True)
    """What the due time follows from: a document type, a wish, a clock, or `no_content`, `draft`, `claims_system`."""

    opened_at = models.DateTimeField()
    received_at = models.DateTimeField(editable=False)
    """When its mail was received: what lists are ordered by."""

    closed_at = models.DateTimeField(null=True)
    items = models.ManyToManyField(Item, related_name="tasks")
    joined_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="joined")
    """The task on whose page it is shown: the same sender's mail opened it minutes before. Both are open, or done, together."""

    handed_at = models.DateTimeField(null=True)
    """When a person gave it to its handler, to whom it is new since then."""

    snoozed_until = models.DateTimeField(null=True)
    """Until when it is put off: it stands on no list of what is to do before."""

    notes = models.JSONField(default=list)
    """What people wrote on it, oldest first, as `core.codec` writes `storage.tending.Note`."""

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "handler", "-opened_at"]),
            models.Index(fields=["handler", "state", "-received_at", "-id"], condition=LISTED, name="tasks_of_handler"),
            models.Index(fields=["state", "-received_at", "-id"], condition=LISTED, name="tasks_of_everyone"),
            models.Index(fields=["handler", "state", "due_at", "id"], condition=LISTED, name="tasks_of_handler_by_due"),
            models.Index(fields=["state", "due_at", "id"], condition=LISTED, name="tasks_of_everyone_by_due"),
            models.Index(fields=["-received_at", "-id"], name="tasks_by_receipt"),
            models.Index(fields=["kind"], condition=WAITING, name="tasks_waiting"),
        ]

    def __str__(self) -> str:
        return self.key

    def save(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - as Django has it
        """A new task is as old as its mail."""
        if self.received_at is None:
            self.received_at = self.unit.mail.received_at
        super().save(*args, **kwargs)


class Handed(models.Model):
    """A claim whose papers about health a medical adviser is asked to read."""

    claim = models.CharField(max_length=40)
    to = models.CharField(max_length=150, db_index=True)
    """User name of the adviser."""

    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["claim", "to"], name="handed_once")]

    def __str__(self) -> str:
        return f"{self.claim} {self.to}"


class RoutingRule(models.Model):
    """A rule of the house (`core.own_rules`); an administrator adds it."""

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20)
    where = models.CharField(max_length=320)
    what = models.CharField(max_length=500)
    enabled = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name
