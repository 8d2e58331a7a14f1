"""`claimpost mailbox ...`: the places that are polled."""

import contextlib
import copy
import re
import threading
from datetime import datetime
from typing import TYPE_CHECKING

import click

from web.cli import office, output
from web.cli.errors import Failed

if TYPE_CHECKING:
    from storage.models import Mailbox

SECRET = re.compile(r"env:CLAIMPOST_SECRET_OF_\w+|file:/.+")


def _place_of_secret(_context: click.Context, _parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not SECRET.fullmatch(value):
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
@click.option("--ca-file", default="", help="File of the authority that signed the server's certificate; the system's own by default.")
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
@click.option("--acknowledge/--no-acknowledge", default=False, help="Answer new mail with an acknowledgement.")
def add(name: str, *, since: datetime | None, folders: tuple[str, ...], **columns: object) -> None:
    """Add the mailbox NAME and poll it from now on. The secret itself is never stored, only where it is."""
    office.ready()
    from storage.models import Mailbox

    row = Mailbox(name=name, folders=list(folders), since=since.date() if since else None, **columns)
    _check(row)
    row.save()
    click.echo(f"{name} is polled from now on. Try it with: claimpost mailbox check {name}")


def _for_changes(option: click.Parameter) -> click.Parameter:
    """The same option where only what is given counts."""
    changing = copy.copy(option)
    if isinstance(changing, click.Option):
        changing.required, changing.default, changing.show_default = False, None, False
    return changing


@click.pass_context
def change(context: click.Context, /, name: str, **columns: object) -> None:
    """Change the mailbox NAME: what an option gives, and nothing else. The poller takes it up by itself."""
    office.ready()
    given = {
        column: value for column, value in columns.items() if context.get_parameter_source(column) is click.core.ParameterSource.COMMANDLINE
    }
    if not given:
        raise click.UsageError("Say what to change, with the options of: claimpost mailbox add")
    row = _find(name)
    for column, value in given.items():
        match value:
            case datetime():
                setattr(row, column, value.date())
            case tuple():
                setattr(row, column, list(value))
            case _:
                setattr(row, column, value)
    _check(row)
    row.save(update_fields=list(given))
    click.echo(f"{name} is changed. Try it with: claimpost mailbox check {name}")


command.add_command(click.Command("set", callback=change, params=[_for_changes(one) for one in add.params], help=change.__doc__))


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Poll the mailbox NAME no longer. What it gave stays here, and nothing changes on its server."""
    _switch(name, enabled=False)
    click.echo(f"{name} is no longer polled.")


@command.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Poll the mailbox NAME again, from where it was left."""
    _switch(name, enabled=True)
    click.echo(f"{name} is polled again.")


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

    row = _find(name)
    with contextlib.closing(mailboxes.connect(row, threading.Event())) as session:
        session.check_settling(row)
        for folder in poll.folders(row):
            click.echo(f"{folder}: {session.look(folder).count} messages")


def _find(name: str) -> "Mailbox":
    from storage.models import Mailbox

    row = Mailbox.objects.filter(name=name).first()
    if row is None:
        raise Failed(f"There is no mailbox called {name}. Run: claimpost mailbox list")
    return row


def _check(row: "Mailbox") -> None:
    from django.core.exceptions import ValidationError

    try:
        row.full_clean(exclude=["folders"])
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from error


def _switch(name: str, *, enabled: bool) -> None:
    office.ready()
    row = _find(name)
    row.enabled = enabled
    row.save(update_fields=["enabled"])
