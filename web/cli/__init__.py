"""The command `claimpost`. Each command is a module of its own, imported when it is called, so that every call starts fast."""

import importlib
import sys
from dataclasses import dataclass

import click

from web.cli.errors import sayable


@dataclass(frozen=True, slots=True)
class Entry:
    """Where a command is, as `command` of its module, and what it does in a line."""

    module: str
    does: str


COMMANDS = {
    "answers": Entry("web.cli.answers", "Show the texts of acknowledgements, and check the server that takes them."),
    "clocks": Entry("web.cli.clocks", "Show what is nearly, or already, too late."),
    "decide": Entry("web.cli.decide", "Decide which claim a mail belongs to, and say why."),
    "demo": Entry("web.cli.demo", "Show everything at work on invented mails."),
    "engine": Entry("web.cli.engine", ""),
    "explain": Entry("web.cli.explain", "Show what a rule of the house would change about a mail."),
    "inspect": Entry("web.cli.inspect", "Show what is in a mail or container, at every depth."),
    "intake": Entry("web.cli.intake", "Take in mails that lie as files."),
    "mailbox": Entry("web.cli.mailbox", "Add, change, list and check the mailboxes that are polled."),
    "migrate": Entry("web.cli.migrate", "Create the tables, or bring them up to date."),
    "poll": Entry("web.cli.poll", "Fetch what lies in the mailboxes."),
    "read": Entry("web.cli.read", "Read one document: text, type and facts."),
    "register": Entry("web.cli.register", "Load the register of claims into the database."),
    "rule": Entry("web.cli.rule", "Add, list and remove rules of the house."),
    "search": Entry("web.cli.search", "Check the index of words that the desk searches, or make it anew."),
    "serve": Entry("web.cli.serve", "Serve the desk; on a single machine poll and work too."),
    "statistics": Entry("web.cli.statistics", "Write the figures of a year or another period as XLSX or CSV."),
    "status": Entry("web.cli.status", "Show whether all adds up."),
    "token": Entry("web.cli.token", "Make and revoke tokens with which other programs use the API."),
    "user": Entry("web.cli.user", "Add people who may use the desk, give new passwords, shut people out."),
    "work": Entry("web.cli.work", "Open, read and route what is left to do."),
}
"""Every command by its name; those that say nothing are not listed."""


class Commands(click.Group):
    """Finds a command by its name, and turns errors that an administrator can cure into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in alphabetical order."""
        del ctx
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name].module).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of the help page, for which no command is imported."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, entry.does) for name, entry in sorted(COMMANDS.items()) if entry.does])

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; whatever is somebody else's fault ends as a message."""
        with sayable():
            return super().invoke(ctx)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="claimpost", prog_name="claimpost")
def cli() -> None:
    """Claimpost takes an insurer's claims mail from its mailboxes to the task of the right claim's handler.

    Settings come from the environment (CLAIMPOST_...). "claimpost demo" shows everything at work on invented mails;
    "inspect", "read" and "decide" look at one file and need neither a database nor a network.
    """


def main() -> None:
    """What the installed command calls."""
    # Names and subjects from anywhere must not stop a terminal that knows fewer letters.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    cli(prog_name="claimpost")
