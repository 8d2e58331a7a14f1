"""Every table of Claimpost. Columns that hold codes take the values of `core`; texts for people are made in `web`."""

from typing import ClassVar

from django.db import models


class Mailbox(models.Model):
    """A place that we poll; an administrator edits it."""

    class Security(models.TextChoices):
        TLS = "tls"
        STARTTLS = "starttls"
        PLAIN = "plain"

    class Auth(models.TextChoices):
        PASSWORD = "password"  # noqa: S105 - a code
        OAUTH2 = "oauth2"

    class Settle(models.TextChoices):
        MOVE = "move"
        FLAG = "flag"
        NOTHING = "nothing"

    name = models.CharField(max_length=100, unique=True)
    kind = models.CharField(max_length=20, default="imap")
    host = models.CharField(max_length=255, blank=True)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=10, choices=Security, default=Security.TLS)
    ca_file = models.CharField(max_length=255, blank=True)
    user = models.CharField(max_length=255, blank=True)
    auth = models.CharField(max_length=10, choices=Auth, default=Auth.PASSWORD)
    secret = models.CharField(max_length=255, blank=True)
    """Where the password or the OAuth2 client is: `env:NAME` or `file:/path`; never the secret itself."""

    folders = models.JSONField(default=list)
    settle = models.CharField(max_length=10, choices=Settle, default=Settle.NOTHING)
    settle_target = models.CharField(max_length=255, blank=True)
    """Folder to move to, or keyword to set."""

    since = models.DateField(null=True, blank=True)
    """First contact takes only mail that arrived on or after this day."""

    acknowledge = models.BooleanField(default=False)
    enabled = models.BooleanField(default=True)
    leased_by = models.CharField(max_length=100, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=60, blank=True)
    """Code of the last failed poll, "" after a good one."""

    last_error_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Folder(models.Model):
    """A folder of a mailbox under one UIDVALIDITY: how far we have listed it."""

    mailbox = models.ForeignKey(Mailbox, models.CASCADE, related_name="cursors")
    name = models.CharField(max_length=255)
    uid_validity = models.BigIntegerField()
    last_uid = models.BigIntegerField(default=0)
    """Every message up to this UID has a ledger row, or came before `since`."""

    on_server = models.PositiveIntegerField(default=0)
    """Messages in the folder at the last poll that are ours to hold (`since` applied)."""

    since = models.DateField(null=True)
    """The day that `skipped` came before."""

    skipped = models.PositiveIntegerField(default=0)
    """Messages in the folder at the last poll that came before `since`; they have no ledger row."""

    skipped_to = models.BigIntegerField(default=0)
    """A message without a ledger row came before `since` if its UID is not above this one."""

    current = models.BooleanField(default=True)
    listed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["mailbox", "name", "uid_validity"], name="one_cursor")]

    def __str__(self) -> str:
        return f"{self.mailbox_id}/{self.name}/{self.uid_validity}"


class Mail(models.Model):
    """One message, kept byte for byte; however often it was delivered, it is one row."""

    class State(models.TextChoices):
        RECEIVED = "received"
        OPENED = "opened"
        QUARANTINED = "quarantined"

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    received_at = models.DateTimeField()
    """When our mailbox took it: its INTERNALDATE, or the moment of intake for a file."""

    held_at = models.DateTimeField()
    message_id = models.CharField(max_length=998, blank=True, db_index=True)
    state = models.CharField(max_length=20, choices=State, default=State.RECEIVED, db_index=True)
    problem = models.CharField(max_length=40, blank=True)
    acknowledge = models.BooleanField(default=False)
    """False for mail from the first contact with an old mailbox, and wherever nobody turned it on."""

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number of the mail that a stranger may know: `M-20240503-0042`."""
        return f"M-{self.held_at:%Y%m%d}-{self.pk:04d}"


class Delivery(models.Model):
    """The ledger: one row per message that a mailbox holds for us."""

    class State(models.TextChoices):
        WAITING = "waiting"
        HELD = "held"
        QUARANTINED = "quarantined"
        GONE = "gone"
        """Somebody removed it from the mailbox before we held it."""

    class Settled(models.TextChoices):
        NOT_WANTED = "not_wanted"
        PENDING = "pending"
        DONE = "done"
        GONE = "gone"

    mailbox = models.ForeignKey(Mailbox, models.PROTECT, null=True, related_name="deliveries")
    """Null for a file that was handed in."""

    folder = models.CharField(max_length=255, blank=True)
    uid_validity = models.BigIntegerField(default=0)
    uid = models.BigIntegerField(default=0)
    mail = models.ForeignKey(Mail, models.PROTECT, null=True, related_name="deliveries")
    state = models.CharField(max_length=20, choices=State, default=State.WAITING, db_index=True)
    settled = models.CharField(max_length=20, choices=Settled, default=Settled.NOT_WANTED, db_index=True)
    size = models.BigIntegerField(default=0)
    internal_date = models.DateTimeField(null=True)
    first_contact = models.BooleanField(default=False)
    problem = models.CharField(max_length=40, blank=True)
    tries = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    """Not fetched again before; null at the first try."""

    away = models.BooleanField(default=False)
    """No longer in its folder: we moved it, or somebody removed it."""

    seen_at = models.DateTimeField()
    current = models.BooleanField(default=True)
    """False once the server answered with another UIDVALIDITY."""

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["mailbox", "folder", "uid_validity", "uid"], name="one_ledger_row"),
        ]

    def __str__(self) -> str:
        return f"{self.mailbox_id}/{self.folder}/{self.uid_validity}/{self.uid}"


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
    confidence = models.FloatField(default=0.0)
    page_count = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=40, blank=True)
    value = models.JSONField()
    """The `core.values.Reading` as `core.codec` writes it, its pages without their words."""

    words = models.JSONField(default=list)
    """The words of every page with their boxes: much, and only for who draws them."""

    read_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"reading of {self.item_id}"


class Verdict(models.Model):
    """Which claim a unit belongs to, and why. Never overwritten: a new decision is a new row."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="verdicts")
    decided_at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    """`claimpost`, or the user name of the person who decided."""

    outcome = models.CharField(max_length=20)
    rule = models.CharField(max_length=60, blank=True)
    value = models.JSONField()
    """The whole `core.values.Verdict` as `core.codec` writes it."""

    class Meta:
        ordering: ClassVar = ["unit_id", "pk"]

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
    """What the due time follows from: a document type, or `no_content`, `triage`, `draft`, `claims_system`."""

    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    items = models.ManyToManyField(Item, related_name="tasks")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["state", "handler", "-opened_at"])]

    def __str__(self) -> str:
        return self.key


class Job(models.Model):
    """A step that is left to do. The row is the truth; a broker only rings the bell."""

    step = models.CharField(max_length=20)
    """open, unlock, read, copy, route, settle, watch, answer or send."""

    target = models.BigIntegerField()
    """Id of the mail, item, unit, delivery or outgoing mail."""

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


class Outgoing(models.Model):
    """The answer to one mail, built once; what became of it, or why there is none."""

    class Kind(models.TextChoices):
        FULL = "full"
        NEUTRAL = "neutral"
        SECOND = "second"
        """The complete answer that follows a neutral one."""

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
            models.UniqueConstraint(fields=["mail"], condition=~models.Q(kind="second"), name="one_first_answer"),
            models.UniqueConstraint(fields=["mail"], condition=models.Q(kind="second"), name="one_second_answer"),
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

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"
