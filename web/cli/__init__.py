"""The command `claimpost`. Each command is a module of its own, imported when it is called, so that every call starts fast."""

import importlib
import sys

import click

from web.cli.errors import sayable

COMMANDS = {
    "decide": "web.cli.decide",
    "demo": "web.cli.demo",
    "engine": "web.cli.engine",
    "inspect": "web.cli.inspect",
    "intake": "web.cli.intake",
    "mailbox": "web.cli.mailbox",
    "migrate": "web.cli.migrate",
    "poll": "web.cli.poll",
    "read": "web.cli.read",
    "serve": "web.cli.serve",
    "status": "web.cli.status",
    "user": "web.cli.user",
    "work": "web.cli.work",
}
"""Name of a command and the module that holds it, as `command`."""


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
        command: click.Command = importlib.import_module(COMMANDS[cmd_name]).command
        return command

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
