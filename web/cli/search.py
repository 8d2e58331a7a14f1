"""`claimpost search ...`: the index of words that the desk searches."""

import click

from web.cli import office

SHOWN = 20
"""Ids of tasks that are listed."""


@click.group("search")
def command() -> None:
    """The index of words: it is kept up to date by itself, and can be made anew from everything else."""


@command.command("check")
def check() -> None:
    """Compare the index with the mails and papers of every task. Ends with status 1 when something differs.

    What is read, or decided, at this moment may differ until that is done.
    """
    office.ready()
    from ingest import searching

    wrong = list(searching.differing())
    if wrong:
        more = f" and {len(wrong) - SHOWN} more" if len(wrong) > SHOWN else ""
        click.echo(f"The index differs for {len(wrong)} tasks: {', '.join(map(str, wrong[:SHOWN]))}{more}. Run: claimpost search rebuild")
        raise click.exceptions.Exit(1)
    click.echo("The index has what the tasks say.")


@command.command("rebuild")
def rebuild() -> None:
    """Make the index anew, while work goes on. It may be stopped at any moment and run again."""
    office.ready()
    from ingest import searching

    click.echo(f"{sum(searching.rebuild())} tasks are in the index.")
