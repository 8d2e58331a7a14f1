"""`claimpost answers ...`: the texts of acknowledgements, and the server that takes them."""

import os
from pathlib import Path

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
    "carried": "3",
    "carried_more": "1",
    "form": "yes",
    "forgotten": "",
    "nothing": "",
    "more": "",
}
LISTED = (
    {"mail_no": "M-20260304-0002", "date": "04/03/2026", "time": "11:20", "claim": "C502100001"},
    {"mail_no": "M-20260304-0003", "date": "04/03/2026", "time": "11:40", "claim": ""},
)
"""What a digest names."""

CARRIED = ({"place": "1", "reference": "*C502100001*"}, {"place": "2", "reference": "C502100017"})
"""What a neutral answer lists of the mails that a mail carries."""


@click.group("answers")
def command() -> None:
    """The texts of acknowledgements, and the server that takes them."""


@command.command("preview")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.option("--kind", type=click.Choice(("full", "neutral", "digest")), default="full", show_default=True)
def preview(language: str, kind: str) -> None:
    """Show an acknowledgement as it would be sent, with your own texts, about an invented mail."""
    from core.settings import read
    from ingest.wording import wording, write

    each = CARRIED if kind == "neutral" else LISTED
    letter = write(wording(language, read(os.environ).answers.templates), kind, EXAMPLE, each)
    click.echo(f"{letter.subject}\n\n{letter.text}", nl=False)


@command.command("form")
@click.option("--language", type=click.Choice(LANGUAGES), default="fr", show_default=True)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def form(language: str, file: Path) -> None:
    """Write the blank schedule of losses as it would go along, with your own words, about an invented claim."""
    from core.settings import read
    from ingest.loss_form import blank
    from ingest.wording import wording
    from router.protocols import Claim, State

    claim = Claim(number=EXAMPLE["claim"], state=State.OPEN, insured_names=(EXAMPLE["insured"],))
    file.write_bytes(blank(wording(language, read(os.environ).answers.templates), claim))
    click.echo(f"{file} is written.")


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
