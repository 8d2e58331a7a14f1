"""Where mail comes from: mailboxes, their folders, the ledger, and the mails."""

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
    token_until = models.DateTimeField(null=True, blank=True)
    """Until when the access token was good that the last good poll was let in with; null where there is a password."""

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

    class Meta:
        indexes: ClassVar = [models.Index(fields=["received_at"], name="mail_received")]

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
        indexes: ClassVar = [models.Index(fields=["mailbox", "current", "state", "away"], name="ledger_counts")]

    def __str__(self) -> str:
        return f"{self.mailbox_id}/{self.folder}/{self.uid_validity}/{self.uid}"
