"""`claimpost token ...`: tokens with which other programs use the API."""

from datetime import UTC, datetime

import click

from core.api import SCOPES
from web.cli import office, output
from web.cli.errors import Failed

ACTOR = "command line"


@click.group("token")
def command() -> None:
    """Tokens with which other programs use the API."""


@command.command("add")
@click.argument("name")
@click.option("--person", required=True, help="User name as whom it acts: it never may more than this person.")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True, help="What it may do; may be repeated.")
@click.option("--days", type=click.IntRange(min=1), help="Days that it is valid. Without this: as long as the setting allows.")
def add(name: str, *, person: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make the token NAME and print it: it is shown this once, and kept nowhere."""
    services = office.open_office()
    from django.contrib.auth.models import User

    from storage import tokens
    from storage.tokens import NewToken

    user = User.objects.filter(username=person, is_active=True).first()
    if user is None:
        raise Failed(f"There is nobody called {person} who may log in. Add somebody: claimpost user add {person}")
    longest = services.settings.api.token_days
    if days and days > longest:
        raise Failed(f"A token is valid for {longest} days at most (CLAIMPOST_API_TOKEN_DAYS).")
    try:
        new = NewToken(name=name, person_id=user.pk, scopes=scopes, days=days or longest)
    except ValueError as error:
        raise Failed(f"The name needs 1 to {tokens.LONGEST_NAME} signs.") from error
    _row, secret = tokens.make(new, actor=ACTOR, now=datetime.now(UTC))
    click.echo(secret)


@command.command("list")
def listing() -> None:
    """Show the tokens, none of them whole."""
    office.ready()
    from storage import tokens

    rows = (
        (
            row.pk,
            f"{row.hint}…",
            row.name,
            row.person.username,
            " ".join(row.scopes),
            f"{row.expires_at:%Y-%m-%d}",
            f"{row.last_used_at:%Y-%m-%d %H:%M}" if row.last_used_at else "",
            "revoked" if row.revoked_at else "",
        )
        for row in tokens.every()
    )
    output.console().print(output.table("", ("id", "token", "name", "person", "scopes", "valid until", "last used", ""), rows))


@command.command("revoke")
@click.argument("token_id", metavar="ID", type=int)
def revoke(token_id: int) -> None:
    """Make the token with this ID worthless at once."""
    office.ready()
    from storage import tokens

    if not tokens.revoke(token_id, actor=ACTOR, now=datetime.now(UTC)):
        raise Failed(f"There is no valid token {token_id}. Run: claimpost token list")
    click.echo(f"Token {token_id} is no longer valid.")
