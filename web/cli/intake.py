"""`claimpost intake FILE...`: take in mails that lie as files."""

from pathlib import Path

import click

from core.errors import Unreadable
from web.cli import office
from web.cli.errors import Failed
from web.cli.opening import EXISTING


@click.command("intake")
@click.argument("files", type=EXISTING, nargs=-1, required=True, metavar="FILE...")
def command(files: tuple[Path, ...]) -> None:
    """Take in each FILE, a mail (.eml, .msg), as if a mailbox had delivered it. The workers do the rest.

    The same file twice is one mail.
    """
    services = office.open_office()
    from ingest.intake import take_file
    from storage.models import Mail

    refused = []
    with services.sandbox:
        for file in files:
            try:
                held = take_file(file, services)
            except Unreadable as error:
                refused.append(f"{file.name} ({error.problem})")
                continue
            number = Mail.objects.get(pk=held.mail_id).number
            click.echo(f"{file.name}  {number}{'' if held.new else '  (known already)'}")
    if refused:
        raise Failed(f"Not taken in: {', '.join(refused)}.")
