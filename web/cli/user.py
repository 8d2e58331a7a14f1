"""`claimpost user ...`: people who may use the desk."""

import sys
from typing import TYPE_CHECKING

import click

from core.roles import Role
from web.cli import office
from web.cli.errors import Failed

if TYPE_CHECKING:
    from django.contrib.auth.models import User

ROLES = tuple(role.value for role in Role)


@click.group("user")
def command() -> None:
    """People who may use the desk."""


@command.command("add")
@click.argument("name")
@click.option("--role", "roles", type=click.Choice(ROLES), default=("handler",), multiple=True, show_default=True, help="May be repeated.")
@click.option("--full-name", default="", help="As colleagues know the person.")
@click.option("--email", default="")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def add(name: str, *, roles: tuple[str, ...], full_name: str, email: str, password_stdin: bool) -> None:
    """Add the person NAME; a handler's NAME is the one the register of claims uses.

    A handler sees the tasks of the own claims, an operator sees all and places mails, a supervisor sees all, a medical adviser
    the papers about health of the claims that are handed to him, and an administrator everything but what mails say.
    """
    office.ready()
    from django.core.exceptions import ValidationError
    from django.db import IntegrityError

    from web.cli.people import NewPerson, add_person

    password = _password(password_stdin)
    try:
        add_person(NewPerson(name=name, roles=roles, full_name=full_name, email=email), password)
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from error
    except IntegrityError as error:
        raise Failed(f"There is somebody called {name} already.") from error
    click.echo(f"{name} may now use the desk as {' and '.join(roles)}.")


@command.command("passwd")
@click.argument("name")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input instead of asking.")
def passwd(name: str, *, password_stdin: bool) -> None:
    """Give the person NAME a new password; whoever is logged in with the old one is logged out."""
    office.ready()
    from django.core.exceptions import ValidationError

    from web.cli.people import set_password

    user = _find(name)
    try:
        set_password(user, _password(password_stdin))
    except ValidationError as error:
        raise Failed(" ".join(error.messages)) from error
    click.echo(f"{name} has a new password.")


@command.command("roles")
@click.argument("name")
@click.argument("roles", type=click.Choice(ROLES), nargs=-1, required=True)
def change_roles(name: str, roles: tuple[str, ...]) -> None:
    """Give the person NAME exactly these ROLES, at once, also where logged in; it is recorded."""
    office.ready()
    from web.cli.people import set_roles

    set_roles(_find(name), roles)
    click.echo(f"{name} may now use the desk as {' and '.join(roles)}.")


@command.command("disable")
@click.argument("name")
def disable(name: str) -> None:
    """Shut the desk to the person NAME at once, also where logged in. What the person did stays recorded."""
    _switch(name, active=False)
    click.echo(f"{name} may no longer use the desk.")


@command.command("enable")
@click.argument("name")
def enable(name: str) -> None:
    """Let the person NAME use the desk again."""
    _switch(name, active=True)
    click.echo(f"{name} may use the desk again.")


def _find(name: str) -> "User":
    from django.contrib.auth.models import User

    user = User.objects.filter(username=name).first()
    if user is None:
        raise Failed(f"There is nobody called {name}.")
    return user


def _switch(name: str, *, active: bool) -> None:
    office.ready()
    user = _find(name)
    user.is_active = active
    user.save(update_fields=["is_active"])


def _password(from_input: bool) -> str:  # noqa: FBT001 - the option as it comes
    return sys.stdin.readline().rstrip("\n") if from_input else _ask()


def _ask() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer
