"""`claimpost migrate`: bring the tables up to date."""

import click

from web.cli import office


@click.command("migrate")
def command() -> None:
    """Create the tables, or bring them up to this version. Safe to run again; run it after every update."""
    office.begin()
    from ingest import searching
    from web.cli.tables import migrate

    migrate(quiet=False)
    made = sum(searching.complete())
    if made:
        click.echo(f"{made} tasks can be searched from now on.")
