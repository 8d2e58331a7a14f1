"""What a mail holds, and what was read in it."""

from typing import ClassVar

from django.db import models

from storage.models.intake import Mail


class Unit(models.Model):
    """A mail at any depth, with a claim of its own."""

    class State(models.TextChoices):
        OPEN = "open"
        """No verdict yet."""
        WAITING = "waiting"
        """Its readings are still to come and could change the verdict."""
        DECIDED = "decided"
        HELD = "held"

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="units")
    path = models.CharField(max_length=200)
    state = models.CharField(max_length=20, choices=State, default=State.OPEN, db_index=True)
    subject = models.TextField(blank=True)
    sender_name = models.TextField(blank=True)
    sender_address = models.CharField(max_length=320, blank=True, db_index=True)
    message_id = models.CharField(max_length=998, blank=True, db_index=True)
    date = models.DateTimeField(null=True)
    auto = models.CharField(max_length=20, blank=True)
    value = models.JSONField()
    """The whole `core.values.Unit` as `core.codec` writes it."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mail", "path"], name="one_unit")]

    def __str__(self) -> str:
        return f"{self.mail_id}:{self.path}"


class Item(models.Model):
    """A part as we keep it."""

    class State(models.TextChoices):
        KEPT = "kept"
        TO_READ = "to_read"
        READ = "read"

    mail = models.ForeignKey(Mail, models.CASCADE, related_name="items")
    unit = models.ForeignKey(Unit, models.CASCADE, null=True, related_name="items")
    path = models.CharField(max_length=200)
    parent = models.CharField(max_length=200, blank=True)
    position = models.PositiveIntegerField()
    """Place in reading order."""

    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=20, choices=State, default=State.KEPT, db_index=True)
    name = models.TextField(blank=True)
    original_name = models.TextField(blank=True)
    media_type = models.CharField(max_length=255)
    declared_type = models.CharField(max_length=255, blank=True)
    content_id = models.TextField(blank=True)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    problem = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering: ClassVar = ["mail_id", "position"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["mail", "path"], name="one_item")]

    def __str__(self) -> str:
        return f"{self.mail_id}:{self.path}"


class Reading(models.Model):
    """What an extractor found in an item."""

    item = models.OneToOneField(Item, models.CASCADE, related_name="reading")
    language = models.CharField(max_length=8, blank=True)
    type = models.CharField(max_length=60, default="autre")
    """What it is: as it was read, or as a person said."""

    confidence = models.FloatField(default=0.0)
    page_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    value = models.JSONField()
    """The `core.values.Reading` as `core.codec` writes it, its pages without their words."""

    words = models.JSONField(default=list)
    """The words of every page with their boxes: much, and only for who draws them."""

    judged = models.JSONField(default=list)
    """What people said of the facts, as `core.codec` writes `core.judgements.Judgement`; `value` stays as it was read."""

    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reading of {self.item_id}"
