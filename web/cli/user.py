"""`claimpost user add`: people who may use the desk."""

import sys

import click

from web.cli import office
from web.cli.errors import Failed

ROLES = ("handler", "operator", "supervisor", "administrator")


@click.group("user")
def command() -> None:
    """People who may use the desk."""


@command.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="handler", show_default=True)
@click.option("--full-name", default="", help="As colleagues know the person.")
@click.option("--email", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(name: str, *, role: str, full_name: str, email: str, password_stdin: bool) -> None:
    """Add the person NAME; a handler's NAME is the one the register of claims uses.

    A handler sees the tasks of the own claims, an operator sees all and places mails, a supervisor sees all.
    """
    office.ready()
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from web.cli.people import NewPerson, add_person

    password = sys.stdin.readline().rstrip("\n") if password_stdin else _ask()
    try:
        add_person(NewPerson(name=name, role=role, full_name=full_name, email=email), password)
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Failed(f"There is somebody called {name} already.") from error
    click.echo(f"{name} may now use the desk as {role}.")


def _ask() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
