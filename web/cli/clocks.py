"""`claimpost clocks`: what is nearly, or already, too late."""

from typing import TYPE_CHECKING

import click

from web.cli import office, output
from web.cli.output import Shape

if TYPE_CHECKING:
    from ingest.clocks import Timed


@click.command("clocks")
@click.option("--overdue", "only_overdue", is_flag=True, help="Leave out what only warns.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def command(*, as_json: bool, only_overdue: bool) -> None:
    """Show the clocks that run and are nearly over, or overdue. Ends with status 1 when one is overdue."""
    services = office.open_office()
    from ingest.clocks import running
    from router.clocks import PRESSING, State

    wanted = {State.OVERDUE} if only_overdue else PRESSING
    found = [timed for timed in running(services) if timed.clock.state in wanted]
    if as_json:
        output.answer({"clocks": [_shape(timed) for timed in found]})
    elif found:
        columns = ("clock", "state", "due", "of", "claim", "contract", "calendar days", "working days")
        output.console().print(output.table("Clocks", columns, map(_row, found)))
    else:
        click.echo("No clock is nearly over or overdue.")
    if any(timed.clock.state is State.OVERDUE for timed in found):
        raise click.exceptions.Exit(1)


def _row(timed: "Timed") -> tuple[object, ...]:
    clock, of = timed.clock, timed.of
    what = f"{of.of} {of.id}" if of.id else of.of
    claims, due = ", ".join(of.claims), f"{clock.due_at:%Y-%m-%d %H:%M} UTC"
    return clock.id, clock.state, due, what, claims, clock.contract, clock.calendar_days, clock.working_days


def _shape(timed: "Timed") -> Shape:
    clock, of = timed.clock, timed.of
    return {
        "clock": clock.id,
        "state": clock.state,
        "contract": clock.contract,
        "of": of.of,
        "id": of.id or None,
        "mail": of.mail,
        "claims": list(of.claims),
        "started_at": clock.started_at.isoformat(),
        "warn_at": clock.warn_at.isoformat() if clock.warn_at else None,
        "due_at": clock.due_at.isoformat(),
        "reopened_at": clock.reopened_at.isoformat() if clock.reopened_at else None,
        "calendar_days": clock.calendar_days,
        "working_days": clock.working_days,
    }
