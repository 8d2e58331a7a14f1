"""The whole way in one process, for a mail that is handed in."""

from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from threading import Event

from core.settings import Settings
from ingest import intake, runner, services
from storage import models
from tests.databases import Database
from tests.whole import mails
from tests.whole.killed import InThisProcess

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def hands_of(database: Database) -> services.Services:
    """Services of an installation with three claims, whose clock stands still."""
    register = mails.write_register(database.home / "claims.csv", 3)
    settings = Settings(home=database.home, database_url=database.url, register=register)
    return replace(services.build(settings), sandbox=InThisProcess(settings), now=lambda: NOW)


def hold(mail: EmailMessage | bytes, hands: services.Services) -> int:
    """Hand in a mail and leave it to be opened; its id comes back."""
    file = hands.settings.home / "mail.eml"
    file.write_bytes(mail if isinstance(mail, bytes) else mail.as_bytes())
    return intake.take_file(file, hands).mail_id


def deliver(mail: EmailMessage | bytes, hands: services.Services) -> list[models.Task]:
    """Hand in a mail, do everything that is due, and list its open tasks."""
    held = hold(mail, hands)
    runner.work(hands, Event(), until_idle=True)
    return list(models.Task.objects.filter(unit__mail=held, state=models.Task.State.OPEN).order_by("pk"))
