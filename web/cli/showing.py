"""The steps of the demonstration, each with what a person sees of it. Django must be set up before this is imported."""

import os
import threading
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import translation
from rich.progress import track

from core.settings import Settings
from ingest import poll, runner
from ingest.services import Services
from storage import models
from web.cli import office, output, status
from web.cli.bars import Steps
from web.cli.errors import Failed
from web.cli.numbers import collect
from web.cli.serving import Place, Servers, engine_command, web_command
from web.cli.tables import migrate
from web.demo.claims import write_register
from web.demo.office import SECRET, mailbox, staff
from web.demo.results import results
from web.demo.samples import make_samples
from web.demo.server import HOST, MailServer
from web.demo.values import Sample

AGE = timedelta(days=14)
"""The samples are younger."""


def show(home: Path, place: Place | None, stop: threading.Event, *, password: str) -> None:
    """Everything, from the empty home to the desk; without a `place` it ends after the table. Django must be set up."""
    now = datetime.now().astimezone()
    migrate(quiet=True)
    known = models.Mail.objects.exists()
    samples = () if known else make_samples(home / "samples", now)
    if not known:
        write_register(home, now)
    services = office.open_office()
    with services.sandbox, MailServer() as server:
        os.environ[SECRET] = server.password
        _take(samples, server, services, stop)
        if samples:
            _tell(samples, services.settings.language)
        status.show(collect(services.now(), services.settings.poll_seconds))
        if place is not None and not stop.is_set():
            _serve(place, password, server, services.settings, stop)


def _take(samples: tuple[Sample, ...], server: MailServer, services: Services, stop: threading.Event) -> None:
    """Deliver, poll, and work until nothing is left to do."""
    console = output.console()
    arrivals = [(sample.raw, sample.at) for sample in samples]
    for _ in track(server.deliver(arrivals), "Delivering", total=len(arrivals), console=console, disable=not arrivals):
        pass
    since = (services.now() - AGE).date()
    report = poll.poll_once(mailbox(server, since).pk, services, stop)
    if report.problem:
        raise Failed(f"The demonstration's mailbox could not be polled: {report.problem}.")
    console.print(f"Polled: {report.held} mails held.")
    with Steps() as bars:
        runner.work(services, stop, until_idle=True, progress=bars.done)


def _tell(samples: tuple[Sample, ...], language: str) -> None:
    """The table of what became of each mail, and what in it is a surprise."""
    console = output.console()
    with translation.override(language):
        found = results(samples)
    rows = [
        (one.sample if one.path == "0" else "", output.short(one.subject, 40), one.outcome, "\n".join(one.claims), one.sentence)
        for one in found
        if one.path
    ]
    console.print(output.table("What became of the mails", ("mail", "subject", "outcome", "claim", "why"), rows))
    surprises = [one for one in found if one.surprise]
    for one in surprises:
        console.print(output.printable(f"Not as expected: {one.sample}: {one.surprise}"))
    console.print(f"{len(samples)} mails, {len(rows)} decisions, {len(surprises)} not as expected.")


def _serve(place: Place, password: str, server: MailServer, settings: Settings, stop: threading.Event) -> None:
    console = output.console()
    accounts = staff(password)
    with Servers() as servers:
        servers.start("engine", engine_command())
        servers.start("web server", web_command(place, settings))
        servers.wait_for_desk(place, settings.allowed_hosts, stop)
        people = ((one.name, one.role, one.full_name) for one in accounts)
        console.print(output.table("People of the desk", ("name", "role", "who"), people))
        console.print(f"The desk is at {place}. Everybody's password: {password}")
        console.print(f"Send it a mail of your own: SMTP on {HOST}:{server.smtp_port}, to any address. Stop with Ctrl-C.")
        servers.run(stop)
