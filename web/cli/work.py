"""`claimpost work`: do what is left to do."""

import click

from web.cli import office
from web.cli.bars import Steps


@click.command("work")
@click.option("--until-idle", is_flag=True, help="End when nothing is left to do; otherwise when stopped.")
def command(*, until_idle: bool) -> None:
    """Open, read and route mails in this process, as an installation without a broker does.

    What is left to do stands in the database: stopping loses nothing, and several of these may run side by side.
    """
    services = office.open_office()
    stop = office.stop_on_signals()
    from ingest import runner

    with services.sandbox:
        if until_idle:
            with Steps() as bars:
                runner.work(services, stop, until_idle=True, progress=bars.done)
        else:
            runner.work(services, stop)
