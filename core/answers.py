"""What an installation sets about the mails that it sends."""

from dataclasses import dataclass
from pathlib import Path

MODES = ("off", "dry_run", "on")
SECURITIES = ("tls", "starttls", "plain")
AUTHS = ("none", "password", "oauth2")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The field `mode` is the variable `CLAIMPOST_ANSWERS_MODE`, and so on."""

    mode: str = "off"
    """`off`; `dry_run`: answers are written and shown, never sent; `on`."""

    sender: str = ""
    """Address that answers come from."""

    sender_name: str = ""
    """Name beside that address, the house's own."""

    bounces: str = ""
    """Envelope sender, to which failures of delivery come back; "" means the address of `sender`."""

    key: str = ""
    """Signs the Message-IDs of what we send; "" makes one in `home` at the first start."""

    templates: Path | None = None
    """Folder with texts that go before ours: `fr.yaml`, `nl.yaml`, `de.yaml`, `en.yaml`."""

    wait_minutes: int = 30
    """Minutes after receipt for which the first answer waits for the decision, to be a complete one."""

    second: bool = True
    """After a neutral answer a complete one follows, when its reader may have it."""

    oldest_days: int = 7
    """Days after receipt after which a mail gets no first answer any more, for example because answers were off until now."""

    per_claim: int = 3
    """Answers to one sender about one claim in 24 hours."""

    per_sender: int = 20
    """Answers to one sender in 24 hours."""

    digest_hour: int = 18
    """Hour of the day, in the house's time zone, at which a sender is told of the mails that were too many to be answered one by one."""

    digest_lines: int = 100
    """Mails that such a digest names; of more it says how many."""

    carried_lines: int = 50
    """Mails that a neutral answer lists of those that a mail carries; of more it says how many."""

    warn_hours: int = 16
    """Hours after receipt at which an answer that is still to be sent is shown as late; the target is 24."""

    give_up_hours: int = 72
    """Hours for which a server that refuses for the moment is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Smtp:
    """The server that takes our mails: the field `host` is the variable `CLAIMPOST_SMTP_HOST`, and so on."""

    host: str = ""
    port: int = 587
    security: str = "starttls"
    """`tls` from the first byte, `starttls`, or `plain` on a network that nobody else is on."""

    ca_file: str = ""
    """Certificates that are trusted instead of the system's."""

    auth: str = "none"
    """`none`, `password`, or `oauth2` (XOAUTH2)."""

    user: str = ""
    secret: str = ""
    """Where the password or the OAuth2 client is: `env:NAME` or `file:/path`."""

    seconds: int = 30
    """Seconds to wait for each word of the server, but the last."""

    reply_seconds: int = 600
    """Seconds to wait for its reply to the whole mail, which it may scan first; RFC 5321 (4.5.3.2.6) asks for ten minutes."""
