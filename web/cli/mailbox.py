"""`claimpost mailbox ...`: the places that are polled."""

import contextlib
import re
import threading
from datetime import datetime

import click

from web.cli import office, output
from web.cli.errors import Failed

SECRET = re.compile(r"env:CLAIMPOST_SECRET_OF_\w+|file:/.+")


def _place_of_secret(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not SECRET.fullmatch(value):
        raise click.BadParameter("name the place, env:CLAIMPOST_SECRET_OF_NAME or file:/path; the password itself is never stored")
    return value


@click.group("mailbox")
def command() -> None:
    """The mailboxes that are polled."""


@command.command("add")
@click.argument("name")
@click.option("--host", required=True, help="Name of the IMAP server.")
@click.option("--port", type=click.IntRange(1, 65535), default=993, show_default=True)
@click.option("--security", type=click.Choice(["tls", "starttls", "plain"]), default="tls", show_default=True)
@click.option("--user", required=True, help="Account name, often the address.")
@click.option(
    "--secret", required=True, callback=_place_of_secret, help="Where the password is: env:CLAIMPOST_SECRET_OF_NAME or file:/path."
)
@click.option("--auth", type=click.Choice(["password", "oauth2"]), default="password", show_default=True)
@click.option("--folder", "folders", multiple=True, help="Folder to poll; INBOX by default. May be repeated.")
@click.option("--settle", type=click.Choice(["nothing", "move", "flag"]), default="nothing", show_default=True)
@click.option("--settle-target", default="", help="Folder to move held mail to, or keyword to set on it.")
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Take only mail that arrived on or after this day; by default the day of the first poll.",
)
@click.option("--acknowledge", is_flag=True, help="Answer new mail with an acknowledgement.")
def add(name: str, *, since: datetime | None, folders: tuple[str, ...], **columns: object) -> None:
    """Add the mailbox NAME and poll it from now on. The secret itself is never stored, only where it is."""
    office.ready()
    from django.core.exceptions import ValidationError

    from storage.models import Mailbox

    row = Mailbox(name=name, folders=list(folders), since=since.date() if since else None, **columns)
    try:
        row.full_clean(exclude=["folders"])
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from error
    row.save()
    click.echo(f"{name} is polled from now on. Try it with: claimpost mailbox check {name}")


@command.command("list")
def listing() -> None:
    """Show the mailboxes."""
    office.ready()
    from storage.models import Mailbox

    rows = (
        (row.name, row.host, row.user, ", ".join(row.folders) or "INBOX", row.settle, "yes" if row.enabled else "no", row.last_error)
        for row in Mailbox.objects.order_by("name")
    )
    output.console().print(output.table("", ("name", "server", "user", "folders", "settled by", "enabled", "last error"), rows))


@command.command("check")
@click.argument("name")
def check(name: str) -> None:
    """Log in to the mailbox NAME and look into its folders, without changing anything."""
    office.ready()
    from ingest import mailboxes, poll
    from storage.models import Mailbox

    row = Mailbox.objects.filter(name=name).first()
    if row is None:
        raise Failed(f"There is no mailbox called {name}. Run: claimpost mailbox list")
    with contextlib.closing(mailboxes.connect(row, threading.Event())) as session:
        session.check_settling(row)
        for folder in poll.folders(row):
            click.echo(f"{folder}: {session.look(folder).count} messages")
