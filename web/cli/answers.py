"""`claimpost answers ...`: the texts of acknowledgements, and the server that takes them."""

import os

import click

from web.cli.errors import Failed

LANGUAGES = ("fr", "nl", "de", "en")
EXAMPLE = {
    "date": "04/03/2026",
    "time": "11:00",
    "claim": "C502100001",
    "insured": "DUPONT Jean",
    "received": "…",
    "refused": "….zip (…)",
    "missing": "…",
    "handler": "h.lambert, h.lambert@house.example",
    "n": "2",
    "mail_no": "M-20260304-0001",
    "no_reference": "yes",
}


@click.group("answers")
def command() -> None:
    """The texts of acknowledgements, and the server that takes them."""


@command.command("preview")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--kind", type=click.Choice(("full", "neutral")), default="full", show_default=True)
def preview(language: str, kind: str) -> None:
    """Show an acknowledgement as it would be sent, with your own texts, about an invented mail."""
    from core.settings import read
    from ingest.wording import wording, write

    letter = write(wording(language, read(os.environ).answers.templates), kind, EXAMPLE)
    click.echo(f"{letter.subject}\n\n{letter.text}", nl=False)


@command.command("check")
def check() -> None:
    """Read every text, and log in to the server that takes mail; nothing is sent."""
    from core.settings import read
    from ingest import smtp
    from ingest.oauth import Tokens
    from ingest.wording import wording

    settings = read(os.environ)
    for language in LANGUAGES:
        wording(language, settings.answers.templates)
    click.echo("Every text can be used.")
    if not settings.smtp.host:
        raise Failed("No server takes mail: set CLAIMPOST_SMTP_HOST")
    with smtp.session(settings.smtp, Tokens()):
        click.echo(f"{settings.smtp.host} lets us in. Acknowledgements are: {settings.answers.mode}.")
