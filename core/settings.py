"""Everything an installation may set, read once from the environment into one frozen value."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.answers import AUTHS, MODES, SECURITIES, Answers, Smtp
from core.api import Api
from core.errors import Misconfigured
from core.limits import Limits

PREFIX = "CLAIMPOST_"
HOURS = 24
"""Of a day."""
EMBEDDED = "claimpost.sqlite3"
"""The embedded database, in `home`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The setting of `home` is the variable `CLAIMPOST_HOME`, and so on.

    `limits` take `CLAIMPOST_LIMIT_...`, `answers` `CLAIMPOST_ANSWERS_...`, `smtp` `CLAIMPOST_SMTP_...`, and `api` `CLAIMPOST_API_...`.
    """

    home: Path = Path("var")
    """Folder of the embedded database, the blobs, and the spool."""

    database_url: str = ""
    """`postgresql://user:password@host/name`; "" means SQLite in `home`."""

    blobs_url: str = ""
    """`s3://key:secret@host:port/bucket` or `s3+tls://...`; "" means the folder `blobs` in `home`."""

    broker_url: str = ""
    """`redis://host:port/0` for the office set-up; "" means that jobs run in this process."""

    secret_key: str = ""
    """Signs sessions; "" makes one in `home` at the first start."""

    allowed_hosts: str = "127.0.0.1,localhost"
    """Host names that the desk answers to, separated by commas."""

    secure_cookies: bool = False
    """True behind TLS: cookies are sent over https only."""

    debug: bool = False
    """Development only: errors are shown in the page."""

    register: Path | None = None
    """CSV file of claims; its columns are those of docs/claims-register.md. `database`: what `claimpost register load` loaded."""

    register_most_removed: int = 5
    """Percent of the claims that may disappear by one load."""

    contracts: Path | None = None
    """YAML file of the clocks of each client's contract, as docs/clocks.md says; without one all have the house's own."""

    authserv_id: str = "mx.claimpost.test"
    """Name that our own border server writes into Authentication-Results (RFC 8601, 2.2)."""

    own_hops: int = 0
    """Received lines that our own servers write above those results; some services file a mail before they judge it."""

    own_addresses: str = ""
    """Addresses and domains that this house sends from, separated by commas."""

    trusted_relays: str = ""
    """Addresses or domains whose forwarded mails keep their inner senders, separated by commas."""

    tasks_per: str = "unit"
    """`unit`: one task per mail and claim; `item`: one task per document."""

    join_minutes: int = 10
    """Minutes within which mails of one sender on one claim are shown as one task, as long as nobody opened it; 0: never."""

    two_claims: str = "triage"
    """What becomes of a mail whose sender is on both claims that its subject names: `triage`, or `both` for a task on each."""

    language: str = "fr"
    """Language of the desk before a person chooses one: fr, nl, de or en."""

    time_zone: str = "Europe/Brussels"
    """Zone in which times are shown and working days are counted."""

    country: str = "BE"
    """Whose public holidays count: BE, FR, LU, NL or DE."""

    ocr_languages: str = "fra+nld+deu+eng"
    """Languages that Tesseract reads, in its own codes."""

    ocr_engine: str = "auto"
    """What reads pictures: `tesseract`, `ppocr`, or by `auto` both, the better first where OpenVINO runs."""

    readers: int = 0
    """Documents that are read at a time, each in a child process, in the embedded set-up; 0 means one per core."""

    lease_seconds: int = 60
    """Seconds after which the work of a worker that died is taken up by another."""

    poll_seconds: int = 60
    """Seconds between two polls of a mailbox; IDLE, where the server has it, wakes the poller earlier."""

    log_level: str = "info"
    """debug, info, warning or error."""

    limits: Limits = field(default_factory=Limits)
    answers: Answers = field(default_factory=Answers)
    smtp: Smtp = field(default_factory=Smtp)
    api: Api = field(default_factory=Api)

    def __post_init__(self) -> None:
        _one_of("tasks_per", self.tasks_per, ("unit", "item"))
        _one_of("two_claims", self.two_claims, ("triage", "both"))
        _one_of("language", self.language, ("fr", "nl", "de", "en"))
        _one_of("country", self.country, ("BE", "FR", "LU", "NL", "DE"))
        _one_of("ocr_engine", self.ocr_engine, ("auto", "ppocr", "tesseract"))
        _one_of("log_level", self.log_level, ("debug", "info", "warning", "error"))
        _one_of("answers_mode", self.answers.mode, MODES)
        _one_of("smtp_security", self.smtp.security, SECURITIES)
        _one_of("smtp_auth", self.smtp.auth, AUTHS)
        if self.answers.digest_hour >= HOURS:
            raise Misconfigured("not_an_hour", f"CLAIMPOST_ANSWERS_DIGEST_HOUR={self.answers.digest_hour}")
        if self.answers.mode != "off" and "@" not in self.answers.sender:
            raise Misconfigured("answers_sender_missing", "CLAIMPOST_ANSWERS_SENDER")
        if self.answers.mode == "on" and not self.smtp.host:
            raise Misconfigured("smtp_host_missing", "CLAIMPOST_SMTP_HOST")


def read(environment: Mapping[str, str]) -> Settings:
    """The settings that `environment` holds; what it does not name keeps its default.

    Raises:
        Misconfigured: a variable starting with CLAIMPOST_ is unknown or has a value that does not fit.
    """
    left = {name: value for name, value in environment.items() if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}SECRET_OF_")}
    limits = _take(Limits, f"{PREFIX}LIMIT_", left)
    answers = Answers(**_take(Answers, f"{PREFIX}ANSWERS_", left))
    smtp = Smtp(**_take(Smtp, f"{PREFIX}SMTP_", left))
    api = Api(**_take(Api, f"{PREFIX}API_", left))
    settings = _take(Settings, PREFIX, left)
    if left:
        raise Misconfigured("unknown_setting", ", ".join(sorted(left)))
    return Settings(**settings, limits=Limits(**limits), answers=answers, smtp=smtp, api=api)


def _take(kind: type, prefix: str, left: dict[str, str]) -> dict[str, Any]:
    taken: dict[str, Any] = {}
    for found in dataclasses.fields(kind):
        name = f"{prefix}{found.name.upper()}"
        if name in left:
            taken[found.name] = _convert(name, left.pop(name), found.type)
    return taken


def _convert(name: str, value: str, kind: object) -> object:
    if kind is int:
        if not value.strip().isdecimal():
            raise Misconfigured("not_a_number", f"{name}={value!r}")
        return int(value)
    if kind is bool:
        _one_of(name, value.lower(), ("1", "0", "true", "false", "yes", "no"))
        return value.lower() in {"1", "true", "yes"}
    return Path(value) if kind in {Path, Path | None} else value


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> None:
    if value not in allowed:
        raise Misconfigured("not_one_of", f"{name}={value!r}; one of: {', '.join(allowed)}")
