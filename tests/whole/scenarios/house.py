"""A claims office that takes mails in and answers them, and what became of a mail: its tasks, its papers, its answers."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Self
from zoneinfo import ZoneInfo

from core import codec
from core.answers import Answers
from core.answers import Smtp as SmtpSettings
from core.settings import Settings
from core.values import Verdict
from ingest import intake, runner, services
from ingest.keys import answers_key
from storage import desk, models
from storage.threads import Threads
from tests.databases import Database
from tests.servers.smtp import Mail as Taken
from tests.servers.smtp import Smtp
from tests.whole.killed import InThisProcess
from web.demo.people import OFFICE

NOW = datetime(2026, 3, 4, 9, 11, tzinfo=UTC)
"""A Wednesday morning."""

BRUSSELS = ZoneInfo("Europe/Brussels")
BOUNCES = "retours@vertebois.example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An open task as the desk has it; `due` is the local time."""

    kind: str
    claim: str
    title: str
    priority: str
    due: str
    because: str
    warnings: tuple[str, ...]
    files: tuple[str, ...]
    """Names of the documents that it lists; of a mail that is only text, "" for the mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A document of a mail: what it is, why it cannot be had, and the classes of personal data that restrict it."""

    name: str
    type: str
    parts: tuple[str, ...] = ()
    """Types of the papers in one scan."""
    problem: str = ""
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer as the mail server took it, or why there is none."""

    state: str
    kind: str
    to: str
    subject: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that was taken in."""

    row: models.Mail

    @property
    def tasks(self) -> list[Task]:
        """Its open tasks."""
        return [_task(task) for task in self.rows]

    @property
    def task(self) -> Task:
        """Its only open task."""
        (task,) = self.tasks
        return task

    @property
    def rows(self) -> Iterable[models.Task]:
        """Its open tasks as rows."""
        return models.Task.objects.filter(unit__mail=self.row, state=models.Task.State.OPEN).order_by("pk")

    @property
    def verdicts(self) -> list[Verdict]:
        """The last verdict on each mail in it."""
        units = models.Unit.objects.filter(mail=self.row).order_by("pk")
        return [codec.load(Verdict, row.value) for unit in units if (row := unit.verdicts.last())]

    @property
    def verdict(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Outcome, claims and reasons of the outer mail."""
        first = self.verdicts[0]
        return first.outcome, first.claims, first.why

    @property
    def papers(self) -> list[Paper]:
        """Its documents in reading order."""
        return [_paper(item) for item in self.row.items.filter(kind="document").select_related("reading")]

    @property
    def refused(self) -> list[tuple[str, str]]:
        """Names of the files of any kind that cannot be had, and why."""
        return list(self.row.items.exclude(problem="").order_by("position").values_list("name", "problem"))

    @property
    def types(self) -> list[str]:
        """The types of its documents."""
        return [paper.type for paper in self.papers]

    @property
    def known(self) -> list[str]:
        """Names of the documents of its only open task that the claim has by an earlier mail."""
        (task,) = self.rows
        return [item.name for item in desk.mail_rows(task) if getattr(item, "known_since", None)]

    @property
    def answers(self) -> list[Answer]:
        """What its sender was answered."""
        rows = models.Outgoing.objects.filter(mail=self.row).order_by("pk")
        return [Answer(state=row.state, kind=row.kind, to=row.to, subject=row.subject, problem=row.problem) for row in rows]

    @property
    def events(self) -> list[str]:
        """What the trail says, in order."""
        return list(models.Event.objects.filter(mail_id=self.row.pk).values_list("what", flat=True))


class House:
    """One installation whose clock stands where the test puts it."""

    def __init__(self, database: Database, register: Path, smtp: Smtp, **settings: object) -> None:
        answers = Answers(
            mode="on", sender=OFFICE, sender_name="Vertebois, sinistres", bounces=BOUNCES, key="of the tests", per_claim=99, per_sender=99
        )
        server = SmtpSettings(host="127.0.0.1", port=smtp.port, security="plain", seconds=5)
        given = {"home": database.home, "database_url": database.url, "register": register, "answers": answers, "smtp": server}
        self.settings = Settings(**given | settings)  # type: ignore[arg-type]
        self.register = register
        self.smtp = smtp
        self.now = NOW
        built = services.build(self.settings)
        history = Threads(answers_key(self.settings))
        self.hands = replace(built, history=history, sandbox=InThisProcess(self.settings), now=lambda: self.now)

    def receive(self, raw: bytes, *, at: datetime | None = None) -> Letter:
        """Take a mail in at that moment, else now, and do everything that is due."""
        self.now = at or self.now
        file = self.settings.home / "mail.eml"
        file.write_bytes(raw)
        held = intake.take_file(file, self.hands, acknowledge=True).mail_id
        self.work()
        return Letter(models.Mail.objects.get(pk=held))

    def work(self) -> None:
        """Do everything that is due."""
        runner.work(self.hands, Event(), until_idle=True)

    def wait(self, **later: float) -> Self:
        """Let time pass, and do everything that is due then."""
        self.now += timedelta(**later)
        self.work()
        return self

    def change(self, old: str, new: str) -> None:
        """Somebody changes the register of claims."""
        text = self.register.read_text("utf-8")
        assert old in text
        self.register.write_text(text.replace(old, new), "utf-8")

    @property
    def sent(self) -> Taken:
        """The last mail that the server took."""
        return self.smtp.state.taken[-1]

    @property
    def said(self) -> list[str]:
        """The lines of the last mail that the server took."""
        body = self.sent.content.get_body(("plain",))
        assert body is not None
        return [line for line in str(body.get_content()).splitlines() if line]

    def line(self, start: str) -> str:
        """What follows `start` in the last answer, "" when it has no such line."""
        return next((line.removeprefix(start).strip() for line in self.said if line.startswith(start)), "")


def _task(task: models.Task) -> Task:
    return Task(
        kind=task.kind,
        claim=task.claim,
        title=task.title,
        priority=task.priority,
        due=f"{task.due_at.astimezone(BRUSSELS):%a %d %H:%M}" if task.due_at else "",
        because=task.because,
        warnings=tuple(task.warnings),
        files=tuple(task.items.exclude(kind="mail").order_by("position").values_list("name", flat=True)),
    )


def _paper(item: models.Item) -> Paper:
    reading = getattr(item, "reading", None)
    value = reading.value if reading else {}
    return Paper(
        name=item.name,
        type=reading.type if reading else "",
        parts=tuple(paper["type"]["id"] for paper in value.get("documents", ())),
        problem=item.problem or (reading.problem if reading else ""),
        classes=tuple(value.get("type", {}).get("classes", ())),
    )
