"""`claimpost poll`: fetch what lies in the mailboxes."""

import click

from web.cli import office
from web.cli.errors import Failed


@click.command("poll")
@click.argument("names", nargs=-1, metavar="[MAILBOX]...")
@click.option("--once", is_flag=True, help="Poll each mailbox once and end; otherwise until stopped.")
def command(names: tuple[str, ...], *, once: bool) -> None:
    """Poll the mailboxes: every enabled one until stopped, or the named ones once.

    Nothing in a mailbox is changed before a mail is safely held here.
    """
    services = office.open_office()
    stop = office.stop_on_signals()
    from ingest import poll, poller
    from storage.models import Mailbox

    with services.sandbox:
        if not once and not names:
            poller.run(services, stop)
            return
        rows = {row.name: row.pk for row in Mailbox.objects.filter(enabled=True).order_by("name")}
        if unknown := [name for name in names if name not in rows]:
            raise Failed(f"There is no enabled mailbox called {', '.join(unknown)}. Run: claimpost mailbox list")
        reports = {name: poll.poll_once(rows[name], services, stop) for name in names or rows}
    for name, report in reports.items():
        state = report.problem or ("polled" if report.polled else "another poller has it")
        click.echo(f"{name}: {state}, {report.held} taken, {report.failed} failed")
    if any(report.problem or report.failed for report in reports.values()):
        raise Failed("Not every mailbox could be polled to its end. Run: claimpost status")
