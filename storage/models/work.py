"""Steps that are left to do, answers that go out, and who did what."""

from typing import ClassVar

from django.db import models

from storage.models.intake import Mail


class Job(models.Model):
    """A step that is left to do. The row is the truth; a broker only rings the bell."""

    step = models.CharField(max_length=20)
    """open, unlock, read, copy, route, settle, watch, answer, digest, send or tell."""

    target = models.BigIntegerField()
    """Id of the mail, item, unit, delivery, outgoing mail or webhook's delivery."""

    due_at = models.DateTimeField(db_index=True)
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    """Code of the last failure; the job waits until `due_at` and goes on, or until a person retries it."""

    detail = models.TextField(blank=True)
    deaths = models.PositiveIntegerField(default=0)
    """How often a worker died over it, or was killed."""

    stuck = models.BooleanField(default=False, db_index=True)
    """Failed too often: waits for a person."""

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "target"], name="one_job")]

    def __str__(self) -> str:
        return f"{self.step} {self.target}"


class Outgoing(models.Model):
    """The answer to one mail, built once; what became of it, or why there is none."""

    class Kind(models.TextChoices):
        FULL = "full"
        NEUTRAL = "neutral"
        SECOND = "second"
        """The complete answer that follows a neutral one."""
        DIGEST = "digest"
        """The one mail a day about those that were too many to be answered one by one; `mail` is the first of them."""

    class State(models.TextChoices):
        WITHHELD = "withheld"
        """A rule forbids it; `problem` says which."""
        DRY_RUN = "dry_run"
        """Built to be shown, never sent."""
        PLANNED = "planned"
        SENDING = "sending"
        """A process is handing it over, or died while it did."""
        SENT = "sent"
        REFUSED = "refused"
        """The server does not take it, now or later."""
        GAVE_UP = "gave_up"
        UNSURE = "unsure"
        """Its process died between handing over and writing it down: it may have gone out."""
        BOUNCED = "bounced"

    mail = models.ForeignKey(Mail, models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=10, choices=State, db_index=True)
    identity = models.CharField(max_length=64, db_index=True)
    """What the answered mail is the same by, whichever mailbox it came through."""

    to = models.CharField(max_length=320, db_index=True)
    claim = models.CharField(max_length=40, blank=True)
    """The claim that it counts for; a neutral answer does not name it."""

    language = models.CharField(max_length=2)
    message_id = models.CharField(max_length=998, blank=True)
    """"" for what is never built."""

    subject = models.TextField(blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    """What the body does not say: In-Reply-To and References."""

    attached_sha256 = models.CharField(max_length=64, blank=True)
    """The blob that goes along, "" where nothing does."""

    attached_size = models.BigIntegerField(default=0)
    attached_name = models.CharField(max_length=200, blank=True)
    digest = models.ForeignKey("self", models.PROTECT, null=True, related_name="listed")
    """The digest that names the mail, where its own answer was one too many."""

    planned_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    """When a person looked at what went wrong with it."""

    tries = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=60, blank=True)
    """Why it is not sent, or not yet."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mail"], condition=~models.Q(kind__in=["second", "digest"]), name="one_first_answer"),
            models.UniqueConstraint(fields=["mail"], condition=models.Q(kind="second"), name="one_second_answer"),
            models.UniqueConstraint(fields=["mail"], condition=models.Q(kind="digest"), name="one_digest"),
            models.UniqueConstraint(fields=["message_id"], condition=~models.Q(message_id=""), name="one_message_id"),
        ]

    def __str__(self) -> str:
        return f"{self.mail_id} {self.kind} {self.state}"


class Event(models.Model):
    """Who did what when and why. Rows are added, never changed: the database itself refuses."""

    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    what = models.CharField(max_length=40, db_index=True)
    why = models.CharField(max_length=200, blank=True)
    mail_id = models.BigIntegerField(null=True, db_index=True)
    unit_id = models.BigIntegerField(null=True)
    item_id = models.BigIntegerField(null=True)
    task_id = models.BigIntegerField(null=True, db_index=True)
    claim = models.CharField(max_length=40, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar = ["pk"]
        indexes: ClassVar = [
            models.Index(fields=["claim", "what"], name="event_of_claim"),
            models.Index(fields=["mail_id", "what"], name="event_of_mail"),
            models.Index(fields=["actor", "what", "-id"], name="event_of_actor"),
            models.Index(fields=["at"], name="event_at"),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"
