"""`claimpost register ...`: the register of claims in the database."""

from datetime import UTC, datetime
from pathlib import Path

import click

from web.cli import office
from web.cli.opening import EXISTING

EVERY_CLAIM = 100


@click.group("register")
def command() -> None:
    """The register of claims, where CLAIMPOST_REGISTER is "database"."""


@command.command("load")
@click.argument("file", type=EXISTING)
@click.option("--force", is_flag=True, help="Load it, however many claims are missing in it.")
def load(file: Path, *, force: bool) -> None:
    """Make FILE the register, whole or not at all. Who asks meanwhile is answered from the old one."""
    settings = office.ready()
    from ingest.loading import load as load_claims

    most = EVERY_CLAIM if force else settings.register_most_removed
    loaded = load_claims(file, now=datetime.now(UTC), most_removed=most)
    counts = loaded.counts
    click.echo(f"{loaded.claims} claims: {counts.added} added, {counts.changed} changed, {counts.removed} removed.")
