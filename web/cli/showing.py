"""The steps of the demonstration, each with what a person sees of it."""

import os
import threading
from datetime import datetime
from pathlib import Path

from django.conf import settings as django_settings
from rich.console import Console
from rich.progress import track

from ingest.services import Services
from web.cli import office, output
from web.cli.bars import Steps
from web.cli.serving import Place, Servers, engine_command, web_command
from web.demo.claims import write_register
from web.demo.samples import make_samples
from web.demo.server import HOST, MailServer
from web.demo.values import Sample


def show(home: Path, place: Place | None, stop: threading.Event, *, password: str) -> None:
    """Everything, from the empty home to the desk; without a `place` it ends after the table."""
    console = output.console()
    now = datetime.now().astimezone()
    console.print("Writing the mails ...")
    samples = make_samples(home / "samples", now)
    write_register(home, now)
    services = _set_up(console, password)
    with services.sandbox, MailServer() as server:
        _take(samples, server, services, stop, console)
        _tell(samples, services, console)
        if place is not None and not stop.is_set():
            _serve(place, server, stop, console)


def _set_up(console: Console, password: str) -> Services:
    office.begin()
    from web.cli.tables import migrate
    from web.demo.office import staff

    migrate(quiet=True)
    accounts = staff(password)
    services = office.open_office()
    console.print(
        output.table(f"Log in with the password  {password}", ("name", "role", "who"), ((a.name, a.role, a.full_name) for a in accounts))
    )
    return services
